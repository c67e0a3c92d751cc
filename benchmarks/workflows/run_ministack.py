"""MiniStack by its service's functions, without HTTP and without the 150 ms that it sleeps before each execution."""

from __future__ import annotations

import json
import logging
import os
import time
from typing import Any

os.environ |= {"SFN_WAIT_SCALE": "0", "MINISTACK_ACCOUNT_ID": "123456789012"}

from ministack.services import stepfunctions as service
from serving import Clocks, Flaky, Made, flaky_function, serve

ROLE = "arn:aws:iam::123456789012:role/bench"
POLL = 0.001
logging.disable(logging.CRITICAL)


class NoSleep:
    """The module `time`, but for its sleep."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _seconds: None) if name == "sleep" else getattr(time, name)


service.time = NoSleep()


def ask(answer: tuple[Any, ...]) -> dict[str, Any]:
    """Return the body of a response."""
    body: dict[str, Any] = json.loads(answer[2])
    return body


def run(case: dict[str, Any]) -> Made:
    """Create, start all executions, ask until each has ended."""
    function = flaky_function()

    def call(_function: str, event: Any) -> Any:
        try:
            return function(event)
        except Flaky as error:
            raise service._ExecutionError("Flaky", str(error)) from error  # noqa: SLF001 - its own error

    service._call_lambda = call  # noqa: SLF001 - it has no other door for functions in process
    text, value = json.dumps(case["definition"]), json.dumps(case["input"])
    name = f"bench-{time.perf_counter_ns()}"
    creating = Clocks()
    made = ask(service._create_state_machine({"name": name, "definition": text, "roleArn": ROLE}))  # noqa: SLF001
    created, running = creating.taken()[0], Clocks()
    start = {"stateMachineArn": made["stateMachineArn"], "input": value}
    arns = [ask(service._start_execution(start))["executionArn"] for _ in range(case["runs"])]  # noqa: SLF001
    described = [_ended(arn) for arn in arns]
    taken = running.taken()
    failed = [each for each in described if each["status"] != "SUCCEEDED"]
    outputs = str(failed[0].get("cause")) if failed else [json.loads(each["output"]) for each in described]
    return Made(created, taken, outputs, lambda: _events(arns[0]))


def _ended(arn: str) -> dict[str, Any]:
    while (described := ask(service._describe_execution({"executionArn": arn})))["status"] == "RUNNING":  # noqa: SLF001
        time.sleep(POLL)
    return described


def _events(arn: str) -> int:
    count, token = 0, None
    while True:
        request = {"executionArn": arn, "maxResults": 1000} | ({"nextToken": token} if token else {})
        page = ask(service._get_execution_history(request))  # noqa: SLF001
        count, token = count + len(page["events"]), page.get("nextToken")
        if not token:
            return count


serve(run)
