"""Text to path: what is read, and what is refused with which words."""

from __future__ import annotations

import pytest

from steploom.errors import ExpressionError
from steploom.expr.jsonpath import PathSyntaxError, compile_path
from steploom.expr.jsonpath.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Exists,
    Filter,
    FromEnd,
    Index,
    Indexes,
    Literal,
    Name,
    Names,
    ParsedPath,
    Pattern,
    Scan,
    Slice,
    Wildcard,
)
from steploom.expr.jsonpath.parser import parse_path


def item(*segments):
    return ParsedPath("item", segments)


def equals(name, text):
    return Compare(item(Name(name)), "==", Literal(text))


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("$", []),
        ("$.a", [Name("a")]),
        ("$.a.b", [Name("a"), Name("b")]),
        ("$['a']['b']", [Name("a"), Name("b")]),
        ("$.['a']", [Name("a")]),
        ("$[ 'a' ]", [Name("a")]),
        ("$['a','b']", [Names(("a", "b"))]),
        ("$['a' , 'b c']", [Names(("a", "b c"))]),
        ("$[0]", [Index(0)]),
        ("$[-1]", [Index(-1)]),
        ("$.[0]", [Index(0)]),
        ("$[0, 2]", [Indexes((0, 2))]),
        ("$[1:3]", [Slice(1, 3)]),
        ("$[1:]", [Slice(1, None)]),
        ("$[:3]", [Slice(None, 3)]),
        ("$[-2:]", [Slice(-2, None)]),
        ("$[ 1 : 3 ]", [Slice(1, 3)]),
        ("$[*]", [Wildcard()]),
        ("$.*", [Wildcard()]),
        ("$.*.a", [Wildcard(), Name("a")]),
        ("$..a", [Scan(), Name("a")]),
        ("$..*", [Scan(), Wildcard()]),
        ("$..[0]", [Scan(), Index(0)]),
        ("$..['a']", [Scan(), Name("a")]),
        ("$[(@.length-1)]", [FromEnd(1)]),
        ("$[( @.length() - 2 )]", [FromEnd(2)]),
        ("$.a ", [Name("a")]),
        # A function is a name on AWS, which then finds nothing.
        ("$.a.length()", [Name("a"), Name("length()")]),
    ],
)
def test_steps(text, segments):
    assert parse_path(text) == ParsedPath("input", tuple(segments))


@pytest.mark.parametrize(
    ("text", "root", "variable", "steps"),
    [
        ("$$", "context", "", 0),
        ("$$.Execution.Id", "context", "", 2),
        ("$$['Map'].Item", "context", "", 2),
        ("$x", "variable", "x", 0),
        ("$my_var2.a[0]", "variable", "my_var2", 2),
        ("$größe", "variable", "größe", 0),
        ("$x['a']", "variable", "x", 1),
    ],
)
def test_roots(text, root, variable, steps):
    parsed = parse_path(text)
    assert (parsed.root, parsed.variable, len(parsed.segments)) == (root, variable, steps)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("$.foo-bar", "foo-bar"),
        ("$.foo:bar", "foo:bar"),
        ("$.a,b", "a,b"),
        ("$.1st", "1st"),
        ("$.@type", "@type"),
        ("$.$id", "$id"),
        ("$.日本語", "日本語"),
        ("$.😀", "😀"),
        ("$.a\u0301", "a\u0301"),
        (r"$.foo\.bar", "foo.bar"),
        (r"$.foo\@bar", "foo@bar"),
        (r"$.foo\[bar\]", "foo[bar]"),
        (r"$.back\\slash", "back\\slash"),
        (r"$.a\ b", "a b"),
        ("$['a.b']", "a.b"),
        ("$['a b']", "a b"),
        ("$['']", ""),
        ("$['*']", "*"),
        ("$['$']", "$"),
        ("$[']']", "]"),
        ("$['a\"b']", 'a"b'),
        (r"$['it\'s']", "it's"),
        (r"$['a\\b']", "a\\b"),
        (r"$['\u00e9']", "é"),
        (r"$['a\nb']", "a\nb"),
        ("$['日本語']", "日本語"),
        ("$['😀']", "😀"),
    ],
)
def test_names(text, name):
    assert parse_path(text).segments == (Name(name),)


