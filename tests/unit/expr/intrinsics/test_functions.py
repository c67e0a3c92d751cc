"""The 18 functions: results, limits, and AWS's reasons where they fail."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.expr.environment import Environment
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.intrinsics.catalogue import CATALOGUE
from steploom.expr.intrinsics.javarandom import java_random_between
from steploom.expr.view import View


def test_there_are_eighteen():
    assert len(CATALOGUE) == 18


@pytest.mark.parametrize(
    ("text", "value", "result"),
    [
        ("States.ArrayPartition($, 4)", [1, 2, 3, 4, 5, 6, 7, 8, 9], [[1, 2, 3, 4], [5, 6, 7, 8], [9]]),
        ("States.ArrayPartition($, 1)", [1, 2], [[1], [2]]),
        ("States.ArrayPartition($, 99)", [1, 2], [[1, 2]]),
        ("States.ArrayPartition($, 1.5)", [1, 2, 3], [[1, 2], [3]]),
        ("States.ArrayPartition($, 2)", [], []),
        ("States.ArrayContains($, 2)", [1, 2.0], True),
        ("States.ArrayContains($, '2')", [1, 2], False),
        ("States.ArrayContains($, true)", [1], False),
        ("States.ArrayContains($, null)", [None], True),
        ("States.ArrayContains($.a, $.b)", {"a": [{"x": [1, {"y": 2}]}], "b": {"x": [1.0, {"y": 2}]}}, True),
        ("States.ArrayContains($.a, $.b)", {"a": [{"x": [1, 2]}], "b": {"x": [2, 1]}}, False),
        ("States.ArrayContains($, 1)", [], False),
        ("States.ArrayRange(1, 9, 2)", None, [1, 3, 5, 7, 9]),
        ("States.ArrayRange(1, 8, 2)", None, [1, 3, 5, 7]),
        ("States.ArrayRange(3, 1, -1)", None, [3, 2, 1]),
        ("States.ArrayRange(1, 1, 1)", None, [1]),
        ("States.ArrayRange(5, 1, 1)", None, []),
        ("States.ArrayRange(1, 5, -1)", None, []),
        ("States.ArrayRange(0.5, 2.4, 1)", None, [1, 2]),
        ("States.ArrayRange(-2.5, 0, 1)", None, [-2, -1, 0]),
        ("States.ArrayGetItem($, 0)", ["a", "b"], "a"),
        ("States.ArrayGetItem($, 0.5)", ["a", "b"], "b"),
        ("States.ArrayLength($)", [1, [2, 3]], 2),
        ("States.ArrayLength($)", [], 0),
        ("States.ArrayUnique($)", [1, 2, 3, 3, 1, 1.0], [1, 2, 3]),
        ("States.ArrayUnique($)", [1, True, "1", None, None], [1, True, "1", None]),
        ("States.ArrayUnique($)", [{"a": 1, "b": 2}, {"b": 2, "a": 1}, [1], [1]], [{"a": 1, "b": 2}, [1]]),
    ],
)
def test_arrays(call, text, value, result):
    assert call(text, value) == result


def test_array_limits(call, failure):
    assert len(call("States.ArrayRange(1, 1000, 1)")) == 1000
    assert failure("States.ArrayRange(0, 1000, 1)") == (
        "Invalid arguments in States.ArrayRange",
        "a range has at most 1000 numbers, this one has 1001",
    )
    assert failure("States.ArrayRange(0, 1e30, 1)")[0] == "Invalid arguments in States.ArrayRange"
    assert failure("States.ArrayRange(0, 5, 0.2)")[1] == "the step must not be 0"
    assert failure("States.ArrayPartition($, 0)", [1])[1] == "the chunk size must be at least 1"
    assert failure("States.ArrayPartition($, -1)", [1])[1] == "the chunk size must be at least 1"
    exactly = ["x" * (262_144 - 4)]
    assert call("States.ArrayPartition($, 1)", exactly) == [exactly]
    assert failure("States.ArrayPartition($, 1)", ["x" * 262_144])[1] == "the array must not be larger than 256 KiB"


@pytest.mark.parametrize("index", [-1, 2, 1.5, 1e300])
def test_items_out_of_range(failure, index):
    reason, hint = failure(f"States.ArrayGetItem($, {index})", ["a", "b"])
    assert reason == "Invalid arguments in States.ArrayGetItem"
    assert "is outside of an array of 2 items" in hint


@pytest.mark.parametrize(
    ("text", "value", "result"),
    [
        ("States.Base64Encode('Data to encode')", None, "RGF0YSB0byBlbmNvZGU="),
        ("States.Base64Encode('')", None, ""),
        ("States.Base64Encode('é😀')", None, "w6nwn5iA"),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", None, "Data to encode"),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU')", None, "Data to encode"),
        ("States.Base64Decode('w6nwn5iA')", None, "é😀"),
        ("States.Base64Decode('')", None, ""),
        ("States.Base64Decode('YWJjZ')", None, "abc"),
        ("States.Base64Decode('Y W\nJj=ignored')", None, "abc"),
        ("States.Hash('input data', 'SHA-1')", None, "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("States.Hash('', 'MD5')", None, "d41d8cd98f00b204e9800998ecf8427e"),
        ("States.Hash($, 'SHA-256')", {"a": [1]}, hashlib.sha256(b'{"a":[1]}').hexdigest()),
        ("States.Hash(5, 'SHA-384')", None, hashlib.sha384(b"5").hexdigest()),
        ("States.Hash('é', 'SHA-512')", None, hashlib.sha512("é".encode()).hexdigest()),
    ],
)
def test_encoding(call, text, value, result):
    assert call(text, value) == result


@pytest.mark.parametrize("text", ["States.Base64Encode($)", "States.Base64Decode($)", "States.Hash($, 'MD5')"])
def test_encoding_limits(call, failure, text):
    assert call(text, "a" * 10_000)
    assert failure(text, "a" * 10_001)[1] == "the text must not be longer than 10000 characters, but has 10001"
    assert "has 10002" in failure(text, "\U0001f600" * 5001)[1]


def test_unknown_algorithm(failure):
    reason, hint = failure("States.Hash('a', $)", "md5")
    assert (reason, hint) == (
        "Invalid arguments in States.Hash",
        "the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512",
    )


@pytest.mark.parametrize(
    ("text", "value", "result"),
    [
        (
            "States.JsonMerge($.a, $.b, false)",
            {"a": {"x": {"p": 1}, "y": 2}, "b": {"x": {"q": 3}, "z": 4}},
            {"x": {"q": 3}, "y": 2, "z": 4},
        ),
        ("States.JsonToString($)", {"a": [1, 2.0, None, "é\n"]}, '{"a":[1,2.0,null,"é\\n"]}'),
        ("States.JsonToString('a')", None, '"a"'),
        ("States.StringToJson($)", '{"a": [1, 2.0, null]}', {"a": [1, 2.0, None]}),
        ("States.StringToJson('5')", None, 5),
        ("States.StringToJson('\"x\"')", None, "x"),
        ("States.StringToJson('')", None, None),
        ("States.StringToJson('  ')", None, None),
    ],
)
def test_objects(call, text, value, result):
    found = call(text, value)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize("text", ["{", "a", "{'a': 1}", "NaN", "[Infinity]", "1e999", "1 2", "[" * 200_000])
def test_text_that_is_no_json(failure, text):
    assert failure("States.StringToJson($)", text) == (
        "Invalid arguments in States.StringToJson",
        "the text is no JSON",
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("States.MathAdd(111, -1)", 110),
        ("States.MathAdd(1.5, 1.4)", 3),
        ("States.MathAdd(-1.5, 0)", -1),
        ("States.MathAdd(-1.6, 0)", -2),
        ("States.MathAdd(0.49999999999999994, 0)", 0),
        ("States.MathAdd(1e3, 0)", 1000),
        ("States.MathAdd(2147483646, 1)", 2147483647),
        ("States.MathAdd(-2147483647, -1)", -2147483648),
    ],
)
def test_addition(call, text, result):
    found = call(text)
    assert (found, type(found)) == (result, int)


@pytest.mark.parametrize(
    "text", ["States.MathAdd(2147483647, 1)", "States.MathAdd(2147483648, -1)", "States.MathAdd(-1e300, 1)"]
)
def test_addition_stays_within_java_integers(failure, text):
    reason, hint = failure(text)
    assert reason == "Invalid arguments in States.MathAdd"
    assert hint.endswith("is outside of -2147483648 to 2147483647")


@pytest.mark.parametrize(
    ("seed", "start", "end", "number"),
    [
        (42, 0, 100, 30),
        (0, 0, 100, 60),
        (1, 0, 100, 85),
        (12345, 0, 100, 51),
        (3, 0, 999, 239),
        (42, -5, 5, -5),
        (7, -(2**31), 2**31 - 1, -1156638823),
        (42 + 2**64, 0, 100, 30),
    ],
)
def test_seeded_numbers_are_java_s(call, seed, start, end, number):
    assert call(f"States.MathRandom({start}, {end}, {seed})") == number


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 2), st.integers(1, 2**32))
def test_seeded_numbers_stay_in_bounds(seed, start, width):
    end = min(start + width, 2**31 - 1)
    assert start <= java_random_between(seed, start, end) < end


def test_random_numbers_come_from_the_environment(call):
    found = {call("States.MathRandom(1, 4)") for _ in range(5)}
    assert len(found) == 1  # the fixture starts a new source each time
    environment = Environment()
    evaluate = compile_intrinsic("States.MathRandom(1, 4)").evaluate
    assert {evaluate(View(None), environment) for _ in range(200)} == {1, 2, 3}


def test_identifiers(call):
    made = call("States.UUID()")
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", made)
    assert call("States.UUID()") == made
    first, second = call("States.Array(States.UUID(), States.UUID())")
    assert first != second


@pytest.mark.parametrize("bounds", ["5, 5", "6, 5", "0.5, 1.4"])
def test_empty_bounds(failure, bounds):
    reason, hint = failure(f"States.MathRandom({bounds})")
    assert reason == "Invalid arguments in States.MathRandom"
    assert hint == "the first number must be smaller than the second"


@pytest.mark.parametrize(
    ("text", "delimiters", "pieces"),
    [
        ("1,2,3", ",", ["1", "2", "3"]),
        ("1,2;3", ",;", ["1", "2", "3"]),
        (",,,,", ",", []),
        (" , ", ",", [" ", " "]),
        ("", ",", []),
        ("abc", "", ["abc"]),
        ("", "", []),
        ("a.b*c", ".*", ["a", "b", "c"]),
        ("a]b-c^d", "]-^", ["a", "b", "c", "d"]),
        ("a😀b", "😀", ["a", "b"]),
        ("a\\b", "\\", ["a", "b"]),
    ],
)
def test_split(call, text, delimiters, pieces):
    assert call("States.StringSplit($.t, $.d)", {"t": text, "d": delimiters}) == pieces


@pytest.mark.parametrize(
    ("text", "value", "result"),
    [
        ("States.Format('plain')", None, "plain"),
        ("States.Format('')", None, ""),
        ("States.Format('Hi {}, you are {}', $.name, $.age)", {"name": "Ann", "age": 40}, "Hi Ann, you are 40"),
        ("States.Format('{}{}', 1, 2)", None, "12"),
        ("States.Format('{}', $)", None, "null"),
        ("States.Format('{}', true)", None, "true"),
        ("States.Format('{}', 1.0)", None, "1.0"),
        ("States.Format('{}', 1e3)", None, "1000.0"),
        ("States.Format('{}', 1e7)", None, "1.0E7"),
        ("States.Format('{}', $)", {"a": [1, "x", None], "b": {"c": 1.5}}, "{a=[1, x, null], b={c=1.5}}"),
        (r"States.Format('\{\} \'{}\' \\', 1)", None, "{} '1' \\"),
        ("States.Format('{}', '{}')", None, "{}"),
        ("States.Format($.t, $.v)", {"t": "a {} b", "v": "{}"}, "a {} b"),
        ("States.Format($.t, 1)", {"t": "it's \\{\\} {} \\n"}, "it's {} 1 \\n"),
        ("States.Format(States.Format('\\{\\}{}', 1), 2)", None, "21"),
        ("States.Format('日本 {} 😀', 'é')", None, "日本 é 😀"),
    ],
)
def test_format(call, text, value, result):
    assert call(text, value) == result


def test_format_fails_with_the_texts_of_aws(failure):
    assert failure("States.Format($, 1)", "no place")[0] == (
        "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}."
    )
    assert failure("States.Format($, 1)", "open { {}")[0] == (
        "Invalid template in States.Format: matching '}' not found for '{'."
    )
    assert failure("States.Format($, 1)", 5) == (
        "Invalid arguments in States.Format",
        "argument 1 of States.Format must be text, but is a number",
    )


def test_an_inner_call_fails_in_the_name_of_the_whole_expression(failure):
    reason, hint = failure("States.Array(States.ArrayLength($.a))", {"a": "x"})
    assert reason == "Invalid arguments in States.ArrayLength"
    assert hint == "argument 1 of States.ArrayLength must be an array, but is text"


def test_a_path_that_finds_nothing(failure):
    reason, hint = failure("States.Array($.b.c)", {"a": 1})
    assert reason == "The JsonPath argument for the field '$.b.c' could not be found in the input '{\"a\":1}'"
    assert hint == "Missing property in path $['b']"
    assert failure("States.Array($$.Nope)", {})[0] == (
        "The JsonPath argument for the field '$.Nope' could not be found in the input '{}'"
    )
    assert failure("States.Array($[5])", [1])[0].startswith("The JsonPath argument for the field '$[5]'")
    assert failure("States.Array($x)", [1])[0].startswith("The JsonPath argument for the field '$x'")


def test_deep_data_is_compared_without_recursion():
    value = []
    for _ in range(100_000):
        value = [value]
    unique = compile_intrinsic("States.ArrayUnique($)").evaluate(View([value, value]), Environment())
    assert unique[0] is value
    assert len(unique) == 1


def test_data_that_nests_too_deeply_fails_the_call(failure):
    value = []
    for _ in range(100_000):
        value = [value]
    assert failure("States.Format('{}', $)", value)[1] == "the data nests too deeply"
    assert failure("States.JsonToString($)", value)[1] == "the data nests too deeply"


@given(st.text(max_size=200))
def test_text_survives_base64(text):
    evaluate = compile_intrinsic("States.Base64Decode(States.Base64Encode($))").evaluate
    assert evaluate(View(text), Environment()) == text
    encoded = compile_intrinsic("States.Base64Encode($)").evaluate(View(text), Environment())
    assert base64.b64decode(encoded).decode() == text


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=10,
)


@given(values)
def test_json_survives_text(value):
    evaluate = compile_intrinsic("States.StringToJson(States.JsonToString($))").evaluate
    assert json.dumps(evaluate(View(value), Environment())) == json.dumps(value)
