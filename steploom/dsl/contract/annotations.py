"""From an annotation to its shape."""

from __future__ import annotations

import collections.abc
import dataclasses
import types
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, Flag
from functools import lru_cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NewType,
    NotRequired,
    Required,
    TypeVar,
    Union,
    get_args,
    get_origin,
)
from uuid import UUID

from steploom.dsl.contract.constraints import constrain
from steploom.dsl.contract.context import Context
from steploom.dsl.contract.models import is_model, model_shape
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
    NoneShape,
    Shape,
    StrShape,
    TimedeltaShape,
    TupleShape,
    UUIDShape,
)
from steploom.dsl.contract.structures import dataclass_shape, is_typed_dict, typed_dict_shape
from steploom.dsl.contract.unions import union_of
from steploom.errors import DeclarationError

__all__ = ["resolve", "shape_of"]

_PLAIN: dict[object, Shape] = {
    Any: AnyShape(),
    object: AnyShape(),
    None: NoneShape(),
    type(None): NoneShape(),
    bool: BoolShape(),
    int: IntShape(),
    float: FloatShape(),
    str: StrShape(),
    datetime: DateTimeShape(),
    date: DateShape(),
    timedelta: TimedeltaShape(),
    Decimal: DecimalShape(),
    UUID: UUIDShape(),
    bytes: BytesShape(),
    list: ListShape(AnyShape()),
    tuple: ListShape(AnyShape(), python=tuple),
    dict: DictShape(AnyShape()),
}
_LISTS = (list, collections.abc.Sequence)
_DICTS = (dict, collections.abc.Mapping)


def shape_of(annotation: Any, where: str = "") -> Shape:
    """Return the shape of a type.

    Args:
        annotation: A resolved annotation: no text, no forward reference.
        where: How messages name it; the type's own name when empty.

    Raises:
        DeclarationError: With every part that has no JSON form (SL202), runs code of its own (SL203) or is a
            constraint that no contract can check (SL209).

    Example:
        >>> shape_of(list[int])
        ListShape(item=IntShape(bounds=Bounds(ge=None, gt=None, le=None, lt=None, multiple_of=None)), min_length=0, \
max_length=None, python=<class 'list'>)
    """
    # Only classes are cached: int | str equals str | int, and the order of a union matters here.
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return _cached(annotation, where)
    return _read(annotation, where)


def _read(annotation: Any, where: str) -> Shape:
    context = Context(resolve, where or _name(annotation))
    shape = resolve(annotation, context)
    if context.found.failed:
        raise DeclarationError(context.found.items)
    return shape


_cached = lru_cache(maxsize=1024)(_read)


def resolve(annotation: Any, context: Context) -> Shape:
    """Return the shape of an annotation at a place; keeps faults in the context."""
    plain = _plain(annotation)
    if plain is not None:
        return plain
    if isinstance(annotation, NewType):
        return resolve(annotation.__supertype__, context)
    if isinstance(annotation, TypeVar):
        return _variable(annotation, context)
    origin = get_origin(annotation)
    if origin is not None:
        return _generic(annotation, origin, context)
    if hasattr(annotation, "__value__"):  # `type X = ...`
        return resolve(annotation.__value__, context)
    if isinstance(annotation, type):
        return _class(annotation, annotation, {}, context)
    return _no_form(annotation, context)


def _plain(annotation: Any) -> Shape | None:
    try:
        return _PLAIN.get(annotation)
    except TypeError:  # metadata that cannot be hashed
        return None


def _no_form(annotation: Any, context: Context) -> Shape:
    hint = "use str, int, float, bool, list, dict[str, …], Enum, datetime, Decimal, UUID, bytes, or a model of them"
    return context.fault("SL202", f"{_name(annotation)} has no JSON form", hint)


def _name(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)


def _variable(variable: TypeVar, context: Context) -> Shape:
    for each, meaning in context.variables:
        if each is variable:
            return resolve(meaning, context)
    if variable.__bound__ is not None:
        return resolve(variable.__bound__, context)
    return context.fault("SL202", f"the type variable {variable} stands for no type", "name the type, as Page[Item]")


def _generic(annotation: Any, origin: Any, context: Context) -> Shape:
    arguments = get_args(annotation)
    special = _SPECIAL.get(origin)
    if special is not None:
        return special(arguments, context)
    if origin in _LISTS:
        return ListShape(resolve(arguments[0], context.at(f"{context.where}[]")))
    if origin in _DICTS:
        return _dict(arguments, context)
    parameters = getattr(origin, "__parameters__", ())
    if isinstance(origin, type) and len(parameters) == len(arguments):
        known = [_meaning(each, context) for each in arguments]
        return _class(origin, annotation, dict(zip(parameters, known, strict=True)), context)
    return _no_form(annotation, context)


def _meaning(argument: Any, context: Context) -> Any:
    return next((meaning for each, meaning in context.variables if each is argument), argument)


def _annotated(arguments: tuple[Any, ...], context: Context) -> Shape:
    return constrain(resolve(arguments[0], context), arguments[1:], context)


def _wrapped(arguments: tuple[Any, ...], context: Context) -> Shape:
    return resolve(arguments[0], context)


def _union(arguments: tuple[Any, ...], context: Context) -> Shape:
    return union_of([resolve(each, context) for each in arguments])


def _literal(arguments: tuple[Any, ...], context: Context) -> Shape:
    for each in arguments:
        if isinstance(each, Enum | bytes):
            return context.fault("SL202", f"Literal[{each!r}] has no JSON form", "name the value, or the Enum class")
    return LiteralShape(arguments)


def _tuple(arguments: tuple[Any, ...], context: Context) -> Shape:
    if len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - tuple[T, ...]
        return ListShape(resolve(arguments[0], context.at(f"{context.where}[]")), python=tuple)
    places = (context.at(f"{context.where}[{at}]") for at in range(len(arguments)))
    return TupleShape(tuple(resolve(each, place) for each, place in zip(arguments, places, strict=True)))


def _dict(arguments: tuple[Any, ...], context: Context) -> Shape:
    key, value = arguments
    if resolve(key, context) != StrShape():
        return context.fault("SL202", f"the keys of a JSON object are strings, not {_name(key)}", "use dict[str, …]")
    return DictShape(resolve(value, context.at(f"{context.where}.*")))


_SPECIAL: dict[object, Callable[[tuple[Any, ...], Context], Shape]] = {
    Annotated: _annotated,
    Union: _union,
    types.UnionType: _union,
    Literal: _literal,
    tuple: _tuple,
    Final: _wrapped,
    Required: _wrapped,
    NotRequired: _wrapped,
}


def _class(owner: Any, annotation: Any, variables: dict[object, Any], context: Context) -> Shape:
    if annotation in context.open:
        return context.fault("SL202", f"{_name(annotation)} contains itself", "give it a fixed depth, or declare Any")
    if is_model(owner):
        return model_shape(owner, context.inside(annotation, context.where, variables))
    if dataclasses.is_dataclass(owner):
        return dataclass_shape(owner, context.inside(annotation, context.where, variables))
    if is_typed_dict(owner):
        return typed_dict_shape(owner, context.inside(annotation, context.where, variables))
    if issubclass(owner, Enum) and not issubclass(owner, Flag):
        return _enum(owner, context)
    return _no_form(annotation, context)


def _enum(owner: type[Enum], context: Context) -> Shape:
    values = tuple(each.value for each in owner)
    if not values or not all(isinstance(each, str | int | float | None) for each in values):
        return context.fault("SL202", f"{owner.__name__} has values that are no JSON scalars", "use texts or numbers")
    return EnumShape(values, owner)
