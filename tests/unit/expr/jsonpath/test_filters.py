"""Filters: comparisons as the library behind AWS makes them, existence, logic, patterns within limits."""

from __future__ import annotations

import time

import pytest

from steploom.expr.jsonpath import PathError, PathSyntaxError, PatternTimeoutError, compile_path
from steploom.expr.view import View

ITEMS = [
    {"id": 0, "n": 5, "s": "abc", "b": True, "z": None, "l": [1, None], "o": {"k": 1}},
    {"id": 1, "n": 7.5, "s": "5", "b": False},
    {"id": 2, "n": -1, "s": ""},
    {"id": 3},
]


def passing(condition, items=ITEMS, **document):
    found = compile_path(f"$.items[?({condition})]").read(View({"items": items, **document}))
    return [each["id"] for each in found]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("@.n == 5", [0]),
        ("@.n == 5.0", [0]),
        ("@.n == '5'", [0]),
        ("@.n == 0.5e1", [0]),
        ("@.n != 5", [1, 2]),
        ("@.n > 0", [0, 1]),
        ("@.n >= 5", [0, 1]),
        ("@.n < 5", [2]),
        ("@.n <= -1", [2]),
        # All literals are text; only on the right does it become the number that it meets.
        ("5 < @.n", []),
        ("'5' == @.s", [1]),
        ("@.s == 'abc'", [0]),
        ("@.s == abc", [0]),
        ("@.s == 5", [1]),
        ("@.s != 'abc'", [1, 2]),
        ("@.s > 'a'", [0]),
        ("@.s >= '5'", [0, 1]),
        ("@.b == true", [0]),
        ("@.b == 'TRUE'", [0]),
        ("@.b == false", [1]),
        ("@.b != false", [0]),
        ("@.b > false", [0]),
        ("@.z == null", [0]),
        ("@.z != null", []),
        ("@.n != null", [0, 1, 2]),
        ("@.l[1] == null", [0]),
        ("@.o.k == 1", [0]),
        ("@.n == @.id", []),
        ("@.n > @.id", [0, 1]),
        ("@['n'] == 5", [0]),
        # Neither lists nor objects ever equal anything, and a missing member makes even != false.
        ("@.l == @.l", []),
        ("@.o != @.o", []),
        ("@.o != 5", []),
        ("@.nothing != 5", []),
        ("@.nothing == null", []),
    ],
)
def test_comparisons(condition, ids):
    assert passing(condition) == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("@.b", [0, 1]),
        ("@.z", []),
        ("!@.z", [0, 1, 2, 3]),
        ("!@.n", [3]),
        ("@.o.k", [0]),
        ("@.s", [0, 1, 2]),
        ("$.on", [0, 1, 2, 3]),
        ("$.off", []),
    ],
)
def test_existence_means_something_else_than_null(condition, ids):
    assert passing(condition, on=False, off=None) == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("@.n && @.b", [0, 1]),
        ("@.b || @.n == -1", [0, 1, 2]),
        ("@.id == 3 || @.n > 0 && @.b == true", [0, 3]),
        ("@.n > 0 && @.b == true || @.id == 3", [0, 3]),
        ("(@.id == 3 || @.n > 0) && @.b == true", [0, 3]),
        ("@.n == $.wanted", [1]),
        ("@.n < $.wanted", [0, 2]),
        ("$.wanted == 7.5", [0, 1, 2, 3]),
    ],
)
def test_logic_and_the_document(condition, ids):
    assert passing(condition, wanted=7.5) == ids


