"""What a replay finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from steploom.diagnostics import Span
from steploom.errors import SteploomError
from steploom.jsontext import Json, compact

__all__ = ["Diverged", "Divergence", "DivergenceKind", "Replay"]

DivergenceKind: TypeAlias = Literal["state", "choice", "arguments", "input", "output", "steps", "failure", "time"]

_SHOWN = 200


@dataclass(frozen=True)
class Divergence:
    """The first place where a definition leaves a history.

    Attributes:
        kind: What differs: a `state` that is not there or is of another type, a `choice` of the next state,
            `arguments` of a task, the `input` of a branch or item, an `output` or variables, `steps` that are missing
            or too many, a `failure`, or a `time`.
        event: Id of the event.
        type: Its type.
        path: Where the state stands in the definition.
        where: Where in the value they differ, `$.items[0]`; empty where no value does.
        message: What differs, in one sentence without a full stop.
        recorded: What the history has.
        now: What the definition makes of it.
        span: The place in the workflow, or None.
    """

    kind: DivergenceKind
    event: int
    type: str
    path: str
    message: str
    where: str = ""
    recorded: Json = None
    now: Json = None
    span: Span | None = None

    def __str__(self) -> str:
        place = f" ({self.span})" if self.span is not None else ""
        first = f"event {self.event} ({self.type}) at {self.path}{place}: {self.message}"
        if self.recorded is None and self.now is None:
            return first
        where = f" at {self.where}" if self.where else ""
        return f"{first}{where}\n  recorded: {_short(self.recorded)}\n  now:      {_short(self.now)}"


@dataclass(frozen=True)
class Replay:
    """How far a definition follows a history.

    Attributes:
        divergence: The first place where it does not, or None.
        status: How the recorded execution ended, or `RUNNING`.
        visits: How many visits of states were followed.
        undecided: Events of visits whose result the history and the definition alone do not decide, with the path of
            the state: the result of a Map Run, an expression over a task token. What was recorded is believed there.
        standing: Paths of the states in which an execution that still runs stands.
        failing: The error with which an execution that still runs would fail at once; empty where it would go on.
    """

    divergence: Divergence | None
    status: str
    visits: int
    undecided: tuple[tuple[int, str], ...] = ()
    standing: tuple[str, ...] = ()
    failing: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the definition follows the history to its end."""
        return self.divergence is None

    def check(self) -> None:
        """Fail, as an assertion does, where the definition leaves the history.

        Raises:
            AssertionError: It does.
        """
        if self.divergence is not None:
            raise AssertionError(f"the history diverges from the definition:\n{self.divergence}")


class Diverged(SteploomError):
    """Ends a replay."""

    def __init__(self, divergence: Divergence) -> None:
        super().__init__(str(divergence))
        self.divergence = divergence


def _short(value: Json) -> str:
    text = compact(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
