from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment, Limits
from steploom.expr.jsonata import Function, compile_expression
from steploom.expr.jsonata.functions import BUILTINS

SMALL = Limits(depth=100, steps=20_000, items=2_000, characters=20_000, regex_seconds=0.5)

atoms = st.sampled_from(
    [
        "a",
        "b",
        "$",
        "$v",
        "$x",
        "1",
        "-1",
        "0.5",
        "'t'",
        "null",
        "true",
        "[]",
        "{}",
        "*",
        "**",
        "%",
        "$f",
        "$count",
        "/t/",
        "?",
    ]
)


def compound(inner):
    two = st.tuples(inner, inner)
    operators = st.sampled_from(["+", "-", "*", "/", "%", "&", "=", "<", "in", "and", "or", "~>", ".", ":=", ".."])
    functions = st.sampled_from(sorted(BUILTINS))
    return st.one_of(
        st.tuples(inner, operators, inner).map(" ".join),
        two.map(lambda each: f"{each[0]}[{each[1]}]"),
        two.map(lambda each: f"{each[0]}{{{each[1]}: {each[0]}}}"),
        two.map(lambda each: f"({each[0]}; $f := function($x){{{each[1]}}}; $f({each[0]}))"),
        two.map(lambda each: f"{each[0]} ? {each[1]} : {each[0]}"),
        two.map(lambda each: f"{each[0]}^(>{each[1]})"),
        two.map(lambda each: f"[{each[0]}, {each[1]}]"),
        two.map(lambda each: f"{each[0]} ~> |{each[1]}|{{'k': {each[0]}}}|"),
        inner.map(lambda each: f"{each}@$x#$v"),
        st.tuples(functions, inner).map(lambda each: f"${each[0]}({each[1]})"),
        st.tuples(functions, inner, inner).map(lambda each: f"${each[0]}({each[1]}, {each[2]})"),
        st.tuples(functions, inner, inner).map(lambda each: f"${each[0]}({each[1]}, function($x){{{each[2]}}})"),
    )


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abk"), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=400, deadline=None)
@given(st.recursive(atoms, compound, max_leaves=8), values, values)
def test_any_expression_ends_well_or_with_an_expression_error(text, data, variable):
    before = copy.deepcopy((data, variable))
    try:
        result = compile_expression(text).evaluate({"v": variable}, Environment(limits=SMALL), data)
    except ExpressionError:
        result = UNDEFINED
    if result is not UNDEFINED and not isinstance(result, Function):
        json.dumps(result, allow_nan=False).encode()
    assert (data, variable) == before


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab$\"'`\\/.[](){}@#;:?+-*%|=<>^&!~,0 1\n\U0001f600", max_size=25))
def test_any_text_is_parsed_or_refused(text):
    position = None
    try:
        compile_expression(text)
    except ExpressionError as error:
        position = error.position
    assert position is None or 0 <= position <= len(text)


@given(st.lists(st.integers() | st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_sorting_orders_numbers(numbers):
    program = compile_expression("$sort($xs)")
    compared = compile_expression("$sort($xs, function($l, $r){$l > $r})")
    assert program.evaluate({"xs": numbers}, Environment()) == compared.evaluate({"xs": numbers}, Environment())


@given(st.lists(st.text(max_size=5), max_size=8))
def test_splitting_undoes_joining(texts):
    separator = "\x00"
    clean = [each.replace(separator, "") for each in texts]
    joined = compile_expression("$join($xs, $s)").evaluate({"xs": clean, "s": separator}, Environment())
    assert joined == separator.join(clean)
    split = compile_expression("$split($t, $s)").evaluate({"t": joined, "s": separator}, Environment())
    assert split == joined.split(separator)
