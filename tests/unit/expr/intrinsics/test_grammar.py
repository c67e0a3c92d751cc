"""What is a call, and with which words other texts are refused."""

from __future__ import annotations

import pytest

from steploom.expr.intrinsics import IntrinsicSyntaxError, compile_intrinsic


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("States.Array()", []),
        ("States.Array( )", []),
        ("States.Array(1)", [1]),
        ("States.Array( 1 ,2 )  ", [1, 2]),
        ("States.Array(\n\t1\n)", [1]),
        ("States.Array(0, -1, 2.5, 1e3, -1.5E-2)", [0, -1, 2.5, 1000.0, -0.015]),
        ("States.Array(true, false, null)", [True, False, None]),
        ("States.Array('a', '')", ["a", ""]),
        (r"States.Array('it\'s', '\{\}', '\\')", ["it's", "{}", "\\"]),
        ("States.Array('{}', 'a{b', '}')", ["{}", "a{b", "}"]),
        ("States.Array('日本語 😀')", ["日本語 😀"]),
        ("States.Array('a \"b\" (c), d')", ['a "b" (c), d']),
        ("States.Array(States.Array(States.Array()))", [[[]]]),
        ("States.Array($)", [{"a": [1, 2], "b c": 3, "d": "x", "e)": {"f,": 4}}]),
        ("States.Array($.a, $.a[0], $['b c'])", [[1, 2], 1, 3]),
        ("States.Array($['e)']['f,'], 1)", [4, 1]),
        ("States.Array($.a[*], $.a[0,1], $.a[?(@ > 1)])", [[1, 2], [1, 2], [2]]),
        ("States.Array($..a, $.*)", [[[1, 2]], [[1, 2], 3, "x", {"f,": 4}]]),
        (r"States.Array($[?(@.d =~ /[,)x]/)])", [[{"a": [1, 2], "b c": 3, "d": "x", "e)": {"f,": 4}}]]),
        ("States.Array($$.Execution.Name, $v.w, $v)", ["run", 1, {"w": 1}]),
    ],
)
def test_calls(call, text, value):
    assert call(text, {"a": [1, 2], "b c": 3, "d": "x", "e)": {"f,": 4}}, v={"w": 1}) == value


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("", "expected a call such as States.Format", 0),
        (" States.UUID()", "expected a call such as States.Format", 0),
        ("Array(1)", "expected a call such as States.Format", 0),
        ("'text'", "expected a call such as States.Format", 0),
        ("States", "expected a call such as States.Format", 0),
        ("States.", "expected a call such as States.Format", 0),
        ("States.UUID", "expected '(' after States.UUID", 11),
        ("States.UUID ()", "expected '(' after States.UUID", 11),
        ("States.UUID(", "expected an argument", 12),
        ("States.UUID())", "nothing may follow the call, but there is ')'", 13),
        ("States.UUID() x", "nothing may follow the call, but there is ' '", 13),
        ("States.Array(1 2)", "expected ',' or ')' in the call of States.Array", 15),
        ("States.Array(1,)", "expected an argument", 15),
        ("States.Array(,1)", "expected an argument", 13),
        ("States.Array(1", "expected ',' or ')'", 14),
        ('States.Array("a")', "text stands in single quotes", 13),
        ("States.Array(abc)", "expected an argument: 'text', a number", 13),
        ("States.Array(True)", "expected an argument", 13),
        ("States.Array(nullable)", "expected an argument", 13),
        ("States.Array([1])", "expected an argument", 13),
        ("States.Array({})", "expected an argument", 13),
        ("States.Array('a)", "the closing ' of the text is missing", 13),
        ("States.Array('it's')", "expected ',' or ')'", 17),
        (r"States.Array('a\')", "the closing ' of the text is missing", 13),
        (r"States.Array('a\nb')", r"\n is no escape", 15),
        (r"States.Array('\"')", r"\" is no escape", 14),
        ("States.Array(01)", "numbers are written as in JSON", 13),
        ("States.Array(1.)", "numbers are written as in JSON", 13),
        ("States.Array(+1)", "expected an argument", 13),
        ("States.Array(-)", "numbers are written as in JSON", 13),
        ("States.Array(1a)", "numbers are written as in JSON", 13),
        ("States.Array(1e999)", "the number is too large", 13),
        ("States.Array(" + "9" * 5000 + ")", "the number is too large", 13),
        ("States.Array($.)", "'$.' is no JSONPath: a path cannot end with '.'", 15),
        ("States.Array($.a[)", "is no JSONPath: expected a name in quotes", 17),
        ("States.Array($.a-b)", "- cannot stand in a dotted name within a call", 16),
        ("States.Array($.a b)", "expected ',' or ')'", 17),
        ("States.Nope(1)", "there is no function States.Nope; there are States.Array", 0),
        ("States.array(1)", "there is no function States.array; write States.Array", 0),
        ("States.Array(States.uuid())", "there is no function States.uuid; write States.UUID", 13),
        ("States.Array(1)States.Array(2)", "nothing may follow the call", 15),
    ],
)
def test_refused(text, problem, position):
    with pytest.raises(IntrinsicSyntaxError) as caught:
        compile_intrinsic(text)
    assert problem in caught.value.problem
    assert (caught.value.position, caught.value.code) == (position, "intrinsic")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("States.UUID(1)", "0 arguments, but got 1"),
        ("States.ArrayLength()", "1 argument, but got 0"),
        ("States.ArrayLength($, 1)", "1 argument, but got 2"),
        ("States.ArrayPartition($)", "2 arguments, but got 1"),
        ("States.ArrayContains($)", "2 arguments, but got 1"),
        ("States.ArrayRange(1, 2)", "3 arguments, but got 2"),
        ("States.ArrayGetItem($)", "2 arguments, but got 1"),
        ("States.ArrayUnique()", "1 argument, but got 0"),
        ("States.Base64Encode()", "1 argument, but got 0"),
        ("States.Base64Decode('a', 'b')", "1 argument, but got 2"),
        ("States.Hash('a')", "2 arguments, but got 1"),
        ("States.JsonMerge($, $)", "3 arguments, but got 2"),
        ("States.StringToJson()", "1 argument, but got 0"),
        ("States.JsonToString()", "1 argument, but got 0"),
        ("States.MathRandom(1)", "2 to 3 arguments, but got 1"),
        ("States.MathRandom(1, 2, 3, 4)", "2 to 3 arguments, but got 4"),
        ("States.MathAdd(1)", "2 arguments, but got 1"),
        ("States.StringSplit('a')", "2 arguments, but got 1"),
        ("States.Format()", "at least 1 argument, but got 0"),
    ],
)
def test_arity(text, wanted):
    name = text.split("(")[0]
    with pytest.raises(IntrinsicSyntaxError) as caught:
        compile_intrinsic(text)
    assert caught.value.problem == f"{name} takes {wanted}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("States.ArrayLength('a')", "argument 1 of States.ArrayLength must be an array, but is text"),
        ("States.MathAdd(1, '2')", "argument 2 of States.MathAdd must be a number, but is text"),
        ("States.MathAdd(true, 1)", "argument 1 of States.MathAdd must be a number, but is a boolean"),
        ("States.StringSplit('a', null)", "argument 2 of States.StringSplit must be text, but is null"),
        ("States.JsonMerge($, 1, false)", "argument 2 of States.JsonMerge must be an object, but is a number"),
        ("States.JsonMerge($, $, true)", "argument 3 of States.JsonMerge must be false"),
        ("States.Format(5)", "argument 1 of States.Format must be text, but is a number"),
        ("States.Format('{} {}', 1)", "the template has 2 {}, but 1 values follow"),
        ("States.Format('{}', 1, 2)", "the template has 1 {}, but 2 values follow"),
        ("States.Format('a{b')", r"a brace that belongs to the text is written \{"),
        ("States.Format('a}b')", r"a brace that belongs to the text is written \}"),
        ("States.Array(States.MathAdd('1', 1))", "argument 1 of States.MathAdd must be a number, but is text"),
    ],
)
def test_arguments_that_can_never_be_right(text, problem):
    with pytest.raises(IntrinsicSyntaxError) as caught:
        compile_intrinsic(text)
    assert problem in caught.value.problem


def nested(depth):
    return "States.Array(" * depth + ")" * depth


def test_calls_nest_ten_levels():
    assert compile_intrinsic(nested(10)).functions == ("States.Array",) * 10
    for depth in (11, 20_000):
        with pytest.raises(IntrinsicSyntaxError, match="calls nest deeper than 10 levels"):
            compile_intrinsic(nested(depth))


def test_what_a_call_tells_of_itself():
    compiled = compile_intrinsic("States.Format('{}{}', States.ArrayLength($x.y), $y)")
    assert compiled.functions == ("States.Format", "States.ArrayLength")
    assert compiled.variables == {"x", "y"}
    assert compile_intrinsic("States.Format('{}{}', States.ArrayLength($x.y), $y)") is compiled


def test_a_long_call_is_read_in_linear_time(call):
    count = 20_000
    assert call("States.Array(" + ",".join(["'a'", "1", "$.a"] * count) + ")", {"a": 2}) == ["a", 1, 2] * count
