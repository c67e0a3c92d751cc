# ruff: noqa: ARG005 - a fake takes what its activity takes

from __future__ import annotations

import threading

import pytest

from steploom.dsl import (
    NO_ANSWER,
    TaskToken,
    activity,
    aws,
    call_fake,
    fake_for,
    fakes,
    record_call,
    record_event,
)


@activity
def charge(order_id: str, amount: float = 1.0, *, currency: str = "EUR") -> float: ...


@activity
def ask(token: TaskToken, question: str) -> bool: ...


def test_a_fake_is_seen_inside_its_block_only():
    def fake(*_: object) -> float:
        return 1.0

    assert fake_for(charge) is None
    with fakes({charge: fake}):
        assert fake_for(charge) is fake
        assert fake_for(ask) is None
    assert fake_for(charge) is None


def test_an_aws_operation_is_known_by_its_name():
    with fakes({aws.dynamodb.put_item: dict, aws.cognito_idp.list_users: list}):
        assert fake_for(aws.dynamodb.put_item) is dict
        assert fake_for(aws.cognito_idp.list_users) is list
        assert fake_for(aws.dynamodb.get_item) is None


def test_blocks_nest():
    with fakes({charge: lambda *_: 1, ask: lambda *_: 2}) as outer, fakes({charge: lambda *_: 3}) as inner:
        assert fake_for(charge)() == 3
        assert fake_for(ask)() == 2
        record_call(charge, {"order_id": "1"})
        record_event("Done", {"id": "1", "_meta": {"version": 1}})
    for calls in (outer, inner):
        assert [call.name for call in calls.calls] == ["charge"]
        assert calls.events == [("Done", {"id": "1"})]


def test_a_block_ends_with_an_exception_too():
    with pytest.raises(KeyError), fakes({charge: lambda *_: 1}):
        raise KeyError
    assert fake_for(charge) is None


def test_another_thread_does_not_see_the_block():
    seen = []
    with fakes({charge: lambda *_: 1}):
        thread = threading.Thread(target=lambda: seen.append(fake_for(charge)))
        thread.start()
        thread.join()
    assert seen == [None]


def test_an_empty_block_records():
    with fakes() as calls:
        record_call(charge, {"order_id": "1"})
    assert calls.of(charge) == [{"order_id": "1"}]


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        ({"order_id": "1"}, (("1",), {})),
        ({"order_id": "1", "amount": 2.0}, (("1", 2.0), {})),
        ({"order_id": "1", "currency": "USD"}, (("1",), {"currency": "USD"})),
        ({"amount": 2.0, "order_id": "1", "currency": "USD"}, (("1", 2.0), {"currency": "USD"})),
    ],
)
def test_a_fake_is_called_as_the_caller_called(arguments, seen):
    assert call_fake(charge, lambda *args, **kwargs: (args, kwargs), arguments) == seen


def test_the_fake_of_a_callback_takes_no_token():
    assert call_fake(ask, lambda question: question, {"question": "sure?"}) == "sure?"


def test_no_answer_shows_as_its_name():
    assert repr(NO_ANSWER) == "NO_ANSWER"


@pytest.mark.parametrize("fake", [lambda: 1.0, lambda order_id: 1.0, lambda order_id, amount: 1.0, lambda a, b, c: 1.0])
def test_a_fake_that_does_not_take_the_arguments(fake):
    @activity
    def pay(order_id: str, amount: float, *, currency: str) -> float: ...

    with pytest.raises(TypeError, match="the fake of <activity pay> must take its arguments"), fakes({pay: fake}):
        pass


@pytest.mark.parametrize(
    "fake", [lambda order_id: 1.0, lambda order_id, amount, currency: 1.0, lambda *a, **k: 1.0, dict]
)
def test_a_fake_may_leave_out_what_has_a_default(fake):
    @activity
    def pay(order_id: str, amount: float = 1.0, currency: str = "EUR") -> float: ...

    with fakes({pay: fake}):
        assert fake_for(pay) is fake


def test_a_value_is_no_fake():
    with (
        pytest.raises(TypeError, match=r"the fake of <activity charge> must be callable, not 1\.0"),
        fakes({charge: 1.0}),
    ):
        pass


def test_a_plain_function_cannot_be_faked():
    with pytest.raises(TypeError, match="cannot be faked: a key of fakes"), fakes({charge.function: lambda *_: 1.0}):
        pass
