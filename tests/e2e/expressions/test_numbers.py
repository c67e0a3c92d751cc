"""Numbers: arithmetic, comparisons, rounding, functions."""

from __future__ import annotations

import pytest

from steploom.jsontext import Json
from tests.e2e.expressions.alike import assert_alike

PAIRS: list[Json] = [{"a": a, "b": b} for a in (0, 1, -1, 7, -7, 3, 100, 2**15) for b in (0, 1, -1, 2, -2, 3)]
FLOATS: list[Json] = [
    {"a": a, "b": b} for a in (0, 1.5, -1.5, 7, -7.25, 0.1, 1e16, -1e-5) for b in (0, 1, -1, 2.5, -0.1, 3, 1e16)
]
INTEGERS: list[Json] = [{"n": n} for n in (0, 1, -1, 5, -5, 1234, -1234567, 999, 1000)]
EDGES: list[Json] = [
    {"x": x}
    for x in (
        0,
        1,
        -1,
        0.5,
        1.5,
        2.5,
        -0.5,
        -2.5,
        2.675,
        1.005,
        0.125,
        0.375,
        -0.125,
        1e-7,
        -1e-7,
        0.045,
        1234567.891,
        99.995,
        0.995,
        9.995,
        0.1,
        0.29,
        1.15,
        1.25,
        1.35,
        8.5,
        123456.785,
        0.49999999999999994,
        1e8 + 0.5,
    )
]
FLAGS: list[Json] = [{"b": True}, {"b": False}]


@pytest.mark.parametrize(
    "expression",
    [
        "a + b",
        "a - b",
        "a * b",
        "a / b",
        "a // b",
        "a % b",
        "a == b",
        "a != b",
        "a < b",
        "a >= b",
        "divmod(a, b)",
        "-a + +b",
        "~a",
        "a**2 - b**3",
        "min(a, b, 2)",
        "max(a, b)",
        "abs(a - b)",
        "a < b <= 3 < 5",
        "a in (b, 3)",
        "(a, b) == (b, a)",
        "a if a > b else b",
        "a and b",
        "a or b",
        "not a",
        "float(a) / 4",
        "str(a) + str(b)",
    ],
)
def test_integers(expression: str) -> None:
    assert_alike("a: int, b: int", expression, PAIRS)


@pytest.mark.parametrize(
    "expression",
    [
        "a + b",
        "a - b",
        "a * b",
        "a / b",
        "a // b",
        "a % b",
        "a == b",
        "a < b",
        "divmod(a, b)",
        "a**2",
        "-a",
        "abs(b)",
        "min(a, b)",
    ],
)
def test_floats(expression: str) -> None:
    assert_alike("a: float, b: float", expression, FLOATS)


@pytest.mark.parametrize(
    "expression",
    [
        "f'{n}'",
        "f'{n:d}'",
        "f'{n:5}|{n:<5}|{n:^5}|{n:05}|{n:+}|{n:,}|{n: }|{n:x}|{n:b}|{n:o}'",
        "f'{n:08d}|{n:*>9}|{n:_<4}'",
        "f'{n:.2f}'",
        "f'{n:10.1f}|{n:,.2f}'",
        "f'{n:.0%}'",
        "round(n)",
        "round(n, 2)",
        "int(n)",
        "bool(n)",
        "n if n else None",
        "n + n + n",
    ],
)
def test_texts_of_integers(expression: str) -> None:
    assert_alike("n: int", expression, INTEGERS)


@pytest.mark.parametrize(
    "expression",
    [
        "f'{x:.2f}'",
        "f'{x:.1f}'",
        "f'{x:.0f}'",
        "f'{x:.3f}'",
        "f'{x:f}'",
        "f'{x:,.2f}'",
        "f'{x:9.2f}|{x:<9.2f}|{x:09.2f}|{x:+.2f}'",
        "f'{x:.1%}'",
        "round(x)",
        "round(x, 2)",
        "round(x, 1)",
        "round(x, 0)",
        "int(x)",
        "abs(x)",
        "float(x)",
        "bool(x)",
        "math.floor(x)",
        "math.ceil(x)",
        "math.trunc(x)",
        "math.sqrt(x)",
        "math.fabs(x)",
        "x == 0",
        "x if x > 0 else 0.0",
    ],
)
def test_rounding(expression: str) -> None:
    assert_alike("x: float", expression, EDGES)


@pytest.mark.parametrize(
    "expression",
    [
        "f'{b} {str(b)} {int(b)} {not b} {b + 1}'",
        "b + b * 2",
        "b == True",
        "b is True",
        "sum([b, b])",
        "b or 'x'",
        "b and 3",
        "b < True",
    ],
)
def test_booleans(expression: str) -> None:
    assert_alike("b: bool", expression, FLAGS)
