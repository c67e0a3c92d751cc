from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, NewType, NotRequired, Optional, Required, TypedDict, TypeVar
from uuid import UUID

import annotated_types as at
import pytest
import typing_extensions
from pydantic import BaseModel

from steploom.dsl.contract import (
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
    TupleShape,
    UnionShape,
    UUIDShape,
    shape_of,
)
from steploom.errors import DeclarationError

T = TypeVar("T")
Sku = NewType("Sku", str)


class Size(enum.Enum):
    SMALL = "S"
    LARGE = "L"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


@dataclass
class Card:
    number: str
    kind: Literal["card"] = "card"


@dataclass
class Transfer:
    iban: str
    kind: Literal["transfer"] = "transfer"


@dataclass
class Page(Generic[T]):
    items: list[T]
    next: str | None = None


class Address(TypedDict):
    street: str
    zip: NotRequired[str]


class Loose(TypedDict, total=False):
    street: Required[str]
    zip: str


class Portable(typing_extensions.TypedDict):
    street: str
    zip: typing_extensions.NotRequired[str]


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        (str, StrShape()),
        (int, IntShape()),
        (float, FloatShape()),
        (bool, BoolShape()),
        (None, NoneShape()),
        (Any, AnyShape()),
        (object, AnyShape()),
        (list, ListShape(AnyShape())),
        (list[int], ListShape(IntShape())),
        (Sequence[int], ListShape(IntShape())),
        (tuple[int, ...], ListShape(IntShape(), python=tuple)),
        (tuple[int, str], TupleShape((IntShape(), StrShape()))),
        (dict[str, float], DictShape(FloatShape())),
        (Mapping[str, float], DictShape(FloatShape())),
        (Literal["a", 1, None], LiteralShape(("a", 1, None))),  # noqa: PYI061 - the form under test
        (Size, EnumShape(("S", "L"), Size)),
        (Level, EnumShape((1, 2), Level)),
        (Optional[int], UnionShape((IntShape(), NoneShape()))),  # noqa: UP045 - the form under test
        (int | str, UnionShape((IntShape(), StrShape()))),
        (str | int, UnionShape((StrShape(), IntShape()))),
        (int | str | None, UnionShape((IntShape(), StrShape(), NoneShape()))),
        (datetime, DateTimeShape()),
        (date, DateShape()),
        (timedelta, TimedeltaShape()),
        (Decimal, DecimalShape()),
        (UUID, UUIDShape()),
        (bytes, BytesShape()),
        (Sku, StrShape()),
        (Annotated[int, at.Ge(1), at.Le(9)], IntShape(Bounds(ge=1, le=9))),
        (Annotated[float, at.Interval(gt=0, lt=1)], FloatShape(Bounds(gt=0, lt=1))),
        (Annotated[str, at.Len(1, 9)], StrShape(1, 9)),
        (Annotated[list[str], at.MinLen(1)], ListShape(StrShape(), 1)),
        (Annotated[int, at.MultipleOf(5)], IntShape(Bounds(multiple_of=5))),
        (Annotated[int | None, at.Ge(1)], UnionShape((IntShape(Bounds(ge=1)), NoneShape()))),
        (Annotated[str, "a note for people"], StrShape()),
        (list[Annotated[int, at.Ge(1)]], ListShape(IntShape(Bounds(ge=1)))),
    ],
)
def test_a_type_has_its_shape(annotation: Any, shape: Shape) -> None:
    assert shape_of(annotation) == shape


def test_a_dataclass_is_an_object() -> None:
    @dataclass(frozen=True)
    class Order:
        id: str
        notes: list[str] = field(default_factory=list)
        country: str = "DE"
        tags: list[str] = field(default_factory=lambda: ["new"])
        seen: bool = field(default=False, init=False)

    seen = FieldShape("seen", BoolShape(), required=False, default=False, attribute="seen")
    assert shape_of(Order) == ModelShape(
        "Order",
        (
            FieldShape("id", StrShape(), required=True, default=NO_DEFAULT, attribute="id"),
            FieldShape("notes", ListShape(StrShape()), required=False, default=[], attribute="notes"),
            FieldShape("country", StrShape(), required=False, default="DE", attribute="country"),
            FieldShape("tags", ListShape(StrShape()), required=False, default=["new"], attribute="tags"),
        ),
        python=Order,
        allowed=("seen",),
        computed=(seen,),
    )


