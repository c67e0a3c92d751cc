"""What Step Functions does: a test for each measured behaviour that the reference lists."""

from __future__ import annotations

import pytest

from steploom.expr import UNDEFINED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("missing = 1", False),
        ("missing != 1", False),
        ("'a' & missing", "a"),
        ("{'a': missing}", {}),
        ("$map([1, 2], function($v){$v > 1 ? $v})", 2),
        ("$exists(null)", True),
        ("$lookup($d, 'nothing')", UNDEFINED),
        ("$exists($d.k) ? $d.k : null", None),
        ("$exists($d.nothing) ? $d.nothing : null", None),
        ("$boolean([0])", False),
        ("$boolean([[]])", False),
        ("$boolean([false])", False),
        ("$boolean([0, 1])", True),
        ("$boolean('0')", True),
        ("1 and 'a'", True),
        ("0 or ''", False),
        ("$not('')", True),
        ("true or false ? 'yes' : 'no'", "yes"),
        ("$count(null)", 0),
        ("$count(missing)", 0),
        ("$count({})", 1),
    ],
)
def test_undefined_null_and_truth(evaluate, text, expected):
    assert evaluate(text, d={"k": None}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$big", 1e25),
        ("$string($big)", "1e+25"),
        ("1/0", "Infinity"),
        ("-1/0", "-Infinity"),
        ("0/0", "NaN"),
        ("{'a': [1/0]}", {"a": ["Infinity"]}),
        ("1e300 * 1e300", "Infinity"),
        ("1/0 > 5", True),
        ("0/0 = 0/0", False),
        ("-7 % 3", -1),
        ("-7 - 3 * $floor(-7 / 3)", 2),
        ("$power(2, -1)", 0.5),
        ("$round(2.5)", 2),
        ("$round(2.675, 2)", 2.68),
        ("$round(25, -1)", 20),
        ("$floor(-1.5)", -2),
        ("$ceil(-1.5)", -1),
        ("$sum([])", 0),
        ("$max([])", UNDEFINED),
        ("$min([])", UNDEFINED),
        ("$average([])", UNDEFINED),
    ],
)
def test_numbers(evaluate, text, expected):
    assert evaluate(text, big=10**25 + 1) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1/0 + 1", "D1001"),
        ("0/0 + 1", "T2001"),
        ("$number('1e400')", "D3030"),
        ("$power(-8, 0.5)", "D3061"),
        ("$sqrt(-1)", "D3060"),
        ("$sum([1, 'a'])", "T0412"),
        ("$max(['a'])", "T0412"),
        ("$eval('1')", "T1006"),
        ("$randomSeeded(1)", "T1006"),
        ("$sort([1, 'a'])", "D3070"),
        ("$join(['a', 1])", "T0412"),
        ("$replace('a', '', 'b')", "D3010"),
        ("$replace('a', 'a', 'b', -1)", "D3011"),
        ("$toMillis('2026-09-15 13:36:42')", "D3110"),
        ("$decodeUrlComponent('%zz')", "D3140"),
    ],
)
def test_what_fails(fault, text, code):
    assert fault(text).startswith(f"{code}: ")


