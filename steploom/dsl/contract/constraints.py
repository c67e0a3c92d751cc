"""Constraints of `Annotated` and `Field`, applied to a shape.

They are told by the names of their classes, so that neither pydantic nor annotated_types is imported for users who
have none of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from steploom.dsl.contract.context import Context
from steploom.dsl.contract.patterns import portable
from steploom.dsl.contract.shapes import (
    FloatShape,
    IntShape,
    ListShape,
    NoneShape,
    Shape,
    StrShape,
    UnionShape,
)
from steploom.dsl.contract.unions import tagged_by

__all__ = ["constrain", "discriminate"]

_BOUNDS = {"Ge": "ge", "Gt": "gt", "Le": "le", "Lt": "lt", "MultipleOf": "multiple_of"}
_LENGTHS = {"MinLen": "min_length", "MaxLen": "max_length"}
#: Metadata that changes nothing here: nothing is ever coerced, and JSON has neither NaN nor Infinity.
_NO_EFFECT = frozenset(
    {"strict", "allow_inf_nan", "fail_fast", "union_mode", "Strict", "AllowInfNan", "FailFast", "Unit", "DocInfo"}
)
_VALIDATORS = frozenset(
    {
        "AfterValidator",
        "BeforeValidator",
        "PlainSerializer",
        "PlainValidator",
        "Predicate",
        "SkipValidation",
        "ValidateAs",
        "WrapSerializer",
        "WrapValidator",
    }
)


def constrain(shape: Shape, metadata: Iterable[object], context: Context) -> Shape:
    """Return `shape` with the constraints among `metadata`; keeps a fault for each that cannot be a contract.

    Metadata that pydantic would ignore (texts, other libraries' marks) is ignored.
    """
    for each in metadata:
        for name, value in _read(each, context):
            shape = _apply(shape, name, value, context)
    return shape


def _read(item: object, context: Context) -> Iterator[tuple[str, Any]]:
    """Yield (constraint, value) pairs of one piece of metadata."""
    kind = type(item).__name__
    module = type(item).__module__.split(".")[0]
    if module == "annotated_types" and kind in _BOUNDS:
        yield _BOUNDS[kind], getattr(item, _BOUNDS[kind])
    elif module == "annotated_types" and kind in _LENGTHS:
        yield _LENGTHS[kind], getattr(item, _LENGTHS[kind])
    elif kind in _VALIDATORS:
        context.fault("SL203", f"{kind} runs code of its own", "state a constraint, or check in an activity")
    elif kind == "FieldInfo":
        yield from _read_field(item, context)
    elif kind in {"PydanticGeneralMetadata", "_PydanticGeneralMetadata"}:
        yield from vars(item).items()
    elif kind == "StringConstraints":
        yield from ((name, value) for name, value in vars(item).items() if value is not None and value is not False)
    elif kind == "Discriminator":
        yield "discriminator", getattr(item, "discriminator", None)
    elif module == "annotated_types" and isinstance(item, Iterable):
        for each in item:
            yield from _read(each, context)
    elif kind not in _NO_EFFECT and (module in {"pydantic", "annotated_types"} or _has_schema(item)):
        context.fault("SL209", f"{kind} cannot be checked by the contract", "use a plain type and constraints")


def _read_field(item: Any, context: Context) -> Iterator[tuple[str, Any]]:
    for each in item.metadata:
        yield from _read(each, context)
    if getattr(item, "discriminator", None) is not None:
        yield "discriminator", item.discriminator


def _has_schema(item: object) -> bool:
    return hasattr(type(item), "__get_pydantic_core_schema__")


def _apply(shape: Shape, name: str, value: Any, context: Context) -> Shape:
    if name in _NO_EFFECT:
        return shape
    if name == "discriminator":
        return discriminate(shape, value, context)
    if isinstance(shape, UnionShape):
        options = (
            each if isinstance(each, NoneShape) else _apply(each, name, value, context) for each in shape.options
        )
        return replace(shape, options=tuple(options))
    match name:
        case "ge" | "gt" | "le" | "lt" | "multiple_of" if isinstance(shape, IntShape | FloatShape):
            return _bound(shape, name, value, context)
        case "min_length" if isinstance(shape, StrShape | ListShape):
            return replace(shape, min_length=max(value, shape.min_length))
        case "max_length" if isinstance(shape, StrShape | ListShape):
            return replace(shape, max_length=value if shape.max_length is None else min(value, shape.max_length))
        case "pattern" if isinstance(shape, StrShape):
            return _match(shape, value, context)
    kind = type(shape).__name__.removesuffix("Shape").lower()
    return context.fault("SL209", f"the constraint {name}={value!r} cannot be checked on a {kind}")


def _bound(shape: IntShape | FloatShape, name: str, value: Any, context: Context) -> Shape:
    finite = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not finite:
        return context.fault("SL209", f"the constraint {name}={value!r} is no finite number")
    if name == "multiple_of" and (not isinstance(value, int) or value < 1):
        return context.fault("SL209", f"the constraint multiple_of={value!r} is no whole number above 0")
    if getattr(shape.bounds, name) not in {None, value}:
        return context.fault("SL209", f"the constraint {name} is given twice")
    return replace(shape, bounds=replace(shape.bounds, **{name: value}))


def _match(shape: StrShape, value: str | re.Pattern[str], context: Context) -> Shape:
    text, flags = (value, 0) if isinstance(value, str) else (value.pattern, value.flags & ~re.UNICODE)
    if flags:
        return context.fault("SL209", f"the pattern /{text}/ has flags", "write the pattern without flags")
    if shape.pattern not in {None, text}:
        return context.fault("SL209", "the constraint pattern is given twice", "write one pattern for both")
    try:
        return replace(shape, pattern=text, portable=portable(text))
    except ValueError as error:
        return context.fault("SL209", f"the pattern /{text}/ cannot be checked: {error}")


def discriminate(shape: Shape, value: object, context: Context) -> Shape:
    """Return a union whose declared discriminator `value` tells its models apart; keeps a fault otherwise."""
    tagged = None
    if isinstance(shape, UnionShape):
        tagged = tagged_by(shape, str(value))
    return tagged or context.fault(
        "SL209",
        f"the discriminator {value!r} is no field that each model declares as a Literal of its own",
        "declare it in each model, as `kind: Literal['card']`",
    )
