"""Corners in which jsonata 2.0.6 does what one would not guess: found by comparing generated expressions with it."""

from __future__ import annotations

import pytest

from steploom.expr import UNDEFINED

OBJECTS = [{"a": 3, "b": "x"}, {"a": 1, "b": "y"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is left of an array constructor by a predicate is iterated as if it were an array.
        ("[$os][0].a", UNDEFINED),
        ("['abc'][0].$", ["a", "b", "c"]),
        ("([$os][0]).a", 3),
        # What an array constructor at the start binds is forgotten.
        ("[1, 2]#$i.{'v': $, 'i': $i}", [{"v": 1}, {"v": 2}]),
        ("[[]]#$i.{'i': $i}", {}),
        ("[].a#$i.$i", []),
        ("[][].a#$i.$i", [[]]),
        # An empty array that a step constructed is nothing to the next one.
        ("$os.[x].(a[0])", UNDEFINED),
        ("$os.[x]^(a[0])", [[], []]),
        # `$` cannot be bound.
        ("($ := 5; $.a)", 1),
        # Regular expressions are functions that take any value for its text, and are false.
        ("$filter([15, 2, true, 'nothing5'], /5|u/)", [15, True, "nothing5"]),
        ("/u/(true).start", 2),
        ("/a/ ? 1 : 2", 2),
        ("$sum ? 1 : 2", 1),
        ("(function($f){$f ? 1 : 2})($sum)", 2),
        ("$not($sum)", True),
        # Numbers: a negative zero shows when something is divided by it; what cannot be shifted is no number.
        ("1 / -0", "-Infinity"),
        ("1 / --0", "Infinity"),
        ("1 / (0 * -1)", "-Infinity"),
        ("$round(5, 400)", "NaN"),
        ("$round(5, 0/0)", 5),
        ("$type(0/0)", "object"),
        # A function that is partially applied leaves out what it was not given.
        ("$map([[2, 1]], $sort(?))", [1, 2]),
        ("$string(?)(1)", "1"),
        ("$abs(?)(nothing)", UNDEFINED),
        # Matches are replaced one by one, and a matcher is asked only for what it takes for true.
        ("$contains('x', function($t){''})", True),
        ("$sift(nothing)", UNDEFINED),
        # Sorting: NaN is less than nothing, so that it changes places.
        ("[7, 1]^(0/0)", [1, 7]),
        ("[{'k': 1}, {}]^(k)", [{"k": 1}, {}]),
    ],
)
def test_values(evaluate, text, expected):
    assert evaluate(text, {"a": 1}, os=OBJECTS) == expected


@pytest.mark.parametrize(
    ("text", "fault_text"),
    [
        ("$replace('a', nothing, 'b', -1)", "D3011"),
        ("$replace('a', /()/, function($m){1})", "D3012"),
        ("$type(1/0)", "D1001"),
        ("$formatInteger(0/0, '\u03b1')", "D3130"),
        ("$match('a', $lowercase)", "T1010"),
        ("$match('a', function($t){''})", "T1010"),
        ("[{'k': true}, {'k': true}]^(k)", "T2008"),
        ("[{'k': 1}, {'k': 'a'}]^(k)", "T2007"),
        ("true and 's' < {}", 'T2010: The expressions either side of operator "and" must'),
        ("$abs(?)('a')", 'T0410: Argument 1 of function "(" does not match'),
        ("{(1 ? /a/): 1}", "T1003: Key in object structure must evaluate to a string; got: undefined"),
        ("'\\u00", "S0101"),
    ],
)
def test_faults(fault, text, fault_text):
    assert fault(text, {"a": 1}).startswith(fault_text)


def test_an_array_on_its_own_is_cloned_as_it_is(evaluate):
    assert evaluate("$clone()", [{"a": 1}, {"a": 2}]) == [{"a": 1}, {"a": 2}]


def test_a_call_in_tail_position_loses_its_grouping_but_is_made(evaluate):
    assert evaluate("(function($x){$lookup($x, 'a'){'k': $}})({'a': {'b': 1}})") == {"b": 1}
    assert evaluate("(function($x){($lookup($x, 'a'))[1]})({'a': [1, 2]})") is UNDEFINED
    assert evaluate("(function($x){($lookup($x, 'a'))[0]})({'a': [1, 2]})") == [1, 2]


def test_dates(evaluate, fault):
    assert evaluate("$toMillis('3x', '[h][P]') = $toMillis('3am', '[h][P]')") is True
    assert evaluate("$fromMillis(0, '[!Mn] [C]')") == "undefined ISO"
    assert fault("$fromMillis(0, '[!]')").startswith("D3132")


def test_the_size_of_a_range_is_computed_with_doubles(fault):
    assert fault("[-9007199254740993..1]").endswith("Attempted to allocate 9007199254740992.")


def test_the_text_of_an_error_shows_no_function_of_a_match(fault):
    match = '{"match":"u","start":0,"end":1,"groups":[]}'
    assert fault(r"($f := /\D/; -$f('u'))").endswith(f"Cannot negate a non-numeric value: {match}")


def test_distinct_tells_nested_values_apart(evaluate):
    assert evaluate("$distinct([[1, {'a': 2}], [1, {'a': 2.0}], [1, {'a': '2'}], [1, {'a': true}]])") == [
        [1, {"a": 2}],
        [1, {"a": "2"}],
        [1, {"a": True}],
    ]
