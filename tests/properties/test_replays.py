"""Histories that the engine makes of real definitions follow these definitions; damaged ones are no crash."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from steploom.analysis import HistoryError, replay, snapshot
from tests.properties.definitions.real import accepted
from tests.properties.definitions.running import execute

_LONG = 1000


def test_each_follows_its_definition_whole_and_cut_off(shared: Path) -> None:
    wrong, count = [], 0
    for name, definition in accepted(shared / "conformance" / "asl" / "real.jsonl"):
        events = execute(definition, 7).events()
        if len(events) > _LONG:
            continue
        random = Random(name)
        for size in {len(events), *(random.randint(1, len(events)) for _ in range(3))}:
            found = replay(events[:size], definition)
            count += 1
            if not found.agrees:
                wrong.append(f"{name}, {size} of {len(events)} events: {found.divergence}")
        assert snapshot(events) == snapshot(list(reversed(events)))
    assert not wrong, "\n".join(wrong)
    assert count > 500


def damaged(events: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    """A history with up to three things wrong, as files from anywhere may have."""
    made = copy.deepcopy(events)
    for _ in range(random.randint(1, 3)):
        event = random.choice(made)
        key = next((each for each in event if each.endswith("EventDetails")), "type")
        match random.randrange(6):
            case 0:
                made.remove(event)
            case 1 if key != "type" and event[key]:
                event[key].pop(random.choice(sorted(event[key])))
            case 2 if key != "type" and event[key]:
                value = random.choice([None, 1, "x", "{", "[]", {}, [], "null"])
                event[key][random.choice(sorted(event[key]))] = value
            case 3:
                event["type"] = random.choice(made)["type"]
            case 4:
                event["previousEventId"] = random.randrange(-1, 60)
            case _:
                event["timestamp"] = random.choice([None, 0, "x", 1e18, "2026-01-01"])
    for number, event in enumerate(made, 1):
        event["id"] = number
    return made


@pytest.mark.parametrize("name", ["orders_paid", "orders_refused", "asking_timeout"])
def test_a_damaged_history_is_refused_or_followed_but_never_a_crash(name: str, root: Path) -> None:
    folder = root / "tests" / "histories"
    events = json.loads((folder / f"{name}.history.json").read_text())["events"]
    definition = json.loads((folder / f"{name.partition('_')[0]}.asl.json").read_text())
    refused, followed = 0, 0
    for seed in range(200):
        history = damaged(events, Random(f"{name} {seed}"))
        for look in (lambda: replay(history, definition), lambda: snapshot(history)):  # noqa: B023 - called at once
            try:
                look()
                followed += 1
            except HistoryError:
                refused += 1
    assert refused > 20
    assert followed > 20
