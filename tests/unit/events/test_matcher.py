from __future__ import annotations

import pytest

from steploom.events.matcher import compile_pattern


def _matches(pattern, event):
    return compile_pattern(pattern).matches(event)


def test_fields_are_and_values_are_or():
    pattern = {"source": ["a", "b"], "detail": {"kind": ["x"]}}
    assert _matches(pattern, {"source": "b", "detail": {"kind": "x", "more": 1}})
    assert not _matches(pattern, {"source": "b", "detail": {"kind": "y"}})
    assert not _matches(pattern, {"source": "c", "detail": {"kind": "x"}})


@pytest.mark.parametrize(
    ("literal", "fits", "misses"),
    [
        ("300", ["300"], [300, None]),
        (300, [300, 300.0], ["300", 301]),
        (True, [True], [1, "true"]),
        (None, [None], ["", 0, False]),
        ("", [""], [None]),
        (12345678901234567890, [12345678901234567890], [12345678901234567891, 1.2345678901234567e19]),
        ("10.0.0.1", ["10.0.0.1", "10.0.0.01"], ["10.0.0.10"]),
        ("::1", ["0:0:0:0:0:0:0:1", "::1"], ["::2"]),
        ("a:b", ["a:b"], ["A:B"]),
    ],
)
def test_literals_compare_by_type_and_value(literal, fits, misses):
    for value in fits:
        assert _matches({"a": [literal]}, {"a": value}), value
    for value in misses:
        assert not _matches({"a": [literal]}, {"a": value}), value
    assert not _matches({"a": [literal]}, {})


@pytest.mark.parametrize(
    ("expression", "fits", "misses"),
    [
        ({"prefix": "us-"}, ["us-east-1", "us-"], ["eu-", 5, None]),
        ({"prefix": ""}, ["", "x"], [5, None]),
        ({"prefix": {"equals-ignore-case": "Ab"}}, ["aBc", "AB"], ["bab"]),
        ({"suffix": ".png"}, ["x.png"], ["x.PNG", "png"]),
        ({"suffix": {"equals-ignore-case": ".png"}}, ["x.PnG"], ["x.png2"]),
        ({"equals-ignore-case": "Straße"}, ["STRASSE", "strasse".replace("ss", "ß")], ["strasse"]),
        ({"exactly": "10.0.0.01"}, ["10.0.0.01"], ["10.0.0.1"]),
        ({"wildcard": "a*b*c"}, ["abc", "aXbYc"], ["acb", "abcd"]),
        ({"wildcard": "\\*"}, ["*"], ["x"]),
        ({"wildcard": "*"}, ["", "x"], [5]),
        ({"numeric": [">", 0, "<=", 5]}, [5, 0.1, 5.0], [0, 5.01, "3", None, True]),
        ({"numeric": ["=", 0.1]}, [0.1], [0.10000001]),
        ({"numeric": ["<", 0]}, [-1], [0]),
        ({"numeric": ["<=", 0]}, [0], [0.5]),
        ({"numeric": [">=", 2]}, [2], [1]),
        ({"cidr": "10.0.0.77/24"}, ["10.0.0.1", "10.0.0.255"], ["10.0.1.0", "host", 7]),
        ({"cidr": "2001:db8::/32"}, ["2001:0DB8::1"], ["2001:db9::1", "10.0.0.1"]),
        ({"exists": True}, [None, "", 0], []),
        ({"anything-but": ["x", "y"]}, ["z", 5, None, True], ["x", "y"]),
        ({"anything-but": [1, 2]}, [3, "1", None], [1, 2.0]),
        ({"anything-but": {"prefix": ["a", "b"]}}, ["c", 12, None], ["ab", "b"]),
        ({"anything-but": {"suffix": ".png"}}, ["x.gif"], ["x.png"]),
        ({"anything-but": {"equals-ignore-case": "Yes"}}, ["yess"], ["YES"]),
        ({"anything-but": {"wildcard": ["*/lib/*"]}}, ["x", 4], ["a/lib/b"]),
        ({"anything-but": {"wildcard": ""}}, ["x"], [""]),
    ],
)
def test_operators(expression, fits, misses):
    for value in fits:
        assert _matches({"a": [expression]}, {"a": value}), value
    for value in misses:
        assert not _matches({"a": [expression]}, {"a": value}), value
    assert not _matches({"a": [expression]}, {"b": 1}), "only a value that is there matches"


def test_exists_is_about_leaves():
    present, missing = {"a": [{"exists": True}]}, {"a": [{"exists": False}]}
    for event in ({}, {"a": {}}, {"a": []}, {"a": {"b": 1}}):
        assert not _matches(present, event)
        assert _matches(missing, event)
    assert _matches({"a": [{"exists": False}, {"anything-but": "x"}]}, {})
    assert not _matches({"a": [{"exists": False}, {"anything-but": "x"}]}, {"a": "x"})


def test_an_array_matches_by_any_element():
    assert _matches({"a": ["x"]}, {"a": ["y", "x"]})
    assert _matches({"a": ["x"]}, {"a": [["x"]]})
    assert not _matches({"a": [None]}, {"a": []})


def test_conditions_hold_in_one_element_of_an_array():
    pattern = {"people": {"first": ["Ada"], "last": ["Byron"]}}
    assert _matches(pattern, {"people": [{"first": "Eve"}, {"first": "Ada", "last": "Byron"}]})
    assert not _matches(pattern, {"people": [{"first": "Ada", "last": "X"}, {"first": "Eve", "last": "Byron"}]})


def test_one_element_is_tried_after_the_other():
    pattern = {"a": {"x": [1], "y": [2], "z": [3]}}
    event = {"a": [{"x": 1, "y": 2}, {"x": 1, "y": 2, "z": 3}]}
    assert _matches(pattern, event)
    assert not _matches(pattern, {"a": [{"x": 1, "y": 2}, {"x": 1, "z": 3}]})


def test_dotted_keys_and_nested_ones_are_the_same_path():
    assert _matches({"a": {"b": ["x"]}}, {"a.b": "x"})
    assert _matches({"a.b": ["x"]}, {"a": {"b": "x"}})
    assert not _matches({"a.b": {"c": ["x"]}}, {"a": {"b": "x"}})


def test_or_alternatives_may_nest_and_share_the_rest():
    pattern = {"s": ["s"], "d": {"$or": [{"a": [1]}, {"b": [2], "$or": [{"c": [3]}, {"e": [4]}]}]}}
    assert _matches(pattern, {"s": "s", "d": {"a": 1}})
    assert _matches(pattern, {"s": "s", "d": {"b": 2, "e": 4}})
    assert not _matches(pattern, {"s": "s", "d": {"b": 2}})
    assert not _matches(pattern, {"s": "t", "d": {"a": 1}})


def test_or_without_objects_is_a_plain_field():
    assert _matches({"$or": ["x", "y"]}, {"$or": "y"})


def test_the_last_of_equal_keys_wins():
    assert _matches('{"a": ["x"], "a": ["y"]}', {"a": "y"})
    assert not _matches('{"a": ["x"], "a": ["y"]}', {"a": "x"})
