"""Map, distributed: what its fields say, and the child executions that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steploom.asl.model import MapState, ReaderConfig
from steploom.engine.dataflow import Language
from steploom.engine.dataflow.flow import Evaluate
from steploom.engine.distributed.batching import Batching, batches
from steploom.engine.distributed.children import Children
from steploom.engine.distributed.map_run import MapRun
from steploom.engine.distributed.reading import Source, read_items
from steploom.engine.distributed.writing import Results
from steploom.engine.failure import READER_FAILED, Fault, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node, Step
from steploom.engine.states.fallible import FallibleNode
from steploom.errors import Unsupported
from steploom.jsontext import Json, JsonObject

if TYPE_CHECKING:
    from steploom.engine.machine import Machine

__all__ = ["DistributedMapNode", "Work"]


@dataclass(frozen=True, slots=True)
class Work:
    """What one attempt has to do.

    Attributes:
        inputs: The input of each child execution with the number of items in it, made as they are taken.
        concurrency: How many children may run at once; 0 where the state does not say.
        tolerated: How many items may fail, or None.
        tolerated_share: Which percentage of the items may fail, or None.
        value: The effective input.
    """

    inputs: Iterator[tuple[Json, int]]
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

    __slots__ = (
        "_batch",
        "_concurrency",
        "_enter",
        "_items",
        "_label",
        "_selector",
        "_sink",
        "_source",
        "_tolerance",
        "machine",
        "state",
    )

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
        self._source = None if state.item_reader is None else language.source(state.item_reader)
        self._sink = None if state.result_writer is None else language.sink(state.result_writer)
        #: What AWS calls the state where it has no `Label`; one for all its runs.
        self._label: str | None = None
        #: What a child execution runs; None where none ever will.
        self.machine: Machine | None = None
        self._batch = None if state.item_batcher is None else language.batch(state.item_batcher)

    def attempt(self, frame: Frame) -> Node | None:
        """Evaluate the fields, and begin."""
        frame.execution.host.hooks.pass_gate(frame)
        return self.begin(frame, self.prepare(frame))

    def prepare(self, frame: Frame) -> Work:
        """Evaluate what holds for all items; items are taken from the work one by one."""
        value = frame.value if self._enter is None else self._enter(frame, frame.value)
        items, length = self.take(frame, value)
        frame.record(kinds.MAP_STARTED, length or 0)
        concurrency = 0 if self._concurrency is None else self._concurrency(frame, value)
        count, share = (None if each is None else each(frame, value) for each in self._tolerance)
        limits = self._limits(frame, value)
        inputs = self._selected(frame, value, items)
        made = ((each, 1) for each in inputs) if limits is None else batches(inputs, limits)
        return Work(made, concurrency, count, share, value)

    def take(self, frame: Frame, value: Json) -> tuple[Iterator[JsonObject], int | None]:
        """Return the items as the context shows them, and how many they are; None where a reader brings them."""
        if self._source is None or self.state.item_reader is None:
            found = self._items(frame, value)
            return _entries(found), len(found)
        execution, reader = frame.execution, self.state.item_reader
        if execution.host.store is None:
            raise Unsupported("SL413", f"the state {self.name!r} reads from S3: give the engine a store")
        evaluate, limit = self._source
        arguments, most = evaluate(frame, value), None if limit is None else limit(frame, value)
        config = reader.reader_config or ReaderConfig()
        source = Source(execution.host.store, execution.info, reader.resource, config, arguments, most)
        return read_items(source), None

    def begin(self, frame: Frame, work: Work) -> Node | None:
        """Begin the child executions."""
        machine = self.machine
        if machine is None:
            raise AssertionError(self.name)
        writer, host = self.state.result_writer, frame.execution.host
        destination = None if self._sink is None else self._sink(frame, work.value)
        if destination is not None and host.store is None:
            raise Unsupported("SL413", f"the state {self.name!r} writes to S3: give the engine a store")
        run = self._run(frame, work)
        frame.record(kinds.MAP_RUN_STARTED, run.arn)
        if host.hooks.on_map_run is not None:
            host.hooks.on_map_run(run)
        config = self.state.item_processor.processor_config
        express = config is not None and config.execution_type == "EXPRESS"
        children = Children(frame, run, machine, work.inputs, Results(writer, destination))
        return children.begin(self._leave_after(frame.previous), express=express)

    def _run(self, frame: Frame, work: Work) -> MapRun:
        execution = frame.execution
        label = self.state.label or self._label or execution.host.uuid()
        self._label = label
        base, _, machine = execution.options.machine_arn.rpartition(":stateMachine:")
        arn = f"{base}:mapRun:{machine}/{label}:{execution.host.uuid()}"
        now = execution.clock.now
        return MapRun(arn, label, execution, work.concurrency, work.tolerated, work.tolerated_share, now)

    def _leave_after(self, started: int) -> Callable[[Json], Step]:
        """AWS: leaving points at the start of the Map Run."""

        def leave(result: Json) -> Step:
            def step(frame: Frame) -> Node | None:
                frame.record(kinds.MAP_SUCCEEDED)
                frame.previous = started
                self._exit.take(frame, result)
                return self.next

            return step

        return leave

    def give_up(self, frame: Frame) -> None:
        """Show that the state failed."""
        frame.record(kinds.MAP_FAILED)

    def leave(self, result: Json) -> Step:
        """Return what leaves the state with a result that no Map Run made."""
        return self._leave_after(0)(result)

    def _limits(self, frame: Frame, value: Json) -> Batching | None:
        if self._batch is None:
            return None
        items, size, shared = (None if each is None else each(frame, value) for each in self._batch)
        for name, most in (("MaxItemsPerBatch", items), ("MaxInputBytesPerBatch", size)):
            if most is not None and most <= 0:
                raise StateFailure(READER_FAILED, f"field {name} must be positive")
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
