from __future__ import annotations

import pytest

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.tokens import Kind, Lexer


def tokens(text):
    lexer, found = Lexer(text), []
    while (token := lexer.next()).kind is not Kind.END:
        found.append((token.kind, token.value, token.position))
    return found


def test_kinds_values_and_positions():
    assert tokens("$x .. `a b` >= 1.50e1 'q' true in") == [
        (Kind.VARIABLE, "x", 0),
        (Kind.OPERATOR, "..", 3),
        (Kind.NAME, "a b", 6),
        (Kind.OPERATOR, ">=", 12),
        (Kind.NUMBER, 15, 15),
        (Kind.STRING, "q", 22),
        (Kind.VALUE, True, 26),
        (Kind.OPERATOR, "in", 31),
    ]


def test_names_may_hold_any_character_that_is_no_operator():
    assert tokens("süß'x foo_1") == [(Kind.NAME, "süß'x", 0), (Kind.NAME, "foo_1", 6)]


def test_comments_are_blank():
    assert tokens("/* a */ 1 /**/ 2") == [(Kind.NUMBER, 1, 8), (Kind.NUMBER, 2, 15)]


def test_escapes_and_surrogate_pairs():
    assert tokens(r'"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00"') == [(Kind.STRING, '"\\/\b\f\n\r\tA😀', 0)]


def test_a_slash_divides_behind_an_operand_and_opens_a_regular_expression_elsewhere():
    assert Lexer("/a/").next(infix=True).value == "/"
    regex = Lexer(r"/[/]\/(b)/im").next()
    assert (regex.kind, regex.value, regex.flags) == (Kind.REGEX, r"[/]\/(b)", "im")


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ('"abc', "S0101", 0),
        ("1e999", "S0102", 0),
        (r"'it\'s'", "S0103", 4),
        (r'"\u12"', "S0104", 2),
        ("`abc", "S0105", 0),
        ("  /* abc", "S0106", 2),
        ("//", "S0301", 0),
        ("/abc", "S0302", 0),
    ],
)
def test_faults(text, code, position):
    with pytest.raises(Fault) as caught:
        tokens(text)
    assert (caught.value.code, caught.value.position) == (code, position)
