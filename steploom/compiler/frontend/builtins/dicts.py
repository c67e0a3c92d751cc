"""Methods of dicts."""

from __future__ import annotations

import ast

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.making import BOOL
from steploom.compiler.frontend.shapes import join
from steploom.compiler.frontend.subscripts import found_at
from steploom.compiler.hir import Const, ErrorType, Exists, Expr, Field
from steploom.dsl.contract import DictShape, ModelShape

__all__ = ["METHODS"]


def _get(call: Call, base: Expr, key: ast.expr, default: ast.expr | None = None, /) -> Expr:
    make, name = call.make, call.text(key)
    other = make.nothing() if default is None else escape(call.value(default))
    if isinstance(other.type, ErrorType):
        call.refuse("SL206", "a caught exception cannot be a value", "use str(error)")

    def asked(source: Expr, wanted: Expr) -> Expr:
        found = _member(call, source, wanted)
        there = Exists(found, type=BOOL, span=call.context.span(call.node))
        shape = join((found.type, other.type))
        return make.when(there, found, other, shape)

    return make.once(base, lambda source: make.once(name, lambda wanted: asked(source, wanted)))


def _member(call: Call, source: Expr, key: Expr) -> Expr:
    if isinstance(source.type, DictShape):
        return found_at(call.make, source, key, source.type.value)
    assert isinstance(source.type, ModelShape)  # noqa: S101 - a TypedDict
    if not isinstance(key, Const):
        call.refuse("SL206", f"a key of {source.type.name} must be written out")
    for field in source.type.fields:
        if field.attribute == key.value:
            return Field(source, field.name, type=field.shape, span=call.context.span(call.node))
    known = ", ".join(each.attribute for each in source.type.fields)
    return call.refuse("SL109", f"{source.type.name} has no key {key.value!r}", f"it has: {known}")


def _copy(call: Call, base: Expr, /) -> Expr:
    del call
    return base


METHODS: dict[tuple[str, str], Handler] = {("dict", "get"): _get, ("dict", "copy"): _copy}
