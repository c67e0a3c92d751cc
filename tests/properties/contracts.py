"""Generated contracts: a declared type, and values of which some break it."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.dsl.contract import Shape, shape_of
from steploom.jsontext import Json
from tests.properties.choices import Choices
from tests.properties.declaring import PRELUDE, declare
from tests.properties.kinds import Kind, kind
from tests.properties.loading import load_source
from tests.properties.values import fitting, spoiled

__all__ = ["Contract", "contract"]


@dataclass(frozen=True)
class Contract:
    """A declared type as source text, its shape, and values."""

    source: str
    shape: Shape
    values: tuple[Json, ...]

    def __repr__(self) -> str:
        return f"{self.source.removeprefix(PRELUDE)}\n# {self.values!r}"


def contract(choices: Choices) -> Contract:
    """Return a type and values: one that fits, and others with one to three faults."""
    declared: list[Kind] = []
    parts = [PRELUDE]
    for name in "ABC"[: choices.below(4)]:
        text, made = declare(choices, name, declared)
        parts.append(text)
        declared.append(made)
    parts.append(f"SHAPE = {kind(choices, declared).text}\n")
    source = "\n\n".join(parts)
    shape = shape_of(load_source(source).SHAPE)
    values: list[Json] = []
    for changes in range(4):
        value = fitting(choices, shape)
        for _ in range(changes):
            value = spoiled(choices, value)
        values.append(value)
    return Contract(source, shape, tuple(values))
