"""Runs and TestState results as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias, runtime_checkable

from steploom.analysis.runs import Attempt, Run, RunModel, StateVisit, read_history, run_model
from steploom.analysis.snapshots.normal import Normal
from steploom.analysis.snapshots.pretty import pretty
from steploom.diagnostics import Diagnostic
from steploom.errors import DiagnosticError
from steploom.jsontext import Json, JsonObject, parse

__all__ = ["SnapshotError", "Subject", "snapshot"]

_STATUSES = ("SUCCEEDED", "FAILED", "RETRIABLE", "CAUGHT_ERROR")


@runtime_checkable
class HasHistory(Protocol):
    """An execution of the local cloud."""

    def history(self) -> list[JsonObject]:
        """Return its events as GetExecutionHistory shows them."""
        ...


#: A run, a response of GetExecutionHistory or TestState, or events.
Subject: TypeAlias = HasHistory | Mapping[str, Any] | Sequence[Mapping[str, Any]]


class SnapshotError(DiagnosticError):
    """Something that no snapshot can be taken of (SL905)."""

    def __init__(self, message: str) -> None:
        hint = "give a run of the local cloud, a history, or what test_state returned"
        super().__init__([Diagnostic("SL905", message, hint=hint)])


def snapshot(subject: Subject) -> str:
    """Return an execution, or a TestState result, as a text for people that stays the same where nothing changed.

    Ids, tokens, accounts, regions and moments of the execution become placeholders, numbered as they come; branches
    and items stand in the order of the definition, members by name.

    Args:
        subject: A run of the local cloud, a response of GetExecutionHistory or its events, or one of TestState.

    Raises:
        SnapshotError: It is something else.
        HistoryError: The history is not complete.

    Example:
        >>> print(snapshot({"status": "SUCCEEDED", "output": '{"b": 1, "a": 2}', "nextState": "Pay"}), end="")
        SUCCEEDED
        next: Pay
        output: {"a": 2, "b": 1}
    """
    if isinstance(subject, HasHistory):
        return _execution(subject.history())
    if isinstance(subject, Mapping) and "events" in subject:
        return _execution(read_history(subject))
    if isinstance(subject, Mapping) and subject.get("status") in _STATUSES:
        return _tested(subject)
    if isinstance(subject, Sequence) and subject and all(isinstance(each, Mapping) for each in subject):
        return _execution(read_history(subject))
    raise SnapshotError(f"no snapshot can be taken of {type(subject).__name__}")


def _execution(history: Sequence[JsonObject]) -> str:
    model = run_model(history)
    writer = _Writer(model, {each["id"]: each for each in history}, Normal(model.started, model.last))
    return "\n".join(writer.lines()) + "\n"


def _tested(response: Mapping[str, Any]) -> str:
    now = datetime.now().astimezone().timestamp()
    normal = Normal(now, now)
    lines = [str(response["status"])]
    lines += [f"next: {response['nextState']}"] if "nextState" in response else []
    for name in ("output", "error", "cause"):
        if name in response:
            lines.extend(_field(name, response[name] if name == "error" else _read(response[name]), normal, ""))
    data = response.get("inspectionData", {})
    for name in sorted(data):
        lines.extend(_field(name, _read(data[name]), normal, ""))
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes one execution."""

    def __init__(self, model: RunModel, events: Mapping[int, JsonObject], normal: Normal) -> None:
        self._model = model
        self._events = events
        self._normal = normal

    def lines(self) -> Iterator[str]:
        model = self._model
        yield model.status
        yield from self._field("input", _read(model.input), "")
        yield from self._run(model.run, "", model.input)
        if model.output is not None:
            yield from self._field("output", _read(model.output), "")
        if model.error is not None:
            yield from self._field("error", model.error, "")
        if model.cause is not None:
            yield from self._field("cause", _read(model.cause), "")

    def _run(self, run: Run, indent: str, before: str | None = None) -> Iterator[str]:
        """Write a pass through a scope; what a state got from the one before it is not written again."""
        for visit in run.visits:
            yield f"{indent}- {visit.name} ({visit.type}){self._ending(visit)}"
            if visit.input != before:
                yield from self._field("in", _read(visit.input), f"{indent}    ")
            yield from self._visit(visit, f"{indent}    ")
            before = visit.output

    def _ending(self, visit: StateVisit) -> str:
        took = round(visit.seconds(self._model.last))
        words: list[str] = [] if visit.status == "succeeded" else [visit.status]
        words += [f"{took} s"] if took else []
        return f" {', '.join(words)}" if words else ""

    def _visit(self, visit: StateVisit, indent: str) -> Iterator[str]:
        for number, attempt in enumerate(visit.tries):
            if visit.type == "Task":
                yield from self._attempt(attempt, indent)
            elif number or attempt.failed:
                yield f"{indent}try {number + 1}"
            for run in sorted((each for each in visit.runs if each.attempt == number), key=lambda each: each.index):
                yield f"{indent}{'item' if run.kind == 'iteration' else 'branch'} {run.index}"
                yield from self._run(run, f"{indent}  ")
            if attempt.failed:
                yield from self._failure(attempt.error, attempt.cause, indent)
        if not any(each.failed for each in visit.tries) and visit.error is not None:
            yield from self._failure(visit.error, visit.cause, indent)
        if visit.left is not None and visit.output is not None:
            yield from self._exit(self._events[visit.left], visit, indent)

    def _attempt(self, attempt: Attempt, indent: str) -> Iterator[str]:
        began = _details(self._events[attempt.began])
        called = (
            f"{began['resourceType']}:{began['resource']}" if "resourceType" in began else began.get("resource", "")
        )
        yield f"{indent}call {self._normal.text(str(called))}"
        yield from self._field("with", _read(began.get("parameters", began.get("input"))), indent)
        if attempt.ended is not None and not attempt.failed:
            result = _details(self._events[attempt.ended]).get("output")
            yield from self._field("gave", _read(result), indent)

    def _failure(self, error: str | None, cause: str | None, indent: str) -> Iterator[str]:
        yield from self._field("failed", error, indent)
        if cause:
            yield from self._field("because", _read(cause), indent)

    def _exit(self, event: JsonObject, visit: StateVisit, indent: str) -> Iterator[str]:
        for name, text in sorted(_details(event).get("assignedVariables", {}).items()):
            yield from self._field(f"${name}", _read(text), indent)
        if visit.output != visit.input:
            yield from self._field("out", _read(visit.output), indent)

    def _field(self, name: str, value: Json, indent: str) -> Iterator[str]:
        return _field(name, value, self._normal, indent)


def _details(event: JsonObject) -> JsonObject:
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def _read(text: Json) -> Json:
    """Return the value of a payload: JSON text, or what is none as it is."""
    if not isinstance(text, str):
        return text
    try:
        return parse(text)
    except ValueError:
        return text


def _field(name: str, value: Json, normal: Normal, indent: str) -> Iterator[str]:
    """Yield a field: its name, its value on the same line where it fits."""
    first, *rest = pretty(normal.value(value), indent, len(indent) + len(name) + 2)
    yield f"{indent}{name}: {first}"
    yield from rest
