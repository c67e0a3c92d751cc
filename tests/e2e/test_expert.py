"""What the compiler emits costs no more than what a person who knows Step Functions writes by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lambdas.orders.activities import ask_manager, charge, print_label, refund_by_key, release, reserve
from lambdas.orders.local import prepare
from lambdas.orders.workflow import fulfil
from steploom.compiler import compile_workflow
from steploom.dsl import fakes
from steploom.local import mock_cloud
from tests.e2e.test_fulfil import SCENARIOS, Scenario, table_of

EXPERT = Path(__file__).parent / "expert" / "fulfil.asl.json"
ACTIVITIES = (reserve, charge, ask_manager, refund_by_key, release, print_label)

#: The hand-written machine does not check its input or answers; what it does with bad ones is no yardstick.
COMPARED = [name for name in SCENARIOS if name not in ("malformed input", "no object", "answer malformed")]


def run_expert(data: Any, table: Callable[[], Mapping[Any, Callable[..., Any]]]) -> tuple[str, int]:
    """Run the hand-written machine with the same activities behind its function names."""
    with mock_cloud() as cloud:
        prepare(cloud)
        cloud.deploy(fulfil)  # makes the functions and the bus
        states = cloud.client("stepfunctions")
        role = "arn:aws:iam::123456789012:role/expert"
        machine = states.create_state_machine(name="expert", definition=EXPERT.read_text(), roleArn=role)
        with fakes(table()):
            run = cloud.client("stepfunctions").start_execution(
                stateMachineArn=machine["stateMachineArn"], input=json.dumps(data)
            )
            cloud.run_until_idle()
        (found,) = (each for each in cloud.runs if each.arn == run["executionArn"])
        return found.status, found.transitions


def run_ours(data: Any, table: Callable[[], Mapping[Any, Callable[..., Any]]]) -> tuple[str, int]:
    with mock_cloud() as cloud:
        prepare(cloud)
        with fakes(table()):
            run = cloud.start(cloud.deploy(fulfil), data).finish()
        return run.status, run.transitions


@pytest.mark.parametrize("name", COMPARED)
def test_transitions_are_an_expert_s(name: str) -> None:
    scenario: Scenario = SCENARIOS[name]
    expert, ours = run_expert(scenario.data, table_of(scenario)), run_ours(scenario.data, table_of(scenario))
    assert ours[0] == expert[0] == scenario.status
    assert ours[1] <= 1.1 * expert[1]


def test_no_state_is_without_a_purpose() -> None:
    states = compile_workflow(fulfil).definition.states
    kinds = [state.type for state in states.values()]
    assert "Pass" not in kinds
    assert "Succeed" not in kinds
    # One state more than by hand: the one that refuses a malformed input, which is never entered by a good one.
    assert len(states) == len(json.loads(EXPERT.read_text())["States"]) + 1
