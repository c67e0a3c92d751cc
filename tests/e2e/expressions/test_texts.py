"""Texts: slices, formats and methods."""

from __future__ import annotations

import pytest

from steploom.jsontext import Json
from tests.e2e.expressions.alike import assert_alike

TEXTS: list[Json] = [
    {"s": s}
    for s in (
        "",
        " ",
        "a",
        " a b  c ",
        "\xa0x\u3000",
        "a,b,,c",
        ",",
        "a\U0001f600b",
        "\xdf",
        "Stra\xdfe",
        "--x--",
        "007",
        "-5",
        "+7",
        "it's",
        "\n\r\n a\nb\r\nc\n",
        "\uff21\uff22",
        "x\ty",
        "\x1c a",
        "aXbXc",
        "aaa",
    )
]
NUMBERS: list[Json] = [
    {"s": s}
    for s in (
        "",
        "7",
        " 7 ",
        "-07",
        "+7",
        "1_000",
        "x",
        "1.5",
        ".5",
        "5.",
        "1e3",
        "1e-3",
        "-0.25",
        "--1",
        "1 2",
        "it's",
        "\n3",
    )
]
PAIRS: list[Json] = [
    {"s": s, "t": t} for s in ("", "a", "abc", "a\U0001f600b", "aab") for t in ("", "a", "b", "ab", "\U0001f600b", "c")
]
ORDER: list[Json] = [
    {"a": a, "b": b}
    for a in ("", "a", "ab", "\U0001f600", "\uff21", "A", "\u00e9", "\ud7ff")
    for b in ("", "a", "\U0001f600", "\uff21", "z")
]


@pytest.mark.parametrize(
    "expression",
    [
        "s.split()",
        "s.split(',')",
        "s.split(',', 1)",
        "s.rsplit(',', 1)",
        "s.split('X')",
        "s.splitlines()",
        "s.strip()",
        "s.lstrip()",
        "s.rstrip()",
        "s.strip('-')",
        "s.strip('ax-]^')",
        "s.lower()",
        "s.upper()",
        "s.replace('a','bb')",
        "s.replace('a','$0',1)",
        "s.replace('.','')",
        "s.startswith('a')",
        "s.startswith(('a','-'))",
        "s.endswith('c')",
        "s.endswith('😀b')",
        "s.find('b')",
        "s.find('X')",
        "s.index('a')",
        "s.count('a')",
        "s.count('aa')",
        "s.count('')",
        "s.partition(',')",
        "s.partition('X')[2]",
        "s.removeprefix('a')",
        "s.removeprefix('--')",
        "s.removesuffix('c')",
        "s.zfill(5)",
        "s.ljust(5) + '|'",
        "s.rjust(6,'*')",
        "s.center(6,'*')",
        "s.center(7)",
        "len(s)",
        "s[::-1]",
        "f'{s:>8}|{s:<8}|{s:^8}|{s:^7}|{s:*^9}|{s:.2}'",
        "s.isspace()",
        "s.isascii()",
        "list(s)",
        "[c for c in s if c != 'a']",
        "s in 'abc'",
        "'a' in s",
        "s == s.strip()",
        "f'{s}!'",
        "str(s)",
        "bool(s)",
        "s or 'x'",
        "hashlib.sha256(s.encode()).hexdigest()",
        "hashlib.md5(s.encode('utf-8')).hexdigest()",
        "s * 2",
        "s + '!' + s",
        "'%s'",
        "s.join(['a','b'])",
    ],
)
def test_methods(expression: str) -> None:
    assert_alike("s: str", expression, TEXTS)


@pytest.mark.parametrize(
    "expression",
    [
        "s[1:]",
        "s[:1]",
        "s[:-1]",
        "s[-2:]",
        "s[1:-1]",
        "s[::2]",
        "s[::-1]",
        "s[:]",
        "s[-3:2]",
        "s[5:1]",
        "s[0]",
        "s[-1]",
        "s[1]",
    ],
)
def test_slices(expression: str) -> None:
    assert_alike("s: str", expression, TEXTS)


@pytest.mark.parametrize(
    "expression",
    [
        "int(s)",
        "float(s)",
        "int(float(s))",
    ],
)
def test_conversions(expression: str) -> None:
    assert_alike("s: str", expression, NUMBERS)


@pytest.mark.parametrize(
    "expression",
    [
        "s.split(t)",
        "s.replace(t,'-')",
        "s.startswith(t)",
        "s.endswith(t)",
        "s.find(t)",
        "s.index(t)",
        "s.count(t)",
        "s.partition(t)",
        "s.removeprefix(t)",
        "s.join([t,t])",
        "s + t",
        "s in t",
        "s < t",
        "[s, t][s > t]",
        "max(s, t)",
        "sorted([s, t])",
        "f'{s}{t}' == s + t",
    ],
)
def test_two_texts(expression: str) -> None:
    assert_alike("s: str, t: str", expression, PAIRS)


@pytest.mark.parametrize(
    "expression",
    [
        "a == b",
        "a < b",
        "a <= b",
        "a > b",
        "a >= b",
        "sorted([a, b, 'm'])",
        "min(a, b)",
    ],
)
def test_order(expression: str) -> None:
    assert_alike("a: str, b: str", expression, ORDER)
