"""From events to visits, by following `previousEventId`: branches and iterations interleave in a history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from steploom.analysis.runs.model import Attempt, Run, RunModel, StateVisit, VisitStatus
from steploom.jsontext import JsonObject

__all__ = ["run_model"]


@dataclass
class _Frame:
    """A scope that is being run: its visits, and the visit that runs it."""

    run: Run
    owner: StateVisit | None
    outer: _Frame | None

    @property
    def current(self) -> StateVisit | None:
        return self.run.visits[-1] if self.run.visits else None


@dataclass
class _Reader:
    """What is known after the events so far."""

    root: _Frame
    model: RunModel
    frames: dict[int, _Frame] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)

    def frame(self, event: Mapping[str, Any]) -> _Frame:
        return self.frames.get(event.get("previousEventId", 0), self.root)

    def visit(self, event: Mapping[str, Any]) -> StateVisit | None:
        return self.frame(event).current

    def running(self, event: Mapping[str, Any], kind: str) -> _Frame | None:
        """Find the frame in which a state of this type runs: where the event points, or around that."""
        frame: _Frame | None = self.frame(event)
        while frame is not None:
            if frame.current is not None and frame.current.type == kind and frame.current.status == "running":
                return frame
            frame = frame.outer
        return None

    def open_visit(self, event: Mapping[str, Any], name: str) -> tuple[_Frame, StateVisit] | None:
        """Find the open visit of `name` where the event points, around that, or anywhere: it may point elsewhere."""
        frame: _Frame | None = self.frame(event)
        while frame is not None:
            if frame.current is not None and frame.current.name == name:
                return frame, frame.current
            frame = frame.outer
        for other in reversed(tuple(self.frames.values())):
            current = other.current
            if current is not None and current.name == name and current.status in ("running", "failed"):
                return other, current
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
    kind, number = str(event["type"]), event["id"]
    moment = _seconds(event["timestamp"])
    if not reader.types:
        reader.model.started = moment
    reader.model.last = moment
    reader.types[number] = kind
    handler = _HANDLERS.get(kind) or next((each for end, each in _ENDINGS if kind.endswith(end)), None)
    frame = reader.frame(event)
    frame = reader.frames[number] = (handler(reader, event, moment) if handler else None) or frame
    belongs = frame.current or frame.owner
    if belongs is not None and not kind.startswith("Execution"):
        reader.model.places[number] = belongs


def _seconds(value: datetime | float) -> float:
    return value.timestamp() if isinstance(value, datetime) else float(value)


def _details(event: JsonObject) -> JsonObject:
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def _started(reader: _Reader, event: JsonObject, _moment: float) -> None:
    reader.model.input = _details(event).get("input")


def _ended(reader: _Reader, event: JsonObject, moment: float) -> None:
    model, details = reader.model, _details(event)
    names = {"Succeeded": "SUCCEEDED", "Failed": "FAILED", "TimedOut": "TIMED_OUT", "Aborted": "ABORTED"}
    model.status = names[str(event["type"]).removeprefix("Execution")]
    model.stopped, model.output = moment, details.get("output")
    model.error, model.cause = details.get("error"), details.get("cause")
    stopped: VisitStatus = "aborted" if model.status in ("ABORTED", "TIMED_OUT") else "failed"
    for visit in model.visits():
        if visit.status == "running":
            _close(visit, moment, "failed" if visit.type == "Fail" else stopped, event["id"])
    if model.status == "FAILED":
        _blame(model.run, model)


def _blame(run: Run, model: RunModel) -> None:
    """Write the execution's error to the failures it came from: events of Fail, Map and Parallel do not hold it."""
    last = run.visits[-1] if run.visits else None
    if last is not None and last.status == "failed" and last.error in (None, model.error):
        last.error, last.cause = model.error, last.cause or model.cause
        for inner in last.runs:
            if inner.attempt == last.attempts - 1:
                _blame(inner, model)


def _close(visit: StateVisit, moment: float, status: VisitStatus, event: int) -> None:
    visit.stopped, visit.status, visit.left = moment, status, event
    _end_try(visit, moment, event)


def _end_try(visit: StateVisit, moment: float, event: int) -> None:
    if visit.tries and visit.tries[-1].stopped is None:
        visit.tries[-1].stopped, visit.tries[-1].ended = moment, event


def _entered(reader: _Reader, event: JsonObject, moment: float) -> _Frame:
    frame, details = reader.frame(event), _details(event)
    owner = frame.current
    if owner is not None and reader.types.get(event["previousEventId"]) == "ParallelStateStarted":
        attempt = owner.attempts - 1
        run = Run("branch", sum(each.attempt == attempt for each in owner.runs), attempt)
        owner.runs.append(run)
        frame = _Frame(run, owner, frame)
    kind = str(event["type"]).removesuffix("StateEntered")
    visit = StateVisit(details["name"], kind, moment, input=details.get("input"), entered=event["id"])
    frame.run.visits.append(visit)
    return frame


