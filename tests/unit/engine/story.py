"""A run in which chance decides much, told as JSON: `python story.py SEED`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

from steploom.clock import VirtualClock
from steploom.engine import Engine, Failure, FunctionIntegration, Outcome, Pending, Success, TaskRequest

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:f"
RETRY = [{"ErrorEquals": ["Flaky"], "IntervalSeconds": 3, "MaxAttempts": 9, "JitterStrategy": "FULL"}]
TASK: dict[str, Any] = {"Type": "Task", "Resource": LAMBDA, "Retry": RETRY}
CALLBACK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "Parameters": {"token.$": "$$.Task.Token"},
    "ResultPath": "$.answer",
}
DRAWN = {"uuid": "{% $uuid() %}", "random": "{% $random() %}", "shuffled": "{% $shuffle([1..20]) %}"}
DRAW = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"drawn": DRAWN}}
TAGS = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $merge([{'a': 1}, {'z': 2}, {'m': 3}]) %}"}
INTRINSIC = {"Type": "Pass", "Parameters": {"id.$": "States.UUID()", "n.$": "States.MathRandom(1, 999)"}}


def scope(**states: dict[str, Any]) -> dict[str, Any]:
    """States one after another."""
    names = list(states)
    chained = {
        name: state | ({"Next": following} if following else {"End": True})
        for (name, state), following in zip(states.items(), [*names[1:], None], strict=True)
    }
    return {"StartAt": names[0], "States": chained}


def definition() -> dict[str, Any]:
    """A Map of flaky tasks, a Parallel, a distributed Map, a callback, and draws."""
    distributed = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    items = {"Type": "Map", "ItemsPath": "$.items", "ResultPath": None, "MaxConcurrency": 3}
    return scope(
        Each=items | {"ItemProcessor": scope(Work=TASK)},
        Both={
            "Type": "Parallel",
            "Branches": [scope(Left=TASK), scope(Right=INTRINSIC, Tags=TAGS)],
            "ResultPath": "$.b",
        },
        Children=items | {"ItemProcessor": distributed | scope(Child=TASK | {"Resource": LAMBDA})},
        Ask=CALLBACK,
        Draw=DRAW,
    )


def main(seed: int) -> None:
    """Run, and print what happened."""
    attempts: dict[str, int] = {}
    asked: list[str] = []

    def answer(request: TaskRequest) -> Outcome:
        if request.token is not None:
            asked.append(request.token)
            return Pending({"MessageId": "m"})
        key = f"{request.state} {json.dumps(request.arguments)}"
        attempts[key] = attempts.get(key, 0) + 1
        return Failure("Flaky", "again") if attempts[key] < 3 else Success(request.arguments)

    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    engine = Engine(FunctionIntegration(answer), clock=clock, seed=seed)
    run = engine.start(engine.compile(json.dumps(definition())), {"items": list(range(7))})
    engine.run_until_idle()
    engine.send_success(asked[0], {"token": asked[0]})
    engine.run_until_idle()
    told = {"arn": run.arn, "status": run.status, "cause": run.cause, "output": run.output, "events": run.events()}
    print(json.dumps(told, indent=1))  # noqa: T201 - the answer


main(int(sys.argv[1]))