def test_items_of_any_kind():
    def read(path, value):
        return compile_path(path).read(View(value))

    assert read("$[?(@ == 2)]", [1, 2, 2.0, "2", None]) == [2, 2.0, "2"]
    assert read("$[?(@ > 'b')]", ["a", "b", "c"]) == ["c"]
    assert read("$[?(@)]", [0, None, False, ""]) == [0, False, ""]
    assert read("$[?(@.a == 1)]", {"a": 1}) == [{"a": 1}]
    assert read("$[?(@.a == 2)]", {"a": 1}) == []
    assert read("$..[?(@.a == 1)].b", {"x": {"a": 1, "b": 2}, "y": [{"a": 1, "b": 3}]}) == [2, 3]
    assert read("$.x[?(@.y == 1)][?(@.z == 2)]", {"x": [{"y": 1, "z": 2}, {"y": 1, "z": 3}]}) == [{"y": 1, "z": 2}]
    assert read("$.x[?(@.y)].y[?(@.z > 1)].z", {"x": [{"y": [{"z": 1}, {"z": 2}]}, {"y": [{"z": 3}]}]}) == [2, 3]


def test_text_sorts_by_utf_16_as_in_java():
    emoji, private = "\U0001f600", "\uffee"
    read = compile_path(f"$[?(@ < '{private}')]").read
    assert read(View([emoji, private])) == [emoji]


def test_a_number_never_compares_with_text_that_says_none():
    with pytest.raises(PathError, match="The number 5 cannot be compared with 'abc'"):
        passing("@.n == abc")
    with pytest.raises(PathError, match=r"The number 7\.5 cannot be compared with 'true'"):
        passing("@.n == true && @.id == 1")
    assert passing("@.n == '1" + "0" * 2000 + "'") == []


def test_an_index_on_something_else_than_a_list_fails_the_path():
    with pytest.raises(PathError, match=r"Filter: \[0\] can only be applied to arrays. Current context is: abc"):
        passing("@.s[0] == 1")


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("@.s =~ /abc/", [0]),
        ("@.s =~ /b/", []),
        ("@.s =~ /.*B.*/i", [0]),
        ("@.s =~ /\\d/", [1]),
        ("@.s =~ /[^\\/]*/", [0, 1, 2]),
        ("@.n =~ /5|7\\.5/", [0, 1]),
        ("@.b =~ /t.*/", [0]),
        ("@.z =~ /.*/", []),
        ('@.o =~ /.*"k".*/', [0]),
        ("/a.c/ =~ @.s", [0]),
        ("@.s =~ /(?i)ABC/", [0]),
        ("@.s =~ /[a-c&&[^b]]+/ || @.id == 3", [3]),
    ],
)
def test_patterns_match_the_whole_text(condition, ids):
    assert passing(condition) == ids


def test_classes_know_ascii_only():
    read = compile_path("$[?(@ =~ /\\w\\d/)]").read
    assert read(View(["a1", "é1", "a\u0661"])) == ["a1"]


def test_a_hostile_pattern_is_stopped():
    path = compile_path("$[?(@ =~ /(a|aa|a.)+b/)]")
    start = time.monotonic()
    with pytest.raises(PatternTimeoutError, match=r"The pattern /\(a\|aa\|a\.\)\+b/ in .* took longer than 0.25 s"):
        path.read(View(["a" * 60 + "c"]))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "pattern",
    ["a{100000}", "(a{200}){200}", "((a{100}b){50}){50}", "a{1,99999}", "(?:x{9999}y){2}", "a{9}{9}{9}{9}{9}"],
)
def test_a_pattern_that_would_fill_the_memory_is_refused(pattern):
    with pytest.raises(PathSyntaxError, match="repeats its parts more than 10000 times"):
        compile_path(f"$[?(@ =~ /{pattern}/)]")


@pytest.mark.parametrize("pattern", ["a{100}", "(a{10}b){20}", "[{999999}]", r"\{999999}", "a{5000,}", "a{2}b{3}" * 50])
def test_other_repetitions_are_fine(pattern):
    assert compile_path(f"$[?(@ =~ /{pattern}/)]").read(View([])) == []


def test_deeply_nested_patterns_do_not_crash():
    with pytest.raises(PathSyntaxError, match="the pattern is no regular expression"):
        compile_path("$[?(@ =~ /" + "(" * 5000 + "a/)]")
