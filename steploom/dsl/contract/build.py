"""The Python object of a JSON value, by its declared shape; the value has no faults."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from uuid import UUID

from steploom.dsl.contract.faults import faults, tag_values
from steploom.dsl.contract.kinds import kind_of, kinds, same_scalar
from steploom.dsl.contract.shapes import (
    AnyShape,
    BoolShape,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoDefault,
    NoneShape,
    Shape,
    StrShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
)
from steploom.jsontext import Json, JsonObject

__all__ = ["to_object"]


def to_object(shape: Shape, value: Json) -> Any:
    """Return the Python object of `value`, which has no faults against `shape`.

    An integer-valued number becomes int where int is declared, and any number float where float is.
    """
    match shape:
        case AnyShape() | NoneShape() | BoolShape() | StrShape():
            return value
        case IntShape() | FloatShape() | TimedeltaShape():
            return _number(shape, value)
        case LiteralShape():
            return next(each for each in shape.values if same_scalar(each, value))
        case EnumShape():
            return next(each for each in shape.python if same_scalar(each.value, value))
        case ListShape():
            return shape.python(to_object(shape.item, each) for each in value)
        case TupleShape():
            return tuple(to_object(item, each) for item, each in zip(shape.items, value, strict=True))
        case DictShape():
            return {key: to_object(shape.value, each) for key, each in value.items()}
        case ModelShape():
            return _model(shape, value)
        case UnionShape():
            return to_object(_chosen(shape, value), value)
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return _READERS[type(shape)](value)
        case _:
            assert_never(shape)


def _number(shape: IntShape | FloatShape | TimedeltaShape, value: float) -> object:
    match shape:
        case IntShape():
            return int(value)
        case FloatShape():
            return float(value)
        case TimedeltaShape():
            return timedelta(seconds=value)
        case _:
            assert_never(shape)


_READERS: dict[type, Callable[[str], object]] = {
    DateTimeShape: datetime.fromisoformat,
    DateShape: date.fromisoformat,
    DecimalShape: Decimal,
    UUIDShape: UUID,
    BytesShape: b64decode,
}


def _chosen(shape: UnionShape, value: Json) -> Shape:
    for option in shape.options:
        if shape.tag is not None and isinstance(value, dict) and isinstance(option, ModelShape):
            if any(same_scalar(value[shape.tag], each) for each in tag_values(option, shape.tag)):
                return option
        elif kind_of(value) in kinds(option) and not faults(option, value):
            return option
    raise ValueError("the value has faults")


def _model(shape: ModelShape, value: JsonObject) -> object:
    members: dict[str, Any] = {}
    for field in shape.fields:
        if field.name in value:
            members[field.attribute] = to_object(field.shape, value[field.name])
        elif not isinstance(field.default, NoDefault):
            members[field.attribute] = to_object(field.shape, field.default)
    for field in shape.computed:
        if not isinstance(field.default, NoDefault):
            members[field.attribute] = to_object(field.shape, field.default)
    known = {*shape.allowed, *(field.name for field in shape.fields)}
    extras = {key: each for key, each in value.items() if key not in known} if shape.extra == "allow" else {}
    if shape.python is None or issubclass(shape.python, dict):
        return {**members, **extras}
    if hasattr(shape.python, "model_construct"):
        return _pydantic(shape, value, members, extras)
    made = object.__new__(shape.python)
    for name, each in members.items():
        object.__setattr__(made, name, each)
    return made


def _pydantic(shape: ModelShape, value: JsonObject, members: dict[str, Any], extras: JsonObject) -> object:
    """Make the model without validating again: the contract is the validation, and coerces nothing."""
    construct: Callable[..., object] = shape.python.model_construct  # type: ignore[union-attr]
    given = {field.attribute for field in shape.fields if field.name in value}
    named = {field.name: members[field.attribute] for field in shape.fields if field.attribute in members}
    return construct(given, **named, **extras)
