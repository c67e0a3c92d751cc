"""Long and large: `python benchmarks/scale.py`. What must grow linearly, at three sizes, each in a fresh process.

A line tells the processor time, the time per piece relative to the smallest size (1.0 is linear), the peak memory above
that of the imports, and the same per piece. Histories and counts are checked on the way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from steploom.clock import VirtualClock
from steploom.engine import Engine, FunctionIntegration, Success
from steploom.jsontext import compact
from steploom.local import Cloud, mock_cloud

ROLE = "arn:aws:iam::123456789012:role/scale"
WAIT = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}'
CHILDREN = {
    "StartAt": "M",
    "States": {
        "M": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "A",
                "States": {"A": {"Type": "Pass", "End": True}},
            },
            "ResultPath": None,
            "ResultSelector": {"done": True},
            "End": True,
        }
    },
}
AROUND_CHILDREN = [
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
]
#: A state is entered and left by each turn of the loop: four events, and six around it.
AROUND, A_TURN = 6, 4


def loop(turns: int) -> str:
    """Return a definition that counts to `turns`."""
    rule = {"Variable": "$.i", "NumericLessThan": turns, "Next": "Inc"}
    states = {
        "Check": {"Type": "Choice", "Choices": [rule], "Default": "Done"},
        "Inc": {"Type": "Pass", "Parameters": {"i.$": "States.MathAdd($.i, 1)"}, "Next": "Check"},
        "Done": {"Type": "Succeed"},
    }
    return json.dumps({"StartAt": "Check", "States": states})


def engine() -> Engine:
    """Return an engine whose tasks answer what they are asked."""
    return Engine(FunctionIntegration(lambda request: Success(request.arguments)), clock=VirtualClock())


def long_execution(events: int) -> None:
    """One execution of so many events, by the engine's own interface."""
    made = engine()
    run = made.start(made.compile(loop((events - AROUND) // A_TURN)), {"i": 0})
    made.run_until_idle()
    assert run.status == "SUCCEEDED"
    assert len(run.history) == events


def executions(count: int) -> None:
    """So many executions that wait at the same time."""
    made = engine()
    machine = made.compile(WAIT)
    runs = [made.start(machine, {"n": number}) for number in range(count)]
    made.run_until_idle()
    assert all(run.output == {"n": number} for number, run in enumerate(runs))


def children(count: int) -> None:
    """A distributed Map over so many items."""
    made = engine()
    run = made.start(made.compile(json.dumps(CHILDREN)), {"items": list(range(count))})
    made.run_until_idle()
    assert run.status == "SUCCEEDED", run.cause
    assert [entry[0].name for entry in run.history] == AROUND_CHILDREN


@contextmanager
def cloud() -> Iterator[tuple[Cloud, Any]]:
    """Yield a local cloud and boto3's client of it."""
    with mock_cloud() as made:
        yield made, boto3.client("stepfunctions", region_name="us-east-1")


def create(client: Any, definition: str) -> str:
    """Create a machine, and return its ARN."""
    arn: str = client.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    return arn


def read_history(client: Any, arn: str) -> int:
    """Read a history in pages, and return the number of its events."""
    pages = client.get_paginator("get_execution_history").paginate(executionArn=arn, maxResults=1000)
    return sum(len(page["events"]) for page in pages)


def door_long_execution(events: int) -> None:
    """One execution of so many events, and its history read in pages."""
    with cloud() as (_, client):
        machine = create(client, loop((events - AROUND) // A_TURN))
        run = client.start_execution(stateMachineArn=machine, input='{"i": 0}')["executionArn"]
        assert read_history(client, run) == events


def door_executions(count: int) -> None:
    """So many executions at the same time: started, listed, described."""
    with cloud() as (made, client):
        machine = create(client, WAIT)
        for number in range(count):
            client.start_execution(stateMachineArn=machine, name=f"run-{number}", input="{}")
        made.run_until_idle()
        pages = client.get_paginator("list_executions").paginate(stateMachineArn=machine, maxResults=1000)
        arns = [each["executionArn"] for page in pages for each in page["executions"]]
        assert len(arns) == count
        assert all(client.describe_execution(executionArn=arn)["status"] == "SUCCEEDED" for arn in arns)


def door_children(count: int) -> None:
    """A distributed Map over so many items, its children listed."""
    with cloud() as (made, client):
        machine = create(client, json.dumps(CHILDREN))
        value = compact({"items": list(range(count))})
        run = client.start_execution(stateMachineArn=machine, input=value)["executionArn"]
        made.run_until_idle()
        (map_run,) = client.list_map_runs(executionArn=run)["mapRuns"]
        pages = client.get_paginator("list_executions").paginate(mapRunArn=map_run["mapRunArn"], maxResults=1000)
        assert sum(len(page["executions"]) for page in pages) == count


#: Asks for one measurement in this process.
ONE = "--one"

#: What is measured, at which sizes.
MEASURED: dict[Callable[[int], None], tuple[int, ...]] = {
    long_execution: (6_226, 12_450, 24_902),
    executions: (2_500, 5_000, 10_000),
    children: (10_000, 20_000, 40_000),
    door_long_execution: (6_226, 12_450, 24_902),
    door_executions: (2_500, 5_000, 10_000),
    door_children: (10_000, 20_000, 40_000),
}


def main() -> None:
    """Measure everything, or, in a process of its own, one thing."""
    by_name = {each.__name__: each for each in MEASURED}
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(measure(by_name[sys.argv[2]], int(sys.argv[3]))))
        return
    print(f"{'':22}{'size':>8}{'seconds':>10}{'per piece':>12}{'MB more':>10}{'kB a piece':>12}")
    for function in (by_name[name] for name in sys.argv[1:]) if sys.argv[1:] else MEASURED:
        first = 0.0
        for size in MEASURED[function]:
            command = [sys.executable, __file__, ONE, function.__name__, str(size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this script
            seconds, memory = json.loads(done.stdout)
            first = first or seconds / size
            told = f"{size:8,}{seconds:10.2f}{seconds / size / first:11.2f}x{memory:10.0f}{memory * 1024 / size:12.2f}"
            print(f"{function.__name__:22}{told}")


def measure(function: Callable[[int], None], size: int) -> tuple[float, float]:
    """Return the processor seconds, and the megabytes above what the imports take."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "scale", "AWS_SECRET_ACCESS_KEY": "scale"}
    smallest = MEASURED[function][0] // 100
    if function is not long_execution and function is not door_long_execution:
        function(smallest)
    before, begun = peak(), time.process_time()
    function(size)
    return time.process_time() - begun, peak() - before


def peak() -> float:
    """Return the peak resident memory in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
