"""Lists, tuples and dicts: subscripts, slices, literals, comprehensions, functions and methods."""

from __future__ import annotations

import pytest

from steploom.jsontext import Json
from tests.e2e.expressions.alike import assert_alike

LISTS: list[Json] = [{"xs": x} for x in ([], [1], [1, 2], [3, 1, 2], [0, -5, 9, 9, 2])]
NESTED: list[Json] = [{"xs": x} for x in ([], [[]], [[1]], [[1], [2, 3]], [[1], [], [2]], [[], []])]
ITEMS: list[Json] = [
    {"xs": []},
    {"xs": [{"sku": "a", "price": 2, "count": 3}]},
    {"xs": [{"sku": "a", "count": 0, "tags": ["x"], "more": 1}, {"sku": "b", "price": 1.5}, {"sku": "c", "count": 3}]},
]
PLACES: list[Json] = [{"xs": [1, 2, 3], "i": i, "j": j} for i in (-4, -3, -1, 0, 2, 3) for j in (-9, -1, 0, 1, 3, 8)]
DICTS: list[Json] = [{"d": d} for d in ({}, {"a": 1}, {"b": 1, "a": 2}, {"k": 0})]
KEYS: list[Json] = [{"d": {"a": 1}, "k": k} for k in ("a", "it's", "x\ny\"'", "", "\\", '"')]
LISTED: list[Json] = [{"d": d} for d in ({}, {"a": [1]}, {"a": [], "b": [2]}, {"a": [[1]]})]
TEXTS: list[Json] = [{"xs": x} for x in ([], ["a"], ["b", "a"], ["\U0001f600", "\uff21"])]


@pytest.mark.parametrize(
    "expression",
    [
        "xs[0]",
        "xs[-1]",
        "xs[1]",
        "xs[1:]",
        "xs[:1]",
        "xs[:-1]",
        "xs[-2:]",
        "xs[1:-1]",
        "xs[::2]",
        "xs[1::2]",
        "xs[::-1]",
        "xs[:]",
        "xs[-3:2]",
        "xs[5:1]",
        "xs[:0]",
        "xs == []",
        "xs == [1]",
        "1 in xs",
        "1 not in xs",
        "xs or [1]",
        "'some' if xs else 'none'",
        "[*xs, 1]",
        "xs + [1] + xs",
        "[0, *xs, *xs]",
        "xs * 2",
        "[x + 1 for x in xs]",
        "[x for x in xs if x > 1]",
        "[10 // x for x in xs]",
        "[x for x in xs if 10 // x]",
        "min(xs)",
        "max(xs, default=0)",
        "sorted(xs)",
        "sorted(xs, reverse=True)",
        "sorted(xs, key=lambda x: -x)",
        "list(map(str, xs))",
        "list(filter(None, xs))",
        "list(filter(lambda x: x > 1, xs))",
        "[i * x for i, x in enumerate(xs)]",
        "list(enumerate(xs, 1))",
        "list(zip(xs, xs[1:]))",
        "[a + b for a, b in zip(xs, xs)]",
        "list(reversed(xs))",
        "[i for i in range(len(xs))]",
        "list(range(2, len(xs)))",
        "xs.index(2)",
        "xs.count(9)",
        "len(xs)",
        "any(x > 2 for x in xs)",
        "all(xs)",
        "any([10 // x > 1 for x in xs])",
        "[[x, y] for x in xs for y in range(x) if x < 3]",
        "[{'x': x} for x in xs]",
        "(*xs, 1)",
        "[x if x else None for x in xs]",
        "{str(x): x for x in xs}",
        "max(xs, key=lambda x: (x % 3, -x))",
        "[x for x in xs if x in [1, 2]]",
        "[1, [xs], xs]",
        "list(range(0, 10, 3))",
        "[x for x in reversed(range(3))]",
    ],
)
def test_lists(expression: str) -> None:
    assert_alike("xs: list[int]", expression, LISTS)


@pytest.mark.parametrize(
    "expression",
    [
        "xs[1:]",
        "xs[::-1]",
        "[y for x in xs for y in x]",
        "[[y for y in x] for x in xs]",
        "[x for x in xs if x]",
        "[x[0] for x in xs]",
        "[*xs, [1]]",
        "xs + [[]]",
        "[1] in xs",
        "xs[0]",
        "xs[0][0]",
        "[len(x) for x in xs]",
        "xs == [[1]]",
        "[[x] for x in xs]",
        "list(zip(xs, xs))",
        "[sum(x) if x else 0 for x in xs]",
        "any(xs)",
        "xs * 2",
        "[z for x in xs for y in [x] for z in y]",
    ],
)
def test_nested_lists(expression: str) -> None:
    assert_alike("xs: list[list[int]]", expression, NESTED)


