from __future__ import annotations

import time

import pytest

from steploom.errors import ExpressionError
from steploom.expr import Environment, Limits
from steploom.expr.jsonata import MEMORY, STACK, TIMEOUT, compile_expression


def message_of(text, limits=None, **variables):
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text).evaluate(variables, Environment(limits=limits or Limits()))
    assert caught.value.code == ""
    return caught.value.message


def test_a_long_chain_overflows_the_stack(evaluate):
    assert evaluate(" + ".join(["1"] * 150)) == 150
    assert message_of(" + ".join(["1"] * 250)) == STACK
    assert message_of(" + ".join(["1"] * 20_000)) == STACK
    assert message_of(" & ".join(["$x"] * 20_000), x="a") == STACK


def test_a_deep_branch_that_is_not_taken_does_no_harm(evaluate):
    assert evaluate("false ? " + " + ".join(["$n"] * 250) + " : 1", n=1) == 1


def test_deep_nesting_is_refused_before_it_is_parsed():
    for text in ("(" * 5000, "[" * 5000 + "]" * 5000, "-" * 5000 + "1", "a" + "[b" * 5000):
        with pytest.raises(ExpressionError) as caught:
            compile_expression(text)
        assert caught.value.message == STACK


def test_recursion_that_never_ends():
    assert message_of("($f := function($n){1 + $f($n + 1)}; $f(1))") == STACK
    assert message_of("($f := function($n){$f($n + 1)}; $f(1))") == TIMEOUT
    assert message_of("($f := function($n){$map([1], $f)}; $f(1))") == STACK


def test_loops_within_loops():
    assert message_of("$count([1..2000].($x := $; [1..2000].($ * $x)))") == TIMEOUT
    assert message_of("$reduce([1..500000], function($a, $b){$a + $b})", Limits(steps=10_000)) == TIMEOUT
    assert message_of("[1..1000].($big[v = 1])", Limits(steps=100_000), big=[{"v": 2}] * 1000) == TIMEOUT
    assert message_of("$map([1..1000], function($i){$big.v})", Limits(steps=100_000), big=[{"v": 2}] * 1000) == TIMEOUT


def test_large_values():
    assert message_of("[1..1000000]") == MEMORY
    assert message_of("$pad('', 100000000)") == MEMORY
    assert message_of("$range(1, 100000000, 1)") == MEMORY
    assert message_of("($f := function($s, $n){$n = 0 ? $s : $f($s & $s, $n - 1)}; $f('abcdefgh', 40))") == MEMORY
    assert message_of("($f := function($s, $n){$n = 0 ? $s : $f([$s, $s], $n - 1)}; $f([1..10], 40))") == MEMORY
    assert message_of("($f := function($s, $n){$n = 0 ? $s : $f($append($s, $s), $n - 1)}; $f([1..10], 40))") == MEMORY
    assert message_of("$map([1..2000], function($i){$pad('', 1000000)})") == MEMORY
    assert (
        message_of("($f := function($s, $n){$n = 0 ? $s : $f($replace($s, 'a', 'aaaa'), $n - 1)}; $f('a', 40))")
        == MEMORY
    )


def test_a_range_of_more_than_ten_million_has_its_own_code():
    with pytest.raises(ExpressionError) as caught:
        compile_expression("[1..10000001]").evaluate({}, Environment())
    assert caught.value.code == "D2014"


def test_ten_million_items_fit_where_they_may():
    assert (
        compile_expression("[1..10000000] ~> $count()").evaluate({}, Environment(limits=Limits(items=10**7))) == 10**7
    )


def test_hostile_regular_expressions_are_stopped():
    start = time.monotonic()
    assert message_of("$contains($t, /^(a|aa)+$/)", Limits(regex_seconds=0.2), t="a" * 40 + "!") == TIMEOUT
    assert message_of("[1..50].$contains($t, /^(aa|a)+$/)", Limits(regex_seconds=0.2), t="a" * 40 + "!") == TIMEOUT
    assert time.monotonic() - start < 10


def test_deeply_nested_data():
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    assert message_of("$string($x)", x=deep) == STACK
    assert message_of("$x = [$x]", x=deep) == STACK
    assert message_of("$x", x=deep) == STACK
    assert message_of("$x.a", x={"a": deep}) == STACK


def test_numbers_of_thousands_of_digits_are_read_as_doubles_are(evaluate):
    assert evaluate('$parseInteger($digits, "0")', digits="0" * 5_000 + "7") == 7
    assert evaluate('$parseInteger($digits, "0")', digits="9" * 5_000) == evaluate("$number($x)", x="0x" + "f" * 5_000)


def test_a_year_of_a_hundred_million_digits(evaluate):
    assert evaluate('$fromMillis(0, "[Y,*-30]")') == "1970".rjust(30, "0")
    assert message_of('$fromMillis(0, "[Y,*-99999999]")') == MEMORY