@pytest.mark.parametrize(
    ("condition", "read"),
    [
        ("@.a", Exists(item(Name("a")))),
        ("!@.a", Exists(item(Name("a")), wanted=False)),
        ("@", Exists(item())),
        ("@['a b'].c[0]", Exists(item(Name("a b"), Name("c"), Index(0)))),
        ("@.a == 5", equals("a", "5")),
        ("@.a==5", equals("a", "5")),
        ("@.a == 'x y'", equals("a", "x y")),
        ("@.a == word", equals("a", "word")),
        ("@.a == null", equals("a", "null")),
        ("@.a == -1.5e3", equals("a", "-1.5e3")),
        (r"@.a == 'it\'s'", equals("a", "it's")),
        ("@.a == ')'", equals("a", ")")),
        ("@.a == '&&'", equals("a", "&&")),
        ("5 < @.a", Compare(Literal("5"), "<", item(Name("a")))),
        ("@.a >= $.b[0]", Compare(item(Name("a")), ">=", ParsedPath("input", (Name("b"), Index(0))))),
        ("@.a =~ /x.*/i", Compare(item(Name("a")), "=~", Pattern("x.*", ignore_case=True))),
        (r"@.a =~ /a\/b)\]/", Compare(item(Name("a")), "=~", Pattern(r"a\/b)\]"))),
        ("@.a == 1 && @.b == 2", AllOf((equals("a", "1"), equals("b", "2")))),
        ("@.a == 1||@.b == 2", AnyOf((equals("a", "1"), equals("b", "2")))),
        ("((@.a == 1))", equals("a", "1")),
        (
            "@.a == 1 || @.b == 2 && @.c == 3",
            AnyOf((equals("a", "1"), AllOf((equals("b", "2"), equals("c", "3"))))),
        ),
    ],
)
def test_conditions(condition, read):
    assert parse_path(f"$[?({condition})]").segments == (Filter(read),)
    assert parse_path(f"$[ ? ( {condition} ) ]").segments == (Filter(read),)


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        ("(@.a && @.b) || @.c", False),
        ("@.a && (@.b || @.c)", True),
        ("(@.a || @.b) && @.c", True),
        ("(@.a || @.b) || (@.c || @.d)", False),
        ("@.a || (@.b && @.c)", False),
        # Brackets that change nothing, although both operators are there.
        ("(@.a && @.b || @.c) || @.d", False),
    ],
)
def test_brackets_that_aws_ignores_give_a_warning(condition, warned):
    warnings = compile_path(f"$[?({condition})]").warnings
    assert [each.split(" among")[0] for each in warnings] == ["Step Functions ignores brackets"] * warned


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("", "a path starts with $", 0),
        ("a", "a path starts with $", 0),
        (" $.a", "a path starts with $", 0),
        ("$.", "a path cannot end with '.'", 2),
        ("$..", "a path cannot end with '.'", 3),
        ("$...a", "a name is missing after '.'", 3),
        ("$.a.", "a path cannot end with '.'", 4),
        ("$.a b", "a dotted name has no blanks; write ['my name']", 3),
        ("$.a]", "] cannot stand in a dotted name", 3),
        ("$.it's", "' cannot stand in a dotted name", 4),
        ("$.a*", "* cannot stand in a dotted name", 3),
        ("$.*a", "a wildcard stands alone between dots", 3),
        ("$.a\\", "a backslash must be followed", 4),
        ("$ .a", "expected '.' or '[' but found ' '", 1),
        ("$a-b", "expected '.' or '[' but found '-'", 2),
        ("$$x", "expected '.' or '[' but found 'x'", 2),
        ("$[", "expected a name in quotes, an index, a slice, * or ?(…) after '['", 2),
        ("$[]", "expected a name in quotes", 2),
        ("$[a]", "expected a name in quotes", 2),
        ("$['a'", "the closing ] is missing", 1),
        ("$['a", "the closing ' is missing", 2),
        ("$['a\\'", "the closing ' is missing", 2),
        ('$["a"]', "names stand in single quotes", 2),
        ("$['a',1]", "names and indexes cannot be mixed", 6),
        ("$['a' 'b']", "expected ']' but found '''", 6),
        ("$[1 2]", "expected an index, indexes with commas between them", 2),
        ("$[1,]", "expected an index, indexes with commas between them", 2),
        ("$[1:2:3]", "a slice has a start, an end or both, but no step", 2),
        ("$[:]", "a slice has a start, an end or both, but no step", 2),
        ("$[1:2,3]", "a slice has a start, an end or both", 2),
        ("$[1.5]", "expected an index", 2),
        ("$[9999999999]", "the index 9999999999 is too large", 2),
        ("$[" + "9" * 5000 + "]", "is too large", 2),
        ("$[(@.foo-1)]", "in brackets only (@.length-1) can be computed", 2),
        ("$[(@.length)]", "in brackets only (@.length-1) can be computed", 2),
        ("$['\\uZZZZ']", "\\u must be followed by four hexadecimal digits", 5),
        ("$" + ".a" * 201, "a path has at most 200 steps", 403),
    ],
)
def test_refused(text, problem, position):
    with pytest.raises(PathSyntaxError) as caught:
        parse_path(text)
    assert problem in caught.value.problem
    assert caught.value.position == position
    assert caught.value.code == "path"
    assert str(position) in caught.value.message


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("", "a value is missing"),
        ("@.a ==", "a value is missing"),
        ("@.a == 1 &&", "a value is missing"),
        ("@.a = 1", "= is no operator of Step Functions"),
        ("@.a === 1", "=== is no operator of Step Functions"),
        ("@.a <> 1", "<> is no operator of Step Functions"),
        ("@.a in ['x']", "'in' is no operator of Step Functions"),
        ("@.a size 2", "'size' is no operator of Step Functions"),
        ("@.a == 1 == 2", "expected ')'"),
        ('@.a == "x"', "text stands in single quotes"),
        ("@.a == [1]", "not with lists or objects"),
        ("@.a == {}", "not with lists or objects"),
        ("5", "a condition is a path such as @.a or a comparison"),
        ("!5", "! negates the existence of a path only"),
        ("!(@.a)", "! negates the existence of a path only"),
        ("!@.a == 1", "! negates a path only, not a comparison"),
        ("@.a[*] == 1", "a path in a filter names one place"),
        ("@..a", "a path in a filter names one place"),
        ("@.a[?(@.b)]", "a path in a filter names one place"),
        ("$$.a == 1", "$$ and variables cannot stand there"),
        ("@.a == $x", "$$ and variables cannot stand there"),
        ("@.a == /x/", "=~ compares a path with a pattern"),
        ("@.a =~ 'x'", "=~ compares a path with a pattern"),
        ("@.a =~ /x", "the closing / of the pattern is missing"),
        ("@.a =~ /x/g", "knows one flag behind a pattern, i"),
        ("@.a =~ /(/", "the pattern is no regular expression"),
        ("(@.a", "expected ')'"),
        ("@.a)", "expected ']'"),
    ],
)
def test_refused_conditions(condition, problem):
    with pytest.raises(PathSyntaxError) as caught:
        compile_path(f"$[?({condition})]")
    assert problem in caught.value.problem


