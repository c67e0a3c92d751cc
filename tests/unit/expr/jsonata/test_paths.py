from __future__ import annotations

import pytest

from steploom.expr import UNDEFINED

DATA = {
    "a": {"b": 1},
    "one": [{"v": 1}],
    "many": [{"v": 1, "w": "x"}, {"v": 2}, {"w": "y"}],
    "nested": [[{"v": 1}], [{"v": 2}, {"v": 3}]],
    "lists": [{"v": [1, 2]}, {"v": [3]}],
    "empty": [],
    "null": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b", 1),
        ("a.missing", UNDEFINED),
        ("a.b.c", UNDEFINED),
        ("null", None),
        ("`null`.x", UNDEFINED),
        ("one", [{"v": 1}]),
        ("one.v", 1),
        ("one[].v", [1]),
        ("one.v[]", [1]),
        ("many.v", [1, 2]),
        ("many.w", ["x", "y"]),
        ("nested.v", [1, 2, 3]),
        ("lists.v", [1, 2, 3]),
        ("lists[1].v", [3]),
        ("lists.(v)", [1, 2, 3]),
        ("lists.[v]", [[1, 2], [3]]),
        ("empty", []),
        ("empty.v", UNDEFINED),
        ("a.*", 1),
        ("many.*", [1, "x", 2, "y"]),
        ("a.**", [{"b": 1}, 1]),
        ("'a'.b", 1),
        ("many[0]", {"v": 1, "w": "x"}),
        ("many[-1]", {"w": "y"}),
        ("many[9]", UNDEFINED),
        ("many[v = 2].v", 2),
        ("many[w].w", ["x", "y"]),
        ("many[v]", UNDEFINED),
        ("many[[0, 2]].w", ["x", "y"]),
        ("(many.v)[1]", 2),
        ("many.v[0]", [1, 2]),
        ("a[0]", {"b": 1}),
        ("many.{'n': v}", [{"n": 1}, {"n": 2}, {}]),
        ("many^(>v).v", [2, 1]),
        ("many^(w, >v).(w ? w : v)", ["x", "y", 2]),
        ("many{'sum': $sum(v)}", {"sum": 3}),
        ("many{w: v}", {"x": 1}),
    ],
)
def test_paths(evaluate, text, expected):
    assert evaluate(text, DATA) == expected


def test_an_array_as_input_is_one_value(evaluate):
    assert evaluate("$", [1, 2]) == [1, 2]
    assert evaluate("$$[1]", [1, 2]) == 2
    assert evaluate("$[1]", [1, 2]) == 2
    assert evaluate("v", [{"v": 1}, {"v": 2}]) == [1, 2]
    assert evaluate("*", [[1], {"a": 2}]) == [1, {"a": 2}]


ORDERS = {
    "order": [
        {"id": "o1", "item": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1}]},
        {"id": "o2", "item": [{"sku": "a", "n": 5}]},
    ],
    "stock": [{"sku": "a", "left": 9}, {"sku": "b", "left": 4}],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order.item.(%.id & sku)", ["o1a", "o1b", "o2a"]),
        ("order.item[%.id = 'o2'].n", 5),
        ("order.item.sku.%.%.id", ["o1", "o1", "o2"]),
        ("order#$i.item.($i & sku)", ["0a", "0b", "1a"]),
        ("order.item#$i.($i & sku)", ["0a", "1b", "0a"]),
        ("order.item[n > 1]#$i.($i & sku)", ["0a", "1a"]),
        ("order@$o.($o.id)", ["o1", "o2"]),
        ("order.item@$x.(id & $x.sku)", ["o1a", "o1b", "o2a"]),
        ("stock@$s.$$.order.item[sku = $s.sku].($s.left - n)", [7, 4, 3]),
        ("order.item{sku: $sum(n)}", {"a": 7, "b": 1}),
        ("order.item^(>n).sku", ["a", "a", "b"]),
        ("order.item[0].n", [2, 5]),
        ("(order.item)[0].n", 2),
    ],
)
def test_bindings_of_steps(evaluate, text, expected):
    assert evaluate(text, ORDERS) == expected


def test_join_with_focus(evaluate):
    library = {
        "loans": [{"book": 1, "who": "Ada"}, {"book": 2, "who": "Bob"}],
        "books": [{"id": 1, "title": "One"}, {"id": 2, "title": "Two"}],
    }
    text = "loans@$l.books@$b[$l.book = $b.id].{'who': $l.who, 'title': $b.title}"
    assert evaluate(text, library) == [{"who": "Ada", "title": "One"}, {"who": "Bob", "title": "Two"}]
    assert evaluate("loans@$l.books@$b[$l.book = $b.id]{$b.title: $l.who}", library) == {"One": "Ada", "Two": "Bob"}


def test_sorting_mixes_no_types(fault, evaluate):
    assert fault("xs^(v)", {"xs": [{"v": 1}, {"v": "a"}]}).startswith("T2007: Type mismatch when comparing values")
    assert fault("xs^(v)", {"xs": [{"v": True}, {"v": False}]}) == (
        "T2008: The expressions within an order-by clause must evaluate to numeric or string values"
    )
    assert evaluate("xs^(>v).n", {"xs": [{"n": 1}, {"n": 2, "v": 1}, {"n": 3, "v": 5}]}) == [3, 2, 1]


def test_duplicate_and_wrong_keys(fault):
    assert fault("{'a': 1, 'a': 2}") == 'D1009: Multiple key definitions evaluate to same key: "a"'
    assert fault("{1: 2}") == "T1003: Key in object structure must evaluate to a string; got: 1"


def test_values_are_never_changed(evaluate):
    data = {"xs": [3, 1, 2], "o": {"k": [1]}}
    evaluate(
        "($sort(xs); xs^(>$); $append(xs, 4); $reverse(xs); $ ~> |o|{'k': 2}|; xs[]; $map(xs, function($x){$x}))", data
    )
    assert data == {"xs": [3, 1, 2], "o": {"k": [1]}}
