"""The bare loop: appends two tuples of history for each transition, which no interpreter in Python can beat."""

from __future__ import annotations

from typing import Any

from serving import Clocks, Made, serve


def run(case: dict[str, Any]) -> Made:
    """Append; there is nothing to check."""
    history: list[tuple[object, ...]] = []
    value = case["input"]
    clocks = Clocks()
    for _ in range(case["transitions"]):
        history.append(("entered", len(history), 0.0, "name", value))
        history.append(("exited", len(history), 0.0, "name", value, None))
    return Made(0.0, clocks.taken(), [case["expect"]], lambda: len(history))


serve(run)
