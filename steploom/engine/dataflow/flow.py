"""What both query languages offer to the states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from steploom.asl.model import (
    Catcher,
    ChoiceRule,
    ChoiceState,
    FailState,
    ItemBatcher,
    ItemReader,
    MapState,
    ParallelState,
    PassState,
    ResultWriter,
    SucceedState,
    TaskState,
    WaitState,
)
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["Assign", "Evaluate", "Language", "Leave", "Test", "Working"]

#: `(frame, input) -> value`
Evaluate: TypeAlias = "Callable[[Frame, Json], Json]"
#: `(frame, raw input, result) -> output`
Leave: TypeAlias = "Callable[[Frame, Json, Json], Json]"
#: `(frame, raw input, result) -> new variables`
Assign: TypeAlias = "Callable[[Frame, Json, Json], dict[str, Json]]"
#: `(frame, input) -> whether a rule of a Choice applies`
Test: TypeAlias = "Callable[[Frame, Json], bool]"

Flowing: TypeAlias = PassState | TaskState | ChoiceState | WaitState | SucceedState | ParallelState | MapState
Working: TypeAlias = TaskState | ParallelState | MapState


class Language(Protocol):
    """The fields of a state as closures; None wherever a field is absent or changes nothing.

    All closures raise `Fault` (or its kind `EvaluationFault`) where a field cannot be evaluated.
    """

    def enter(self, state: Flowing) -> Evaluate | None:
        """From the raw input to the effective input."""
        ...

    def leave(self, state: Flowing) -> Leave | None:
        """From raw input and result to the state's output."""
        ...

    def assign(self, state: Flowing) -> Assign | None:
        """From raw input and result to the variables that the state assigns."""
        ...

    def rule_leave(self, state: ChoiceState, rule: ChoiceRule, at: str) -> Leave | None:
        """As `leave`, where a rule of the Choice applies; `at` is the rule's place in the state."""
        ...

    def rule_assign(self, rule: ChoiceRule, at: str) -> Assign | None:
        """As `assign`, where a rule of a Choice applies."""
        ...

    def rule_test(self, rule: ChoiceRule, at: str) -> Test:
        """Whether a rule of a Choice applies."""
        ...

    def caught(self, catcher: Catcher, at: str) -> Leave | None:
        """From raw input and error output to the output of a state whose failure is caught."""
        ...

    def caught_assign(self, catcher: Catcher, at: str) -> Assign | None:
        """From raw input and error output to the variables that a catcher assigns."""
        ...

    def moment(self, state: WaitState) -> Evaluate:
        """From the effective input to the epoch second at which the wait ends."""
        ...

    def failure(self, state: FailState) -> tuple[Evaluate | None, Evaluate | None]:
        """From the raw input to error and cause."""
        ...

    def seconds(self, state: TaskState) -> tuple[Evaluate | None, Evaluate | None]:
        """From the raw input to timeout and heartbeat."""
        ...

    def role(self, state: TaskState) -> Evaluate | None:
        """From the raw input to the ARN of the role in `Credentials`."""
        ...

    def items(self, state: MapState) -> Evaluate:
        """From the effective input of a Map to the list of its items."""
        ...

    def selector(self, state: MapState) -> Evaluate | None:
        """From the effective input of a Map, with the item in the context, to an iteration's input."""
        ...

    def concurrency(self, state: MapState) -> Evaluate | None:
        """From the effective input of a Map to its `MaxConcurrency`."""
        ...

    def tolerance(self, state: MapState) -> tuple[Evaluate | None, Evaluate | None]:
        """From the effective input of a Map to the failures it tolerates: a count and a percentage."""
        ...

    def source(self, reader: ItemReader) -> tuple[Evaluate, Evaluate | None]:
        """From the effective input of a Map to the arguments of its reader, and to the most items it takes."""
        ...

    def batch(self, batcher: ItemBatcher) -> tuple[Evaluate | None, Evaluate | None, Evaluate | None]:
        """From the effective input of a Map to the limits of a batch, in items and bytes, and to `BatchInput`."""
        ...

    def sink(self, writer: ResultWriter) -> Evaluate | None:
        """From the effective input of a Map to the arguments of its writer."""
        ...
