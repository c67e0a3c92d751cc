from __future__ import annotations

import pytest

from steploom import Event, activity, emit, on, workflow
from steploom.analysis.choreography import choreography_of, examine, sequence_of
from steploom.deploy import App
from steploom.local import mock_cloud
from steploom.runtime import publish


class Placed(Event, source="shop"):
    order_id: str
    total: float


class Checked(Event, source="shop"):
    order_id: str


class Shipped(Event, source="shop", bus="depot"):
    order_id: str


@activity
def weigh(order_id: str) -> int:
    return len(order_id)


@on(Placed.where(lambda e: e.total > 10), emits=[Checked])
def check(event: Placed) -> None:
    publish(Checked(order_id=event.order_id))


@workflow(on=Checked)
async def ship(order: Checked) -> int:
    grams = await weigh(order.order_id)
    await emit(Shipped(order_id=order.order_id))
    return grams


@on(Shipped)
def tell(event: Shipped) -> None:
    if event.order_id == "o-bad":
        raise ValueError("nobody to tell")


@on(Checked, emits=[Placed], idempotent=False)
def again(event: Checked) -> None:
    publish(Placed(order_id=event.order_id, total=1))


@workflow(on=Shipped)
async def echo(order: Shipped) -> None:
    await emit(Shipped(order_id=order.order_id))


SHOP = App("shop", (ship,), handlers=(check, tell), outside=(Placed,))


def _codes(app, **options):
    return [(each.code, each.message) for each in examine(choreography_of(app), **options)]


def test_the_map_of_an_application():
    found = choreography_of(SHOP)
    assert [(each.name, each.kind) for each in found.reactors] == [
        ("ship", "workflow"), ("check", "handler"), ("tell", "handler"),
    ]  # fmt: skip
    assert [(each.detail_type, each.bus) for each in found.events] == [
        ("Placed", "default"), ("Checked", "default"), ("Shipped", "depot"),
    ]  # fmt: skip
    checked = found.events[1]
    assert [each.name for each in found.tellers(checked)] == ["check"]
    assert [each.name for each in found.hearers(checked)] == ["ship"]
    check_hears = found.reactors[1].hears
    assert check_hears is not None
    assert check_hears.is_conditional


def test_a_sound_application_has_no_findings():
    assert _codes(SHOP) == []


@pytest.mark.parametrize(
    ("app", "options", "expected"),
    [
        (App("a", (echo,)), {}, ("SL801", "workflow echo is started by Shipped, which it tells itself")),
        (
            App("a", (), handlers=(check,), outside=(Placed,)),
            {},
            ("SL802", "nobody reacts to Checked, which check tells"),
        ),
        (App("a", (), handlers=(tell,)), {}, ("SL803", "tell waits for Shipped, which nobody tells")),
        (
            App("a", (ship,), handlers=(tell,), outside=(Checked,)),
            {"fan_out": 0},
            ("SL804", "1 react to Checked: ship"),
        ),
        (
            App("a", (), handlers=(again,), outside=(Checked, Placed)),
            {},
            ("SL805", "handler again is not idempotent, and tells Placed again for each second delivery"),
        ),
    ],
)
def test_each_fault_is_found(app, options, expected):
    assert expected in _codes(app, **options)


def test_a_cycle_with_a_condition_on_it_may_end():
    assert not [code for code, _ in _codes(App("a", (), handlers=(check, again))) if code == "SL801"]


def test_a_story_is_told_in_order():
    with mock_cloud() as cloud:
        for each in (check, ship, tell):
            cloud.deploy(each)
        cloud.emit(Placed(order_id="o-bad", total=50))
        cloud.emit(Placed(order_id="o-2", total=5))
        cloud.run_until_idle()
        story = sequence_of(cloud, cloud.events[0].detail["_meta"]["correlation_id"])
        assert [(each.kind, each.actor, each.text) for each in story.steps][:7] == [
            ("told", "outside", "Placed"),
            ("handled", "check", ""),
            ("told", "check", "Checked"),
            ("started", "ship", ""),
            ("told", "ship", "Shipped"),
            ("failed", "tell", "ValueError: nobody to tell"),
            ("ended", "ship", "SUCCEEDED"),
        ]
        assert [each.moment - story.steps[0].moment for each in story.steps if each.kind == "failed"] == [0, 60, 180]
        assert "tell failed ValueError: nobody to tell" in story.render()
        assert "check->>bus: Checked" in story.mermaid()
        assert sequence_of(cloud, "none").render() == "none: nothing happened\n"
