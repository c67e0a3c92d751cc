from __future__ import annotations

import math

import pytest

from steploom.expr import UNDEFINED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("7 - 2 - 1", 4),
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("-7 % 3", -1),
        ("7 % -3", 1),
        ("5.5 % 2", 1.5),
        ("0.1 + 0.2", 0.1 + 0.2),
        ("-$n", -4),
        ("- -3", 3),
        ("missing + 1", UNDEFINED),
        ("1 + missing", UNDEFINED),
        ("-missing", UNDEFINED),
        ("2.5 * 2", 5),
    ],
)
def test_arithmetic(evaluate, text, expected):
    result = evaluate(text, n=4)
    assert result == expected
    assert type(result) is type(expected)


def test_numbers_are_doubles(evaluate):
    big = 2**53 + 1
    assert evaluate("$n + 0", n=big) == 2**53
    assert evaluate("$n - 5", n=big) == 2**53 - 5
    assert evaluate("$n * 3", n=2**53 - 1) == float(3 * (2**53 - 1))
    assert evaluate("9007199254740993") == 2**53
    assert evaluate("$n = 9007199254740992", n=big) is True
    assert evaluate("1e308 * 10") == "Infinity"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True),
        ("1 = '1'", False),
        ("true = 1", False),
        ("[1, {'a': [2]}] = [1, {'a': [2]}]", True),
        ("{'a': 1, 'b': 2} = {'b': 2, 'a': 1}", True),
        ("null = null", True),
        ("'a' != 'b'", True),
        ("$t = 'x'", True),
        ("$t != 'x'", False),
        ("$n = 'x'", False),
        ("1 < 2", True),
        ("2 <= 2", True),
        ("'a' < 'b'", True),
        ("'b' >= 'a'", True),
        ("missing > 1", UNDEFINED),
        ("1 in [1, 2]", True),
        ("true in [1]", False),
        ("'a' in 'a'", True),
        ("'a' in 'abc'", False),
        ("[1] in [[1]]", False),
        ("missing in [1]", False),
    ],
)
def test_comparisons(evaluate, text, expected):
    assert evaluate(text, t="x", n=4) is expected


def test_texts_compare_by_utf16_units(evaluate):
    # U+FF5E stands behind the surrogates of U+1F600, although its code point is smaller.
    assert evaluate("$a < $b", a="😀", b="\uff5e") is True
    assert evaluate("$sort([$b, $a])", a="😀", b="\uff5e") == ["😀", "\uff5e"]
    assert evaluate("$xs^($)", xs=["\uff5e", "😀", "z"]) == ["z", "😀", "\uff5e"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a' & 1 & true & null", "a1truenull"),
        ("1 & 2", "12"),
        ("'a' & missing & 'b'", "ab"),
        ("[1, 2.50] & {'k': 'v'}", '[1,2.5]{"k":"v"}'),
        ("0.1 + 0.2 & ''", "0.3"),
        (
            "1e21 & ' ' & 1e-7 & ' ' & 123456789012 & ' ' & 100000000000000000000",
            "1e+21 1e-7 123456789012 100000000000000000000",
        ),
        ("function($x){$x} & 'f'", "f"),
    ],
)
def test_concatenation(evaluate, text, expected):
    assert evaluate(text) == expected


def test_halves_of_a_pair_join(evaluate):
    assert evaluate(r"$length('\ud83d' & '\ude00')") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and 1", True),
        ("0 or ''", False),
        ("missing or 'a'", True),
        ("false and $error('not reached')", False),
        ("true or $error('not reached')", True),
        ("$boolean([0, 1])", True),
        ("[] ? 'yes' : 'no'", "no"),
        ("{} ? 'yes' : 'no'", "no"),
        ("false ? 'yes'", UNDEFINED),
        ("true ? 1 : 2 + 3", 1),
        ("1 > 2 ? 'a' : 3 > 2 ? 'b' : 'c'", "b"),
    ],
)
def test_logic(evaluate, text, expected):
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1..3]", [1, 2, 3]),
        ("[3..1]", []),
        ("[0, 1..2, 5]", [0, 1, 2, 5]),
        ("[1..missing]", []),
        ("[[1, 2], [3]]", [[1, 2], [3]]),
        ("[$xs, 3]", [1, 2, 3]),
        ("[missing, null]", [None]),
        ("{'a': missing, 'b': null}", {"b": None}),
        ("{$k: 1}", {"key": 1}),
    ],
)
def test_constructors(evaluate, text, expected):
    assert evaluate(text, xs=[1, 2], k="key") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'a' + 1", 'T2001: The left side of the "+" operator must evaluate to a number'),
        ("1 - 'a'", 'T2002: The right side of the "-" operator must evaluate to a number'),
        ("$t * null", 'T2001: The left side of the "*" operator must evaluate to a number'),
        ("-'a'", 'D1002: Cannot negate a non-numeric value: "a"'),
        ("true < 1", 'T2010: The expressions either side of operator "<" must evaluate to numeric or string values'),
        ("1 > 'a'", 'T2009: The values 1 and "a" either side of operator ">" must be of the same data type'),
        ("[1.5..2]", "T2003: The left side of the range operator (..) must evaluate to an integer"),
        ("[1..'a']", "T2004: The right side of the range operator (..) must evaluate to an integer"),
        ("$inf & ''", "D3001: Attempting to invoke string function on Infinity or NaN"),
    ],
)
def test_faults(fault, text, message):
    assert fault(text, t="x", inf=math.inf) == message
