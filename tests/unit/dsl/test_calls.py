from __future__ import annotations

import pytest

from steploom.dsl import Call, Calls, activity, aws


@activity
def charge(order_id: str) -> None: ...


def recording(*calls: tuple[str, object, int], events: list[tuple[str, dict[str, object], int]] | None = None) -> Calls:
    made = Calls()
    for name, value, group in calls:
        made.add_call(Call(name, {"value": value}), group)
    for name, detail, group in events or []:
        made.add_event(name, detail, group)
    return made


def test_of():
    calls = Calls()
    calls.add_call(Call("charge", {"order_id": "1"}))
    calls.add_call(Call("other", {}))
    calls.add_call(Call("charge", {"order_id": "2"}))
    calls.add_call(Call("aws.sqs.send_message", {"QueueUrl": "q"}))
    assert calls.of(charge) == [{"order_id": "1"}, {"order_id": "2"}]
    assert calls.of("other") == [{}]
    assert calls.of(aws.sqs.send_message) == [{"QueueUrl": "q"}]
    assert calls.of("nobody") == []


def test_equal_recordings_do_not_differ():
    mine = recording(("a", 1, 0), ("b", 2, 0), events=[("Done", {"id": "1"}, 0)])
    assert mine.differences(recording(("a", 1, 0), ("b", 2, 0), events=[("Done", {"id": "1"}, 0)])) == []


def test_the_order_of_keys_and_the_spelling_of_numbers_mean_nothing():
    mine = recording(("a", {"x": 1.0, "y": [2.5, {"z": None}]}, 0))
    assert mine.differences(recording(("a", {"y": [2.5, {"z": None}], "x": 1}, 0))) == []


def test_true_is_not_one():
    assert recording(("a", True, 0)).differences(recording(("a", 1, 0)))


def test_order_matters_outside_of_a_gather():
    found = recording(("a", 1, 0), ("b", 2, 0)).differences(recording(("b", 2, 0), ("a", 1, 0)))
    assert found == [
        'call 1: a {"value":1} against b {"value":2}',
        'call 2: b {"value":2} against a {"value":1}',
    ]


def test_a_gather_compares_as_a_multiset():
    mine = recording(("a", 0, 0), ("b", 1, 7), ("b", 2, 7), ("b", 2, 7), ("c", 0, 0))
    theirs = recording(("a", 0, 0), ("b", 2, 0), ("b", 1, 0), ("b", 2, 0), ("c", 0, 0))
    assert mine.differences(theirs) == []
    fewer = recording(("a", 0, 0), ("b", 2, 0), ("b", 1, 0), ("b", 1, 0), ("c", 0, 0))
    assert len(mine.differences(fewer)) == 1


def test_two_gathers_in_a_row_are_two_multisets():
    mine = recording(("a", 1, 1), ("a", 2, 1), ("a", 3, 2))
    assert mine.differences(recording(("a", 2, 0), ("a", 1, 0), ("a", 3, 0))) == []
    assert mine.differences(recording(("a", 3, 0), ("a", 1, 0), ("a", 2, 0))) != []


@pytest.mark.parametrize("swap", [False, True])
def test_a_call_too_many(swap):
    short, long = recording(("a", 1, 0)), recording(("a", 1, 0), ("b", 2, 0))
    found = long.differences(short) if swap else short.differences(long)
    assert found == [
        'call 2: b {"value":2} against nothing' if swap else 'call 2: nothing against b {"value":2}',
    ]


def test_events_compare_too():
    mine = recording(events=[("Done", {"id": "1"}, 3), ("Done", {"id": "2"}, 3)])
    assert mine.differences(recording(events=[("Done", {"id": "2"}, 0), ("Done", {"id": "1"}, 0)])) == []
    assert mine.differences(recording(events=[("Done", {"id": "2"}, 0)])) == [
        'event 1: Done {"id":"1"}; Done {"id":"2"} against Done {"id":"2"}'
    ]
