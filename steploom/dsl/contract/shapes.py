"""Shapes: what a declared type admits as JSON, as a closed set of frozen dataclasses.

A shape says nothing about how it was declared; it remembers the Python class it came from only where an object must
be made again. Constraints are plain data, so that the compiler can write the same check as JSONata.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Literal, TypeAlias

from steploom.dsl.contract.formats import (
    BASE64_PATTERN,
    DATE_PATTERN,
    DATE_TIME_PATTERN,
    DECIMAL_PATTERN,
    UUID_PATTERN,
)
from steploom.jsontext import Json

__all__ = [
    "MAX_INTEGER",
    "NO_DEFAULT",
    "AnyShape",
    "BoolShape",
    "Bounds",
    "BytesShape",
    "DateShape",
    "DateTimeShape",
    "DecimalShape",
    "DictShape",
    "EnumShape",
    "Extra",
    "FieldShape",
    "FloatShape",
    "IntShape",
    "ListShape",
    "LiteralShape",
    "ModelShape",
    "NoDefault",
    "NoneShape",
    "Shape",
    "StrShape",
    "TextShape",
    "TimedeltaShape",
    "TupleShape",
    "UUIDShape",
    "UnionShape",
]

Extra: TypeAlias = Literal["ignore", "forbid", "allow"]


class NoDefault(Enum):
    """The type of `NO_DEFAULT`: a field that is required, or stays absent; null would be a default."""

    NO_DEFAULT = "NO_DEFAULT"

    def __repr__(self) -> str:
        return "NO_DEFAULT"


NO_DEFAULT = NoDefault.NO_DEFAULT

#: The largest integer that a double tells from its neighbours: Step Functions reads every number as a double.
MAX_INTEGER = 2**53 - 1


@dataclass(frozen=True, slots=True)
class AnyShape:
    """Any JSON value: declared as `Any` or `object`."""


@dataclass(frozen=True, slots=True)
class NoneShape:
    """JSON null."""


@dataclass(frozen=True, slots=True)
class BoolShape:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Constraints of a number; those that are None do not hold. `multiple_of` is a whole number above 0."""

    ge: int | float | None = None
    gt: int | float | None = None
    le: int | float | None = None
    lt: int | float | None = None
    multiple_of: int | None = None


@dataclass(frozen=True, slots=True)
class IntShape:
    """An integer-valued number: 3 and 3.0, not 3.5 and not true; at most `MAX_INTEGER`, positive or negative."""

    bounds: Bounds = Bounds()


@dataclass(frozen=True, slots=True)
class FloatShape:
    """Any number, not true or false."""

    bounds: Bounds = Bounds()


@dataclass(frozen=True, slots=True)
class StrShape:
    """A string.

    Attributes:
        min_length: Least number of characters (code points).
        max_length: Most characters, or None.
        pattern: Regular expression as the user wrote it, searched anywhere in the text; for messages.
        portable: The same expression in the form that Python, JavaScript and Java read alike, slashes escaped,
            ready to stand between the slashes of a JSONata regular expression.
    """

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    portable: str | None = None


@dataclass(frozen=True, slots=True)
class LiteralShape:
    """One of some JSON scalars; true differs from 1."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class EnumShape:
    """The value of one member of an Enum class; values are JSON scalars."""

    values: tuple[Json, ...]
    python: type[Enum]


@dataclass(frozen=True, slots=True)
class ListShape:
    """A JSON array of any length; `python` is the class that is built: list or tuple."""

    item: Shape
    min_length: int = 0
    max_length: int | None = None
    python: type[list[object] | tuple[object, ...]] = list


@dataclass(frozen=True, slots=True)
class TupleShape:
    """A JSON array with exactly these items."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class DictShape:
    """A JSON object with any keys."""

    value: Shape


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of an object.

    Attributes:
        name: The key in JSON (the alias where there is one).
        shape: What its value must be.
        required: Whether the key must be there.
        default: The JSON value it has when the key is absent; `NO_DEFAULT` when it is required, or stays absent
            (`NotRequired` in a TypedDict).
        attribute: The name in Python.
    """

    name: str
    shape: Shape
    required: bool
    default: Json | NoDefault
    attribute: str


@dataclass(frozen=True, slots=True)
class ModelShape:
    """A JSON object with declared fields.

    Attributes:
        name: The class's name, for messages.
        fields: In declaration order.
        extra: What happens to other keys: dropped, a fault, or kept as they are.
        python: The class to build, or None: a plain dict keyed by attribute (arguments of a function).
        allowed: Keys that are never a fault, even under `forbid`, and never built: `_meta` of an event, and the
            computed fields.
        computed: Fields that leave and never enter.
    """

    name: str
    fields: tuple[FieldShape, ...]
    extra: Extra = "ignore"
    python: type | None = None
    allowed: tuple[str, ...] = ()
    computed: tuple[FieldShape, ...] = ()


@dataclass(frozen=True, slots=True)
class UnionShape:
    """One of several shapes.

    An object chooses among the models by the value of the key `tag` when there is one: each of the models has it as
    a field of LiteralShape or EnumShape with values of its own, and it must be there even where the field has a
    default. Else the first option without fault counts, in order.
    """

    options: tuple[Shape, ...]
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class DateTimeShape:
    """An ISO 8601 date-time with offset."""

    word: ClassVar[str] = "date-time"
    portable: ClassVar[str] = DATE_TIME_PATTERN


@dataclass(frozen=True, slots=True)
class DateShape:
    """An ISO 8601 date."""

    word: ClassVar[str] = "date"
    portable: ClassVar[str] = DATE_PATTERN


@dataclass(frozen=True, slots=True)
class TimedeltaShape:
    """A number of seconds, within Python's range of about 2.7 million years."""

    bounds: ClassVar[Bounds] = Bounds(ge=-86_399_999_913_600, le=86_399_999_999_999)


@dataclass(frozen=True, slots=True)
class DecimalShape:
    """A decimal number as text: no double rounds it."""

    word: ClassVar[str] = "decimal"
    portable: ClassVar[str] = DECIMAL_PATTERN


@dataclass(frozen=True, slots=True)
class UUIDShape:
    """A UUID of 32 hexadecimal digits and four hyphens."""

    word: ClassVar[str] = "uuid"
    portable: ClassVar[str] = UUID_PATTERN


@dataclass(frozen=True, slots=True)
class BytesShape:
    """Bytes in base64 with padding."""

    word: ClassVar[str] = "base64"
    portable: ClassVar[str] = BASE64_PATTERN


#: Strings that must match `portable` as a whole; a fault reads "expected <word>, got <kind>".
TextShape: TypeAlias = DateTimeShape | DateShape | DecimalShape | UUIDShape | BytesShape

Shape: TypeAlias = (
    AnyShape
    | NoneShape
    | BoolShape
    | IntShape
    | FloatShape
    | StrShape
    | LiteralShape
    | EnumShape
    | ListShape
    | TupleShape
    | DictShape
    | ModelShape
    | UnionShape
    | TimedeltaShape
    | TextShape
)
