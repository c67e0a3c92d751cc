"""Histories that AWS recorded: every visit is found, and its end agrees with the execution's."""

from __future__ import annotations

import json

from steploom.asl import load
from steploom.views import build_graph, render_page, run_model
from steploom.views.trace import trace


def recorded(shared):
    for file in sorted((shared / "conformance" / "sfn").glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for case in map(json.loads, lines):
                history = (case.get("expect") or {}).get("history")
                # Where AWS's order is open, ids are lists of what they may be.
                if history and all(
                    isinstance(event["id"], int | None) and isinstance(event["previousEventId"], int)
                    for event in history
                ):
                    yield case, [as_returned(event) for event in history]


def as_returned(event):
    """Undo what the kit does to compare: times are dropped there, JSON texts parsed."""
    whole = {**event, "timestamp": float(event["id"])}
    for key, details in event.items():
        if key.endswith("EventDetails"):
            whole[key] = {
                name: value if isinstance(value, str | int) or name.endswith("Details") else json.dumps(value)
                for name, value in details.items()
            }
    return whole


def test_every_visit_is_found_and_ends_with_its_execution(shared):
    count = 0
    for case, history in recorded(shared):
        run = run_model(history)
        visits = list(run.visits())
        name = case["id"]
        assert len(visits) == sum(event["type"].endswith("StateEntered") for event in history), name
        if run.status == "SUCCEEDED":
            assert not [visit for visit in visits if visit.status == "running"], name
        if run.status == "FAILED" and visits:
            assert run.origin() is not None, name
            assert any(visit.status == "failed" for visit in visits), name
        count += 1
    assert count > 300


def test_each_is_found_in_its_graph_and_makes_a_page(shared):
    for case, history in recorded(shared):
        if not isinstance(case.get("definition"), dict):
            continue
        machine = load(case["definition"])
        done = trace(build_graph(machine), run_model(history))
        assert all(path for path, _ in done.visits), case["id"]
        assert "<!doctype html>" in render_page(machine, title=case["id"], history=history)
