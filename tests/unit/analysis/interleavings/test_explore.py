from __future__ import annotations

import time

import pytest

from steploom import TaskToken, activity, gather, workflow
from steploom.analysis import Outcome, explore
from steploom.errors import MockError
from steploom.local import NestedCloud, lost_reply, mock_cloud

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
READ, WRITE = f"{FUNCTION}read", f"{FUNCTION}write"


def task(resource, **fields):
    return {"Type": "Task", "Resource": resource, **({"End": True} if "Next" not in fields else {}), **fields}


def branch(number):
    return {
        "StartAt": f"read {number}",
        "States": {f"read {number}": task(READ, Next=f"write {number}"), f"write {number}": task(WRITE)},
    }


def counting(branches=2):
    """Each branch reads a number and writes the next one: an update is lost where two read the same."""
    both = {"Type": "Parallel", "Branches": [branch(number) for number in range(branches)], "Next": "last"}
    return {"StartAt": "both", "States": {"both": both, "last": task(READ)}}


def store():
    kept = {"n": 0}

    def write(event):
        kept["n"] = event + 1
        return kept["n"]

    return {READ: lambda _: kept["n"], WRITE: write}


@activity
def mark(name: str) -> str:
    return name


@activity(timeout=5)
def ask(token: TaskToken, question: str) -> str:
    return question + token.value


@workflow
async def marking(names: list[str]) -> list[str]:
    return await gather(*(mark(name) for name in names))


@workflow
async def asking(question: str) -> str:
    try:
        return await ask(question)
    except TimeoutError:
        return "late"


def test_a_lost_update_is_found_and_run_again():
    found = explore(counting(), fakes=store)
    failure = found.failure
    assert not found.complete
    assert failure.reason == "it ends as SUCCEEDED 2 here, and as SUCCEEDED 1 in the default order"
    assert failure.tasks == ("read 0", "write 0", "read 1", "write 1", "last")
    assert len(failure.choices) == 1
    with pytest.raises(AssertionError, match="run it again: mock_cloud"):
        found.assert_passed()
    with mock_cloud(order=failure.schedule) as cloud:
        for target, fake in store().items():
            cloud.mock(target, side_effect=fake)
        assert cloud.run(counting()).output == 2


def test_a_check_decides_what_is_wrong():
    lost = explore(counting(), fakes=store, check=lambda run, _: run.output == 2)
    assert (lost.runs, lost.failure.schedule, lost.failure.reason) == (1, "", "the check returns False")
    assert "the default one fails" in lost.text()

    def check(_, cloud):
        order = [each.state for each in cloud.tasks()]
        assert order.index("write 1") > order.index("write 0"), "1 wrote before 0"

    found = explore(counting(), fakes=store, check=check)
    assert found.failure.reason.startswith("1 wrote before 0")
    assert sum(each != "0" for each in found.failure.schedule.split(".")) == 1


def test_all_schedules_of_something_small():
    found = explore(counting(), fakes=store, check=lambda *_: True)
    assert found.complete
    assert found.failure is None
    assert set(map(repr, found.outcomes)) == {repr(Outcome("SUCCEEDED", n, None)) for n in (1, 2)}
    assert found.text() == f"machine: {found.runs} schedules run (all there are): none fails"
    found.assert_passed()


def test_every_order_of_the_calls_is_run():
    orders = set()

    def check(_, cloud):
        orders.add(tuple(each.item for each in cloud.tasks(mark)))

    found = explore(marking, {"names": ["a", "b", "c"]}, check=check)
    assert found.complete
    assert len(orders) == 6
    assert explore(marking, {"names": ["a", "b", "c"]}).failure is None


def test_every_interleaving_of_two_branches_is_run():
    orders = set()

    def check(_, cloud):
        orders.add(tuple(each.state for each in cloud.tasks() if each.state != "last"))

    assert explore(counting(), fakes=store, check=check).complete
    assert len(orders) == 6  # two sequences of two can be merged in six ways


def test_an_answer_races_with_its_timeout():
    def answer_at_the_last_moment(cloud):
        cloud.answer(ask, lambda question: time.sleep(5) or question)

    found = explore(asking, {"question": "now"}, prepare=answer_at_the_last_moment)
    assert found.failure is not None
    assert {each.output for each in found.outcomes} == {"late", "now"}
    assert any("time is up" in each or "from outside" in each for each in found.failure.choices)


def test_the_limit_ends_it():
    found = explore(counting(3), fakes=store, check=lambda *_: True, limit=5)
    assert (found.runs, found.complete) == (5, False)
    assert "not all there are" in found.text()


def test_one_seed_gives_one_interleaving():
    def order(seed):
        with mock_cloud(order=seed) as cloud:
            cloud.run(marking, {"names": list("abcdef")})
            return tuple(each.item for each in cloud.tasks(mark))

    assert order(None) == (0, 1, 2, 3, 4, 5)
    assert order(1) == order(1)
    assert len({order(seed) for seed in range(6)}) > 3


def test_the_default_order_is_that_of_an_empty_schedule():
    def history(**options):
        with mock_cloud(seed=2, **options) as cloud:
            cloud.fault("*", lost_reply(), attempt=9, probability=0.5)
            return [each["type"] for each in cloud.run(marking, {"names": ["a", "b"]}).history()]

    assert history() == history(order="") == history(order="0.0.0")


@pytest.mark.parametrize("text", ["a", "1..2", "-1", "1.b"])
def test_what_is_no_schedule(text):
    with pytest.raises(MockError, match="SL425"):
        mock_cloud(order=text)


def test_a_schedule_of_another_run():
    cloud = mock_cloud(order="7")
    with cloud as running, pytest.raises(MockError, match="SL425 choice 1 of the schedule 7 is 7, where 2 are due"):
        running.run(marking, {"names": ["a", "b"]})


def test_clouds_do_not_nest():
    with mock_cloud(), pytest.raises(NestedCloud):
        explore(marking, {"names": []})
