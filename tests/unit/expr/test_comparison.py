"""Choice rules: the 39 operators, logic, static checks, and paths that find nothing."""

from __future__ import annotations

import itertools

import pytest

from steploom.expr.choice_operators import OPERATORS
from steploom.expr.comparison import ComparisonError, ComparisonSyntaxError, compile_comparison
from steploom.expr.view import View

NOON = "2016-03-14T12:00:00Z"
EVERYTHING = [None, True, False, 0, 1, 1.5, "", "a", NOON, [], {}, [1], {"a": 1}]


def holds(operator, value, operand):
    return compile_comparison({"Variable": "$.v", operator: operand})(View({"v": value}))


def test_there_are_thirty_nine_operators():
    assert len(OPERATORS) == 39


@pytest.mark.parametrize(
    ("operator", "value", "operand", "answer"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "é", "e\u0301", False),
        ("StringEquals", "", "", True),
        ("StringLessThan", "A", "AB", True),
        ("StringLessThan", "B", "a", True),
        ("StringLessThan", "a", "a", False),
        ("StringLessThanEquals", "a", "a", True),
        ("StringGreaterThan", "b", "a", True),
        ("StringGreaterThan", "10", "9", False),
        ("StringGreaterThanEquals", "a ", "a", True),
        # A character beyond the basic plane starts with a surrogate, which sorts before U+FFEE.
        ("StringLessThan", "\U0001f600", "\uffee", True),
        ("StringMatches", "log-2020.txt", "log-*.txt", True),
        ("NumericEquals", 0, 0.0, True),
        ("NumericEquals", 1e3, 1000, True),
        ("NumericEquals", 2**53 + 1, 2**53, False),
        ("NumericEquals", "1", 1, False),
        ("NumericEquals", True, 1, False),
        ("NumericLessThan", -1, 0.5, True),
        ("NumericLessThanEquals", 5, 5, True),
        ("NumericGreaterThan", 10, 9, True),
        ("NumericGreaterThanEquals", 4.999, 5, False),
        ("BooleanEquals", True, True, True),
        ("BooleanEquals", False, False, True),
        ("BooleanEquals", 0, False, False),
        ("BooleanEquals", "true", True, False),
        ("TimestampEquals", "2016-03-14T13:00:00+01:00", NOON, True),
        ("TimestampEquals", "2016-03-14T12:00:00.000000001Z", NOON, False),
        ("TimestampEquals", "2016-03-14", NOON, False),
        ("TimestampLessThan", "2016-03-14T11:59:59.9Z", NOON, True),
        ("TimestampLessThanEquals", NOON, NOON, True),
        ("TimestampGreaterThan", "2016-03-14T12:00:00-00:01", NOON, True),
        ("TimestampGreaterThanEquals", NOON, NOON, True),
        ("IsNull", None, True, True),
        ("IsNull", 0, True, False),
        ("IsNull", 0, False, True),
        ("IsPresent", None, True, True),
        ("IsPresent", None, False, False),
        ("IsNumeric", 1.5, True, True),
        ("IsNumeric", True, True, False),
        ("IsNumeric", "1", False, True),
        ("IsString", "", True, True),
        ("IsBoolean", False, True, True),
        ("IsTimestamp", NOON, True, True),
        ("IsTimestamp", "2016-03-14 12:00:00Z", True, False),
        ("IsTimestamp", "2016-03-14t12:00:00z", True, False),
        ("IsTimestamp", 5, False, True),
    ],
)
def test_operators(operator, value, operand, answer):
    assert holds(operator, value, operand) is answer


LITERALS = {"String": "a", "Numeric": 1, "Timestamp": NOON, "Boolean": True}


@pytest.mark.parametrize("operator", [name for name in OPERATORS if f"{name}Path" in OPERATORS])
def test_a_value_of_another_type_is_never_an_error_and_never_true(operator):
    family = next(name for name in LITERALS if operator.startswith(name))
    literal = LITERALS[family]
    with_path = compile_comparison({"Variable": "$.v", f"{operator}Path": "$.o"})
    for value in EVERYTHING:
        if isinstance(value, bool) == isinstance(literal, bool) and isinstance(value, int | float | str):
            continue
        assert holds(operator, value, literal) is False
        assert with_path(View({"v": value, "o": literal})) is False
        assert with_path(View({"v": literal, "o": value})) is False


