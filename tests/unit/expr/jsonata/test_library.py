"""The built-in functions, apart from dates, pictures and those of Step Functions."""

from __future__ import annotations

import random
import re
import uuid

import pytest

from steploom.expr import UNDEFINED, Environment
from steploom.expr.jsonata import compile_expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$string({'a': [1, true, null], 'b': 'x'})", '{"a":[1,true,null],"b":"x"}'),
        ("$string([1, {'a': 2}], true)", '[\n  1,\n  {\n    "a": 2\n  }\n]'),
        ("$string([{}, []], true)", "[\n  {},\n  []\n]"),
        ("$string(1/3)", "0.333333333333333"),
        ("$string(missing)", UNDEFINED),
        ("$substring('hello', 1)", "ello"),
        ("$substring('hello', -3, 2)", "ll"),
        ("$substring('hello', -9, 2)", "he"),
        ("$substring('hello', 3, 9)", "lo"),
        ("$substring('hello', 1, 0)", ""),
        ("$substringBefore('a-b-c', '-')", "a"),
        ("$substringBefore('abc', '-')", "abc"),
        ("$substringAfter('a-b-c', '-')", "b-c"),
        ("$uppercase('straße')", "STRASSE"),
        ("$lowercase('ÄB')", "äb"),
        ("$length('')", 0),
        ("$trim('  a \n\t b ')", "a b"),
        ("$pad('x', 3)", "x  "),
        ("$pad('x', -3, '01')", "01x"),
        ("$pad('abc', 2)", "abc"),
        ("$join(['a', 'b'], '-')", "a-b"),
        ("$join('a')", "a"),
        ("$contains('abc', 'bc')", True),
        ("$contains('abc', /^B/i)", False),
        ("$split('a,b,,c', ',')", ["a", "b", "", "c"]),
        ("$split('a1b22c', /[0-9]+/)", ["a", "b", "c"]),
        ("$split('a,b,c', ',', 2)", ["a", "b"]),
        ("$split('abc', '')", ["a", "b", "c"]),
        ("$replace('a.b.c', '.', '-', 1)", "a-b.c"),
        ("$replace('john smith', /(\\w+)\\s(\\w+)/, '$2, $1')", "smith, john"),
        ("$replace('abc', /b/, '[$0$$$1]')", "a[b$]c"),
        ("$replace('abab', /a/, function($m){$uppercase($m.match)}, 1)", "Abab"),
        ("$match('ab12', /([a-z])([0-9])/)", {"match": "b1", "index": 1, "groups": ["b", "1"]}),
        ("$match('aXbX', /X/).index", [1, 3]),
        ("$match('abc', /z/)", UNDEFINED),
        ("$base64encode('hello')", "aGVsbG8="),
        ("$base64decode('aGVsbG8=')", "hello"),
        ("$encodeUrlComponent('a b/ü?')", "a%20b%2F%C3%BC%3F"),
        ("$encodeUrl('https://x.y/ü?a=b c')", "https://x.y/%C3%BC?a=b%20c"),
        ("$decodeUrlComponent('a%20b%2F')", "a b/"),
        ("$decodeUrl('a%20b%2F')", "a b%2F"),
    ],
)
def test_texts(evaluate, text, expected):
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$number('12.50')", 12.5),
        ("$number('0x1F')", 31),
        ("$number('-1e2')", -100),
        ("$number(true)", 1),
        ("$abs(-2)", 2),
        ("$floor(-1.5)", -2),
        ("$ceil(-1.5)", -1),
        ("$round(11.5)", 12),
        ("$round(12.5)", 12),
        ("$round(1.235, 2)", 1.24),
        ("$round(125, -1)", 120),
        ("$power(2, 10)", 1024),
        ("$power(4, 0.5)", 2),
        ("$sqrt(9)", 3),
        ("$sum([1, 2.5])", 3.5),
        ("$sum(5)", 5),
        ("$max([1, 3, 2])", 3),
        ("$min([])", UNDEFINED),
        ("$average([1, 2])", 1.5),
        ("$count([1, [2, 3]])", 2),
        ("$formatBase(255, 16)", "ff"),
        ("$formatBase(-5, 2)", "-101"),
    ],
)
def test_numbers(evaluate, text, expected):
    result = evaluate(text)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$append(1, [2, 3])", [1, 2, 3]),
        ("$append(missing, 1)", 1),
        ("$reverse([1, 2, 3])", [3, 2, 1]),
        ("$sort([3, 1, 2])", [1, 2, 3]),
        ("$sort(['b', 'a'])", ["a", "b"]),
        ("$distinct([1, 1.0, '1', true, [1], [1], {'a': 1}, {'a': 1}])", [1, "1", True, [1], {"a": 1}]),
        ("$zip([1, 2, 3], ['a', 'b'])", [[1, "a"], [2, "b"]]),
        ("$zip([1], 'x')", [[1, "x"]]),
        ("$keys({'b': 1, 'a': 2})", ["b", "a"]),
        ("$keys([{'a': 1}, {'b': 1, 'a': 2}])", ["a", "b"]),
        ("$lookup({'a': 1}, 'a')", 1),
        ("$lookup([{'a': 1}, {'a': [2, 3]}], 'a')", [1, 2, 3]),
        ("$spread({'a': 1, 'b': 2})", [{"a": 1}, {"b": 2}]),
        ("$merge([{'a': 1, 'b': 1}, {'b': 2}])", {"a": 1, "b": 2}),
        ("$exists(missing)", False),
        ("$type([])", "array"),
        ("$type(null)", "null"),
        ("$type(1.5)", "number"),
        ("$type({})", "object"),
        ("$type(missing)", UNDEFINED),
        ("$not(missing)", UNDEFINED),
        ("$boolean('false')", True),
    ],
)
def test_arrays_objects_and_kinds(evaluate, text, expected):
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$number('12a')", 'D3030: Unable to cast value to a number: "12a"'),
        ("$number(null)", 'T0410: Argument 1 of function "number" does not match function signature'),
        ("$sqrt(-1)", "D3060: The sqrt function cannot be applied to a negative number: -1"),
        (
            "$power(-1, 0.5)",
            (
                "D3061: The power function has resulted in a value that cannot be represented as a JSON number: "
                "base=-1, exponent=0.5"
            ),
        ),
        (
            "$formatBase(1, 37)",
            "D3100: The radix of the formatBase function must be between 2 and 36.  It was given 37",
        ),
        ("$sum(['a'])", 'T0412: Argument 1 of function "sum" must be an array of "numbers"'),
        ("$split('a', 'b', -1)", "D3020: Third argument of split function must evaluate to a positive number"),
        ("$match('a', /a/, -1)", "D3040: Third argument of match function must evaluate to a positive number"),
        ("$replace('a', '', 'b')", "D3010: Second argument of replace function cannot be an empty string"),
        (
            "$replace('a', 'a', 'b', -1)",
            "D3011: Fourth argument of replace function must evaluate to a positive number",
        ),
        ("$replace('a', /a/, function($m){1})", "D3012: Attempted to replace a matched string with a non-string value"),
        ("$replace('ab', /x*/, '-')", "D1004: Regular expression matches zero length string"),
        ("$decodeUrl('%E0%A4%A')", 'D3140: Malformed URL passed to $decodeUrl(): "%E0%A4%A"'),
        (
            "$contains('a', function($s){{'x': 1}})",
            (
                'T1010: The matcher function argument passed to function "contains" does not return '
                "the correct object structure"
            ),
        ),
    ],
)
def test_faults(fault, text, message):
    assert fault(text) == message


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"/^\d{2,3}$/", "123", True),
        (r"/^\d{2,3}$/", "12\n", False),
        (r"/^b$/m", "a\nb\nc", True),
        (r"/É/i", "é", True),
        (r"/^.$/", "\n", False),
        (r"/^[^]$/", "\n", True),
        (r"/\bfoo\b/", "a foo.", True),
        (r"/a{,2}/", "a{,2}", True),
        (r"/^[\]&&\[]$/", "&", True),
        (r"/^(?<year>\d+)-\k<year>$/", "12-12", True),
        (r"/(?:ab){2}/", "abab", True),
        (r"/\-\_\//", "-_/", True),
        (r"/^\p{L}+$/", "äöü", True),
        (r"/x|[0-9a-f]+/i", "FF", True),
        (r"/^\u0041\x42$/", "AB", True),
        (r"/^[\s\S]{3}$/", "\u2028\xa0ü", True),
        (r"/^[\d\D]{2}$/", "٣a", True),
        (r"/^[\W]{2}[\w\W]$/", "ü -", True),
    ],
)
def test_regular_expressions(evaluate, pattern, text, expected):
    assert evaluate(f"$contains($t, {pattern})", t=text) is expected


