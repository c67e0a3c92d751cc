"""Unions: their options, and the field that tells models apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steploom.dsl.contract.shapes import EnumShape, LiteralShape, ModelShape, Shape, UnionShape
from steploom.jsontext import compact

__all__ = ["tagged_by", "union_of"]

_ENOUGH_TO_CHOOSE = 2


def union_of(options: Iterable[Shape]) -> Shape:
    """Return the union of some shapes: nested ones laid flat, equal ones once, its tag found.

    The tag is the first field that every model among the options declares as a Literal or Enum whose values none of
    the others shares.
    """
    flat: list[Shape] = []
    for option in options:
        for each in option.options if isinstance(option, UnionShape) else (option,):
            if each not in flat:
                flat.append(each)
    if len(flat) == 1:
        return flat[0]
    models = _models(flat)
    names = [each.name for each in models[0].fields] if len(models) >= _ENOUGH_TO_CHOOSE else []
    tag = next((name for name in names if _tells_apart(models, name)), None)
    return UnionShape(tuple(flat), tag)


def tagged_by(shape: UnionShape, attribute: str) -> UnionShape | None:
    """Return the union with a declared discriminator as its tag, or None when that does not tell its models apart."""
    models = _models(shape.options)
    for each in models[0].fields if models else ():
        if each.attribute == attribute and _tells_apart(models, each.name):
            return replace(shape, tag=each.name)
    return None


def _models(options: Iterable[Shape]) -> list[ModelShape]:
    return [each for each in options if isinstance(each, ModelShape)]


def _tells_apart(models: list[ModelShape], name: str) -> bool:
    values = [_choices(model, name) for model in models]
    return all(values) and len(frozenset().union(*values)) == sum(len(each) for each in values)


def _choices(model: ModelShape, name: str) -> frozenset[str]:
    """Return the JSON texts that the field admits; none when it is no tag."""
    for each in model.fields:
        if each.name == name and isinstance(each.shape, LiteralShape | EnumShape):
            return frozenset(compact(value) for value in each.shape.values)
    return frozenset()
