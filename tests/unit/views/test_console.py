from __future__ import annotations

import pytest
from rich.console import Console

from steploom.diagnostics import Span
from steploom.engine import Failure, Success
from steploom.views import render_run

LAMBDA = "arn:aws:states:::lambda:invoke"


def shown(*arguments, **named):
    console = Console(width=100, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(render_run(*arguments, **named))
    return [line.rstrip() for line in capture.get().splitlines()]


@pytest.fixture
def states():
    inner = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    return {
        "each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": inner, "Next": "wait"},
        "wait": {"Type": "Wait", "Seconds": 3, "Next": "work"},
        "work": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}],
            "Output": "{% $states.result %}",
            "End": True,
        },
    }


def test_a_run_that_succeeds(model, states):
    answers = iter([Failure("Busy", ""), Success("done")])
    lines = shown(model(states, work=lambda _: next(answers)), title="shop")
    assert lines[0] == "shop"
    names = [line[:11].rstrip() for line in lines[2:9]]
    assert names == ["✓ each", "  [0]", "    ✓ item", "  [1]", "    ✓ item", "✓ wait", "✓ work"]
    work = next(line for line in lines if line.startswith("✓ work"))
    assert work.split()[2:7] == ["+3", "s", "1", "s", "2"]
    assert lines[-2:] == ["SUCCEEDED in 4 s of virtual time", '"done"']


def test_the_failure_comes_last_with_its_python_line(model, states):
    cause = '{"errorMessage":"no money","errorType":"Declined"}'
    run = model(states, work=lambda _: Failure("Declined", cause))
    lines = shown(run, {"work": Span("shop/flow.py", 7, 5, 7, 9)})
    assert lines[-3:] == [
        "FAILED in 3 s of virtual time",
        "Declined: no money",
        "  in state 'work', shop/flow.py:7:5",
    ]


def test_a_run_that_took_no_time(model):
    lines = shown(model({"a": {"Type": "Pass", "End": True}}))
    assert lines[-2:] == ["SUCCEEDED in 0 s of virtual time", "{}"]
