"""Objects: models that are made in a workflow, and dict literals."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType

from steploom.compiler.frontend.constraints import check_constraints
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import check_fits, type_name
from steploom.compiler.frontend.iterables import iterable
from steploom.compiler.frontend.making import Make, seen_as
from steploom.compiler.frontend.shapes import is_text, join, plain
from steploom.compiler.hir import Const, ErrorType, Expr, MakeObject
from steploom.dsl.contract import DictShape, ListShape, ModelShape, shape_of

__all__ = ["construct", "dict_literal", "fields_of_call", "is_record", "spread_list"]

Recurse = Callable[[Context, ast.expr], Expr]


def is_record(target: type) -> bool:
    """Whether `target` is a model, an event or a dataclass."""
    return dataclasses.is_dataclass(target) or hasattr(target, "model_fields")


def construct(context: Context, node: ast.Call, target: type, recurse: Recurse) -> Expr:
    """`Model(field=value, …)`."""
    shape = context.placed(node, lambda: shape_of(target))
    if not isinstance(shape, ModelShape):
        context.refuse("SL104", f"{target.__name__}() cannot be called in a workflow yet", node)
    entries = fields_of_call(context, node, shape, recurse)
    return MakeObject(entries, type=shape, span=context.span(node))


def fields_of_call(
    context: Context, node: ast.Call, shape: ModelShape, recurse: Recurse
) -> tuple[tuple[str, Expr], ...]:
    """Return the fields that a model's constructor call gives, in declared order, defaults filled in.

    Raises:
        Refused: A field is missing, unknown or of another type, or Python would do more than take the fields.
    """
    _check_plain(context, node, shape)
    given = _keywords(context, node, shape)
    entries: list[tuple[str, Expr]] = []
    for field in shape.fields:
        syntax = given.pop(field.attribute, None)
        if syntax is not None:
            value = recurse(context, syntax)
            what = f"field {field.attribute!r} of {shape.name}"
            check_fits(context, value, field.shape, syntax, what)
            check_constraints(context, value, field.shape, syntax, what)
        elif field.required:
            context.refuse("SL108", f"{shape.name} needs the field {field.attribute!r}", node)
        else:
            value = Const(field.default, type=field.shape, span=context.span(node))
        entries.append((field.name, escape(value)))
    for name, syntax in given.items():
        known = ", ".join(each.attribute for each in shape.fields)
        context.refuse("SL108", f"{shape.name} has no field {name!r}", syntax, f"it has: {known}")
    return tuple(entries)


def _check_plain(context: Context, node: ast.Call, shape: ModelShape) -> None:
    """Refuse a class whose constructor does more than take its fields by their names."""
    hint = "make it in an activity"
    config = getattr(shape.python, "model_config", {})
    by_name = config.get("populate_by_name") or config.get("validate_by_name")
    if any(field.name != field.attribute for field in shape.fields) and not by_name:
        message = f"{shape.name} has aliases; such a model cannot be made in a workflow yet"
        context.refuse("SL102", message, node, f"{hint}, or give it the setting populate_by_name=True")
    if shape.computed:
        message = f"{shape.name} computes {shape.computed[0].attribute!r} itself; it cannot be made in a workflow yet"
        context.refuse("SL102", message, node, hint)
    own = [each for each in ("__init__", "__new__") if _is_own(getattr(shape.python, each, None))]
    if own:
        context.refuse("SL102", f"{shape.name}.{own[0]} runs code of its own, which a state cannot run", node, hint)


def _is_own(method: object) -> bool:
    """Whether somebody wrote `method`, who is neither pydantic nor the dataclass decorator."""
    if not isinstance(method, FunctionType):
        return False
    return method.__code__.co_filename != "<string>" and not method.__module__.startswith("pydantic.")


def _keywords(context: Context, node: ast.Call, shape: ModelShape) -> dict[str, ast.expr]:
    given: dict[str, ast.expr] = {}
    names = _positional(shape)
    if node.args and not names:
        context.refuse("SL108", f"{shape.name} takes its fields by name", node.args[0], "write field=value")
    if len(node.args) > len(names):
        context.refuse("SL108", f"{shape.name} takes {len(names)} fields by position", node)
    for argument, name in zip(node.args, names, strict=False):
        if isinstance(argument, ast.Starred):
            context.refuse("SL102", "'*' in a call is not supported yet", argument, "write the fields out")
        given[name] = argument
    for keyword in node.keywords:
        if keyword.arg is None:
            context.refuse("SL102", "'**' in a call is not supported yet", keyword.value, "write the fields out")
        if keyword.arg in given:
            context.refuse("SL108", f"the field {keyword.arg!r} is given twice", keyword.value)
        given[keyword.arg] = keyword.value
    return given


def _positional(shape: ModelShape) -> list[str]:
    """The fields that a dataclass takes by position; a model takes none."""
    if shape.python is None or not dataclasses.is_dataclass(shape.python):
        return []
    parameters = inspect.signature(shape.python).parameters.values()
    return [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]


def dict_literal(context: Context, node: ast.Dict, recurse: Recurse) -> Expr:
    """`{"key": value, key: value, **other}`; a later key wins, in the place of the first."""
    make = Make(context, node)
    parts: list[Expr] = []
    entries: dict[str, Expr] = {}

    def close() -> None:
        if entries:
            parts.append(_object(context, node, dict(entries)))
            entries.clear()

    for key, syntax in zip(node.keys, node.values, strict=True):
        if key is None:
            close()
            parts.append(_spread(context, syntax, recurse))
            continue
        name = recurse(context, key)
        value = _entry(context, syntax, recurse)
        if isinstance(name, Const) and is_text(name.type):
            # A repeated key keeps its first place and takes its last value, as in Python.
            entries[str(name.value)] = value
            continue
        if not is_text(name.type):
            context.refuse("SL206", f"keys of a dict are texts, this is {type_name(name.type)}", key, "str(…)")
        close()
        parts.append(make.op("object.entry", DictShape(plain(value.type)), name, value))
    close()
    if len(parts) == 1 and not any(key is None for key in node.keys):
        return parts[0]
    if not parts:
        return _object(context, node, {})
    shape = DictShape(join([each.type.value for each in parts if isinstance(each.type, DictShape)]))
    return make.op("object.merge", shape, *parts)


def _entry(context: Context, syntax: ast.expr, recurse: Recurse) -> Expr:
    value = escape(recurse(context, syntax))
    if isinstance(value.type, ErrorType):
        context.refuse("SL206", "a caught exception cannot be a value", syntax, "use str(error)")
    return value


def _object(context: Context, node: ast.Dict, entries: dict[str, Expr]) -> Expr:
    shape = DictShape(join([each.type for each in entries.values()]))
    return MakeObject(tuple(entries.items()), type=shape, span=context.span(node))


def _spread(context: Context, syntax: ast.expr, recurse: Recurse) -> Expr:
    value = escape(recurse(context, syntax))
    if isinstance(value.type, ModelShape) and value.type.python is dict:
        return seen_as(value, DictShape(join([each.shape for each in value.type.fields])))
    if not isinstance(value.type, DictShape):
        context.refuse("SL206", f"'**' takes a dict, this is {type_name(value.type)}", syntax, "model_dump()")
    return value


_LIST: type[list[object]] = list
_TUPLE: type[tuple[object, ...]] = tuple


def spread_list(context: Context, node: ast.List | ast.Tuple, recurse: Recurse) -> Expr:
    """`[*xs, x, *ys]`."""
    make, python = Make(context, node), _TUPLE if isinstance(node, ast.Tuple) else _LIST
    parts: list[Expr] = []
    items: list[Expr] = []

    def close() -> None:
        if items:
            parts.append(make.items(tuple(items), join([each.type for each in items])))
            items.clear()

    for each in node.elts:
        if isinstance(each, ast.Starred):
            close()
            parts.append(escape(iterable(context, each.value, recurse)))
        else:
            items.append(_entry(context, each, recurse))
    close()
    shape = ListShape(join([each.type.item for each in parts if isinstance(each.type, ListShape)]), python=python)
    made = parts[0]
    for part in parts[1:]:
        made = make.op("list.concatenate", shape, made, part)
    return replace(made, type=shape) if len(parts) == 1 else made
