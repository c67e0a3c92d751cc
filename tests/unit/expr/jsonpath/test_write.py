"""ResultPath: a result put into a copy of the input."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.expr.jsonpath import PathError, PathSyntaxError, compile_path, compile_writer, write
from steploom.expr.view import View


@pytest.mark.parametrize(
    ("raw", "path", "written"),
    [
        ({"a": 1}, "$", "new"),
        ([1], "$", "new"),
        ({"a": 1}, "$.a", {"a": "new"}),
        ({"a": 1}, "$.b", {"a": 1, "b": "new"}),
        ({}, "$.a.b.c", {"a": {"b": {"c": "new"}}}),
        ({"a": {"x": 1}}, "$.a.b", {"a": {"x": 1, "b": "new"}}),
        ({"a": {"x": 1}}, "$.a", {"a": "new"}),
        ({"a": None}, "$.a", {"a": "new"}),
        ({"a": [1, 2, 3]}, "$.a[1]", {"a": [1, "new", 3]}),
        ({"a": [{"x": 1}]}, "$.a[0].y", {"a": [{"x": 1, "y": "new"}]}),
        ([1, 2], "$[0]", ["new", 2]),
        ({}, "$['a b']['it\\'s']", {"a b": {"it's": "new"}}),
        ({}, "$.日本", {"日本": "new"}),
        ({}, "$.a\\.b", {"a.b": "new"}),
    ],
)
def test_write(raw, path, written):
    before = copy.deepcopy(raw)
    assert write(raw, path, "new") == written
    assert raw == before


@pytest.mark.parametrize(
    ("raw", "path", "step"),
    [
        ("text", "$.a", "a"),
        (None, "$.a", "a"),
        ([1], "$.a", "a"),
        ({"a": 5}, "$.a.b", "b"),
        ({"a": None}, "$.a.b", "b"),
        ({"a": [1]}, "$.a.b", "b"),
        ({"a": {}}, "$.a[0]", "0"),
        ({"a": [1]}, "$.a[1]", "1"),
        ({"a": [1]}, "$.a[-1]", "-1"),
        ({}, "$.a[0]", "0"),
    ],
)
def test_what_cannot_be_written(raw, path, step):
    with pytest.raises(PathError) as caught:
        write(raw, path, "new")
    assert caught.value.message.startswith(f'Unable to apply step "{step}" to input ')
    assert caught.value.path == path


def test_the_message_shows_the_input_as_json():
    with pytest.raises(PathError) as caught:
        write({"detail": {"n": 1.0, "é": None}}, "$.detail.n.x", 0)
    assert caught.value.message == 'Unable to apply step "x" to input {"detail":{"n":1.0,"é":null}}'


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("$.a[*]", "a Reference Path names one place, so it has no *"),
        ("$..a", "so it has no .."),
        ("$.a[0:1]", "so it has no slices"),
        ("$['a','b']", "so it has no commas"),
        ("$.a[?(@.b)]", "so it has no filters"),
        ("$.a[(@.length-1)]", "so it has no @"),
        ("$$.a", "a result can be put into the state's input only"),
        ("$x", "a result can be put into the state's input only"),
        ("$.", "a path cannot end with '.'"),
    ],
)
def test_refused_paths(path, problem):
    with pytest.raises(PathSyntaxError) as caught:
        compile_writer(path)
    assert problem in caught.value.problem


def test_what_does_not_change_is_shared():
    raw = {"keep": {"big": [1]}, "a": {"b": {}}}
    written = write(raw, "$.a.b.c", 1)
    assert written["keep"] is raw["keep"]
    assert raw["a"]["b"] == {}


def test_keys_keep_their_order():
    assert list(write({"b": 1, "a": 2}, "$.b", 3)) == ["b", "a"]
    assert list(write({"b": 1, "a": 2}, "$.c", 3)) == ["b", "a", "c"]


steps = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4)
inputs = st.recursive(
    st.integers() | st.none(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=6
)


@given(inputs, steps, inputs)
def test_what_was_written_is_read_again(raw, names, value):
    path = "$." + ".".join(names)
    before = copy.deepcopy(raw)
    try:
        written = write(raw, path, value)
    except PathError:
        assert not isinstance(raw, dict) or len(names) > 1
        written = None
    else:
        assert compile_path(path).read(View(written)) == value
    assert raw == before
