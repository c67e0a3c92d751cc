"""Event handlers that the tests of the template deploy; apart, because their module goes into the bundle."""

from __future__ import annotations

from steploom import Event, on


class Placed(Event, source="shop"):
    order_id: str


class Noted(Event, source="shop"):
    order_id: str


@on(Placed, emits=[Noted], retries=1)
def note(event: Placed) -> None:
    """Note it."""


@on(schedule="rate(1 day)")
def tidy() -> None:
    """Tidy up."""