@pytest.mark.parametrize("owner", [Address, Loose, Portable])
def test_a_typed_dict_knows_which_keys_may_be_absent(owner: Any) -> None:
    assert shape_of(owner) == ModelShape(
        owner.__name__,
        (
            FieldShape("street", StrShape(), required=True, default=NO_DEFAULT, attribute="street"),
            FieldShape("zip", StrShape(), required=False, default=NO_DEFAULT, attribute="zip"),
        ),
        python=dict,
    )


def test_a_generic_class_takes_its_arguments() -> None:
    shape = shape_of(Page[Page[int]])

    assert isinstance(shape, ModelShape)
    inner = shape.fields[0].shape
    assert isinstance(inner, ListShape)
    assert isinstance(inner.item, ModelShape)
    assert inner.item.fields[0].shape == ListShape(IntShape())


def test_models_with_a_literal_of_their_own_are_told_apart_by_it() -> None:
    shape = shape_of(Card | Transfer | None)

    assert isinstance(shape, UnionShape)
    assert shape.tag == "kind"
    assert [type(each) for each in shape.options] == [ModelShape, ModelShape, NoneShape]


def test_models_without_one_are_tried_in_order() -> None:
    shape = shape_of(Card | Page[int])

    assert isinstance(shape, UnionShape)
    assert shape.tag is None


def test_the_order_of_a_union_survives_an_equal_one_read_before() -> None:
    # typing holds int | str and str | int for equal: a cache by equality would mix them up.
    assert shape_of(list[int | str]) == ListShape(UnionShape((IntShape(), StrShape())))
    assert shape_of(list[str | int]) == ListShape(UnionShape((StrShape(), IntShape())))


class Node(BaseModel):
    children: list[Node]


class Odd(enum.Enum):
    PAIR = (1, 2)


class Bits(enum.Flag):
    A = 1


@dataclass
class Checked:
    x: int

    def __post_init__(self) -> None:
        self.x += 1


@pytest.mark.parametrize(
    ("annotation", "codes", "text"),
    [
        (set, ["SL202"], "set: set has no JSON form"),
        (set[int], ["SL202"], "set[int]: set[int] has no JSON form"),
        (dict[int, str], ["SL202"], "the keys of a JSON object are strings, not int"),
        (complex, ["SL202"], "complex has no JSON form"),
        (list[complex], ["SL202"], "list[complex][]: complex has no JSON form"),
        (Node, ["SL202"], "Node.children[]: Node contains itself"),
        (Odd, ["SL202"], "Odd has values that are no JSON scalars"),
        (Bits, ["SL202"], "Bits has no JSON form"),
        (T, ["SL202"], "stands for no type"),
        (Page, ["SL202"], "Page.items[]: the type variable ~T stands for no type"),
        (Literal[Size.SMALL], ["SL202"], "has no JSON form"),
        (Checked, ["SL203"], "Checked.__post_init__ runs code of its own"),
        (Annotated[int, at.Predicate(bool)], ["SL203"], "Predicate runs code of its own"),
        (Annotated[str, at.Ge(1)], ["SL209"], "the constraint ge=1 cannot be checked on a str"),
        (Annotated[Decimal, at.Ge(1)], ["SL209"], "the constraint ge=1 cannot be checked on a decimal"),
        (Annotated[datetime, at.Timezone(None)], ["SL209"], "Timezone cannot be checked by the contract"),
        (Annotated[float, at.MultipleOf(0.1)], ["SL209"], "no whole number above 0"),
        (Annotated[float, at.Lt(float("inf"))], ["SL209"], "no finite number"),
        (tuple[complex, set], ["SL202", "SL202"], "[1]: set has no JSON form"),
    ],
)
def test_what_cannot_be_a_contract_is_a_diagnostic(annotation: Any, codes: list[str], text: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        shape_of(annotation)

    assert [each.code for each in caught.value.diagnostics] == codes
    assert text in str(caught.value)


def test_a_default_that_may_change_is_no_constant() -> None:
    @dataclass
    class Stamped:
        on: date = field(default_factory=date.today)
        at: date = field(default_factory=lambda: date.today())  # noqa: DTZ011, PLW0108 - the form under test
        fine: list[int] = field(default_factory=lambda: [1, 2])

    with pytest.raises(DeclarationError) as caught:
        shape_of(Stamped)
    assert [str(each) for each in caught.value.diagnostics] == [
        "SL209 Stamped.on: its default factory may give another value each time",
        "SL209 Stamped.at: its default factory may give another value each time",
    ]


def test_a_default_must_fit_its_type() -> None:
    @dataclass
    class Sloppy:
        count: int = None  # type: ignore[assignment]

    with pytest.raises(
        DeclarationError, match=r"Sloppy\.count: the default does not fit the type: it: expected integer, got null"
    ):
        shape_of(Sloppy)