def test_a_wrong_regular_expression_is_refused_at_once(fault):
    assert fault("$contains('a', /+a/)").startswith("Invalid regular expression: /+a/: ")


def test_a_matcher_may_be_a_function(evaluate):
    match = "{'match': '--', 'start': 1, 'end': 3, 'groups': [], 'next': function(){$nothing}}"
    assert evaluate(f"$split('a--b', function($s){{{match}}})") == ["a", "b"]


def test_a_regular_expression_is_a_function(evaluate):
    assert evaluate("($re := /b(.)/; $re('abc').groups)") == ["c"]
    assert evaluate("($re := /b/; $re('xyz'))") is UNDEFINED


def test_time_stands_still_in_an_evaluation():
    times = iter([10.0, 99.0])
    environment = Environment(lambda: next(times), random.Random(1))
    program = compile_expression("[$now(), $millis(), $toMillis($now())]")
    assert program.evaluate({}, environment) == ["1970-01-01T00:00:10.000Z", 10000, 10000]
    assert program.evaluate({}, environment)[1] == 99000


def test_one_seed_gives_one_result():
    program = compile_expression("[$random(), $uuid(), $uuid(), $shuffle([1..9])]")

    def draw(seed):
        return program.evaluate({}, Environment(lambda: 0.0, random.Random(seed)))

    assert draw(1) == draw(1) != draw(2)
    number, first, second, *shuffled = draw(1)
    assert 0 <= number < 1
    assert first != second
    assert re.fullmatch(r"[0-9a-f-]{36}", first)
    assert uuid.UUID(first).version == 4
    assert sorted(shuffled) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