@pytest.mark.parametrize("text", ["$[?@.a]", "$[?", "$[?(", "$[?(@.a", "$[?(@.a)", "$[?(@.a == 'x)]"])
def test_refused_filters(text):
    with pytest.raises(PathSyntaxError):
        compile_path(text)


def test_filters_nest_to_a_limit():
    def nested(depth):
        return "$[?" + "(" * depth + "@.a" + ")" * depth + "]"

    assert compile_path(nested(40)).segments == compile_path("$[?(@.a)]").segments
    with pytest.raises(PathSyntaxError, match="filters nest deeper than 40 levels"):
        compile_path(nested(41))
    with pytest.raises(PathSyntaxError, match="filters nest deeper than 40 levels"):
        compile_path(nested(100_000))


def test_the_error_is_an_expression_error_that_shows_the_path():
    with pytest.raises(ExpressionError, match=r"^path: '\$\.a\[' is no JSONPath: .* \(offset 4\)$"):
        compile_path("$.a[")


@pytest.mark.parametrize(
    ("text", "definite"),
    [
        ("$", True),
        ("$.a.b[0]", True),
        ("$['a','b']", True),
        ("$.a[(@.length-1)]", True),
        ("$.a[-1]", True),
        ("$['a','b'].c", False),
        ("$.a[0,1]", False),
        ("$.a[0:1]", False),
        ("$.a[*]", False),
        ("$.*", False),
        ("$..a", False),
        ("$.a[?(@.b)]", False),
        ("$$.Map.Item", True),
        ("$x[*]", False),
    ],
)
def test_definite(text, definite):
    assert compile_path(text).definite is definite


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("$", ""),
        ("$.a['b c'][0]", ""),
        ("$$.Map.Item.Value", ""),
        ("$x.a", ""),
        ("$.a[-1]", ""),
        ("$.a[*]", "*"),
        ("$.*", "*"),
        ("$..a", ".."),
        ("$['a','b']", "commas"),
        ("$.a[0,1]", "commas"),
        ("$.a[0:1]", "slices"),
        ("$.a[?(@.b)]", "filters"),
        ("$.a[(@.length-1)]", "@"),
    ],
)
def test_reference(text, operator):
    path = compile_path(text)
    assert path.reference is not bool(operator)
    assert path.reference_fault == (operator and f"a Reference Path names one place, so it has no {operator}")


def test_equal_texts_give_the_same_path():
    assert compile_path("$.a.b.c") is compile_path("$.a.b" + ".c")
    assert compile_path("$x.y").variables == {"x"}
    assert compile_path("$.y").variables == frozenset()
