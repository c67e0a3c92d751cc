"""The objects of one state that carry fields of a query language: the state itself and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from steploom.asl.faults import child, item
from steploom.asl.fields import present
from steploom.asl.model import ChoiceState, MapState, ParallelState, State, TaskState
from steploom.asl.shapes import present_fields
from steploom.asl.shapes.choice import RULE
from steploom.asl.shapes.common import CATCHER
from steploom.asl.shapes.distributed import ITEM_BATCHER, ITEM_READER, READER_CONFIG, RESULT_WRITER, WRITER_CONFIG

__all__ = ["Part", "parts"]

_Role: TypeAlias = Literal["state", "rule", "catcher", "reader", "reader config", "batcher", "writer", "writer config"]


@dataclass(frozen=True, slots=True)
class Part:
    """One object.

    Attributes:
        role: What it is.
        place: Its slash path inside the state, empty for the state itself.
        location: Its slash path in the definition.
        fields: Its fields that are written, by name.
    """

    role: _Role
    place: str
    location: str
    fields: dict[str, Any]


def parts(state: State, location: str) -> Iterator[Part]:
    """Yield the state's own fields, then those of its rules, catchers, reader, batcher and writer."""
    yield Part("state", "", location, present_fields(state))
    for role, place, fields in _inner(state):
        yield Part(role, place, child(location, place), fields)


def _inner(state: State) -> Iterator[tuple[_Role, str, dict[str, Any]]]:
    if isinstance(state, ChoiceState):
        for index, rule in enumerate(state.choices):
            yield "rule", item("Choices", index), present(RULE, rule) | dict(rule.comparison or {})
    if isinstance(state, TaskState | ParallelState | MapState):
        for index, catcher in enumerate(state.catch or ()):
            yield "catcher", item("Catch", index), present(CATCHER, catcher)
    if isinstance(state, MapState):
        yield from _of_map(state)


def _of_map(state: MapState) -> Iterator[tuple[_Role, str, dict[str, Any]]]:
    if state.item_reader is not None:
        yield "reader", "ItemReader", present(ITEM_READER, state.item_reader)
        if state.item_reader.reader_config is not None:
            config = present(READER_CONFIG, state.item_reader.reader_config)
            yield "reader config", "ItemReader/ReaderConfig", config
    if state.item_batcher is not None:
        yield "batcher", "ItemBatcher", present(ITEM_BATCHER, state.item_batcher)
    if state.result_writer is not None:
        yield "writer", "ResultWriter", present(RESULT_WRITER, state.result_writer)
        if state.result_writer.writer_config is not None:
            config = present(WRITER_CONFIG, state.result_writer.writer_config)
            yield "writer config", "ResultWriter/WriterConfig", config