LISTS = {
    "none": [],
    "one": [{"v": 1}],
    "two": [{"v": 1}, {"v": 2}],
    "nested": [[1, 2]],
    "words": ["abc", "de"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$map($none, function($x){$x})", UNDEFINED),
        ("$map($one, function($x){$x.v})", 1),
        ("$map($two, function($x){$x.v})", [1, 2]),
        ("$filter($two, function($x){$x.v > 1})", {"v": 2}),
        ("[$map($none, function($x){$x})]", []),
        ("[$map($one, function($x){$x.v})]", [1]),
        ("[$map($nested, function($x){$x})]", [1, 2]),
        ("$append([], $map($none, function($x){$x})[])", []),
        ("$append([], $map($one, function($x){$x.v})[])", [1]),
        ("$append([], $map($two, function($x){$x.v})[])", [1, 2]),
        ("$append([], $map($nested, function($x){$x})[])", [[1, 2]]),
        ("$append([], $filter($two, function($x){$x.v > 1})[])", [{"v": 2}]),
        ("($map($one, function($x){$x.v}))[]", 1),
        ("$map($one, function($x){$x.v})[]", [1]),
        ("[$words]", ["abc", "de"]),
        ("[[$words]]", [["abc", "de"]]),
        ("$one.v", 1),
        ("$two[v = 2]", {"v": 2}),
        ("$keys({})", UNDEFINED),
        ("$keys({'a': 1})", "a"),
        ("$each({'a': 1}, function($v){$v})", 1),
        ("$spread({'a': 1})", {"a": 1}),
        ("$reverse([1])", [1]),
        ("$sort([1])", [1]),
        ("[1..1]", [1]),
        ("[2..1]", []),
        ("$words[$i][0]", "de"),
        ("($words[$i])[0]", "de"),
        ("$nested[$zero][0]", [1, 2]),
        ("($nested[$zero])[0]", 1),
        ("$words[1.5]", "de"),
        ("$words[-1]", "de"),
        ("$words[2]", UNDEFINED),
        ("$two[[0..0]]", {"v": 1}),
        ("$two[[5..6]]", UNDEFINED),
        ("$filter($two, function($x, $i){$i = 1}).v", 2),
        ("$distinct([1, true, 1, [1], [1]])", [1, True, [1]]),
        ("$zip([1, 2], [3])", [[1, 3]]),
        ("$merge([])", {}),
        ("$merge([{'a': 1}, {'a': null}])", {"a": None}),
        ("$partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ("$partition([0], 2)", [[0]]),
        ("$partition([1, 2, 3], 2.9)", [[1, 2], [3]]),
        ("$partition([], 2)", UNDEFINED),
        ("$partition([1], 0)", UNDEFINED),
        ("$range(0, 9, 3)", [0, 3, 6, 9]),
        ("$range(0, 10, 3)", [0, 3, 6, 9]),
        ("$range(3, 0, -2)", [3, 1]),
        ("$range(1, 9, 9)", 1),
        ("$range(2, 1, 1)", UNDEFINED),
    ],
)
def test_lists(evaluate, text, expected):
    assert evaluate(text, i=1, zero=0, **LISTS) == expected


def test_a_comparison_function_sorts_stably(evaluate):
    people = [{"n": name, "age": age} for name, age in (("a", 2), ("b", 1), ("c", 2), ("d", 1))]
    assert evaluate("$sort($p, function($l, $r){$l.age > $r.age}).n", p=people) == ["b", "d", "a", "c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$s[0]", "abc"),
        ("'b' in 'abc'", False),
        ("'k' in {'k': 1}", False),
        ("$length('😀')", 1),
        ("$substring('a😀bc', 1, 2)", "😀b"),
        ("$substring('😀abc', -2)", "bc"),
        ("$substring('😀abc', 1, 1)", "ab"),
        ("$substring('hello', 1.9, 2.9)", "el"),
        ("$count($split('😀', ''))", 2),
        ("$split('😀', '')", ["?", "?"]),
        ("$join($split('😀', ''))", "😀"),
        ("$split('a..b.', '.')", ["a", "", "b", ""]),
        ("$replace('a', 'a', '$0')", "$0"),
        ("$contains('\u00a0', /\\s/)", False),
        ("$trim('  a   b ')", "a b"),
        ("$join([])", ""),
        ("$pad('7', -5, '0')", "00007"),
        ("$now()", "2026-09-15T13:36:42.245Z"),
        ("$now() = $fromMillis($millis())", True),
        ("$base64decode('aGk')", "hi"),
        ("$base64encode('ü')", "w7w="),
        ("$decodeUrlComponent('a+b%20c')", "a b c"),
        ("$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"),
        ("$hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("$substring($hash('abc', 'SHA-256'), 0, 8)", "ba7816bf"),
        ("$length($hash('abc', 'SHA-384')) & '-' & $length($hash('abc', 'SHA-512'))", "96-128"),
        ("$parse('[1.0, \"a\", null]')", [1, "a", None]),
        ("$parse($single)", {"a": ["x \"y\" 'z'"]}),
        ("$random(7) = $random(7)", True),
    ],
)
def test_text_time_and_encoding(evaluate, text, expected):
    assert evaluate(text, s="abc", single="{'a': ['x \"y\" \\'z\\'']}") == expected


@pytest.mark.parametrize(
    "text",
    ["NaN", "Infinity", "-Infinity", '{"a": 1, "a": 2}', "1e999", "[1,]", "{'a' 1}", "", " ", "1 2", "'", "[", "abc"],
)
def test_what_cannot_be_parsed(fault, text):
    assert fault("$parse($t)", t=text).startswith("The argument of the parse function is not valid JSON: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$base64decode('a*b')", "Illegal base64 text: a*b"),
        ("$partition([1], -1)", "The chunk size of the partition function must not be negative"),
        ("$range(1, 2, 0)", "The step of the range function must not be zero"),
        ("$hash('a', 'MD4')", "The hash function supports MD5, SHA-1, SHA-256, SHA-384, SHA-512"),
    ],
)
def test_wrong_arguments(fault, text, message):
    assert fault(text) == message


def test_a_variable_hides_the_function_of_its_name(fault, evaluate):
    assert fault("$count([1])", count=3) == "T1006: Attempted to invoke a non-function"
    assert evaluate("$count + 1", count=3) == 4


def test_the_input_is_not_there(evaluate):
    assert evaluate("$") is UNDEFINED
    assert evaluate("$$.a") is UNDEFINED
    assert evaluate("a.b") is UNDEFINED


def test_no_null_field_is_lost(evaluate):
    assert evaluate("$states.input", states={"input": {"a": None}}) == {"a": None}
    assert evaluate("$states.input.a", states={"input": {"a": None}}) is None
