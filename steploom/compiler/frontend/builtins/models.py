"""Functions and methods of models, dataclasses and Enums."""

from __future__ import annotations

import ast
import copy
import dataclasses

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import check_fits, type_name
from steploom.compiler.frontend.making import seen_as
from steploom.compiler.frontend.shapes import join
from steploom.compiler.hir import Expr, Field, MakeObject
from steploom.dsl.contract import (
    AnyShape,
    BoolShape,
    DictShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TupleShape,
    UnionShape,
)

__all__ = ["FUNCTIONS", "METHODS"]


def _model_of(call: Call, value: Expr) -> ModelShape:
    if not isinstance(value.type, ModelShape) or value.type.python is dict:
        call.refuse("SL206", f"{call.name}() takes a model, this is {type_name(value.type)}")
    return value.type


def _is_pydantic(shape: ModelShape) -> bool:
    return hasattr(shape.python, "model_fields")


def _model_dump(call: Call, model: Expr, /, *, mode: ast.expr | None = None) -> Expr:
    """The fields as a dict; in mode "json" what has another form in Python has its JSON form."""
    shape = _model_of(call, model)
    json = call.constant(mode, "python") == "json"
    if not _is_pydantic(shape):
        call.refuse("SL109", f"{shape.name} has no method model_dump", "dataclasses.asdict(…)")
    if shape.extra == "allow" or shape.computed or any(each.name != each.attribute for each in shape.fields):
        hint = "make a dict of the fields that are needed"
        call.refuse("SL102", f"model_dump() of {shape.name} is not supported: extra keys, aliases or computed", hint)
    if not json and not _is_plain(shape):
        call.refuse("SL206", f"{shape.name} holds what is no JSON in Python", 'model_dump(mode="json")')
    return _as_dict(model, shape)


def _as_dict(model: Expr, shape: ModelShape) -> Expr:
    return seen_as(escape(model), DictShape(join([_dumped(each.shape) for each in shape.fields])))


def _dumped(shape: Shape) -> Shape:
    match shape:
        case ModelShape(fields=fields):
            return DictShape(join([_dumped(each.shape) for each in fields]))
        case ListShape(item=item):
            return dataclasses.replace(shape, item=_dumped(item))
        case DictShape(value=value):
            return DictShape(_dumped(value))
        case TupleShape(items=items):
            return TupleShape(tuple(map(_dumped, items)))
        case UnionShape(options=options):
            return join(map(_dumped, options))
        case _:
            return shape


def _is_plain(shape: Shape) -> bool:
    """Whether a value dumped to Python is JSON as it is."""
    match shape:
        case ModelShape(fields=fields):
            return all(_is_plain(each.shape) for each in fields)
        case ListShape(item=part) | DictShape(value=part):
            return _is_plain(part)
        case TupleShape(items=parts) | UnionShape(options=parts):
            return all(map(_is_plain, parts))
        case _:
            return isinstance(shape, _JSON)


_JSON = (AnyShape, BoolShape, FloatShape, IntShape, LiteralShape, NoneShape, StrShape)


def _model_copy(call: Call, model: Expr, /, *, update: ast.expr | None = None, deep: ast.expr | None = None) -> Expr:
    del deep  # values are never changed in place
    shape = _model_of(call, model)
    if update is None:
        return model
    if not isinstance(update, ast.Dict) or not all(isinstance(each, ast.Constant) for each in update.keys):
        call.refuse("SL102", "update must be a dict that is written out", 'update={"field": value}', update)
    given = {
        str(key.value): value
        for key, value in zip(update.keys, update.values, strict=True)
        if isinstance(key, ast.Constant)
    }
    return _changed(call, model, shape, given)


def _replace(call: Call, obj: ast.expr, /, **changes: ast.expr) -> Expr:
    model = call.value(obj)
    shape = _model_of(call, model)
    if not dataclasses.is_dataclass(shape.python):
        call.refuse("SL206", f"{call.name}() takes a dataclass, this is {shape.name}", "model_copy(update=…)")
    return _changed(call, model, shape, changes)


def _changed(call: Call, model: Expr, shape: ModelShape, given: dict[str, ast.expr]) -> Expr:
    """A copy with some fields changed: the others are read."""
    known = {each.attribute: each for each in shape.fields}
    for name, syntax in given.items():
        if name not in known:
            call.refuse("SL108", f"{shape.name} has no field {name!r}", f"it has: {', '.join(known)}", syntax)
    if shape.extra == "allow" or shape.computed:
        call.refuse("SL102", f"a copy of {shape.name} with changes is not supported: extra keys or computed fields")
    span = call.context.span(call.node)

    def made(source: Expr) -> Expr:
        entries: list[tuple[str, Expr]] = []
        for field in shape.fields:
            syntax = given.get(field.attribute)
            if syntax is None:
                value: Expr = escape(Field(source, field.name, type=field.shape, span=span))
            else:
                value = escape(call.value(syntax))
                check_fits(call.context, value, field.shape, syntax, f"field {field.attribute!r} of {shape.name}")
            entries.append((field.name, value))
        return MakeObject(tuple(entries), type=shape, span=span)

    return call.make.once(escape(model), made)


def _asdict(call: Call, obj: ast.expr, /) -> Expr:
    model = call.value(obj)
    shape = _model_of(call, model)
    if not dataclasses.is_dataclass(shape.python):
        call.refuse("SL206", f"asdict() takes a dataclass, this is {shape.name}", "model_dump()")
    return _as_dict(model, shape)


def _same(call: Call, obj: ast.expr, /) -> Expr:
    """A copy: no value of a workflow is changed in place."""
    return call.value(obj)


FUNCTIONS: dict[object, Handler] = {
    dataclasses.replace: _replace,
    dataclasses.asdict: _asdict,
    copy.copy: _same,
    copy.deepcopy: _same,
}

METHODS: dict[tuple[str, str], Handler] = {
    ("model", "model_dump"): _model_dump,
    ("model", "model_copy"): _model_copy,
}
