from __future__ import annotations

import json

import pytest

from steploom import NO_ANSWER, aws
from steploom.analysis import inject_every_failure
from steploom.errors import MockError
from steploom.local import NestedCloud, mock_cloud
from tests.unit.analysis.failures.trips import (
    CardDeclined,
    ask,
    book_flight,
    cancel_flight,
    charge,
    forgets_hotel,
    reads,
    registers_late,
    right,
    swallows,
    waits,
)

TRIP = {"trip": "t-1"}
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
BOOK, UNBOOK, PAY = (f"{FUNCTION}{name}" for name in ("book", "unbook", "pay"))


def titles(report, ending=None):
    return [str(each.injection) for each in report.findings if ending in (None, each.ending)]


def test_a_workflow_without_a_fault():
    report = inject_every_failure(right, TRIP, harmless=[charge])
    report.assert_handled()
    assert report.baseline.status == "SUCCEEDED"
    assert report.unreached == ()
    injected = {str(each.injection) for each in report.trials}
    assert {
        "book_flight: Full, first attempt",
        "book_flight: Full, every attempt",
        "book_flight: Exception, every attempt",
        "book_flight: Lambda.TooManyRequestsException, first attempt",
        "charge: CardDeclined, every attempt",
        "charge: timeout, every attempt",
        "charge: lost reply, every attempt",
    } <= injected
    assert any(each.injection.state == "undo cancel_flight" and each.injection.after for each in report.trials)
    assert report.text() == f"right: {len(report.trials)} injected failures: {len(report.trials)} handled"


def test_a_step_without_an_undo():
    report = inject_every_failure(forgets_hotel, TRIP, harmless=[charge])
    found = titles(report, "uncompensated")
    assert "charge: CardDeclined, every attempt" in found
    assert "book_hotel: lost reply, every attempt" in found
    assert "book_hotel: timeout, every attempt" not in found
    assert {each.missing for each in report.findings} == {(("book_hotel", None),)}
    assert "book_hotel was done and has no undo" in report.text()
    with pytest.raises(AssertionError, match="uncompensated"):
        report.assert_handled()


def test_an_undo_that_is_registered_after_its_step():
    report = inject_every_failure(registers_late, TRIP, harmless=[charge])
    assert titles(report) == ["book_hotel: lost reply, every attempt"]
    assert report.findings[0].missing == (("book_hotel", "undo cancel_hotel"),)
    assert "book_hotel was done and 'undo cancel_hotel' did not run" in report.text()


def test_a_saga_whose_failure_is_swallowed():
    report = inject_every_failure(swallows, TRIP, harmless=[charge])
    assert "charge: CardDeclined, every attempt" in titles(report, "uncompensated")
    assert {each.status for each in report.findings} == {"SUCCEEDED"}


def test_who_undoes_whom_can_be_said():
    report = inject_every_failure(right, TRIP, harmless=[charge], compensations={book_flight: cancel_flight})
    report.assert_handled()
    report = inject_every_failure(right, TRIP)
    assert {each.missing for each in report.findings} == {(("charge", None),)}


def test_reading_needs_no_undo():
    report = inject_every_failure(reads, TRIP, fakes={aws.dynamodb.get_item: {}}, harmless=[charge])
    report.assert_handled()


def test_a_callback_that_nobody_answers():
    answered = inject_every_failure(waits, TRIP, fakes={ask: True})
    assert "ask: lost reply, every attempt" in titles(answered, "stuck")
    assert "waits in ask, and nothing will happen" not in answered.text()
    assert answered.baseline.status == "SUCCEEDED"
    never = inject_every_failure(waits, TRIP, fakes={ask: NO_ANSWER})
    assert never.baseline.ending == "stuck"
    assert "stuck         no failure" in never.text()


