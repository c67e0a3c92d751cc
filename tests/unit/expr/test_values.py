"""What the JSONPath language stands on: equality, moments, and Java's texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.expr.equality import json_equal, json_key
from steploom.expr.javatext import java_double, java_text
from steploom.expr.timestamps import parse_timestamp
from steploom.expr.view import View

scalars = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.0, -0.0, 1.0, 1.5]) | st.sampled_from(["", "1"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (0, -0.0, True),
        (None, False, False),
        ("1", 1, False),
        ([], {}, False),
        ([1, [2]], [1.0, [2]], True),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": None}, {}, False),
        ({"a": [True]}, {"a": [1]}, False),
        (2**53 + 1, float(2**53), False),
    ],
)
def test_equality(one, other, same):
    assert json_equal(one, other) is json_equal(other, one) is same
    assert (json_key(one) == json_key(other)) is same


@given(values, values)
def test_keys_are_equal_where_values_are(one, other):
    assert json_equal(one, other) is (json_key(one) == json_key(other))
    assert json_equal(one, one)


def test_equality_goes_deep():
    one, other = [], []
    for _ in range(100_000):
        one, other = [one], [other]
    assert json_equal(one, other)
    assert not json_equal(one, [other])


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (100.0, "100.0"),
        (1.5, "1.5"),
        (123456.789, "123456.789"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (12345678.9, "1.23456789E7"),
        (0.001, "0.001"),
        (0.00099, "9.9E-4"),
        (1e-5, "1.0E-5"),
        (1e21, "1.0E21"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (-2.5e-10, "-2.5E-10"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_doubles(number, text):
    assert java_double(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_say_the_number(number):
    text = java_double(number)
    assert float(text) == number
    assert "." in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (2**70, str(2**70)),
        ("a\n'\"", "a\n'\""),
        ([], "[]"),
        ({}, "{}"),
        ([1, "a, b", [None]], "[1, a, b, [null]]"),
        ({"a": {"b": 1e10}, "c": ""}, "{a={b=1.0E10}, c=}"),
    ],
)
def test_java_text(value, text):
    assert java_text(value) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01T01:30:00+01:30", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("1970-01-02T00:00:00+18:00", 21_600),
    ],
)
def test_moments(text, seconds):
    assert parse_timestamp(text) == seconds * 10**9


@pytest.mark.parametrize(
    ("fraction", "nanoseconds"), [(".1", 10**8), (".000000001", 1), (".123456789", 123_456_789), (".100", 10**8)]
)
def test_fractions(fraction, nanoseconds):
    assert parse_timestamp(f"1970-01-01T00:00:00{fraction}Z") == nanoseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016",
        "2016-03-14",
        "2016-03-14T01:59",
        "2016-03-14T01:59Z",
        "2016-03-14T01:59:00",
        "2016-03-14 01:59:00Z",
        "2016-03-14t01:59:00Z",
        "2016-03-14T01:59:00z",
        "2016-03-14T01:59:00+0100",
        "2016-03-14T01:59:00+01",
        "2016-03-14T01:59:00+19:00",
        "2016-03-14T01:59:00+18:01",
        "2016-03-14T01:59:00+01:60",
        "2016-03-14T01:59:00.Z",
        "2016-03-14T01:59:00.1234567890Z",
        "2016-03-14T01:59:00Z ",
        "2016-03-14T01:59:00Z\n",
        "2016-02-30T01:59:00Z",
        "2015-02-29T01:59:00Z",
        "2016-13-01T01:59:00Z",
        "2016-03-14T24:00:00Z",
        "2016-03-14T01:60:00Z",
        "2016-03-14T01:59:61Z",
        "0000-01-01T00:00:00Z",
        "+2016-03-14T01:59:00Z",
        "2016-3-14T01:59:00Z",
        "\uff12\uff10\uff11\uff16-03-14T01:59:00Z",
        "20160314T015900Z",
    ],
)
def test_what_is_no_moment(text):
    assert parse_timestamp(text) is None


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 30)),  # noqa: DTZ001 - gets its zone below
    st.integers(-18 * 60, 18 * 60),
)
def test_moments_agree_with_python(moment, minutes):
    zoned = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    passed = zoned - datetime(1970, 1, 1, tzinfo=UTC)
    expected = ((passed.days * 86_400 + passed.seconds) * 10**6 + passed.microseconds) * 1000
    text = zoned.isoformat(timespec="microseconds")
    assert parse_timestamp(text) == expected


def test_a_view_has_an_empty_context_and_no_variables_by_default():
    view = View(5)
    assert (view.input, view.context(), dict(view.variables)) == (5, {}, {})
