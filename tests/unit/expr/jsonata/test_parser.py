from __future__ import annotations

import dataclasses

import pytest

from steploom.errors import ExpressionError
from steploom.expr.jsonata import nodes as n
from steploom.expr.jsonata import parse


def test_precedence_and_positions():
    assert parse("a + 2 * $b") == n.Binary(
        2, "+", n.Name(0, "a"), n.Binary(6, "*", n.Literal(4, 2), n.Variable(8, "b"))
    )


def test_path_filter_and_kept_array():
    assert parse("a.b[0][]") == n.Step(1, n.Name(0, "a"), n.KeepArray(6, n.Filter(3, n.Name(2, "b"), n.Literal(4, 0))))


def test_functions():
    assert parse("$f(?, 1)") == n.Partial(2, n.Variable(0, "f"), (n.Placeholder(3), n.Literal(6, 1)))
    definition = parse("function($x)<n:n>{ $x }")
    assert isinstance(definition, n.Lambda)
    assert definition.parameters == ("x",)
    assert definition.signature is not None
    assert definition.signature.text == "<n:n>"
    assert parse("λ(){1}") == n.Lambda(0, (), None, n.Literal(4, 1))


def test_assignment_is_right_associative():
    assert parse("$a := $b := 1") == n.Bind(3, "a", n.Bind(9, "b", n.Literal(12, 1)))


def test_keywords_are_names_where_an_operand_stands():
    assert parse("and.or") == n.Step(3, n.Name(0, "and"), n.Name(4, "or"))


def test_clauses():
    assert parse("a^(>b, c)") == n.Sort(
        1, n.Name(0, "a"), (n.SortTerm(True, n.Name(4, "b")), n.SortTerm(False, n.Name(7, "c")))
    )
    assert parse("a@$v#$i{'k': 1}") == n.GroupBy(
        7, n.Index(4, n.Focus(1, n.Name(0, "a"), "v"), "i"), ((n.Literal(8, "k"), n.Literal(13, 1)),)
    )
    assert parse("|a|{}, 'b'|") == n.Transform(0, n.Name(1, "a"), n.ObjectNode(3, ()), n.Literal(7, "b"))


def test_nodes_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse("a").text = "b"


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("a b", 'S0201: Syntax error: "b"', 2),
        ("[1, 2)", 'S0202: Expected "]", got ")"', 5),
        ("(1; 2", 'S0203: Expected ")" before end of expression', 5),
        ("a ! b", 'S0204: Unknown operator: "!"', 2),
        ("1 +", "S0207: Unexpected end of expression", 3),
        ("", "S0207: Unexpected end of expression", 0),
        ("function(x){x}", "S0208: Parameter 1 of function definition must be a variable name (start with $)", 9),
        ("*{'a': 1}[0]", "S0209: A predicate cannot follow a grouping expression in a step", 9),
        ("a{'b': 1}{'c': 2}", "S0210: Each step can only have one grouping expression", 9),
        ("a.b := 1", "S0212: The left side of := must be a variable name (start with $)", 1),
        ("a.1", "S0213: The literal value 1 cannot be used as a step within a path expression", 2),
        ("a@b", 'S0214: The right side of "@" must be a variable name (start with $)', 2),
        ("a[0]@$b", "S0215: A context variable binding must precede any predicates on a step", 4),
        ("a^(b)@$c", "S0216: A context variable binding must precede the 'order-by' clause on a step", 5),
        ("%", "S0217: The object representing the 'parent' cannot be derived from this expression", 0),
        ("function($x)<n<n>>{$x}", "S0401: Type parameters can only be applied to functions and arrays", 14),
        ("function($x)<(sa<n>)>{$x}", "S0402: Choice groups containing parameterized types are not supported", 13),
    ],
)
def test_syntax_errors(text, message, position):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.position) == (message, position)


@pytest.mark.parametrize("text", ["a ?? b", "a ?: b", "a ??: b"])
def test_operators_of_later_versions_are_refused(text):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.code == "S0211"
