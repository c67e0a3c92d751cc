"""From events to visits, by following `previousEventId`: branches and iterations interleave in a history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from steploom.jsontext import JsonObject
from steploom.views.runs.model import Run, RunModel, StateVisit

__all__ = ["run_model"]


@dataclass
class _Frame:
    """A scope that is being run: its visits, and the visit that runs it."""

    run: Run
    owner: StateVisit | None
    outer: _Frame | None

    @property
    def current(self) -> StateVisit:
        return self.run.visits[-1]


@dataclass
class _Reader:
    """What is known after the events so far."""

    root: _Frame
    model: RunModel
    frames: dict[int, _Frame] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)

    def frame(self, event: Mapping[str, Any]) -> _Frame:
        return self.frames.get(event.get("previousEventId", 0), self.root)

    def open_visit(self, frame: _Frame | None, name: str) -> tuple[_Frame, StateVisit] | None:
        """Find the open visit of `name` in this frame or around it."""
        while frame is not None:
            if frame.run.visits and frame.current.name == name:
                return frame, frame.current
            frame = frame.outer
        return None

    def anywhere(self, name: str) -> tuple[_Frame, StateVisit] | None:
        """Find the last open visit of `name`; an event may point at something older than its state."""
        for frame in reversed(tuple(self.frames.values())):
            if frame.run.visits and frame.current.name == name and frame.current.stopped is None:
                return frame, frame.current
        return None


def run_model(history: Iterable[JsonObject]) -> RunModel:
    """Return the tree of an execution.

    Args:
        history: All events, in order, as GetExecutionHistory returns them; timestamps as datetimes or epoch seconds.

    Example:
        >>> events = [
        ...     {"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "timestamp": 0.0},
        ...     {"id": 2, "previousEventId": 0, "type": "PassStateEntered", "timestamp": 0.0,
        ...      "stateEnteredEventDetails": {"name": "a"}},
        ...     {"id": 3, "previousEventId": 2, "type": "PassStateExited", "timestamp": 0.5,
        ...      "stateExitedEventDetails": {"name": "a", "output": "1"}},
        ... ]
        >>> [(visit.name, visit.status, visit.output) for visit in run_model(events).visits()]
        [('a', 'succeeded', '1')]
    """
    run = Run("machine")
    root = _Frame(run, None, None)
    reader = _Reader(root, RunModel("RUNNING", 0.0, run, 0.0), {0: root})
    for event in history:
        _read(reader, event)
    return reader.model


def _read(reader: _Reader, event: JsonObject) -> None:
    kind = str(event["type"])
    moment = _seconds(event["timestamp"])
    reader.model.last = moment
    reader.types[event["id"]] = kind
    handler = _HANDLERS.get(kind) or next((each for end, each in _ENDINGS if kind.endswith(end)), None)
    frame = reader.frame(event)
    reader.frames[event["id"]] = (handler(reader, event, moment) if handler else None) or frame


def _seconds(value: datetime | float) -> float:
    return value.timestamp() if isinstance(value, datetime) else float(value)


def _details(event: JsonObject) -> JsonObject:
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def _started(reader: _Reader, event: JsonObject, moment: float) -> None:
    reader.model.started = moment
    reader.model.input = _details(event).get("input")


def _ended(reader: _Reader, event: JsonObject, moment: float) -> None:
    model, details = reader.model, _details(event)
    names = {"Succeeded": "SUCCEEDED", "Failed": "FAILED", "TimedOut": "TIMED_OUT", "Aborted": "ABORTED"}
    model.status = names[str(event["type"]).removeprefix("Execution")]
    model.stopped, model.output = moment, details.get("output")
    model.error, model.cause = details.get("error"), details.get("cause")
    status = "aborted" if model.status in ("ABORTED", "TIMED_OUT") else "failed"
    for visit in model.visits():
        if visit.status == "running":
            visit.stopped = moment
            visit.status = "failed" if visit.type == "Fail" or status == "failed" else "aborted"
            if visit.type == "Fail":
                visit.error, visit.cause = model.error, model.cause


def _entered(reader: _Reader, event: JsonObject, moment: float) -> _Frame:
    frame, details = reader.frame(event), _details(event)
    if reader.types.get(event["previousEventId"]) == "ParallelStateStarted":
        owner = frame.current
        run = Run("branch", len(owner.runs))
        owner.runs.append(run)
        frame = _Frame(run, owner, frame)
    kind = str(event["type"]).removesuffix("StateEntered")
    frame.run.visits.append(StateVisit(details["name"], kind, moment, input=details.get("input")))
    return frame


def _exited(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.open_visit(reader.frame(event), details["name"]) or reader.anywhere(details["name"])
    if found is None:
        return None
    frame, visit = found
    visit.stopped, visit.output = moment, details.get("output")
    visit.status = "caught" if visit.status == "failed" else "succeeded"
    return frame


def _scheduled(reader: _Reader, event: JsonObject, _moment: float) -> None:
    visit = reader.frame(event).current
    visit.attempts += 1
    visit.status = "running"


def _failed(reader: _Reader, event: JsonObject, moment: float) -> None:
    visit, details = reader.frame(event).current, _details(event)
    visit.error, visit.cause = details.get("error"), details.get("cause")
    visit.status, visit.stopped = "failed", moment


def _succeeded(reader: _Reader, event: JsonObject, _moment: float) -> None:
    # A later attempt healed what an earlier one met; the error stays to be seen.
    reader.frame(event).current.status = "running"


def _evaluation_failed(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.anywhere(details["state"])
    if found is None:
        return None
    frame, visit = found
    visit.error, visit.cause = details.get("error"), details.get("cause")
    visit.status, visit.stopped = "failed", moment
    return frame


def _iteration_started(reader: _Reader, event: JsonObject, _moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.open_visit(reader.frame(event), details["name"]) or reader.anywhere(details["name"])
    if found is None:
        return None
    frame, owner = found
    run = Run("iteration", details["index"])
    owner.runs.append(run)
    return _Frame(run, owner, frame)


def _inner_failed(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    """A Map or Parallel failed: its error is the one that the visit inside met."""
    kind = str(event["type"]).removesuffix("StateFailed")
    frame: _Frame | None = reader.frame(event)
    while frame is not None and (not frame.run.visits or frame.current.type != kind):
        frame = frame.outer
    if frame is None:
        return None
    owner = frame.current
    failed = [visit for run in owner.runs for visit in run.visits if visit.status == "failed"]
    if failed:
        owner.error, owner.cause = failed[-1].error, failed[-1].cause
    _abort_inside(owner, moment)
    owner.status, owner.stopped = "failed", moment
    return frame


def _abort_inside(owner: StateVisit, moment: float) -> None:
    for run in owner.runs:
        for visit in run.visits:
            if visit.status == "running":
                visit.stopped = moment
                visit.status = "failed" if visit.type == "Fail" else "aborted"
            _abort_inside(visit, moment)


def _inner_started(reader: _Reader, event: JsonObject, _moment: float) -> None:
    reader.frame(event).current.attempts += 1


_Handler = Callable[[_Reader, JsonObject, float], "_Frame | None"]

_HANDLERS: dict[str, _Handler] = {
    "ExecutionStarted": _started,
    "ExecutionSucceeded": _ended,
    "ExecutionFailed": _ended,
    "ExecutionTimedOut": _ended,
    "ExecutionAborted": _ended,
    "EvaluationFailed": _evaluation_failed,
    "MapIterationStarted": _iteration_started,
    "MapStateStarted": _inner_started,
    "ParallelStateStarted": _inner_started,
    "MapStateFailed": _inner_failed,
    "ParallelStateFailed": _inner_failed,
    "TaskSucceeded": _succeeded,
    "LambdaFunctionSucceeded": _succeeded,
    "ActivitySucceeded": _succeeded,
}

_ENDINGS: tuple[tuple[str, _Handler], ...] = (
    ("StateEntered", _entered),
    ("StateExited", _exited),
    ("ScheduleFailed", _failed),
    ("SubmitFailed", _failed),
    ("StartFailed", _failed),
    ("TaskFailed", _failed),
    ("TaskTimedOut", _failed),
    ("LambdaFunctionFailed", _failed),
    ("LambdaFunctionTimedOut", _failed),
    ("ActivityFailed", _failed),
    ("ActivityTimedOut", _failed),
    ("Scheduled", _scheduled),
)
