"""The compiler: a Python workflow to Amazon States Language.

Input: a `Workflow` object. Output: a `CompiledWorkflow`: definition, source map, what it uses; or diagnostics, all in
one run. Stages, in order: `frontend` (HIR), `lower` (IR), `passes`, `emit`. Must not: run the workflow, or emit what
behaves other than the Python.
"""

from steploom.compiler.options import AwsUse, CompiledWorkflow, CompileOptions
from steploom.compiler.pipeline import compile_workflow, stages
from steploom.compiler.sourcemap import SourceMap

__all__ = ["AwsUse", "CompileOptions", "CompiledWorkflow", "SourceMap", "compile_workflow", "stages"]
