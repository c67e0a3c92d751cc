"""The JSON form of a Python object, by its declared shape; what does not fit is named with its path."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, assert_never
from uuid import UUID

from steploom.dsl.contract.faults import Fault, below, faults, title
from steploom.dsl.contract.kinds import kind_of, words
from steploom.dsl.contract.shapes import (
    AnyShape,
    BoolShape,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    FieldShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TextShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
)
from steploom.jsontext import Json, JsonObject

__all__ = ["to_json"]

#: A JSON value, and what is wrong with the object it was made from; the value means nothing when something is.
Dumped: TypeAlias = tuple[Json, list[Fault]]

_ABSENT = object()


def to_json(shape: Shape, value: object, path: str = "") -> Dumped:
    """Return the JSON form of `value` and its faults.

    Args:
        shape: The shape of its declared type.
        value: A Python object of that type; nothing is coerced.
        path: Where it stands.
    """
    match shape:
        case AnyShape():
            return _any(value, path)
        case ModelShape():
            return _model(shape, value, path)
        case ListShape():
            return _list(shape, value, path)
        case TupleShape():
            return _tuple(shape, value, path)
        case DictShape():
            return _dict(shape, value, path)
        case UnionShape():
            return _union(shape, value, path)
        case EnumShape():
            if not isinstance(value, shape.python):
                return _misfit(shape.python.__name__, value, path)
            return value.value, []
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return _text(shape, value, path)
        case TimedeltaShape():
            return _seconds(value, path)
        case NoneShape() | BoolShape() | IntShape() | FloatShape() | StrShape() | LiteralShape():
            return _scalar(shape, value, path)
        case _:
            assert_never(shape)


def _misfit(expected: str, value: object, path: str) -> Dumped:
    found = type(value).__name__ if isinstance(value, Enum) else kind_of(value)
    return None, [Fault(path, f"expected {expected}, got {found}")]


def _scalar(shape: Shape, value: object, path: str) -> Dumped:
    if isinstance(value, Enum):
        return _misfit(" or ".join(words(shape)), value, path)
    if isinstance(value, float) and not math.isfinite(value):
        return None, [Fault(path, f"{value} has no JSON form")]
    return value, faults(shape, value, path)


def _any(value: object, path: str) -> Dumped:
    """Plain JSON, tuples as arrays: without a declared type nothing else has a form that can be read back."""
    match value:
        case Enum():
            return None, [Fault(path, f"{type(value).__name__} has no JSON form without a declared type")]
        case None | bool() | int() | str():
            return value, []
        case float():
            return _scalar(FloatShape(), value, path)
        case list() | tuple():
            return _joined(to_json(AnyShape(), each, f"{path}[{at}]") for at, each in enumerate(value))
        case dict():
            return _dict(DictShape(AnyShape()), value, path)
        case _:
            return None, [Fault(path, f"{type(value).__name__} has no JSON form without a declared type")]


def _joined(items: Iterable[Dumped]) -> Dumped:
    values: list[Json] = []
    wrong: list[Fault] = []
    for value, found in items:
        values.append(value)
        wrong.extend(found)
    return values, wrong


def _list(shape: ListShape, value: object, path: str) -> Dumped:
    if not isinstance(value, list | tuple):
        return _misfit("list", value, path)
    values, wrong = _joined(to_json(shape.item, each, f"{path}[{at}]") for at, each in enumerate(value))
    own = faults(ListShape(AnyShape(), shape.min_length, shape.max_length), values, path)
    return values, own + wrong


def _tuple(shape: TupleShape, value: object, path: str) -> Dumped:
    if not isinstance(value, list | tuple):
        return _misfit("list", value, path)
    if len(value) != len(shape.items):
        return None, [Fault(path, f"must have exactly {len(shape.items)} items")]
    pairs = zip(shape.items, value, strict=True)
    return _joined(to_json(item, each, f"{path}[{at}]") for at, (item, each) in enumerate(pairs))


def _dict(shape: DictShape, value: object, path: str) -> Dumped:
    if not isinstance(value, Mapping):
        return _misfit("object", value, path)
    result: JsonObject = {}
    wrong: list[Fault] = []
    for key, each in value.items():
        if not isinstance(key, str) or isinstance(key, Enum):
            wrong.append(Fault(path, f"the key {key!r} is no string"))
            continue
        result[key], found = to_json(shape.value, each, below(path, key))
        wrong.extend(found)
    return result, wrong


def _model(shape: ModelShape, value: object, path: str) -> Dumped:
    mapped = shape.python is None or issubclass(shape.python, dict)
    if not isinstance(value, Mapping if mapped else shape.python or Mapping):
        return _misfit("object" if mapped else shape.name, value, path)
    result: JsonObject = {}
    wrong: list[Fault] = []
    for field in (*shape.fields, *shape.computed):
        each = _member(field, value)
        if each is not _ABSENT:
            result[field.name], found = to_json(field.shape, each, below(path, field.name))
            wrong.extend(found)
        elif field.required:
            wrong.append(Fault(below(path, field.name), "missing"))
    extras = _extras(shape, value)
    if shape.extra == "allow":
        more, found = _dict(DictShape(AnyShape()), extras, path)
        return {**result, **more}, wrong + found
    if shape.extra == "forbid":
        wrong.extend(Fault(below(path, key), "not allowed") for key in extras if key not in shape.allowed)
    return result, wrong


def _member(field: FieldShape, value: Any) -> object:
    if isinstance(value, Mapping):
        return value.get(field.attribute, _ABSENT)
    return getattr(value, field.attribute, _ABSENT)


def _extras(shape: ModelShape, value: Any) -> dict[str, object]:
    if isinstance(value, Mapping):
        known = {field.attribute for field in shape.fields}
        return {key: each for key, each in value.items() if key not in known}
    return getattr(value, "__pydantic_extra__", None) or {}


def _union(shape: UnionShape, value: object, path: str) -> Dumped:
    exact = [each for each in shape.options if isinstance(each, ModelShape) and each.python is type(value)]
    tried = [to_json(each, value, path) for each in exact or shape.options]
    for found in tried:
        if not found[1]:
            return found
    if len(tried) == 1:
        return tried[0]
    deeper = [each for each in tried if any(fault.path != path for fault in each[1])]
    if len(deeper) == 1:
        return deeper[0]
    return _misfit(" or ".join(title(each) for each in shape.options), value, path)


def _text(shape: TextShape, value: object, path: str) -> Dumped:
    text = _written(shape, value)
    if text is None:
        return _misfit(shape.word, value, path)
    wrong = faults(shape, text, path)
    if wrong and isinstance(shape, DateTimeShape):
        return None, [Fault(path, "must have a time zone, with an offset in whole minutes")]
    return text, wrong


def _written(shape: TextShape, value: object) -> str | None:
    match shape, value:
        case DateTimeShape(), datetime():
            return value.isoformat()
        case DateShape(), date() if not isinstance(value, datetime):
            return value.isoformat()
        case DecimalShape(), Decimal():
            return str(value)
        case UUIDShape(), UUID():
            return str(value)
        case BytesShape(), bytes():
            return b64encode(value).decode("ascii")
        case _:
            return None


def _seconds(value: object, path: str) -> Dumped:
    if not isinstance(value, timedelta):
        return _misfit("timedelta", value, path)
    seconds = value.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds, []
