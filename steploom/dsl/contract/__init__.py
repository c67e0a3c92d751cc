"""The contract: what a declared type means as JSON, for inputs, arguments and results.

Input: annotations, JSON values, Python objects. Output: a closed tree of shapes; the faults of a value, each with its
path; objects built from JSON, and JSON dumped from objects. Must not: coerce anything, run a user's code, or import
pydantic for users who have no model.

| Python | JSON | note |
|---|---|---|
| `str`, `bool`, `None` | string, boolean, null | |
| `int` | number with an integer value | `3.0` is 3; `true` is no number; at most 2**53 - 1 either way |
| `float` | number | neither NaN nor Infinity |
| `list[T]`, `Sequence[T]`, `tuple[T, ...]` | array | |
| `tuple[A, B]` | array of exactly these | |
| `dict[str, T]`, `Mapping[str, T]` | object | |
| model, event, dataclass, TypedDict | object | aliases are the keys; unknown keys as `extra` says |
| `Literal`, `Enum` | one of the values | an Enum by its value |
| `A | B`, `Optional[T]` | the first that fits | models by a Literal field of their own where they have one |
| `datetime` | `"2026-01-31T09:30:00+01:00"` or with `Z` | ISO 8601, the offset required, at most microseconds |
| `date` | `"2026-01-31"` | |
| `timedelta` | number of seconds | to the microsecond |
| `Decimal` | `"9.90"` | text, so that no double rounds it |
| `UUID` | `"0b5c0a60-…"` | |
| `bytes` | base64 with padding | |
| `Any`, `object` | any JSON value | objects need a declared type to be dumped |
"""

from steploom.dsl.contract.annotations import shape_of
from steploom.dsl.contract.faults import Fault, cause, faults, matches, tag_values, title
from steploom.dsl.contract.kinds import kind_of, kinds, number_text, same_scalar, words
from steploom.dsl.contract.parameters import input_shape, parameters_shape, takes_whole_input
from steploom.dsl.contract.shapes import (
    MAX_INTEGER,
    NO_DEFAULT,
    AnyShape,
    BoolShape,
    Bounds,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    Extra,
    FieldShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoDefault,
    NoneShape,
    Shape,
    StrShape,
    TextShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
)
from steploom.dsl.contract.values import build, check, dump

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
    "Fault",
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
    "build",
    "cause",
    "check",
    "dump",
    "faults",
    "input_shape",
    "kind_of",
    "kinds",
    "matches",
    "number_text",
    "parameters_shape",
    "same_scalar",
    "shape_of",
    "tag_values",
    "takes_whole_input",
    "title",
    "words",
]
