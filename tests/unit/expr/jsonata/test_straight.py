"""Straight-line code makes what the closures make, or gives up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment
from steploom.expr.jsonata import compile_expression
from steploom.expr.jsonata.compiling import straight as straight_module
from steploom.expr.jsonata.compiling.straight import straight_program
from steploom.expr.jsonata.facts import bound_names
from steploom.expr.jsonata.giving_up import GIVE_UP, MANY, UNUSUAL
from steploom.expr.jsonata.lowering import lower
from steploom.expr.jsonata.results import plain

#: Expressions over `$x`, `$y` and `$o`, each with straight-line code.
STRAIGHT = [
    "$x",
    "$o.a.b",
    "$x + 1",
    "1 - $x * $y",
    "$x / $y % 3",
    "$x * -2 + $o.a",
    "$x & '-' & $y & $o.a & 1.5 & true & null",
    "$x = 'a'",
    "$x != $y",
    "$x = 1 or $y = null",
    "$x < $y and $y >= 2",
    "$x ? $y : $o.a",
    "$x > 1 ? 'many' : $y & '!'",
    "{'a': $x, 'b': {'c': [$y, 2, 'q'], 'd': $x + 1}, 'e': [$o.a]}",
    "[[$x], $y]",
    "$string($x) & $uppercase($o.a)",
    "$length($x) + $count($y)",
    "$not($x) or $boolean($y)",
    "$round($x, 1) = $floor($y)",
    "($x)",
    "$exists($x) and $substringBefore($o.a, 'b') = ''",
    "$substring($x, 1, 2)",
    "$power($x, 2)",
]

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([2**53, -(2**53) - 1, 10**25, 0.0, -0.0, 1e300, 0.1, 2.0])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["a", "", "é", "😀b", "12", "x" * 5_001, "\ud83d"])
    | st.text(max_size=3)
)
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.sampled_from("ab"), scalars, max_size=2)
numbers = st.integers(-3, 3) | st.sampled_from([0.5, 2.0, -0.0, 0.0, 1e16, 2**53])
texts = st.sampled_from(["a", "", "é", "12"])
objects = values | st.fixed_dictionaries({"a": values | st.fixed_dictionaries({"b": values})})


def bindings_of(each):
    inner = st.fixed_dictionaries({"a": each | st.fixed_dictionaries({"b": each})})
    return st.fixed_dictionaries({"x": each, "y": each, "o": inner}) | st.fixed_dictionaries(
        {}, optional={"x": each, "y": each, "o": inner, "string": values}
    )


def outcome(evaluate):
    try:
        return repr(evaluate())
    except ExpressionError as error:
        return str(error)


@pytest.mark.parametrize("text", STRAIGHT)
def test_straight_code_agrees_with_the_closures(text):
    program = compile_expression(text)
    straight = straight_program(lower(program.ast), bound_names(program.ast))
    assert straight is not None
    agreed = 0

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(bindings_of(values) | bindings_of(numbers) | bindings_of(texts))
    def agrees(bindings):
        nonlocal agreed
        try:
            value = straight(bindings, Environment())
        except UNUSUAL:
            return
        if value is not GIVE_UP:
            cold = compile_expression.__wrapped__(text)
            assert repr(value) == outcome(lambda: cold.evaluate(bindings, Environment()))
            agreed += 1

    agrees()
    assert agreed > 2


BODIES = [
    "$v.a + 1",
    "$v.a * $k",
    "{'n': $v.a, 'whole': $v, 'list': [$v.b]}",
    "$v.a > 1 and $v.b = 'x'",
    "$v ? $v.a : 'none'",
    "$string($v.a) & $v.b",
    "$v",
]


@pytest.mark.parametrize("body", BODIES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(objects, min_size=MANY, max_size=MANY + 3))
def test_functions_of_many_items_agree_with_single_calls(body, items):
    def evaluate(text, **variables):
        return compile_expression(text).evaluate({"k": 2, **variables}, Environment())

    def singles():
        found = [evaluate(f"($f := function($v){{{body}}}; $f($x))", x=item) for item in items]
        return [each for each in found if each is not UNDEFINED]

    def many(text):
        return outcome(lambda: evaluate(text, xs=items))

    expected = outcome(singles)
    assert many(f"$append([], $map($xs, function($v){{{body}}})[])") == expected
    kept = [item for item in items if outcome(lambda item=item: evaluate(f"$boolean({body})", v=item)) == "True"]
    if not expected.startswith(("T", "D")):
        assert many(f"$append([], $filter($xs, function($v){{{body}}})[])") == repr(plain(kept))


def test_predicates_and_steps_of_many_items(evaluate):
    items = [{"n": at, "t": "x" if at % 2 else ["x", "y"], **({"q": at} if at % 3 else {})} for at in range(40)]
    assert evaluate("$sum($xs[n > 30].(n * 2))", xs=items) == sum(2 * at for at in range(31, 40))
    assert evaluate("$count($xs[q > 3])", xs=items) == sum(1 for at in range(4, 40) if at % 3)
    assert evaluate("$count($xs.(q + 1))", xs=items) == sum(1 for at in range(40) if at % 3)
    assert evaluate("$count($xs.[t])", xs=items) == 40
    assert evaluate("$reduce($xs, function($a, $v){$a + $v.n}, 0)", xs=items) == sum(range(40))
    assert evaluate("$sort($xs, function($l, $r){$l.n < $r.n})[0].n", xs=items) == 39
    assert evaluate("$single($xs, function($v){$v.n = 7}).n", xs=items) == 7


def test_an_expression_gets_its_code_after_many_evaluations():
    program = compile_expression.__wrapped__("{'a': $x.a + 1, 'b': $x.b}")
    for at in range(200):
        assert program.evaluate({"x": {"a": at, "b": "t"}}, Environment()) == {"a": at + 1, "b": "t"}
    assert program.evaluate({"x": {"a": 1}}, Environment()) == {"a": 2}
    assert program.evaluate({"x": [{"a": 1}, {"b": 2}]}, Environment()) == {"a": 2, "b": 2}
    with pytest.raises(ExpressionError, match="T2001"):
        program.evaluate({"x": {"a": "text"}}, Environment())


NOT_STRAIGHT = ["$x[0]", "$f($x)", "($y := 1; $y)", "$now()", "$x.*", "$", "a.b", "function($v){$v}", "$x ? 1"]
NOT_STRAIGHT += ["1 / -0", "$x[]", "$sum($x)", "{'a': 1, 'a': 2}", ".".join(["$x", *["a"] * 100])]
NOT_STRAIGHT += ["[" + ",".join("1" * 200) + "]", " & ".join(["$x"] * 60)]
NOT_STRAIGHT += ["{" + ",".join(f"'k{at}': 1" for at in range(100)) + "}"]


@pytest.mark.parametrize("text", NOT_STRAIGHT)
def test_what_has_no_straight_code(text):
    program = compile_expression(text)
    assert straight_program(lower(program.ast), bound_names(program.ast)) is None


def test_texts_in_the_source_are_quoted():
    name = "a']; raise SystemExit #\\'\"\n"
    program = compile_expression(f"{{'k': $x.`{name}`, \"q'\": '{chr(39)}'}}".replace("'''", '"\'"'))
    straight = straight_program(lower(program.ast), bound_names(program.ast))
    assert straight is not None
    assert straight({"x": {name: 1}}, Environment()) == {"k": 1, "q'": "'"}
    assert straight_module.__doc__
