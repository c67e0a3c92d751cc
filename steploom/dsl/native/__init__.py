"""Native: a workflow run as plain Python on virtual time, the twin of its compiled machine.

Input: a workflow, its arguments or a JSON input, the active fakes. Output: a `NativeRun`: result or error, calls,
events, virtual seconds. Must not: be imported before a workflow runs (it loads asyncio and pydantic), wait in real
time, or do anything the compiled machine does not.
"""

from steploom.dsl.native.loop import WaitsForever
from steploom.dsl.native.run import run_native, run_native_json

__all__ = ["WaitsForever", "run_native", "run_native_json"]
