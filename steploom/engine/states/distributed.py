"""Map, distributed: what its fields say, and the child executions that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from steploom.asl.model import MapState
from steploom.engine.dataflow import Language
from steploom.engine.dataflow.flow import Evaluate
from steploom.engine.distributed.batching import Batching, batches
from steploom.engine.failure import Fault
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node, Step
from steploom.engine.states.fallible import FallibleNode
from steploom.jsontext import Json, JsonObject

__all__ = ["DistributedMapNode", "Work"]


@dataclass(frozen=True, slots=True)
class Work:
    """What one attempt has to do.

    Attributes:
        inputs: The input of each child execution with the number of items in it, made as they are taken.
        length: How many items the state's data holds; None where a reader brings them.
        concurrency: How many children may run at once; 0 where the state does not say.
        tolerated: How many items may fail, or None.
        tolerated_share: Which percentage of the items may fail, or None.
        value: The effective input.
    """

    inputs: Iterator[tuple[Json, int]]
    length: int | None
    concurrency: int
    tolerated: int | None
    tolerated_share: float | None
    value: Json


class DistributedMapNode(FallibleNode):
    """A compiled Map whose items are child executions.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_batch", "_concurrency", "_enter", "_items", "_selector", "_tolerance", "state")

    aborted = kinds.MAP_ABORTED
    shows_failure = True

    def __init__(self, name: str, state: MapState, language: Language) -> None:
        super().__init__(name, state, language, (kinds.MAP_ENTERED, kinds.MAP_EXITED))
        self.state = state
        self._enter = language.enter(state)
        self._items = language.items(state)
        self._selector = language.selector(state)
        self._concurrency = language.concurrency(state)
        self._tolerance = language.tolerance(state)
        self._batch = None if state.item_batcher is None else language.batch(state.item_batcher)

    def attempt(self, frame: Frame) -> Node | None:
        """Evaluate the fields, and begin."""
        return self.begin(frame, self.prepare(frame))

    def prepare(self, frame: Frame) -> Work:
        """Evaluate what holds for all items; items are taken from the work one by one."""
        value = frame.value if self._enter is None else self._enter(frame, frame.value)
        items, length = self.take(frame, value)
        concurrency = 0 if self._concurrency is None else self._concurrency(frame, value)
        count, share = (None if each is None else each(frame, value) for each in self._tolerance)
        limits = self._limits(frame, value)
        inputs = self._selected(frame, value, items)
        made = ((each, 1) for each in inputs) if limits is None else batches(inputs, limits)
        return Work(made, length, concurrency, count, share, value)

    def take(self, frame: Frame, value: Json) -> tuple[Iterator[JsonObject], int | None]:
        """Return the items as the context shows them, and how many they are."""
        found = self._items(frame, value)
        return _entries(found), len(found)

    def begin(self, frame: Frame, work: Work) -> Node | None:
        """Begin the child executions."""
        raise AssertionError(frame, work)

    def give_up(self, frame: Frame) -> None:
        """Show that the state failed."""
        frame.record(kinds.MAP_FAILED)

    def leave(self, result: Json) -> Step:
        """Return what leaves the state with its result."""

        def step(frame: Frame) -> Node | None:
            last = frame.previous
            frame.record(kinds.MAP_SUCCEEDED)
            frame.previous = last  # AWS: leaving points at the Map Run, not at "succeeded"
            self._exit.take(frame, result)
            return self.next

        return step

    def _limits(self, frame: Frame, value: Json) -> Batching | None:
        if self._batch is None:
            return None
        items, size, shared = (None if each is None else each(frame, value) for each in self._batch)
        return Batching.of(items, size, shared)

    def _selected(self, frame: Frame, value: Json, items: Iterator[JsonObject]) -> Iterator[Json]:
        selector = self._selector
        for item in items:
            yield item_input(item) if selector is None else _with_item(frame, item, selector, value)


def item_input(item: JsonObject) -> Json:
    """Return what a child gets where nothing selects: the item, or key and value of an object's member."""
    return {"Key": item["Key"], "Value": item["Value"]} if "Key" in item else item["Value"]


def _with_item(frame: Frame, item: JsonObject, selector: Evaluate, value: Json) -> Json:
    outer, frame.item = frame.item, item
    try:
        return selector(frame, value)
    finally:
        frame.item = outer


def _entries(found: Json) -> Iterator[JsonObject]:
    if isinstance(found, dict):
        for index, (key, value) in enumerate(found.items()):
            yield {"Index": index, "Value": value, "Key": key, "Source": "STATE_DATA"}
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield {"Index": index, "Value": value, "Source": "STATE_DATA"}
    else:
        raise Fault("Attempting to map over non-iterable node.")
