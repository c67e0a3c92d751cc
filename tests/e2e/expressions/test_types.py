"""Models, unions, enums and other declared types; narrowing."""

from __future__ import annotations

import pytest

from steploom.jsontext import Json
from tests.e2e.expressions.alike import assert_alike

MAYBE: list[Json] = [{"x": None}, {"x": {"sku": "s", "count": 2}}]
TEXTS: list[Json] = [{"x": "a"}, {"x": None}, {"x": ""}]
MIXED: list[Json] = [{"x": "a"}, {"x": 2}, {"x": -1}]
ANYTHING: list[Json] = [{"x": x} for x in (None, 1, True, "s", [], {}, {"a": [1]}, {"a": None})]
ENUMS: list[Json] = [{"c": "red", "m": "good", "l": 1}, {"c": "blue", "m": "bad", "l": 2}]
ROWS: list[Json] = [{"r": {"name": "x"}}, {"r": {"name": "x", "size": 4}}]


@pytest.mark.parametrize(
    "expression",
    [
        "x.sku if x else 'no'",
        "x.sku if x is not None else None",
        "x is not None and x.count > 0",
        "x is None or x.count > 1",
        "'none' if x is None else x.sku",
        "x and x.sku",
        "bool(x)",
        "not x",
        "[x.sku] if x else []",
        "x is not None and x.sku.upper() == 'S' and x.count > 1",
        "x is None or len(x.sku) > 3 or x.count > 1",
        "[y.sku for y in [x] if y is not None if y.count > 1]",
    ],
)
def test_optional_models(expression: str) -> None:
    assert_alike("x: Item | None", expression, MAYBE)


@pytest.mark.parametrize(
    "expression",
    [
        "x or 'none'",
        "f'{x}'",
        "str(x)",
        "x is None",
        "x == 'a'",
        "x and x.upper()",
        "x.upper() if x else '-'",
        "len(x or '')",
        "x in ('a', None)",
        "x if x != '' else 'empty'",
    ],
)
def test_optional_texts(expression: str) -> None:
    assert_alike("x: str | None", expression, TEXTS)


@pytest.mark.parametrize(
    "expression",
    [
        "x + 1 if isinstance(x, int) else x.upper()",
        "x if isinstance(x, str) else str(x)",
        "isinstance(x, (int, str))",
        "x == 2",
        "x == 'a'",
        "bool(x)",
    ],
)
def test_unions(expression: str) -> None:
    assert_alike("x: str | int", expression, MIXED)


@pytest.mark.parametrize(
    "expression",
    [
        "x['a']",
        "x == 's'",
        "x is None",
        "x == 5",
    ],
)
def test_anything(expression: str) -> None:
    assert_alike("x: Any", expression, ANYTHING)


@pytest.mark.parametrize(
    "expression",
    [
        "c.value + c.name",
        "c is Color.RED or c == Color.BLUE",
        "c != Color.RED",
        "f'{m} {m == Mood.GOOD} {m.value}'",
        "m == 'good'",
        "l + 1",
        "l > Level.LOW",
        "c in (Color.RED,)",
        "{'red': 1}.get(c.value, 0)",
        "str(m).upper()",
        "f'{l} {l.name}'",
    ],
)
def test_enums(expression: str) -> None:
    assert_alike("c: Color, m: Mood, l: Level", expression, ENUMS)


@pytest.mark.parametrize(
    "expression",
    [
        "r['name']",
        "r['size']",
        "r.get('size', 0)",
        "'size' in r",
        "len(r)",
        "r.get('name')",
        "{**r, 'more': 1}",
        "sorted(r)",
    ],
)
def test_typed_dicts(expression: str) -> None:
    assert_alike("r: Row", expression, ROWS)


PAID: list[Json] = [
    {"p": p}
    for p in (
        *(
            {"kind": "card", "number": "1", "more": 1},
            {"kind": "cash", "amount": 1},
            {"kind": "x"},
            {},
            {"kind": "card"},
            3,
        ),
        *({"kind": "cash", "amount": "1"}, {"kind": None}, {"number": "1"}, {"kind": ["card"], "number": "1"}, None),
    )
]


@pytest.mark.parametrize(
    "expression",
    [
        "p.number if isinstance(p, Card) else str(p.amount)",
        "p.number if p.kind == 'card' else str(p.amount)",
        "p.kind",
        "p.kind if p.kind in ('card',) else p.amount",
        "isinstance(p, Cash) and p.amount > 0",
    ],
)
def test_tagged_models(expression: str) -> None:
    assert_alike("p: Card | Cash", expression, PAID)
    assert_alike("p: Card | Cash | None", f"'none' if p is None else {expression}", PAID)


def test_unions_of_one_kind() -> None:
    assert_alike("p: Card | Cash", "p", PAID, "Card | Cash")
    assert_alike("p: Item | Point", "'x'", [{"p": {"sku": "a"}}, {"p": {"x": 1}}, {"p": {}}, {"p": 4}])
    assert_alike("p: int | float", "p + 1", [{"p": 1}, {"p": 1.5}, {"p": "x"}])
    assert_alike("p: list[int] | list[str]", "len(p)", [{"p": []}, {"p": [1]}, {"p": ["x"]}, {"p": [1, "x"]}])
