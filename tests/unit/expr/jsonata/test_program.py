from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment
from steploom.expr.jsonata import WHOLE, Program, compile_expression

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


def test_the_same_text_gives_the_same_program():
    assert compile_expression("$a + 1") is compile_expression("$a + 1")
    program = compile_expression("$a + 1")
    assert isinstance(program, Program)
    assert program.text == "$a + 1"


@pytest.mark.parametrize(
    ("text", "free", "members", "unknown"),
    [
        ("$states.input.a + $x", {"states", "x"}, {"input"}, set()),
        ("$states.result[0].b & $states.context.State.Name", {"states"}, {"result", "context"}, set()),
        ("$states.'errorOutput'.Cause", {"states"}, {"errorOutput"}, set()),
        ("$states", {"states"}, {WHOLE}, set()),
        ("$lookup($states, 'input')", {"states"}, {WHOLE}, set()),
        ("$map($xs, function($x, $i){$x + $i + $y})", {"xs", "y"}, set(), set()),
        ("($x := $x + 1; $x)", {"x"}, set(), set()),
        ("($x := 1; $y := $x; $y)", set(), set(), set()),
        ("(($x := 1); $x)", {"x"}, set(), set()),
        ("($f := function($n){$n = 0 ? 0 : $f($n - 1)}; $f(3))", set(), set(), set()),
        ("($a := function(){$b()}; $b := function(){1}; $a())", set(), set(), set()),
        ("$orders@$o.items#$i[$i = $o.n]", {"orders"}, set(), set()),
        ("($orders@$o.n; $o)", {"orders", "o"}, set(), set()),
        ("$nothing($x) & $eval('1')", {"nothing", "eval", "x"}, set(), {"nothing", "eval"}),
        ("$$ & $ & $.a", set(), set(), set()),
        ("$uppercase('a') & $string", set(), set(), set()),
        ("|$a|{'b': $c}|", {"a", "c"}, set(), set()),
        ("$a^(>$b)", {"a", "b"}, set(), set()),
    ],
)
def test_static_facts(text, free, members, unknown):
    program = compile_expression(text)
    assert program.free_variables == free
    assert program.state_members == members
    assert program.unknown_functions == unknown


def test_functions_that_are_used():
    assert compile_expression("$map($xs, $uppercase)").facts.functions == {"map", "uppercase"}


@given(json_values)
def test_a_value_passes_through_unchanged(value):
    environment = Environment()
    assert compile_expression("$v").evaluate({"v": value}, environment) == value
    assert compile_expression("$v.missing.deeper").evaluate({"v": {"missing": value}}, environment) in (
        UNDEFINED,
        *_found(value),
    )
    assert compile_expression("[[$v]]").evaluate({"v": value}, environment) == [
        value if isinstance(value, list) else [value]
    ]


def _found(value):
    """Return what `deeper` may be below any value: it is no field of the values that are drawn."""
    return (value["deeper"],) if isinstance(value, dict) and "deeper" in value else ()


def test_plain_results(evaluate):
    xs = [{"v": 1}, {"v": 2}]
    result = evaluate("{'a': $xs.v, 'b': [$xs[]]}", xs=xs)
    assert result == {"a": [1, 2], "b": xs}
    assert type(result["a"]) is list
    assert type(evaluate("$xs.[v]", xs=xs)[0]) is list
    assert evaluate("$x", x=xs) is xs
    assert evaluate("$x", x=[2**53 + 1, {"y": 2.0}, 1.5]) == [2**53, {"y": 2}, 1.5]
    assert type(evaluate("$x", x=[2.0])[0]) is int
    assert evaluate(r"'\ud800'") == "?"
    assert evaluate(r"{'\ud800': ['a\ud800']}") == {"?": ["a?"]}


def test_errors_carry_code_message_and_position():
    with pytest.raises(ExpressionError) as caught:
        compile_expression("1 + $uppercase(2)").evaluate({}, Environment())
    assert caught.value.code == "T0410"
    assert caught.value.position == 14
    assert str(caught.value) == 'T0410: Argument 1 of function "uppercase" does not match function signature'


def test_any_mapping_may_hold_the_variables():
    class Lazy(dict):
        def __missing__(self, key):
            raise KeyError(key)

    assert compile_expression("$a.b & $c").evaluate(Lazy(a={"b": "x"}), Environment()) == "x"