def _exited(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.open_visit(event, details["name"])
    if found is None:
        return None
    frame, visit = found
    _close(visit, moment, "caught" if visit.status == "failed" else "succeeded", event["id"])
    visit.output = details.get("output")
    return frame


def _aborted(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    """What a failure elsewhere stopped: the event points there, and names nothing but the type."""
    kind = str(event["type"]).removesuffix("StateAborted")
    frame: _Frame | None = reader.frame(event)
    while frame is not None:
        around = frame.owner.runs if frame.owner is not None else [frame.run]
        for run in around:
            visit = run.visits[-1] if run.visits else None
            if visit is not None and visit.type == kind and visit.status == "running":
                _close(visit, moment, "aborted", event["id"])
                return frame
        frame = frame.outer
    return None


def _began(reader: _Reader, event: JsonObject, moment: float) -> None:
    """A try of a Task begins."""
    visit = reader.visit(event)
    if visit is not None:
        visit.tries.append(Attempt(moment, began=event["id"]))
        visit.status, visit.stopped, visit.left = "running", None, None


def _group_began(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    """A try of a Map or Parallel begins; a new one points into the run that failed."""
    frame = reader.running(event, str(event["type"]).removesuffix("StateStarted"))
    if frame is None or frame.current is None:
        return None
    owner = frame.current
    if owner.tries:
        met = _met_inside(owner)
        _note(owner, met.error, met.cause)
        _end_try(owner, moment, event["id"])
        _abort_inside(owner, moment, event["id"])
    owner.tries.append(Attempt(moment, began=event["id"]))
    return frame


def _group_succeeded(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    frame = reader.running(event, str(event["type"]).removesuffix("StateSucceeded"))
    if frame is not None and frame.current is not None:
        _end_try(frame.current, moment, event["id"])
    return frame


def _failed(reader: _Reader, event: JsonObject, moment: float) -> None:
    visit, details = reader.visit(event), _details(event)
    if visit is None:
        return
    _note(visit, details.get("error"), details.get("cause"))
    _close(visit, moment, "failed", event["id"])


def _note(visit: StateVisit, error: str | None, cause: str | None) -> None:
    visit.error, visit.cause = error, cause
    if visit.tries:
        attempt = visit.tries[-1]
        attempt.failed, attempt.error, attempt.cause = True, error, cause


def _succeeded(reader: _Reader, event: JsonObject, moment: float) -> None:
    # A later try healed what an earlier one met; the error stays to be seen.
    visit = reader.visit(event)
    if visit is not None:
        _end_try(visit, moment, event["id"])


def _evaluation_failed(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.open_visit(event, details["state"])
    if found is None:
        return None
    frame, visit = found
    _note(visit, details.get("error"), details.get("cause"))
    _close(visit, moment, "failed", event["id"])
    return frame


def _iteration_started(reader: _Reader, event: JsonObject, _moment: float) -> _Frame | None:
    details = _details(event)
    found = reader.open_visit(event, details["name"])
    if found is None:
        return None
    frame, owner = found
    run = Run("iteration", details["index"], owner.attempts - 1)
    owner.runs.append(run)
    return _Frame(run, owner, frame)


def _iteration_ended(reader: _Reader, event: JsonObject, _moment: float) -> _Frame | None:
    found = reader.open_visit(event, _details(event)["name"])
    return found[0] if found else None


def _group_failed(reader: _Reader, event: JsonObject, moment: float) -> _Frame | None:
    """A Map or Parallel failed: its error is the one that the visit inside met."""
    frame = reader.running(event, str(event["type"]).removesuffix("StateFailed"))
    if frame is None or frame.current is None:
        return None
    owner, details = frame.current, _details(event)
    met = _met_inside(owner)
    _note(owner, details.get("error", met.error), details.get("cause", met.cause))
    _abort_inside(owner, moment, event["id"])
    _close(owner, moment, "failed", event["id"])
    return frame


def _met_inside(owner: StateVisit) -> StateVisit:
    """Return the last visit inside that failed, the owner where none did."""
    failed = [visit for run in owner.runs for visit in run.visits if visit.status == "failed"]
    return failed[-1] if failed else owner


def _abort_inside(owner: StateVisit, moment: float, event: int) -> None:
    for run in owner.runs:
        for visit in run.visits:
            if visit.status == "running":
                _close(visit, moment, "failed" if visit.type == "Fail" else "aborted", event)
            _abort_inside(visit, moment, event)


_Handler = Callable[[_Reader, JsonObject, float], "_Frame | None"]

_HANDLERS: dict[str, _Handler] = {
    "ExecutionStarted": _started,
    "ExecutionSucceeded": _ended,
    "ExecutionFailed": _ended,
    "ExecutionTimedOut": _ended,
    "ExecutionAborted": _ended,
    "EvaluationFailed": _evaluation_failed,
    "MapIterationStarted": _iteration_started,
    "MapIterationSucceeded": _iteration_ended,
    "MapIterationFailed": _iteration_ended,
    "MapIterationAborted": _iteration_ended,
    "MapStateStarted": _group_began,
    "ParallelStateStarted": _group_began,
    "MapStateSucceeded": _group_succeeded,
    "ParallelStateSucceeded": _group_succeeded,
    "MapStateFailed": _group_failed,
    "ParallelStateFailed": _group_failed,
    "MapRunFailed": _failed,
    "TaskSucceeded": _succeeded,
    "LambdaFunctionSucceeded": _succeeded,
    "ActivitySucceeded": _succeeded,
}

_ENDINGS: tuple[tuple[str, _Handler], ...] = (
    ("StateEntered", _entered),
    ("StateExited", _exited),
    ("StateAborted", _aborted),
    ("ScheduleFailed", _failed),
    ("SubmitFailed", _failed),
    ("StartFailed", _failed),
    ("TaskFailed", _failed),
    ("TaskTimedOut", _failed),
    ("LambdaFunctionFailed", _failed),
    ("LambdaFunctionTimedOut", _failed),
    ("ActivityFailed", _failed),
    ("ActivityTimedOut", _failed),
    ("Scheduled", _began),
)
