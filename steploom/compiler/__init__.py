"""The compiler: a Python workflow to Amazon States Language.

Input: a `Workflow` object. Output: a `CompiledWorkflow`: definition, source map, what it uses; or diagnostics, all in
one run. Stages, in order: `frontend` (HIR), `lower` (IR), `passes`, `emit`. Must not: run the workflow, or emit what
behaves other than the Python.

What can fail in Python fails in the machine, as an error of the same name and text. An expression says how it can fail
as data (`Checked`, made by `frontend.checked`); `hir.failures` tells what a whole expression raises, in Python's order;
one pass (`passes.asking`) decides who asks: the state that evaluates the expression where it can catch, else a Choice
ahead of it.
"""

from steploom.compiler.emit.retries import is_implied
from steploom.compiler.options import AwsUse, CompiledWorkflow, CompileOptions
from steploom.compiler.pipeline import compile_workflow, stages
from steploom.compiler.sourcemap import SourceMap

__all__ = ["AwsUse", "CompileOptions", "CompiledWorkflow", "SourceMap", "compile_workflow", "is_implied", "stages"]