@pytest.mark.parametrize("operator", [name for name in OPERATORS if f"{name}Path" in OPERATORS])
def test_a_path_compares_as_the_literal_does(operator):
    values = ["a", "b", 1, 2.5, True, False, NOON, "2017-01-01T00:00:00Z", None, []]
    accepts = OPERATORS[operator].accepts
    rule = compile_comparison({"Variable": "$.v", f"{operator}Path": "$.o"})
    for value, other in itertools.product(values, values):
        expected = accepts(other) and holds(operator, value, other)
        assert rule(View({"v": value, "o": other})) is expected


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("abc", ["abc"], ["", "ab", "abcd", "ABC"]),
        ("*", ["", "anything\nat all"], [5, None, ["a"]]),
        ("a*", ["a", "abc"], ["ba"]),
        ("*a", ["a", "ba"], ["ab"]),
        ("a*b", ["ab", "axb", "abab"], ["a", "aba"]),
        ("a*a", ["aa", "aba"], ["a"]),
        ("*a*b*", ["ab", "xaybz"], ["ba"]),
        ("**", ["", "a"], []),
        ("a*b*b", ["abb", "axbyb"], ["ab"]),
        (r"\*", ["*"], ["a", r"\*", r"\a"]),
        (r"a\*b*", ["a*b", "a*bc"], ["aab"]),
        (r"\\*", ["\\", "\\x"], ["*"]),
        (r"a\b", [r"a\b"], ["ab"]),
        ("a?c.[x]", ["a?c.[x]"], ["abc.[x]", "a?cx[x]", "a?c.x"]),
        ("é*😀", ["é😀", "éx😀"], ["e😀"]),
        ("*" * 50 + "b", ["b"], ["a" * 10_000]),
        ("*a" * 30 + "*b", ["a" * 30 + "b"], ["a" * 10_000]),
    ],
)
def test_patterns(pattern, matching, others):
    rule = compile_comparison({"Variable": "$", "StringMatches": pattern})
    assert [value for value in matching if not rule(View(value))] == []
    assert [value for value in others if rule(View(value))] == []


def test_logic():
    small = {"Variable": "$", "NumericLessThan": 3}
    even = {"Or": [{"Variable": "$", "NumericEquals": number} for number in (0, 2, 4)]}

    def chosen(rule):
        return [number for number in range(6) if compile_comparison(rule)(View(number))]

    assert chosen({"And": [small, even]}) == [0, 2]
    assert chosen({"Or": [small, even]}) == [0, 1, 2, 4]
    assert chosen({"Not": small}) == [3, 4, 5]
    assert chosen({"Not": {"Not": {"And": [even]}}}) == [0, 2, 4]


def test_logic_stops_at_the_first_that_decides():
    missing = {"Variable": "$.nothing", "NumericEquals": 1}
    absent = {"Variable": "$.nothing", "IsPresent": False}
    present = {"Variable": "$.nothing", "IsPresent": True}
    view = View({})
    assert compile_comparison({"And": [present, missing]})(view) is False
    assert compile_comparison({"Or": [absent, missing]})(view) is True
    with pytest.raises(ComparisonError):
        compile_comparison({"And": [missing, present]})(view)


@pytest.mark.parametrize(
    ("path", "present"),
    [
        ("$.a", True),
        ("$.n", True),
        ("$.nothing", False),
        ("$.a.b", False),
        ("$.l[0]", True),
        ("$.l[1]", False),
        ("$.nothing[*]", True),
        ("$$.Name", True),
        ("$$.Nope", False),
        ("$v", True),
        ("$w", False),
        ("$v.x", False),
    ],
)
def test_presence(path, present):
    view = View({"a": 1, "n": None, "l": [1]}, lambda: {"Name": "x"}, {"v": {}})
    assert compile_comparison({"Variable": path, "IsPresent": True})(view) is present
    assert compile_comparison({"Variable": path, "IsPresent": False})(view) is not present


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"Variable": "$.x", "StringEquals": "a"}, "$.x"),
        ({"Variable": "$.x.y", "IsNull": True}, "$.x.y"),
        ({"Variable": "$.a", "StringEqualsPath": "$.x"}, "$.x"),
        ({"Variable": "$$.x", "IsString": False}, "$$.x"),
        ({"Variable": "$v", "IsString": False}, "$v"),
        ({"Variable": "$.l[3]", "IsString": False}, "$.l[3]"),
    ],
)
def test_a_path_that_finds_nothing(rule, path):
    with pytest.raises(ComparisonError) as caught:
        compile_comparison(rule)(View({"a": "b", "l": []}))
    assert caught.value.message == (
        f"Invalid path '{path}': The choice state's condition path references an invalid value."
    )
    assert (caught.value.path, caught.value.code) == (path, "path")


