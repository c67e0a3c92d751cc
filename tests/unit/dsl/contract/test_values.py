from __future__ import annotations

import enum
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from steploom.dsl.contract import MAX_INTEGER, build, dump, faults, shape_of
from steploom.errors import InputError, ResultError
from steploom.jsontext import compact, parse


class Size(enum.Enum):
    SMALL = "S"
    LARGE = "L"


class Level(enum.IntEnum):
    LOW = 1


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: float = 0.0


@dataclass
class Everything:
    size: Size
    point: Point
    when: datetime
    day: date
    span: timedelta
    price: Decimal
    id: UUID
    data: bytes
    pair: tuple[int, str]
    many: tuple[Point, ...]
    names: dict[str, list[Size]]
    maybe: Point | None
    number: int | str


class Address(TypedDict):
    street: str
    zip: NotRequired[str]


class Animal(BaseModel):
    name: str


class Dog(Animal):
    tricks: list[str] = []


@dataclass
class Card:
    number: str
    kind: Literal["card"] = "card"


@dataclass
class Cash:
    kind: Literal["cash"] = "cash"


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        (int, 3.0, 3),
        (float, 3, 3.0),
        (Literal[1, "a"], 1.0, 1),
        (Size, "L", Size.LARGE),
        (Level, 1.0, Level.LOW),
        (list[Size], ["S"], [Size.SMALL]),
        (tuple[int, ...], [1, 2], (1, 2)),
        (tuple[int, Size], [1, "S"], (1, Size.SMALL)),
        (dict[str, Point], {"a": {"x": 1}}, {"a": Point(1, 0.0)}),
        (Point, {"x": 1, "z": 5}, Point(1)),
        (Address, {"street": "s", "surplus": 1}, {"street": "s"}),
        (datetime, "2026-01-31T09:30:00Z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        (
            datetime,
            "2026-01-31T09:30:00.5+01:00",
            datetime(2026, 1, 31, 9, 30, 0, 500_000, timezone(timedelta(hours=1))),
        ),
        (date, "2026-01-31", date(2026, 1, 31)),
        (timedelta, 1.5, timedelta(seconds=1.5)),
        (Decimal, "9.90", Decimal("9.90")),
        (UUID, "0b5c0a60-3d1f-4c5e-9e0a-0123456789ab", UUID("0b5c0a60-3d1f-4c5e-9e0a-0123456789ab")),
        (bytes, "aGk=", b"hi"),
        (int | str, "1", "1"),
        (Card | Cash, {"kind": "cash"}, Cash()),
        (Point | Animal, {"name": "Rex"}, Animal(name="Rex")),
    ],
)
def test_json_becomes_the_declared_type(annotation: Any, value: Any, expected: Any) -> None:
    built = build(annotation, value)

    assert built == expected
    assert type(built) is type(expected)


def test_building_what_does_not_fit_names_every_path() -> None:
    with pytest.raises(InputError) as caught:
        build(list[Point], [{"x": "1"}, {}])
    assert caught.value.cause == "[0].x: expected integer, got string; [1].x: missing"


def test_defaults_are_made_anew_for_each_object() -> None:
    @dataclass
    class Basket:
        items: list[int] = field(default_factory=list)

    first, second = build(Basket, {}), build(Basket, {})
    first.items.append(1)
    assert second.items == []


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        (Any, {"a": (1, None, "x")}, {"a": [1, None, "x"]}),
        (float, 2, 2),
        (Size, Size.SMALL, "S"),
        (Level, Level.LOW, 1),
        (datetime, datetime(2026, 1, 31, 9, 30, tzinfo=UTC), "2026-01-31T09:30:00+00:00"),
        (timedelta, timedelta(minutes=1), 60),
        (timedelta, timedelta(milliseconds=1500), 1.5),
        (Decimal, Decimal("9.90"), "9.90"),
        (bytes, b"hi", "aGk="),
        (tuple[int, str], (1, "a"), [1, "a"]),
        (list[int], (1, 2), [1, 2]),
        (Address, {"street": "s"}, {"street": "s"}),
        (Animal, Dog(name="Rex", tricks=["sit"]), {"name": "Rex"}),
        (Animal | Dog, Dog(name="Rex", tricks=["sit"]), {"name": "Rex", "tricks": ["sit"]}),
        (Card | Cash, Cash(), {"kind": "cash"}),
        (Point | None, None, None),
    ],
)
def test_an_object_has_one_json_form(annotation: Any, value: Any, expected: Any) -> None:
    dumped = dump(annotation, value)

    assert dumped == expected
    assert parse(compact(dumped)) == expected


