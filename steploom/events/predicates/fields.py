"""Fields of an event: a chain of attributes, resolved through the declared types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from steploom.diagnostics import Span
from steploom.dsl.contract import (
    NO_DEFAULT,
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
    TimedeltaShape,
    UnionShape,
    UUIDShape,
)
from steploom.events.predicates import numbers as nums
from steploom.events.predicates import strings as strs
from steploom.events.predicates.values import NOTHING, Values, of_value
from steploom.jsontext import Json

__all__ = ["Field", "Missing", "NoSuchField", "field_at", "witness_of"]


class Missing(Enum):
    """What a predicate meets where a field is missing besides a default: an AttributeError, or nothing at all."""

    RAISES = "RAISES"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        path: Its keys in `detail`; fields are equal when their paths are.
        name: How the predicate writes it.
        domain: The scalars it can hold; of a list, those its elements can hold.
        opaque: Whether it can hold values that no pattern compares: dates, objects, lists of objects.
        is_list: Whether it is a list.
        nullable: Whether it can be null.
        enums: The Enum classes of its values.
        when_missing: What the predicate meets where the key is missing: defaults, or `Missing.RAISES`; empty where
            the key is always there.
        options: The shapes its value can have.
        own_defaults: How many of `when_missing`, the last ones, are the field's own defaults; the others are due to
            an object above it that is missing or null.
        witness: A field that is there exactly when the object right above is, where both kinds occur; or None.
        span: Where it is first written.
    """

    path: tuple[str, ...]
    name: str = field(compare=False)
    domain: Values = field(compare=False)
    opaque: bool = field(compare=False)
    is_list: bool = field(compare=False)
    nullable: bool = field(compare=False)
    enums: tuple[type[Enum], ...] = field(compare=False)
    when_missing: tuple[Json | Missing, ...] = field(compare=False)
    options: tuple[Shape, ...] = field(compare=False, default=())
    own_defaults: int = field(compare=False, default=0)
    witness: Field | None = field(compare=False, default=None)
    span: Span | None = field(compare=False, default=None)

    @property
    def may_miss(self) -> bool:
        """Whether the key can be missing while the event is whole."""
        return bool(self.when_missing)

    @property
    def holds_objects(self) -> bool:
        """Whether its value can be an object."""
        return any(isinstance(each, ModelShape | DictShape | AnyShape) for each in self.options)


class NoSuchField(Exception):
    """A chain of attributes that the declared types do not have; the text says what is wrong."""


def field_at(event: ModelShape, attributes: tuple[str, ...], span: Span | None = None) -> Field:
    """Return the field that a chain of attributes means.

    Args:
        event: The shape of the event class.
        attributes: From the event on: `e.address.city` is `("address", "city")`.
        span: Where the chain stands.

    Raises:
        NoSuchField: There is no such field, or it leads through a list or a dict.
    """
    options: list[Shape] = [event]
    missing: list[Json | Missing] = []
    own: list[Json | Missing] = []
    path: list[str] = []
    for index, attribute in enumerate(attributes):
        steps = [_member(each, attribute) for each in options]
        found = [each for each in steps if each is not None]
        if not found:
            raise NoSuchField(_no_member(attributes[:index], attribute, options))
        key = found[0].name
        if any(each.name != key for each in found):
            raise NoSuchField(f"{attribute} has different names in JSON, depending on the type")
        path.append(key)
        missing = [_below(each, key) for each in (*missing, *own)]
        missing += [Missing.RAISES] * (len(steps) - len(found))
        own = [each.default for each in found if each.default is not NO_DEFAULT]
        options = [option for each in found for option in _options(each.shape)]
    plain = _field(tuple(path), ".".join(attributes), options, (*missing, *own), span)
    witness = witness_of(event, attributes[:-1], span) if missing and own else None
    return replace(plain, own_defaults=len(own), witness=witness)


def witness_of(event: ModelShape, attributes: tuple[str, ...], span: Span | None = None) -> Field | None:
    """Return a field that is there exactly when the object at `attributes` is there and not null, or None.

    An object is no leaf, so a pattern can only ask for a field in it that is always there.
    """
    leaf = field_at(event, attributes, span)
    models = [option for option in leaf.options if isinstance(option, ModelShape)]
    if len(models) != 1 or not all(isinstance(each, ModelShape | NoneShape) for each in leaf.options):
        return None
    for member in models[0].fields:
        if not member.required:
            continue
        inner = (*attributes, member.attribute)
        found = field_at(event, inner, span)
        if not found.opaque and not found.is_list:
            return found
        deeper = None if found.is_list else witness_of(event, inner, span)
        if deeper is not None and not found.nullable:
            return deeper
    return None


def _options(shape: Shape) -> tuple[Shape, ...]:
    if isinstance(shape, UnionShape):
        return tuple(option for each in shape.options for option in _options(each))
    return (shape,)


def _member(shape: Shape, attribute: str) -> FieldShape | None:
    # A TypedDict is a dict in Python: it has keys, no attributes.
    if not isinstance(shape, ModelShape) or shape.python is None or issubclass(shape.python, dict):
        return None
    return next((each for each in shape.fields if each.attribute == attribute), None)


def _no_member(before: tuple[str, ...], attribute: str, options: list[Shape]) -> str:
    where = ".".join(before) or "the event"
    if any(isinstance(each, ListShape) for each in options):
        return f"{where} is a list"
    return f"{where} has no field {attribute!r}"


def _below(default: Json | Missing, key: str) -> Json | Missing:
    return default[key] if isinstance(default, dict) and key in default else Missing.RAISES


def _field(
    path: tuple[str, ...], name: str, options: list[Shape], missing: tuple[Json | Missing, ...], span: Span | None
) -> Field:
    lists = [each for each in options if isinstance(each, ListShape)]
    nullable = any(_scalars(each).null for each in options)
    if lists and all(isinstance(each, ListShape | NoneShape) for each in options):
        leaves = [option for each in lists for option in _options(each.item)]
        domain, opaque = _union(leaves), any(_opaque(each) for each in leaves)
    else:
        leaves, domain, opaque = options, _union(options), any(_opaque(each) for each in options)
        lists = []
    enums = tuple(each.python for each in leaves if isinstance(each, EnumShape))
    return Field(path, name, domain, opaque, bool(lists), nullable, enums, missing, tuple(options), span=span)


def _union(shapes: Iterable[Shape]) -> Values:
    found = NOTHING
    for each in shapes:
        found |= _scalars(each)
    return found


def _scalars(shape: Shape) -> Values:
    """The scalars of a shape; an opaque one is widened to the whole of its JSON type."""
    match shape:
        case NoneShape():
            return Values(null=True)
        case BoolShape():
            return Values(booleans=frozenset({True, False}))
        case IntShape() | FloatShape() | TimedeltaShape():
            return Values(numbers=nums.ALL_NUMBERS)
        case StrShape() | DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return Values(strings=strs.ALL_STRINGS)
        case LiteralShape() | EnumShape():
            found = NOTHING
            for value in shape.values:
                found |= _whole_type(value)
            return found
        case _:
            return NOTHING


def _whole_type(value: Json) -> Values:
    """A Literal's text is still a text: EventBridge may meet any other, and a shorter pattern says the same."""
    if value is None or isinstance(value, bool):
        return of_value(value)
    return Values(strings=strs.ALL_STRINGS) if isinstance(value, str) else Values(numbers=nums.ALL_NUMBERS)


def _opaque(shape: Shape) -> bool:
    plain = NoneShape | BoolShape | IntShape | FloatShape | StrShape | LiteralShape | EnumShape
    return not isinstance(shape, plain)