def test_fields_beside_the_logic():
    rule = {"Variable": "$", "Next": "A", "IsNull": True, "Assign": {"x": 1}, "Output": 5, "Comment": "c"}
    assert compile_comparison(rule)(View(None)) is True
    assert compile_comparison({"Not": {"Variable": "$", "IsNull": True, "Comment": "c"}, "Next": "A"})(View(1)) is True


VALID = {"Variable": "$.a", "IsNull": True}


@pytest.mark.parametrize(
    ("rule", "location", "problem"),
    [
        ({}, "", "the field Variable is missing"),
        ({"Next": "A"}, "", "the field Variable is missing"),
        ({"Variable": "$.a"}, "", "a rule has exactly one comparison operator, but there is none"),
        ({"StringEquals": "a"}, "", "the field Variable is missing"),
        ({**VALID, "IsString": True}, "", "but there is IsNull, IsString; join rules with And or Or"),
        ({"Variable": "$.a", "StringEqual": "a"}, "/StringEqual", "StringEqual is no comparison operator"),
        ({"Variable": "$.a", "IsNullPath": "$.b"}, "/IsNullPath", "IsNullPath is no comparison operator"),
        ({"Variable": "$.a", "StringMatchesPath": "$.b"}, "/StringMatchesPath", "is no comparison operator"),
        ({"Variable": "a", "IsNull": True}, "/Variable", "expected a path, which starts with $"),
        ({"Variable": 5, "IsNull": True}, "/Variable", "expected a path, which starts with $"),
        ({"Variable": "$.", "IsNull": True}, "/Variable", "'$.' is no JSONPath"),
        ({"Variable": "$.a", "StringEquals": 5}, "/StringEquals", "StringEquals takes text"),
        ({"Variable": "$.a", "NumericEquals": "5"}, "/NumericEquals", "NumericEquals takes a number"),
        ({"Variable": "$.a", "NumericEquals": True}, "/NumericEquals", "NumericEquals takes a number"),
        ({"Variable": "$.a", "BooleanEquals": 1}, "/BooleanEquals", "BooleanEquals takes true or false"),
        ({"Variable": "$.a", "IsNull": "true"}, "/IsNull", "IsNull takes true or false"),
        ({"Variable": "$.a", "TimestampEquals": "today"}, "/TimestampEquals", "TimestampEquals takes a moment"),
        ({"Variable": "$.a", "StringMatches": None}, "/StringMatches", "StringMatches takes text"),
        ({"Variable": "$.a", "StringEqualsPath": "b"}, "/StringEqualsPath", "expected a path"),
        ({"Variable": "$.a", "StringEqualsPath": "$.b[*]"}, "/StringEqualsPath", "is no Reference Path: a Reference"),
        ({"And": []}, "/And", "And takes a list of at least one rule"),
        ({"Or": VALID}, "/Or", "Or takes a list of at least one rule"),
        ({"Not": [VALID]}, "/Not", "a rule is an object"),
        ({"And": [5]}, "/And/0", "a rule is an object"),
        ({"And": [VALID], "Or": [VALID]}, "", "And and Or exclude each other"),
        ({"And": [VALID], **VALID}, "", "And and IsNull and Variable exclude each other"),
        ({"And": [{**VALID, "Next": "A"}]}, "/And/0", "Next stands in the rule at the top only"),
        ({"Not": {**VALID, "Assign": {}}}, "/Not", "Assign stands in the rule at the top only"),
        (
            {"Or": [VALID, {"Not": {"And": [VALID, {"Variable": "$.a", "StringEquals": 1}]}}]},
            "/Or/1/Not/And/1/StringEquals",
            "StringEquals takes text",
        ),
    ],
)
def test_refused(rule, location, problem):
    with pytest.raises(ComparisonSyntaxError) as caught:
        compile_comparison(rule)
    assert problem in caught.value.problem
    assert (caught.value.location, caught.value.code) == (location, "choice")


def test_rules_that_nest_too_deeply():
    rule = VALID
    for _ in range(100_000):
        rule = {"Not": rule}
    with pytest.raises(ComparisonSyntaxError, match="the rules nest too deeply"):
        compile_comparison(rule)
