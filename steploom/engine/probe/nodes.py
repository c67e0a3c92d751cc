"""The nodes of a probe: the engine's own, with a mock where their work would begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from steploom.asl.model import ABSENT, MapState, ParallelState, State, TaskState
from steploom.engine.dataflow import Language
from steploom.engine.distributed.reading.documents import point
from steploom.engine.execution import Status
from steploom.engine.failure import THRESHOLD, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.machine import plain_node
from steploom.engine.node import Node
from steploom.engine.probe.request import MockedFailure, MockedResult, Notes
from steploom.engine.states.distributed import DistributedMapNode, Work
from steploom.engine.states.fallible import FallibleNode
from steploom.engine.states.parallel import ParallelNode
from steploom.engine.states.task import TaskNode
from steploom.jsontext import Json, JsonObject

__all__ = ["Goal", "probed_node"]

_TOO_MANY = "Map iteration failure count must be less than or equal to the number of Map iterations"
_EXCEEDED = "The specified tolerated failure threshold was exceeded"


def probed_node(name: str, state: State, language: Language, notes: Notes) -> Node:
    """Return the node of one state, every way out leading to a `Goal`.

    Raises:
        ExpressionError: An expression cannot be parsed.
    """
    node: Node
    match state:
        case TaskState():
            node = _Task(name, state, language)
        case MapState():
            node = _Map(name, state, language)
        case ParallelState():
            node = _Parallel(name, state, language, tuple(Node("") for _ in state.branches))
        case _:
            node = plain_node(name, state, language)
    if isinstance(node, _Probed):
        node.notes = notes
    find: Callable[[str], Node] = lambda target: Goal(target, notes)  # noqa: E731 - the links want a function
    following = getattr(state, "next", None)
    if following is not None:
        node.next = find(following)
    node.link(find)
    return node


class Goal(Node):
    """A state that follows: the visit is over.

    Args:
        name: Its name.
        notes: Where it is noted.
    """

    __slots__ = ("_notes",)

    def __init__(self, name: str, notes: Notes) -> None:
        super().__init__(name)
        self._notes = notes

    def visit(self, frame: Frame) -> Node | None:
        """End the scope, and note where it would have gone on."""
        self._notes.next = self.name
        frame.finish()
        return None


class _Probed(FallibleNode):
    """What all states that can retry and catch note."""

    notes: Notes

    def attempt(self, frame: Frame) -> Node | None:
        if self._retries is None:
            frame.attempts = self.notes.request.retries
        else:
            self._retries.spend(frame, self.notes.request.retries)
        return super().attempt(frame)

    def recover(self, frame: Frame, failure: StateFailure) -> Node | None:
        self.notes.retrier = None if self._retries is None else self._retries.match(failure)
        return super().recover(frame, failure)

    def again(self, frame: Frame, failure: StateFailure, delay: float) -> None:
        """A retry would follow: the visit is over."""
        self.notes.delay = delay
        frame.execution.end(Status.FAILED, error=failure.error, cause=failure.cause)

    def caught(self, frame: Frame, failure: StateFailure, index: int) -> Node | None:
        target = super().caught(frame, failure, index)
        if target is not None:
            self.notes.caught, self.notes.catcher = failure, index
        return target


class _Task(_Probed, TaskNode):
    """A Task: its mock is the integration."""


class _Parallel(_Probed, ParallelNode):
    """A Parallel whose branches do not run."""

    def begin(self, frame: Frame, value: Json) -> Node | None:
        del value
        return self.leave(_mocked(self.notes))(frame)


class _Map(_Probed, DistributedMapNode):
    """A Map of either mode whose iterations do not run."""

    def take(self, frame: Frame, value: Json) -> tuple[Iterator[JsonObject], int | None]:
        items = self.notes.request.items
        if items is ABSENT:
            return super().take(frame, value)
        reader = self.state.item_reader
        pointer = None if reader is None or reader.reader_config is None else reader.reader_config.items_pointer
        if pointer is not None:
            self.notes.stages["afterItemsPointer"] = items = point(items, pointer)
        return iter([{"Index": index, "Value": each} for index, each in enumerate(items)]), None

    def begin(self, frame: Frame, work: Work) -> Node | None:
        self._note(work)
        made = list(work.inputs)
        if self.state.item_batcher is not None:
            self.notes.stages["afterItemBatcher"] = [each for each, _ in made]
        failures = self.notes.request.failures or 0
        if failures > len(made):
            self.notes.refused = (
                "Map iteration failure count must be less than or equal to the number of Map iterations"
            )
            frame.execution.end(Status.FAILED)
            return None
        result = _mocked(self.notes)
        if _exceeded(failures, len(made), work):
            raise StateFailure(THRESHOLD, _EXCEEDED)
        return self.leave(result)(frame)

    def _note(self, work: Work) -> None:
        stages = self.notes.stages
        stages["maxConcurrency"] = work.concurrency
        if work.tolerated is not None:
            stages["toleratedFailureCount"] = work.tolerated
        if work.tolerated_share is not None:
            stages["toleratedFailurePercentage"] = float(work.tolerated_share)


def _exceeded(failures: int, total: int, work: Work) -> bool:
    """Whether failures go beyond what the state tolerates; recorded on AWS: a state that does not say tolerates all."""
    if work.tolerated is not None and failures > work.tolerated:
        return True
    return work.tolerated_share is not None and total > 0 and failures / total * 100 > work.tolerated_share


def _mocked(notes: Notes) -> Json:
    match notes.request.mock:
        case MockedResult(result):
            return result
        case MockedFailure(error, cause):
            raise StateFailure(error, cause)
        case None:
            raise ValueError("a Map or Parallel state is probed with a mock only")
