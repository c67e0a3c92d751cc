"""Frontend: Python's syntax tree to HIR, names resolved and every expression typed.

Input: a workflow object. Output: its `WorkflowBody`, or diagnostics, all of them in one run. Must not: decide how a
construct becomes states; that is the lowering's work.
"""

from steploom.compiler.frontend.workflow import build

__all__ = ["build"]
