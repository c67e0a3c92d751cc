"""Definitions of functions, calls, closures, chains, transformers and the higher-order functions."""

from __future__ import annotations

import pytest

from steploom.expr import UNDEFINED
from steploom.expr.jsonata import Function


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("($add := function($a, $b){$a + $b}; $add(1, 2))", 3),
        ("(function($a, $b){[$a, $b]})(1)", [1]),
        ("($f := λ(){42}; $f())", 42),
        ("($x := 1; $f := function(){$x}; $x := 2; $f())", 2),
        ("($x := 1; ($x := 2; $x); $x)", 1),
        ("($make := function($n){function($m){$n + $m}}; $make(2)(3))", 5),
        ("($a := function($n){$n = 0 ? 'a' : $b($n - 1)}; $b := function($n){$n = 0 ? 'b' : $a($n - 1)}; $a(7))", "b"),
        ("($f := function($n){$n <= 1 ? 1 : $n * $f($n - 1)}; $f(10))", 3628800),
        ("($x := $y := 3; $x + $y)", 6),
        ("(1; 2; 3)", 3),
        ("()", UNDEFINED),
    ],
)
def test_lambdas_and_blocks(evaluate, text, expected):
    assert evaluate(text) == expected


def test_a_tail_call_needs_no_stack(evaluate):
    text = "($loop := function($n, $sum){$n = 0 ? $sum : $loop($n - 1, $sum + $n)}; $loop(20000, 0))"
    assert evaluate(text) == 200010000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'abc' ~> $uppercase", "ABC"),
        ("'abc' ~> $substring(1)", "bc"),
        ("'a-b' ~> $split('-') ~> $join('+')", "a+b"),
        ("('abc' ~> ($uppercase ~> $length))", 3),
        ("($f := $uppercase ~> $substringBefore(?, 'B'); $f('abc'))", "A"),
        ("($first := $substring(?, 0, ?); $first('hello', 2))", "he"),
        ("($add := function($a, $b, $c){$a & $b & $c}; $x := $add(?, 'b', ?); $x('a', 'c'))", "abc"),
        ("($add := function($a, $b){$a + $b}; $add2 := $add(?, 2); $map([1, 2], $add2))", [3, 4]),
        ("[1, 2, 3] ~> $map(function($x){$x * 2}) ~> $sum()", 12),
    ],
)
def test_chains_and_partial_application(evaluate, text, expected):
    assert evaluate(text) == expected


def test_transformers_change_a_copy(evaluate):
    data = {"o": [{"k": 1, "x": 0}, {"k": 2}], "keep": True}
    changed = evaluate("$ ~> |o|{'k': k + 1, 'new': true}, ['x']|", data)
    assert changed == {"o": [{"k": 2, "new": True}, {"k": 3, "new": True}], "keep": True}
    assert data == {"o": [{"k": 1, "x": 0}, {"k": 2}], "keep": True}
    assert evaluate("$map(o, |$|{'k': 0}|)", data) == [{"k": 0, "x": 0}, {"k": 0}]
    assert evaluate("missing ~> |o|{}|", data) is UNDEFINED


def test_transformers_change_nothing_else(evaluate):
    outside = {"k": 1}
    assert evaluate("{'a': 1} ~> |$v|{'k': 2}, 'k'|", v=outside) == {"a": 1}
    assert evaluate("($clone := function($x){$x}; $v ~> |$|{'k': 2}|)", v=outside) == {"k": 2}
    assert outside == {"k": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("missing()", "T1006: Attempted to invoke a non-function"),
        ("$missing()", "T1006: Attempted to invoke a non-function"),
        ("uppercase('a')", "T1005: Attempted to invoke a non-function. Did you mean $uppercase?"),
        ("substring(?, 1)", "T1007: Attempted to partially apply a non-function. Did you mean $substring?"),
        ("missing(?)", "T1008: Attempted to partially apply a non-function"),
        ("1 ~> 2", "T2006: The right side of the function application operator ~> must be a function"),
        (
            "{'a': 1} ~> |$|1|",
            "T2011: The insert/update clause of the transform expression must evaluate to an object: 1",
        ),
        (
            "{'a': 1} ~> |$|{}, 1|",
            "T2012: The delete clause of the transform expression must evaluate to a string or array of strings: 1",
        ),
        (
            "($clone := 1; {} ~> |$|{}|)",
            (
                "T2013: The transform expression clones the input object using the $clone() function.  "
                "This has been overridden in the current scope by a non-function."
            ),
        ),
        ("$uppercase(1)", 'T0410: Argument 1 of function "uppercase" does not match function signature'),
        ("$map([1], 2)", 'T0410: Argument 2 of function "map" does not match function signature'),
        (
            "$reduce([1], function($x){$x})",
            "D3050: The second argument of reduce function must be a function with at least two arguments",
        ),
        (
            "$single([1, 2])",
            "D3138: The $single() function expected exactly 1 matching result.  Instead it matched more.",
        ),
        ("$single([])", "D3139: The $single() function expected exactly 1 matching result.  Instead it matched 0."),
        ("$error('why')", "D3137: why"),
        ("$error()", "D3137: $error() function evaluated"),
        ("$assert(false, 'no')", "D3141: no"),
        ("$assert(1 = 2)", "D3141: $assert() statement failed"),
    ],
)
def test_faults(fault, text, message):
    assert fault(text) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$map([1, 2], function($v, $i, $a){$v * 10 + $i + $count($a)})", [12, 23]),
        ("$map([1], function($v){$v})", 1),
        ("$map([1, 2], function($v){$v = 1 ? $v})", 1),
        ("$map(['a', 'b'], $uppercase)", ["A", "B"]),
        ("$filter([1, 2, 3], function($v){$v > 1})", [2, 3]),
        ("$filter([1, 2, 3], function($v, $i){$i = 0})", 1),
        ("$filter([1], function($v){$v > 1})", UNDEFINED),
        ("$reduce([1, 2, 3], function($a, $b){$a + $b})", 6),
        ("$reduce([1, 2], function($a, $b, $i){$a & $b & $i}, 'x')", "x1021"),
        ("$reduce([], function($a, $b){$a}, 7)", 7),
        ("$single([1, 2, 3], function($v){$v = 2})", 2),
        ("$each({'a': 1, 'b': 2}, function($v, $k){$k & $v})", ["a1", "b2"]),
        ("$sift({'a': 1, 'b': 2}, function($v){$v > 1})", {"b": 2}),
        ("$sift({'a': 1}, function($v){false})", UNDEFINED),
        ("$sort([3, 1, 2], function($a, $b){$a < $b})", [3, 2, 1]),
        (
            "$sort([{'k': 1, 'n': 'a'}, {'k': 0, 'n': 'b'}, {'k': 1, 'n': 'c'}], function($a, $b){$a.k > $b.k}).n",
            ["b", "a", "c"],
        ),
    ],
)
def test_higher_order_functions(evaluate, text, expected):
    assert evaluate(text) == expected


def test_functions_as_results(evaluate):
    assert isinstance(evaluate("$fn := function($x){$x}"), Function)
    assert isinstance(evaluate("{'a': [$uppercase]}"), Function)
    assert evaluate("$type($uppercase)") == "function"
    assert evaluate("$string($uppercase)") == ""
