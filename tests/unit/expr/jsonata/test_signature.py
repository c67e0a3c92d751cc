from __future__ import annotations

import pytest

from steploom.expr import UNDEFINED
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.signature import parse_signature


def test_optional_and_context_parameters():
    signature = parse_signature("<s-nn?:s>")
    assert signature.validate(["abc", 1], None) == ["abc", 1, UNDEFINED]
    assert signature.validate([1, 2], "context") == ["context", 1, 2]
    assert signature.takes_context


def test_a_value_becomes_an_array():
    assert parse_signature("<a<n>>").validate([3], None) == [[3]]
    assert parse_signature("<a+>").validate([[1], 2], None) == [[1], [2]]


def test_undefined_fits_every_type():
    assert parse_signature("<n>").validate([UNDEFINED], None) == [UNDEFINED]
    assert parse_signature("<a<s>>").validate([UNDEFINED], None) == [UNDEFINED]


@pytest.mark.parametrize(
    ("text", "arguments", "code", "index"),
    [
        ("<s>", [1], "T0410", 1),
        ("<sn>", ["a", "b"], "T0410", 2),
        ("<s>", ["a", "b"], "T0410", 2),
        ("<s>", [True], "T0410", 1),
        ("<s->", [], "T0411", 1),
        ("<a<n>>", [[1, "a"]], "T0412", 1),
        ("<a<n>>", ["a"], "T0412", 1),
        ("<f>", ["a"], "T0410", 1),
    ],
)
def test_mismatches(text, arguments, code, index):
    with pytest.raises(Fault) as caught:
        parse_signature(text).validate(arguments, 42)
    assert (caught.value.code, caught.value.inserts["index"]) == (code, index)


def test_signatures_of_lambdas(evaluate, fault):
    assert evaluate("λ($x, $y)<n-n:n>{$x + $y}(1, 2)") == 3
    assert evaluate("[7].(λ($x, $y)<n-n:n>{$x + $y}(1))") == 8
    assert evaluate("λ($xs)<a<n>>{$xs}(5)") == [5]
    assert fault("λ($x)<s:s>{$x}(5)") == "T0410: Argument 1 of function undefined does not match function signature"
    assert fault("($f := λ($x)<s:s>{$x}; $f(5))") == (
        'T0410: Argument 1 of function "f" does not match function signature'
    )
    assert fault("($f := λ($x)<a<n>>{$x}; $f(['a']))") == (
        'T0412: Argument 1 of function "f" must be an array of "numbers"'
    )
