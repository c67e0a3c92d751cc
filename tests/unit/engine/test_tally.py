"""What a machine that was compiled with a tally counts, and that it runs as without one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import cycle

import pytest

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import Engine, Failure, FunctionIntegration, Success, Tally

LAMBDA = "arn:aws:states:::lambda:invoke"
START = datetime(2030, 1, 1, tzinfo=UTC)
BOTH = ["JSONata", "JSONPath"]


def rule(language, number, target):
    if language == "JSONata":
        return {"Condition": f"{{% $states.input.n = {number} %}}", "Next": target}
    return {"Variable": "$.n", "NumericEquals": number, "Next": target}


def choosing(language, **more):
    return {
        "QueryLanguage": language,
        "StartAt": "which",
        "States": {
            "which": {"Type": "Choice", "Choices": [rule(language, 1, "end"), rule(language, 2, "end")], **more},
            "end": {"Type": "Succeed"},
        },
    }


def run(definition, *inputs, work=lambda _: Success(1), tally=None):
    tallies = None if tally is None else lambda _: tally
    engine = Engine(FunctionIntegration(work), clock=VirtualClock(START), tallies=tallies)
    machine = engine.compile(load(definition))
    runs = [engine.start(machine, each) for each in inputs]
    engine.run_until_idle()
    return runs


@pytest.mark.parametrize("language", BOTH)
def test_rules_that_lead_to_one_state_are_told_apart(language):
    tally = Tally()
    run(choosing(language, Default="end"), {"n": 2}, {"n": 2}, {"n": 1}, {"n": 7}, tally=tally)
    assert tally.chosen == {("which", "Choices[1]"): 2, ("which", "Choices[0]"): 1, ("which", "Default"): 1}


@pytest.mark.parametrize("language", BOTH)
def test_a_choice_without_a_way_counts_nothing(language):
    tally = Tally()
    (ended,) = run(choosing(language), {"n": 7}, tally=tally)
    assert ended.error in ("States.Runtime", "States.NoChoiceMatched")
    assert tally.chosen == {}


def test_a_condition_that_fails_is_no_default():
    definition = choosing("JSONata", Default="end")
    definition["States"]["which"]["Choices"][1]["Condition"] = "{% $number('x') = 1 %}"
    tally = Tally()
    run(definition, {"n": 7}, tally=tally)
    assert tally.chosen == {}


def failing(language):
    return {
        "QueryLanguage": language,
        "StartAt": "work",
        "States": {
            "work": {
                "Type": "Task",
                "Resource": LAMBDA,
                "Retry": [
                    {"ErrorEquals": ["Never"]},
                    {"ErrorEquals": ["Busy"], "MaxAttempts": 2},
                    {"ErrorEquals": ["Once"], "MaxAttempts": 0},
                ],
                "Catch": [{"ErrorEquals": ["Other"], "Next": "end"}, {"ErrorEquals": ["States.ALL"], "Next": "end"}],
                "End": True,
            },
            "end": {"Type": "Succeed"},
        },
    }


@pytest.mark.parametrize("language", BOTH)
def test_retriers_and_catchers(language):
    tally = Tally()
    run(failing(language), {}, work=lambda _: Failure("Busy", "x"), tally=tally)
    assert tally.chosen == {("work", "Retry[1]"): 3, ("work", "Catch[1]"): 1}, "two retries, and one too many"
    run(failing(language), {}, work=lambda _: Failure("Once", "x"), tally=tally)
    assert tally.chosen == {("work", "Retry[1]"): 3, ("work", "Retry[2]"): 1, ("work", "Catch[1]"): 2}


def test_children_of_a_distributed_map_count_with_their_machine():
    inner = choosing("JSONata", Default="end")
    del inner["QueryLanguage"]
    processor = {**inner, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "each",
        "States": {"each": {"Type": "Map", "ItemProcessor": processor, "End": True}},
    }
    tally = Tally()
    run(definition, [{"n": 1}, {"n": 3}, {"n": 3}], tally=tally)
    assert tally.chosen == {("which", "Choices[0]"): 1, ("which", "Default"): 2}


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("make", [choosing, failing])
def test_counting_changes_no_history(language, make):
    inputs = [{"n": 1}, {"n": 2}, {"n": 3}]

    def work():
        answers = cycle([Failure("Busy", "x"), Success({"a": 1}), Failure("Other", "y")])
        return lambda _: next(answers)

    bare = run(make(language), *inputs, work=work())
    counted = run(make(language), *inputs, work=work(), tally=Tally())
    assert [each.events() for each in bare] == [each.events() for each in counted]


def test_machines_share_no_tally():
    made: list[Tally] = []
    engine = Engine(
        FunctionIntegration(Success), clock=VirtualClock(), tallies=lambda _: made.append(Tally()) or made[-1]
    )
    text = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
    assert engine.compile(text) is engine.compile(text)
    engine.compile(text.replace('"A"', '"B"'))
    assert [each.chosen for each in made] == [Counter(), Counter()]