@pytest.mark.parametrize(
    ("annotation", "value", "text"),
    [
        (int, "1", "result: expected integer, got string"),
        (int, True, "result: expected integer, got boolean"),
        (str, Size.SMALL, "result: expected string, got Size"),
        (int, Level.LOW, "result: expected integer, got Level"),
        (float, float("nan"), "result: nan has no JSON form"),
        (None, 1, "result: expected null, got number"),
        (Size, "S", "result: expected Size, got string"),
        (Point, {"x": 1}, "result: expected Point, got object"),
        (list[Point], [Point(1), Card("1")], "[1]: expected Point, got Card"),
        (list[int], {1}, "result: expected list, got set"),
        (Point, Point("a", "b"), "x: expected integer, got string; y: expected number, got string"),
        (Any, {"a": [Decimal(1)]}, "a[0]: Decimal has no JSON form without a declared type"),
        (Any, {"a": Animal(name="x")}, "a: Animal has no JSON form without a declared type"),
        (dict[str, int], {1: 1}, "result: the key 1 is no string"),
        (datetime, datetime(2026, 1, 31), "result: must have a time zone, with an offset in whole minutes"),  # noqa: DTZ001
        (datetime, date(2026, 1, 31), "result: expected date-time, got date"),
        (date, datetime(2026, 1, 31, tzinfo=UTC), "result: expected date, got datetime"),
        (Decimal, 1.5, "result: expected decimal, got number"),
        (Decimal, Decimal("Infinity"), "result: expected decimal, got string"),
        (timedelta, 5, "result: expected timedelta, got number"),
        (UUID, "0b5c0a60-3d1f-4c5e-9e0a-0123456789ab", "result: expected uuid, got string"),
        (Point | None, Card("1"), "result: expected Point or null, got Card"),
        (Point | None, Point("a"), "x: expected integer, got string"),
        (tuple[int, int], (1,), "result: must have exactly 2 items"),
        (Address, {}, "street: missing"),
        (Card, Card, "result: expected Card, got type"),
        (Card, Cash(), "result: expected Card, got Cash"),
    ],
)
def test_what_does_not_fit_its_type_is_refused(annotation: Any, value: Any, text: str) -> None:
    with pytest.raises(ResultError) as caught:
        dump(annotation, value)
    assert caught.value.cause == text


WHOLE = st.integers(-MAX_INTEGER, MAX_INTEGER)
EVERYTHING = st.builds(
    Everything,
    size=st.sampled_from(Size),
    point=st.builds(Point, x=WHOLE, y=st.floats(allow_nan=False, allow_infinity=False)),
    when=st.datetimes(timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))),
    day=st.dates(),
    span=st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000)),
    price=st.decimals(allow_nan=False, allow_infinity=False),
    id=st.uuids(),
    data=st.binary(),
    pair=st.tuples(WHOLE, st.text()),
    many=st.lists(st.builds(Point, x=WHOLE, y=st.just(0.5))).map(tuple),
    names=st.dictionaries(st.text(), st.lists(st.sampled_from(Size))),
    maybe=st.none() | st.builds(Point, x=WHOLE, y=st.just(0.5)),
    number=WHOLE | st.text(),
)


@given(EVERYTHING)
def test_what_is_dumped_can_be_built_again(value: Everything) -> None:
    dumped = json.loads(json.dumps(dump(Everything, value)))

    assert faults(shape_of(Everything), dumped) == []
    assert build(Everything, dumped) == value


@given(st.from_regex(re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", re.ASCII), fullmatch=True))
def test_a_date_has_no_fault_exactly_when_python_reads_it(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        readable = False
    else:
        readable = True
    assert (faults(shape_of(date), text) == []) is readable


def test_who_has_no_model_pays_for_no_pydantic() -> None:
    program = (
        "import sys\n"
        "from dataclasses import dataclass\n"
        "from steploom.dsl.contract import build, dump\n"
        "@dataclass\n"
        "class Point:\n"
        "    x: int\n"
        "assert dump(Point, build(Point, {'x': 1})) == {'x': 1}\n"
        "print([name for name in ('pydantic', 'annotated_types', 'boto3', 'yaml') if name in sys.modules])\n"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "[]"