def definition(*caught):
    """Books, then pays; the states named have a catcher."""
    states = {
        "book": {"Type": "Task", "Resource": BOOK, "TimeoutSeconds": 5, "Next": "pay"},
        "pay": {"Type": "Task", "Resource": PAY, "TimeoutSeconds": 5, "End": True},
        "unbook": {"Type": "Task", "Resource": UNBOOK, "TimeoutSeconds": 5, "Next": "end"},
        "end": {"Type": "Fail"},
    }
    for name in caught or ("book", "pay"):
        states[name]["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "unbook"}]
    states["unbook"]["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "end"}]
    return {"StartAt": "book", "States": states}


FAKES = {BOOK: 1, UNBOOK: 1, PAY: 1}


def test_hand_written_definitions():
    report = inject_every_failure(definition(), fakes=FAKES, compensations={"book": "unbook"})
    report.assert_handled()
    assert {each.injection.state for each in report.trials} == {"book", "pay", "unbook"}


def test_a_task_without_a_catcher(tmp_path):
    path = tmp_path / "booking.asl.json"
    path.write_text(json.dumps(definition("book")))
    report = inject_every_failure(path, fakes=FAKES, compensations={"book": "unbook"})
    assert report.name == "booking"
    endings = {str(each.injection): each.ending for each in report.findings}
    assert endings["pay: Exception, every attempt"] == "uncompensated"
    assert not any(title.startswith("book") for title in endings)
    plain = inject_every_failure(path, fakes=FAKES)
    assert {each.ending for each in plain.findings} == {"unhandled"}


def test_what_the_input_does_not_reach_is_told():
    branch = {"Variable": "$.free", "BooleanEquals": True, "Next": "none"}
    machine = definition()
    machine["StartAt"] = "free?"
    machine["States"] |= {
        "free?": {"Type": "Choice", "Choices": [branch], "Default": "book"},
        "none": {"Type": "Task", "Resource": f"{FUNCTION}none", "End": True},
    }
    report = inject_every_failure(machine, {"free": False}, fakes=FAKES)
    assert report.unreached == ("none",)
    assert "not reached by this input: none" in str(report)


def test_expected_ends_are_declared():
    plain = definition("book")
    allow = ["unbook", ("pay", "timeout"), lambda trial: trial.injection.kind == "lost_reply"]
    report = inject_every_failure(plain, fakes=FAKES, allow=allow)
    assert {each.injection.error for each in report.findings} == {
        "Exception",
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    }
    assert {each.injection.state for each in report.findings} == {"pay"}


def test_a_failure_inside_a_map_meets_one_item():
    inner = {"StartAt": "pay", "States": {"pay": {"Type": "Task", "Resource": PAY, "End": True}}}
    each = {
        "Type": "Map",
        "ItemProcessor": inner,
        "End": True,
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "no"}],
    }
    machine = {"StartAt": "each", "States": {"each": each, "no": {"Type": "Fail"}}}
    report = inject_every_failure(machine, [1, 2], fakes={PAY: 1})
    report.assert_handled()
    assert {each.injection.item for each in report.trials} == {0}


def test_a_fail_state_in_a_branch_is_an_end():
    inner = {
        "StartAt": "pay",
        "States": {
            "pay": {
                "Type": "Task",
                "Resource": PAY,
                "End": True,
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "no"}],
            },
            "no": {"Type": "Fail", "Error": "No"},
        },
    }
    machine = {"StartAt": "both", "States": {"both": {"Type": "Parallel", "Branches": [inner], "End": True}}}
    inject_every_failure(machine, fakes={PAY: 1}).assert_handled()


def test_more_errors_and_fakes_that_remember():
    def fakes():
        left = [1]

        def pay(_):
            return left.pop()  # fails in a second run with the same table

        return {BOOK: 1, UNBOOK: 1, PAY: pay}

    report = inject_every_failure(
        definition(), fakes=fakes, errors={"pay": [CardDeclined, "Bankrupt"]}, compensations={"book": "unbook"}
    )
    report.assert_handled()
    errors = {each.injection.error for each in report.trials if each.injection.state == "pay"}
    assert {"CardDeclined", "Bankrupt"} <= errors


def test_one_seed_gives_one_report():
    first, second = (inject_every_failure(definition(), fakes=FAKES, seed=4) for _ in range(2))
    assert first == second


def test_names_that_a_resource_cannot_give_are_not_injected():
    machine = definition()
    machine["States"]["pay"]["Catch"].insert(0, {"ErrorEquals": ["DynamoDB.NoSuchThing"], "Next": "unbook"})
    report = inject_every_failure(machine, fakes=FAKES)
    assert "DynamoDB.NoSuchThing" not in {each.injection.error for each in report.trials}


def test_clouds_do_not_nest():
    with mock_cloud(), pytest.raises(NestedCloud):
        inject_every_failure(definition(), fakes=FAKES)


def test_fakes_are_checked():
    with pytest.raises(MockError, match="SL421"):
        inject_every_failure(right, TRIP, fakes={charge: 7})
