"""What is easily got wrong: order of evaluation, laziness, nulls, empty lists in lists, odd keys, hidden names."""

from __future__ import annotations

import pytest

from steploom.jsontext import Json
from tests.e2e.expressions.alike import assert_alike

CASES: list[tuple[str, str, list[Json]]] = [
    ("a: int, b: int", "b != 0 and a // b > 1", [{"a": 4, "b": 0}, {"a": 4, "b": 2}]),
    ("a: int, b: int", "b == 0 or a // b > 1", [{"a": 4, "b": 0}, {"a": 4, "b": 2}]),
    ("a: int, b: int", "[a // b, 1 // 0] if b else 1 % a", [{"a": 4, "b": 0}, {"a": 0, "b": 0}, {"a": 1, "b": 1}]),
    ("d: dict[str, dict[str, int]]", "d['a']['b']", [{"d": {}}, {"d": {"a": {}}}, {"d": {"a": {"b": 1}}}]),
    (
        "d: dict[str, list[list[int]]]",
        "d['a'][0][-1] + d['b'][0][0]",
        [{"d": {}}, {"d": {"a": [[1]]}}, {"d": {"a": [[1, 2]], "b": [[3]]}}, {"d": {"a": [[]], "b": [[3]]}}],
    ),
    ("xs: list[dict[str, int]]", "[x['a'] for x in xs]", [{"xs": []}, {"xs": [{"a": 1}, {}]}, {"xs": [{"a": 2}]}]),
    (
        "xs: list[dict[str, int]]",
        "sum(x['a'] % 10 for x in xs)",
        [{"xs": []}, {"xs": [{"a": 1}, {}]}, {"xs": [{"a": 2}]}],
    ),
    (
        "xs: list[dict[str, int]]",
        "sorted(xs, key=lambda x: x['a'])",
        [{"xs": [{"a": 1}, {}]}, {"xs": [{"a": 2}, {"a": 1}]}],
    ),
    (
        "xs: list[dict[str, int]]",
        "[x['a'] for x in xs if x['b']]",
        [{"xs": [{"a": 1}, {"b": 1}]}, {"xs": [{"b": 1}, {"a": 1}]}, {"xs": [{"a": 2, "b": 1}]}],
    ),
    ("x: list[int]", "[[x for x in x] for x in [x]]", [{"x": [1]}]),
    (
        "states: int, count: int, map: list[int]",
        "[count + x for x in map] + [states]",
        [{"states": 1, "count": 2, "map": [3]}],
    ),
    ("a: float, b: float", "a - (1 - (a - (2 - a))) / (b / 2) / -b", [{"a": 1.5, "b": 4}]),
    ("n: int", "[n, [n], [[n]], [], [[]], None]", [{"n": 1}]),
    (
        "x: list[Any]",
        "[[y for y in x], x[0], x[-1:], x + x]",
        [{"x": [[], None, [None], [[1]]]}, {"x": [[]]}, {"x": [[[]]]}],
    ),
    (
        "x: list[dict[str, Any]]",
        "[y['v'] for y in x]",
        [{"x": [{"v": []}, {"v": None}, {"v": [[1]]}]}, {"x": [{"v": []}]}],
    ),
    (
        "d: dict[str, Any]",
        "[[k, v] for k, v in d.items()]",
        [{"d": {"a": [1]}}, {"d": {"a": None}}, {"d": {"a": [[1]], "b": []}}],
    ),
    ("xs: list[int | None], ys: list[list[int]]", "list(zip(xs, ys))", [{"xs": [None, 1], "ys": [[], [1]]}]),
    ("xs: list[int | None]", "[(x, i) for i, x in enumerate(xs) if x is not None]", [{"xs": [None, 0, 3]}]),
    (
        "d: dict[str, int], k: str",
        "[k in d, d.get(k), d[k]]",
        [{"d": {each: 1}, "k": each} for each in ("", "a.b", "*", "`", "0", "$x", "and")],
    ),
    (
        "d: dict[str, list[int]]",
        "['a' in d, d.get('a', [1]), d['a']]",
        [{"d": {"a": []}}, {"d": {"a": [5]}}, {"d": {}}],
    ),
    ("xs: list[float]", "sum(xs) / len(xs)", [{"xs": []}, {"xs": [1.5, 2]}]),
    ("xs: list[float]", "f'{sum(xs):.2f}|{sum(xs):8.1f}'", [{"xs": []}, {"xs": [1.5, 2]}]),
    ("s: str", "[n + s for n in NAMES if s not in NAMES]", [{"s": "tea"}, {"s": "x"}]),
    (
        "xs: list[Item]",
        "next((x.sku for x in xs if x.count > 1), None)",
        [{"xs": []}, {"xs": [{"sku": "a", "count": 2}]}],
    ),
]


@pytest.mark.parametrize(("parameters", "expression", "given"), CASES, ids=[each[1] for each in CASES])
def test_alike(parameters: str, expression: str, given: list[Json]) -> None:
    assert_alike(parameters, expression, given)
