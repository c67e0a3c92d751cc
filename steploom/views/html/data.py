"""The data of a page: what its script reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from steploom.analysis.runs import Attempt, Run, RunModel, StateVisit
from steploom.asl import StateMachine, dump, to_json, walk
from steploom.diagnostics import Span
from steploom.jsontext import Json, JsonObject
from steploom.views.causes import message_of
from steploom.views.graph import GraphModel
from steploom.views.html.texts import TextPool

__all__ = ["definition_data", "run_data"]

#: Texts of events up to this length stand where they are used.
_SHORT = 80


def definition_data(machine: StateMachine, graph: GraphModel, spans: Mapping[str, Span], texts: TextPool) -> JsonObject:
    """Return what the page knows of a definition.

    Args:
        machine: The definition.
        graph: Its graph.
        spans: The place in a Python file that each state comes from, by name.
        texts: Where long texts go.
    """
    sources = {"/" + "/".join((*path, "States", name)): state for path, name, state in walk(machine)}
    states = []
    for node in graph.nodes():
        source, span = sources.get(node.path), spans.get(node.name)
        states.append(
            {
                "path": node.path,
                "name": node.name,
                "type": node.type,
                "label": node.label,
                "comment": node.comment,
                "place": None if span is None else str(span),
                "definition": None if source is None else to_json(source),
            }
        )
    return {"comment": graph.comment, "states": states, "definition": texts.number(dump(machine))}


def run_data(model: RunModel, paths: Sequence[str], history: Sequence[JsonObject], texts: TextPool) -> JsonObject:
    """Return what the page knows of a run; times are seconds since its start.

    Args:
        model: The run.
        paths: The path in the graph of each visit's state, in the order of `RunModel.visits`.
        history: The events it was read from.
        texts: Where long texts go.
    """
    rows = list(_rows(model.run, None, 0))
    numbers = {id(visit): number for number, (visit, *_) in enumerate(rows)}
    visits = [
        {
            **_visit(model, visit, texts),
            "path": path,
            "owner": None if owner is None else numbers[id(owner)],
            "depth": depth,
            "run": run.kind,
            "index": run.index,
            "attempt": run.attempt,
        }
        for (visit, owner, run, depth), path in zip(rows, paths, strict=True)
    ]
    origin = model.origin()
    return {
        "status": model.status,
        "started": model.started,
        "seconds": model.last - model.started,
        "input": texts.number(model.input),
        "output": texts.number(model.output),
        "error": model.error,
        "cause": texts.number(model.cause),
        "message": message_of(model.cause),
        "origin": None if origin is None else numbers[id(origin)],
        "visits": visits,
        "events": [_event(model, event, numbers, texts) for event in history],
    }


def _rows(run: Run, owner: StateVisit | None, depth: int) -> Iterator[tuple[StateVisit, StateVisit | None, Run, int]]:
    for visit in run.visits:
        yield visit, owner, run, depth
        for inner in visit.runs:
            yield from _rows(inner, visit, depth + 1)


def _visit(model: RunModel, visit: StateVisit, texts: TextPool) -> JsonObject:
    return {
        "name": visit.name,
        "type": visit.type,
        "status": visit.status,
        "started": visit.started - model.started,
        "stopped": None if visit.stopped is None else visit.stopped - model.started,
        "entered": visit.entered,
        "left": visit.left,
        "input": texts.number(visit.input),
        "output": texts.number(visit.output),
        "error": visit.error,
        "cause": texts.number(visit.cause),
        "message": message_of(visit.cause),
        "tries": [_attempt(model, each) for each in visit.tries],
    }


def _attempt(model: RunModel, attempt: Attempt) -> JsonObject:
    stopped = None if attempt.stopped is None else attempt.stopped - model.started
    return {
        "started": attempt.started - model.started,
        "stopped": stopped,
        "failed": attempt.failed,
        "error": attempt.error,
        "began": attempt.began,
        "ended": attempt.ended,
    }


def _event(model: RunModel, event: JsonObject, numbers: Mapping[int, int], texts: TextPool) -> JsonObject:
    visit = model.places.get(event["id"])
    moment = event["timestamp"]
    at = moment.timestamp() if isinstance(moment, datetime) else float(moment)
    details: JsonObject = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
    return {
        "id": event["id"],
        "previous": event.get("previousEventId", 0),
        "type": event["type"],
        "at": at - model.started,
        "visit": None if visit is None else numbers[id(visit)],
        "details": {key: _detail(value, texts) for key, value in details.items()},
    }


def _detail(value: Json, texts: TextPool) -> Json:
    """Return a detail; a long text as a list that holds its number, since no detail is a list."""
    if isinstance(value, str) and len(value) > _SHORT:
        return [texts.number(value)]
    if isinstance(value, Mapping):
        return {key: _detail(inner, texts) for key, inner in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)
