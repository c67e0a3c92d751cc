"""Objects: models that are made in a workflow, and dict literals."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import check_fits
from steploom.compiler.hir import Const, ErrorType, Expr, MakeObject
from steploom.dsl.contract import AnyShape, DictShape, ModelShape, shape_of

__all__ = ["construct", "dict_literal", "fields_of_call", "is_record"]

Recurse = Callable[[Context, ast.expr], Expr]


def is_record(target: type) -> bool:
    """Whether `target` is a model, an event or a dataclass."""
    return dataclasses.is_dataclass(target) or hasattr(target, "model_fields")


def construct(context: Context, node: ast.Call, target: type, recurse: Recurse) -> Expr:
    """`Model(field=value, …)`."""
    shape = shape_of(target)
    if not isinstance(shape, ModelShape):
        context.refuse("SL104", f"{target.__name__}() cannot be called in a workflow yet", node)
    if any(field.name != field.attribute for field in shape.fields):
        message = f"{shape.name} has aliases; such a model cannot be made in a workflow yet"
        context.refuse("SL102", message, node, "make it in an activity")
    entries = fields_of_call(context, node, shape, recurse)
    return MakeObject(entries, type=shape, span=context.span(node))


def fields_of_call(
    context: Context, node: ast.Call, shape: ModelShape, recurse: Recurse
) -> tuple[tuple[str, Expr], ...]:
    """Return the fields that a model's constructor call gives, in declared order, defaults filled in.

    Raises:
        Refused: A field is missing, unknown or of another type.
    """
    given = _keywords(context, node, shape)
    entries: list[tuple[str, Expr]] = []
    for field in shape.fields:
        syntax = given.pop(field.attribute, None)
        if syntax is not None:
            value = recurse(context, syntax)
            check_fits(context, value, field.shape, syntax, f"field {field.attribute!r} of {shape.name}")
        elif field.required:
            context.refuse("SL108", f"{shape.name} needs the field {field.attribute!r}", node)
        else:
            value = Const(field.default, type=field.shape, span=context.span(node))
        entries.append((field.name, escape(value)))
    for name, syntax in given.items():
        known = ", ".join(each.attribute for each in shape.fields)
        context.refuse("SL108", f"{shape.name} has no field {name!r}", syntax, f"it has: {known}")
    return tuple(entries)


def _keywords(context: Context, node: ast.Call, shape: ModelShape) -> dict[str, ast.expr]:
    given: dict[str, ast.expr] = {}
    positional = dataclasses.is_dataclass(shape.python)
    if node.args and not positional:
        context.refuse("SL108", f"{shape.name} takes its fields by name", node.args[0], "write field=value")
    for argument, field in zip(node.args, shape.fields, strict=False):
        given[field.attribute] = argument
    if len(node.args) > len(shape.fields):
        context.refuse("SL108", f"{shape.name} has {len(shape.fields)} fields", node)
    for keyword in node.keywords:
        if keyword.arg is None:
            context.refuse("SL102", "'**' in a call is not supported yet", keyword.value, "write the fields out")
        if keyword.arg in given:
            context.refuse("SL108", f"the field {keyword.arg!r} is given twice", keyword.value)
        given[keyword.arg] = keyword.value
    return given


def dict_literal(context: Context, node: ast.Dict, recurse: Recurse) -> Expr:
    """`{"key": value}` with literal text keys."""
    entries: dict[str, Expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            context.refuse("SL102", "'**' in a dict is not supported yet", value, "write the keys out")
        name = recurse(context, key)
        if not isinstance(name, Const) or not isinstance(name.value, str):
            context.refuse("SL102", "keys of a dict must be literal text here", key)
        # A repeated key keeps its first place and takes its last value, as in Python.
        entries[name.value] = escape(recurse(context, value))
    for name_, entry in entries.items():
        if isinstance(entry.type, ErrorType):
            context.refuse("SL206", f"a caught exception cannot be the value of {name_!r}", node, "use str(error)")
    return MakeObject(tuple(entries.items()), type=DictShape(AnyShape()), span=context.span(node))
