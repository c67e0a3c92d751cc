from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, TypedDict
from uuid import UUID

import annotated_types as at
import pytest
from pydantic import BaseModel, ConfigDict, Field

from steploom.dsl.contract import Fault, cause, faults, shape_of


class Size(enum.Enum):
    SMALL = "S"
    LARGE = "L"


class Item(BaseModel):
    sku: str
    quantity: int = Field(1, ge=1)


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    order_id: str = Field(min_length=1)
    items: list[Item] = Field(min_length=1, max_length=2)
    note: str | None = None


@dataclass
class Card:
    kind: Literal["card"]
    number: str


@dataclass
class Transfer:
    kind: Literal["transfer", "sepa"]
    iban: str


class Circle(TypedDict):
    radius: float


class Square(TypedDict):
    side: float


def found(annotation: Any, value: Any) -> list[str]:
    return [str(each) for each in faults(shape_of(annotation), value)]


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (str, ""),
        (int, 3),
        (int, 3.0),
        (int, -(2**53 - 1)),
        (float, 3),
        (float, 0.5),
        (bool, False),
        (None, None),
        (Any, {"a": [1, None]}),
        (list[int], []),
        (tuple[int, str], [1, "a"]),
        (dict[str, int], {"": 1}),
        (Literal["a", 1], 1.0),
        (Size, "S"),
        (int | None, None),
        (datetime, "2024-02-29T23:59:59.123456+14:00"),
        (datetime, "2026-01-31T09:30:00Z"),
        (date, "2000-02-29"),
        (timedelta, -0.5),
        (timedelta, timedelta.min.total_seconds()),
        (Decimal, "-12.50"),
        (Decimal, "1E+3"),
        (UUID, "0B5C0A60-3D1F-4C5E-9E0A-0123456789ab"),
        (bytes, ""),
        (bytes, "aGk="),
        (Annotated[int, at.MultipleOf(5)], -10),
        (Order, {"order_id": "o", "items": [{"sku": "a"}]}),
        (Card | Transfer, {"kind": "sepa", "iban": "DE1"}),
        (Circle | Square, {"side": 2}),
    ],
)
def test_what_fits_has_no_fault(annotation: Any, value: Any) -> None:
    assert found(annotation, value) == []


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        (str, 1, ["input: expected string, got number"]),
        (str, None, ["input: expected string, got null"]),
        (int, "1", ["input: expected integer, got string"]),
        (int, True, ["input: expected integer, got boolean"]),
        (int, 3.5, ["input: expected integer, got number"]),
        (float, False, ["input: expected number, got boolean"]),
        (bool, 1, ["input: expected boolean, got number"]),
        (None, {}, ["input: expected null, got object"]),
        (list[int], {}, ["input: expected list, got object"]),
        (dict[str, int], [], ["input: expected object, got list"]),
        (Item, [], ["input: expected object, got list"]),
        (list[int], [1, "2", None], ["[1]: expected integer, got string", "[2]: expected integer, got null"]),
        (dict[str, list[int]], {"a b": [True]}, ["a b[0]: expected integer, got boolean"]),
        (tuple[int, str], [1], ["input: must have exactly 2 items"]),
        (tuple[int, str], ["1", 2], ["[0]: expected integer, got string", "[1]: expected string, got number"]),
        (Literal["DE", "FR"], "US", ['input: must be one of "DE", "FR"']),
        (Literal["DE", "FR"], None, ['input: must be one of "DE", "FR"']),
        (Literal[1, True], 2, ["input: must be one of 1, true"]),
        (Literal[1], True, ["input: must be one of 1"]),
        (Size, "M", ['input: must be one of "S", "L"']),
        (Annotated[int, at.Ge(0)], -1, ["input: must be >= 0"]),
        (Annotated[float, at.Gt(0.0)], 0, ["input: must be > 0"]),
        (Annotated[float, at.Le(9.5)], 10, ["input: must be <= 9.5"]),
        (Annotated[int, at.Lt(9)], 9, ["input: must be < 9"]),
        (Annotated[int, at.Ge(10), at.MultipleOf(5)], 7, ["input: must be >= 10", "input: must be a multiple of 5"]),
        (Annotated[str, at.MinLen(1)], "", ["input: must have at least 1 characters"]),
        (Annotated[str, at.MaxLen(2)], "abc", ["input: must have at most 2 characters"]),
        (Annotated[list[int], at.MinLen(1)], [], ["input: must have at least 1 items"]),
        (
            Annotated[list[int], at.MaxLen(0)],
            ["a"],
            ["input: must have at most 0 items", "[0]: expected integer, got string"],
        ),
        (Annotated[str, Field(pattern="^a/b$")], "a/b\n", ["input: must match /^a/b$/"]),
        (datetime, "2026-01-31T09:30:00", ["input: expected date-time, got string"]),
        (datetime, "2026-02-29T09:30:00Z", ["input: expected date-time, got string"]),
        (datetime, "2026-01-31T24:00:00Z", ["input: expected date-time, got string"]),
        (datetime, "2026-01-31T09:30:00Z\n", ["input: expected date-time, got string"]),
        (datetime, 1700000000, ["input: expected date-time, got number"]),
        (date, "1900-02-29", ["input: expected date, got string"]),
        (date, "0000-01-01", ["input: expected date, got string"]),
        (timedelta, "PT1S", ["input: expected number, got string"]),
        (timedelta, 1e300, ["input: must be <= 86399999999999"]),
        (timedelta, -1e300, ["input: must be >= -86399999913600"]),
        (Decimal, 1.5, ["input: expected decimal, got number"]),
        (Decimal, "NaN", ["input: expected decimal, got string"]),
        (Decimal, "01", ["input: expected decimal, got string"]),
        (UUID, "0b5c0a603d1f4c5e9e0a0123456789ab", ["input: expected uuid, got string"]),
        (bytes, "aGk", ["input: expected base64, got string"]),
        (int | None, "1", ["input: expected integer or null, got string"]),
        (str | list[int], 1, ["input: expected string or list, got number"]),
        (Literal["a"] | None, 1, ['input: expected "a" or null, got number']),
        (Annotated[int | None, at.Ge(1)], 0, ["input: must be >= 1"]),
        (datetime | date, "soon", ["input: must fit one of date-time, date"]),
        (Item | None, {"quantity": 0}, ["sku: missing", "quantity: must be >= 1"]),
        (Circle | Square, {"edge": 2}, ["input: must fit one of Circle, Square"]),
        (Card | Transfer, {"number": "1"}, ["kind: missing"]),
        (Card | Transfer, {"kind": "cash"}, ['kind: must be one of "card", "transfer", "sepa"']),
        (Card | Transfer, {"kind": "card", "iban": "DE1"}, ["number: missing"]),
        (Card | Transfer | None, "card", ["input: expected object or null, got string"]),
    ],
)
def test_a_fault_says_where_and_what(annotation: Any, value: Any, expected: list[str]) -> None:
    assert found(annotation, value) == expected


def test_faults_come_in_declaration_order_depth_first() -> None:
    value = {
        "surplus": 1,
        "note": 5,
        "items": [{"quantity": 0}, {"sku": 1}, {"sku": "c", "quantity": "many"}],
        "order_id": "",
    }

    assert found(Order, value) == [
        "order_id: must have at least 1 characters",
        "items: must have at most 2 items",
        "items[0].sku: missing",
        "items[0].quantity: must be >= 1",
        "items[1].sku: expected string, got number",
        "items[2].quantity: expected integer, got string",
        "note: expected string or null, got number",
        "surplus: not allowed",
    ]


def test_the_cause_is_one_line() -> None:
    assert cause([Fault("", "missing"), Fault("a.b", "not allowed")], "result") == "result: missing; a.b: not allowed"


def test_characters_are_code_points() -> None:
    assert found(Annotated[str, at.MaxLen(1)], "😀") == []


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**20, 1e300])
def test_an_integer_that_a_double_would_round_is_a_fault(value):
    assert [str(each) for each in faults(shape_of(int), value, "n")] == [
        "n: must be between -9007199254740991 and 9007199254740991"
    ]
