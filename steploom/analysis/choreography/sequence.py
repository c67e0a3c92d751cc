"""One story through a local run: everything that happened under one correlation id, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from steploom.events.model import META_FIELD
from steploom.local import Cloud, Run
from steploom.local.bus.entries import Told

__all__ = ["Sequence", "Step", "sequence_of"]

Kind: TypeAlias = Literal["told", "handled", "failed", "started", "ended"]
#: An event with its `_meta`.
_Known: TypeAlias = tuple[Told, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened.

    Attributes:
        moment: Virtual epoch seconds.
        kind: `told` (an event), `handled` or `failed` (a handler's call), `started` or `ended` (an execution).
        actor: Who did it: a handler's or workflow's name, `outside` where nobody in the application did.
        text: The event's name, the error, the status.
        cause: Id of the event, or ARN of the execution, that it followed from; None for the first.
        id: Id of an event that was told, ARN of an execution; None for a handler's call.
    """

    moment: float
    kind: Kind
    actor: str
    text: str
    cause: str | None
    id: str | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A story.

    Attributes:
        correlation_id: Its id.
        steps: What happened, in order.
    """

    correlation_id: str
    steps: tuple[Step, ...]

    def render(self) -> str:
        """Return it as text, a line a step, indented by what followed from what."""
        if not self.steps:
            return f"{self.correlation_id}: nothing happened\n"
        begun = self.steps[0].moment
        depth = _depths(self.steps)
        lines = [self.correlation_id]
        for step in self.steps:
            indent = "  " * depth[id(step)]
            lines.append(f"{step.moment - begun:10.3f} s  {indent}{step.actor} {step.kind} {step.text}".rstrip())
        return "\n".join(lines) + "\n"

    def mermaid(self) -> str:
        """Return it as a Mermaid sequence diagram."""
        actors = list(dict.fromkeys(["outside", *(each.actor for each in self.steps)]))
        lines = ["sequenceDiagram", *(f"    participant {_word(each)} as {_safe(each)}" for each in actors)]
        lines.append("    participant bus as event bus")
        told = {each.id: each.text for each in self.steps if each.kind == "told" and each.id is not None}
        for step in self.steps:
            match step.kind:
                case "told":
                    lines.append(f"    {_word(step.actor)}->>bus: {_safe(step.text)}")
                case "handled" | "started":
                    lines.append(f"    bus->>{_word(step.actor)}: {_safe(told.get(step.cause or '', step.text))}")
                case "failed":
                    lines.append(f"    bus-x{_word(step.actor)}: {_safe(step.text)}")
                case "ended":
                    lines.append(f"    Note over {_word(step.actor)}: {_safe(step.text)}")
        return "\n".join(lines) + "\n"


def sequence_of(cloud: Cloud, correlation_id: str) -> Sequence:
    """Return everything that happened in a local cloud under one correlation id.

    Args:
        cloud: The cloud.
        correlation_id: Of an event's `_meta`; the ARN of an execution that no event started.
    """
    events: dict[str, _Known] = {}
    for told in cloud.events:
        meta = told.detail.get(META_FIELD)
        if isinstance(meta, dict) and meta.get("correlation_id") == correlation_id:
            events[told.id] = (told, meta)
    steps = [*_told(cloud, events), *_calls(cloud, events), *_runs(cloud, correlation_id, set(events))]
    depth = _depths(steps)
    ordered = sorted(steps, key=lambda each: (each.moment, depth[id(each)]))
    return Sequence(correlation_id, tuple(ordered))


def _told(cloud: Cloud, events: Mapping[str, _Known]) -> Iterator[Step]:
    names = {run.arn: _machine(run) for run in cloud.runs}
    calls = {(call.event_id, call.handler) for call in cloud.handler_calls}
    for id_, (told, meta) in events.items():
        cause = meta.get("causation_id")
        key = str(meta.get("idempotency_key", ""))
        actor = names.get(str(cause)) or next(
            (name for event, name in calls if event == cause and f"/{name}/" in key), None
        )
        yield Step(told.moment, "told", actor or "outside", told.detail_type, cause, id_)


def _calls(cloud: Cloud, events: Mapping[str, _Known]) -> Iterator[Step]:
    for call in cloud.handler_calls:
        if call.event_id in events:
            text = call.error or ("" if call.was_called else "again, left out")
            yield Step(call.moment, "failed" if call.error else "handled", call.handler, text, call.event_id, None)


def _runs(cloud: Cloud, correlation_id: str, events: Iterable[str]) -> Iterator[Step]:
    for run in cloud.runs:
        meta = run.input.get(META_FIELD) if isinstance(run.input, dict) else None
        known = isinstance(meta, dict) and meta.get("correlation_id") == correlation_id
        if not known and run.arn != correlation_id:
            continue
        cause = next((each for each in events if run.name.startswith(each)), None)
        yield Step(run.started.timestamp(), "started", _machine(run), "", cause, run.arn)
        if run.stopped is not None:
            error = f"{run.status} {run.error or ''}".strip()
            yield Step(run.stopped.timestamp(), "ended", _machine(run), error, run.arn, None)


def _machine(run: Run) -> str:
    return run.machine_arn.split(":")[6]


def _depths(steps: Iterable[Step]) -> dict[int, int]:
    """How far each step stands from the first cause: what follows from something comes behind it."""
    causes = {each.id: each for each in steps if each.id is not None}

    def depth(step: Step) -> int:
        cause = causes.get(step.cause or "")
        if cause is None:
            return 0
        # Between two events stands the handler that was called with the first.
        return depth(cause) + (2 if step.kind == "told" and cause.kind == "told" else 1)

    # An execution ends behind what it told.
    return {id(each): depth(each) + (each.kind == "ended") for each in steps}


def _word(name: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in name)


def _safe(text: str) -> str:
    """Text that Mermaid takes as text."""
    return text.replace(";", ",").replace("#", " ").replace("\n", " ")
