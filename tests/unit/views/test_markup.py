from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.views.markup import attribute, script_json, text

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--",
    "]]>",
    "\u2028\u2029",
    "\ud800",
    "\x00\x1b\x85",
    "&lt;",
    "'\"`",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text(value):
    assert "<" not in text(value)
    quoted = attribute(value)
    assert quoted[0] == quoted[-1] == '"'
    assert not set(quoted[1:-1]) & set('"<>')
    written = script_json({value: [value]})
    assert not set(written) & set("<>&\u2028\u2029\ud800")
    assert json.loads(written) == {value: [value]}


@given(st.text(st.characters(codec=None)))
def test_all_text_survives_as_json_and_can_be_written(value):
    written = script_json(value)
    assert json.loads(written) == value
    written.encode()
    text(value).encode()
    attribute(value).encode()


def test_numbers_that_json_cannot_say_are_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json(float("nan"))