@pytest.mark.parametrize(
    "expression",
    [
        "[x.sku for x in xs if x.count]",
        "{x.sku: x.count for x in xs}",
        "sum(x.price * x.count for x in xs)",
        "sum(x.count for x in xs)",
        "any(x.count > 2 for x in xs)",
        "all(x.count > 0 for x in xs)",
        "max(x.count for x in xs)",
        "max(xs, key=lambda x: x.count).sku",
        "[x.sku for x in sorted(xs, key=lambda x: (x.count, x.sku), reverse=True)]",
        "[x.sku for x in sorted(xs, key=lambda x: x.count > 0)]",
        "', '.join(x.sku for x in xs)",
        "[t for x in xs for t in x.tags]",
        "[x.tags for x in xs]",
        "xs[0].tags",
        "xs[-1].price",
        "[x.model_dump() for x in xs]",
        "[f'{i}: {x.sku}' for i, x in enumerate(xs)]",
        "len([x for x in xs if x.price > 1])",
    ],
)
def test_models(expression: str) -> None:
    assert_alike("xs: list[Item]", expression, ITEMS)


@pytest.mark.parametrize(
    "expression",
    [
        "[x for x in xs if x.count > 1]",
        "sorted(xs, key=lambda x: x.count)",
        "xs[::-1]",
        "xs + xs",
        "[x.model_copy(update={'count': x.count + 1}) for x in xs]",
        "list(xs)",
    ],
)
def test_lists_of_models(expression: str) -> None:
    assert_alike("xs: list[Item]", expression, ITEMS, "list[Item]")


@pytest.mark.parametrize(
    "expression",
    [
        "xs[i:j]",
        "xs[i]",
        "xs[i:]",
        "xs[:j]",
        "[xs[i], j]",
    ],
)
def test_places(expression: str) -> None:
    assert_alike("xs: list[int], i: int, j: int", expression, PLACES)


@pytest.mark.parametrize(
    "expression",
    [
        "d['a']",
        "d.get('a')",
        "d.get('a', 0) + 1",
        "{**d, 'k': 1}",
        "{'k': 1, **d}",
        "d | {'a': 9}",
        "[f'{k}={v}' for k, v in d.items()]",
        "sorted(d)",
        "{v: k for k, v in {k: k for k in d}.items()}",
        "len(d) + len(list(d.keys()))",
        "sum(d.values())",
        "dict(d, z=1)",
        "'a' in d",
        "bool(d)",
        "d == {'a': 1}",
        "list(d.values())",
        "list(d.items())",
        "{k: v for k, v in d.items() if v}",
        "max(d, key=lambda k: d[k])",
        "[d[k] for k in d]",
    ],
)
def test_dicts(expression: str) -> None:
    assert_alike("d: dict[str, int]", expression, DICTS)


@pytest.mark.parametrize(
    "expression",
    [
        "d[k]",
        "d.get(k, -1)",
        "k in d",
        "{k: 1, **d}",
        "{k: 1, 'z': 2, k: 3}",
    ],
)
def test_keys(expression: str) -> None:
    assert_alike("d: dict[str, int], k: str", expression, KEYS)


@pytest.mark.parametrize(
    "expression",
    [
        "list(d.values())",
        "list(d.items())",
        "d['a']",
        "{k: v[0] for k, v in d.items()}",
        "[x for v in d.values() for x in v]",
    ],
)
def test_dicts_of_lists(expression: str) -> None:
    assert_alike("d: dict[str, list[int]]", expression, LISTED[:3])


@pytest.mark.parametrize(
    "expression",
    [
        "sorted(xs)",
        "', '.join(xs)",
        "dict(zip(xs, range(5)))",
        "max(xs, default='')",
        "[x.upper() for x in xs]",
        "list(map(lambda x: x + '!', xs))",
        "xs.index('a')",
        "sorted(xs, key=lambda x: x, reverse=True)",
        "sorted(xs, key=len)",
        "''.join(x for x in xs if x != 'a')",
    ],
)
def test_lists_of_texts(expression: str) -> None:
    assert_alike("xs: list[str]", expression, TEXTS)
