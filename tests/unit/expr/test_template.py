"""Payload templates: what is evaluated, what stays, what is refused, and AWS's text where a path finds nothing."""

from __future__ import annotations

import copy

import pytest

from steploom.expr.environment import Environment
from steploom.expr.intrinsics import IntrinsicError
from steploom.expr.jsonpath import PathError
from steploom.expr.template import TemplateError, TemplateSyntaxError, compile_template, template_variables
from steploom.expr.view import View


def fill(template, value=None, **variables):
    return compile_template(template)(View(value, lambda: {"Name": "ctx"}, variables), Environment())


@pytest.mark.parametrize(
    ("template", "payload"),
    [
        ({"a.$": "$.x"}, {"a": 1}),
        ({"a.$": "$"}, {"a": {"x": 1, "l": [1, 2]}}),
        ({"a.$": "$$.Name", "b.$": "$v.w"}, {"a": "ctx", "b": 5}),
        ({"a.$": "States.MathAdd($.x, 1)"}, {"a": 2}),
        ({"a.$": "$.l[*]"}, {"a": [1, 2]}),
        ({"a.$": "$.nothing[*]"}, {"a": []}),
        ({"a": "$.x"}, {"a": "$.x"}),
        ({"a": {"b": [{"c.$": "$.x"}, "$.x", {"d": 1}]}}, {"a": {"b": [{"c": 1}, "$.x", {"d": 1}]}}),
        ({"a": [["$.x", {"b.$": "$.x"}]]}, {"a": [["$.x", {"b": 1}]]}),
        ([{"a.$": "$.x"}], [{"a": 1}]),
        ({".$": "$.x"}, {"": 1}),
        ({"a.b.$": "$.x"}, {"a.b": 1}),
        ({"a.$.$": "$.x"}, {"a.$": 1}),
        ({"$": "$.x", "a$": "$.x"}, {"$": "$.x", "a$": "$.x"}),
        ({}, {}),
        ([], []),
        ("$.x", "$.x"),
        (None, None),
        (5, 5),
        # An index past the end is null in a template, as reported from AWS.
        ({"a.$": "$.l[7]"}, {"a": None}),
        ({"é.$": "$.x", "日本": {"😀.$": "$.x"}}, {"é": 1, "日本": {"😀": 1}}),
    ],
)
def test_templates(template, payload):
    before = copy.deepcopy(template)
    assert fill(template, {"x": 1, "l": [1, 2]}, v={"w": 5}) == payload
    assert template == before


def test_keys_keep_their_order():
    template = {"z.$": "$.x", "b": 1, "a.$": "States.Array()", "c": {"d.$": "$.x"}, "0.$": "$.x"}
    assert list(fill(template, {"x": 1})) == ["z", "b", "a", "c", "0"]


def test_a_payload_can_be_changed_without_harm_to_the_next():
    template = compile_template({"a.$": "$.x", "l": [{"b.$": "$.x"}]})
    first = template(View({"x": 1}), Environment())
    first["a"] = first["l"][0]["b"] = "changed"
    first["l"].append("more")
    assert template(View({"x": 2}), Environment()) == {"a": 2, "l": [{"b": 2}]}


def test_what_has_nothing_to_evaluate_is_shared():
    constant = {"deep": [1, 2, {"x": 1}]}
    template = compile_template({"a.$": "$.x", "c": constant})
    assert template(View({"x": 1}), Environment())["c"] is constant
    whole = {"a": 1}
    assert compile_template(whole)(View(None), Environment()) is whole


@pytest.mark.parametrize(
    ("template", "location", "message"),
    [
        (
            {"a.$": 5},
            "/a.$",
            "The value for the field 'a.$' must be a STRING that contains a JSONPath but was a NUMBER",
        ),
        (
            {"a": {"b.$": {"c": 1}}},
            "/a/b.$",
            "The value for the field 'b.$' must be a STRING that contains a JSONPath but was an OBJECT",
        ),
        (
            {"a": [0, {"b.$": "x"}]},
            "/a/1/b.$",
            "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        (
            {"a/b~c": {"d.$": "$."}},
            "/a~1b~0c/d.$",
            "The value for the field 'd.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        (
            {"a.$": "States.Nope()"},
            "/a.$",
            "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        (
            {"a.$": ""},
            "/a.$",
            "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        (
            {"a.$": " $.a"},
            "/a.$",
            "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
        ),
        ({"a": 1, "a.$": "$.x"}, "/a.$", "The field 'a' is there twice, once with '.$' and once without"),
        ({"a.$": "$.x", "a": 1}, "/a", "The field 'a' is there twice, once with '.$' and once without"),
    ],
)
def test_refused(template, location, message):
    with pytest.raises(TemplateSyntaxError) as caught:
        compile_template(template)
    assert (caught.value.location, caught.value.aws_message) == (location, message)
    assert caught.value.message.startswith(message)
    assert caught.value.message.endswith(f" at {location}")


def test_a_refusal_says_what_is_wrong_with_the_expression():
    with pytest.raises(TemplateSyntaxError) as caught:
        compile_template({"a.$": "$.x["})
    fault = caught.value.fault
    assert fault is not None
    assert fault.position == caught.value.position == 4
    assert fault.message in caught.value.message


def test_a_template_that_nests_too_deeply():
    value = {"a.$": "$.x"}
    for _ in range(100_000):
        value = {"a": value}
    with pytest.raises(TemplateSyntaxError, match="The template nests too deeply"):
        compile_template(value)


def test_a_path_that_finds_nothing():
    with pytest.raises(TemplateError) as caught:
        fill({"x": {"value.$": "$.b.c"}}, {"a": 1.0})
    error = caught.value
    assert isinstance(error, PathError)
    assert (error.field, error.path, error.missing, error.code) == ("value.$", "$.b.c", "$['b']", "path")
    assert error.message == (
        "The JSONPath '$.b.c' specified for the field 'value.$' could not be found in the input '{\"a\":1.0}'"
    )


def test_a_context_path_that_finds_nothing_shows_the_input():
    with pytest.raises(TemplateError, match=r"^path: The JSONPath '\$\$\.Nope' specified .* in the input '\[1\]'$"):
        fill({"a.$": "$$.Nope"}, [1])


def test_a_call_that_fails_keeps_its_own_error():
    with pytest.raises(IntrinsicError, match=r"Invalid arguments in States\.ArrayLength"):
        fill({"a.$": "States.ArrayLength($)"}, 5)
    with pytest.raises(IntrinsicError, match="could not be found in the input"):
        fill({"a.$": "States.Array($[7])"}, [1])


def test_variables():
    template = {"a.$": "$x.y", "b": [{"c.$": "States.Array($y, States.Array($z[0]), $.q, $$.r)"}], "d": "$no"}
    assert template_variables(template) == {"x", "y", "z"}
    assert template_variables({"a": 1}) == frozenset()
    assert template_variables("$no") == frozenset()
