from __future__ import annotations

import json

import pytest

from steploom.jsontext import compact, parse, size_in_bytes


def test_compact_keeps_order_and_characters():
    assert compact({"b": 1, "a": ["ü", None, 1.5]}) == '{"b":1,"a":["ü",null,1.5]}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_compact_refuses_what_json_cannot_say(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        compact(value)


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}', "", "[1", "[" * 50_000 + "]" * 50_000])
def test_parse_refuses_with_one_error(text):
    with pytest.raises(json.JSONDecodeError):
        parse(text)


def test_parse_says_that_a_value_nests_too_deeply():
    with pytest.raises(json.JSONDecodeError, match="nest too deeply"):
        parse('{"a":' * 50_000)


def test_size_counts_bytes():
    assert (size_in_bytes("abc"), size_in_bytes("ü€")) == (3, 5)
