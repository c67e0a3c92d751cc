"""Steploom by the engine's own interface."""

from __future__ import annotations

import json
from typing import Any

from serving import Clocks, Flaky, Made, flaky_function, serve

from steploom.clock import VirtualClock
from steploom.engine import Engine, Failure, FunctionIntegration, Outcome, Success, TaskRequest


def run(case: dict[str, Any]) -> Made:
    """Compile, start all executions, run to the end."""
    function = flaky_function()

    def call(request: TaskRequest) -> Outcome:
        try:
            return Success(function(request.arguments))
        except Flaky as error:
            return Failure("Flaky", str(error))

    text = json.dumps(case["definition"])
    compiling = Clocks()
    engine = Engine(FunctionIntegration(call), clock=VirtualClock())
    machine = engine.compile(text)
    compiled, running = compiling.taken()[0], Clocks()
    made = [engine.start(machine, case["input"]) for _ in range(case["runs"])]
    engine.run_until_idle()
    taken = running.taken()
    failed = [execution for execution in made if execution.status != "SUCCEEDED"]
    outputs = f"{failed[0].error}: {failed[0].cause}" if failed else [execution.output for execution in made]
    return Made(compiled, taken, outputs, lambda: len(made[0].events()))


serve(run)
