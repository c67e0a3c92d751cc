"""Lowering: HIR to the control-flow graph of the IR.

Input: the typed statements of a workflow. Output: its region, raises and handlers still symbolic. Must not: resolve
control transfer (a pass does, once), or know state types.
"""

from steploom.compiler.lower.body import lower

__all__ = ["lower"]
