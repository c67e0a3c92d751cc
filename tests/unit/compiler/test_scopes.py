"""Names of variables in inner scopes."""

from __future__ import annotations

from steploom.compiler.hir import Const, Var
from steploom.compiler.ir import Block, Effect, Jump, Let, MapEffect, Region, Return
from steploom.compiler.passes.scopes import separate_scopes
from steploom.diagnostics import Span
from steploom.dsl.contract import ListShape, StrShape

SPAN = Span("w.py", 1, 1, 1, 2)


def var(name):
    return Var(name, type=StrShape(), span=SPAN)


def region(*lets, end):
    steps = tuple(Let(name, value, SPAN) for name, value in lets)
    return Region(0, {0: Block(0, steps, Return(end, SPAN))})


def around(body):
    work = MapEffect("labels", Var("items", type=ListShape(StrShape()), span=SPAN), "x", body, None, "for x", SPAN)
    blocks = {
        0: Block(0, (Let("x", Const("a", type=StrShape(), span=SPAN), SPAN), Effect(work)), Jump(1)),
        1: Block(1, (), Return(var("x"), SPAN)),
    }
    return Region(0, blocks)


def inner(made):
    (effect,) = (step for step in made.blocks[0].steps if isinstance(step, Effect))
    return effect.work.body.blocks[0]


def test_a_name_that_the_outer_scope_assigns_is_given_up_inside():
    made = separate_scopes(around(region(("x", var("$input")), ("y", var("x")), end=var("y"))))
    assert inner(made).steps == (Let("x_2", var("$input"), SPAN), Let("y", var("x_2"), SPAN))
    assert made.blocks[1].end == Return(var("x"), SPAN)


def test_a_name_that_is_only_read_inside_stays():
    body = region(("z", var("x")), end=var("z"))
    assert separate_scopes(around(body)) == around(body)


def test_names_are_free_everywhere_around():
    made = separate_scopes(around(around(region(("x", var("x_2")), end=var("x")))))
    middle = inner(made)
    assert middle.steps[0] == Let("x_2", Const("a", type=StrShape(), span=SPAN), SPAN)
