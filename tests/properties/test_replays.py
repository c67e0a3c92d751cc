"""Histories that the engine makes of real definitions follow these definitions, whole and cut off anywhere."""

from __future__ import annotations

from pathlib import Path
from random import Random

from steploom.analysis import replay, snapshot
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
