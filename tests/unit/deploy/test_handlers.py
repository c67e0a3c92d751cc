from __future__ import annotations

import pytest

from steploom import DiagnosticError, Event, on
from steploom.deploy import App, plan_of


class Placed(Event, source="shop"):
    order_id: str
    total: float


class Noted(Event, source="shop"):
    order_id: str


@on(Placed.where(lambda e: e.total > 10), emits=[Noted], timeout=30, retries=1, max_age=3600)
def note(event: Placed) -> None:
    """Note large orders."""


@on(Noted, idempotent=False)
def hear(event: Noted) -> None:
    """Hear of them."""


@on(schedule="cron(0 6 * * ? *)", timezone="Europe/Berlin", idempotent=False)
def nightly() -> None:
    """Tidy up."""


@on(schedule="rate(1 hours)")
def wrong() -> None:
    """Never."""


PLAN = plan_of(App("shop", (), handlers=(note, hear, nightly), bus="shop"))


def _statements(name):
    function = next(each for each in PLAN.functions if each.name == name)
    return {each.sid: (each.actions, each.resources) for each in function.role.statements}


def test_a_handler_is_a_function_with_a_rule_and_a_queue():
    function, rule = PLAN.functions[0], PLAN.handlers[0].rule
    assert (function.name, function.timeout, function.description) == ("note", 30, "Note large orders.")
    assert function.environment["STEPLOOM_HANDLER"] == f"{__name__}:note"
    assert function.environment["STEPLOOM_BUS"] == "${bus.shop.name}"
    assert function.later is not None
    assert (function.later.retries, function.later.max_age) == (1, 3600)
    assert function.later.dead_letters == "${queue.note-dead-letters.arn}"
    assert rule is not None
    assert (rule.name, rule.bus) == ("shop-note", "${bus.shop.name}")
    assert rule.pattern["detail"] == {"total": [{"numeric": [">", 10]}]}
    (target,) = rule.targets
    assert (target.arn, target.input_path) == ("${function.note.arn}", None)
    assert target.dead_letter is not None
    assert [each.name for each in PLAN.queues] == ["note-dead-letters", "hear-dead-letters", "nightly-dead-letters"]


def test_its_role_lets_it_tell_what_it_declares_and_remember_what_it_did():
    note_role, hear_role = _statements("note"), _statements("hear")
    assert note_role["NoteEvents"] == (("events:PutEvents",), ("${bus.shop.arn}",))
    assert note_role["NoteLetters"] == (("sqs:SendMessage",), ("${queue.note-dead-letters.arn}",))
    assert "NoteIdempotency" in note_role
    assert not {"HearEvents", "HearIdempotency"} & set(hear_role)
    assert [each.name for each in PLAN.tables] == ["idempotency"]


def test_a_schedule_calls_in_a_role_of_its_own():
    schedule = PLAN.handlers[2].schedule
    assert schedule is not None
    assert (schedule.expression, schedule.timezone) == ("cron(0 6 * * ? *)", "Europe/Berlin")
    assert [each.actions for each in schedule.role.statements] == [("lambda:InvokeFunction",), ("sqs:SendMessage",)]
    assert schedule.role in PLAN.roles


def test_a_wrong_schedule_is_refused():
    with pytest.raises(DiagnosticError, match=r"SL701 the schedule of handler 'wrong' is none.*unit of 1 is 'hour'"):
        plan_of(App("shop", (), handlers=(wrong,)))
