"""What a test tells of types: where `order.gift is not None` holds, `order.gift` has no None in its type."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum

from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.frontend.scope import assigned_names
from steploom.compiler.frontend.shapes import NEVER, is_boolean, is_float, is_integer, is_text, options_of, plain
from steploom.compiler.hir import Type
from steploom.dsl.contract import (
    AnyShape,
    DictShape,
    EnumShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TupleShape,
    UnionShape,
)

__all__ = ["classes_of", "facts", "forget", "instance_of", "narrowed", "place_of", "root", "still_true"]

Facts = Mapping[str, Type]


def place_of(node: ast.expr) -> str | None:
    """Return the dotted path of a variable or of a field below one, or None.

    Example:
        >>> place_of(ast.parse("order.gift.name", mode="eval").body)
        'order.gift.name'
    """
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = place_of(node.value)
        return None if base is None else f"{base}.{node.attr}"
    return place_of(node.target) if isinstance(node, ast.NamedExpr) else None


@contextmanager
def narrowed(context: Context, known: Facts) -> Iterator[None]:
    """Walk something where `known` holds."""
    before, versions = context.narrow, dict(context.versions)
    context.narrow = {**before, **known}
    try:
        yield
    finally:
        # What was assigned meanwhile may be something else now.
        context.narrow = {
            path: each for path, each in before.items() if versions.get(root(path)) == context.versions.get(root(path))
        }


def root(path: str) -> str:
    """Return the variable of a dotted path."""
    return path.partition(".")[0]


def still_true(known: Facts, body: Sequence[ast.stmt]) -> dict[str, Type]:
    """Return what of some facts still holds behind statements that may assign names."""
    changed = {name for statement in body for name in assigned_names(statement)}
    return {path: each for path, each in known.items() if root(path) not in changed}


def forget(context: Context, names: Iterable[str]) -> None:
    """Drop what is known of names that a loop assigns: a later pass begins with another value."""
    for name in names:
        context.reassign(name)


def facts(context: Context, test: ast.expr, *, truth: bool) -> dict[str, Type]:
    """Return the types of places where `test` is true, or where it is false."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return facts(context, operand, truth=not truth)
        case ast.BoolOp(op=op, values=values):
            if isinstance(op, ast.And) is truth:
                return _all(context, values, truth=truth)
            return {}
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(context, left, op, right, truth=truth)
        case ast.Call(func=ast.Name(id="isinstance"), args=[value, classes]):
            return _instance(context, value, classes, truth=truth)
        case _:
            return _truthy(context, test, truth=truth)


def _all(context: Context, tests: list[ast.expr], *, truth: bool) -> dict[str, Type]:
    found: dict[str, Type] = {}
    for each in tests:
        with narrowed(context, found):
            found.update(facts(context, each, truth=truth))
    return found


def _type_of(context: Context, node: ast.expr) -> Type | None:
    """The type of a place, as far as it is known without walking it."""
    path = place_of(node)
    if path is None:
        return None
    if path in context.narrow:
        return context.narrow[path]
    if isinstance(node, ast.NamedExpr):
        node = node.target
    if isinstance(node, ast.Name):
        local = context.locals.get(node.id)
        return local.type if isinstance(local, Local) else None
    assert isinstance(node, ast.Attribute)  # noqa: S101 - the other form of a place
    base = _type_of(context, node.value)
    if not isinstance(base, ModelShape) or base.python is dict:
        return None
    return next((each.shape for each in base.fields if each.attribute == node.attr), None)


def _keep(context: Context, node: ast.expr, wanted: Callable[[Type], bool]) -> dict[str, Type]:
    """The place `node` with those options of its type that are wanted."""
    path, shape = place_of(node), _type_of(context, node)
    if path is None or shape is None or not isinstance(shape, UnionShape):
        return {}
    kept = [each for each in shape.options if wanted(each)]
    if len(kept) == len(shape.options):
        return {}
    if not kept:
        return {path: NEVER}
    return {path: kept[0] if len(kept) == 1 else UnionShape(tuple(kept), shape.tag)}


def _truthy(context: Context, test: ast.expr, *, truth: bool) -> dict[str, Type]:
    if truth:
        return _keep(context, test, lambda each: not isinstance(each, NoneShape))
    return _keep(context, test, lambda each: not isinstance(each, ModelShape) or each.python is dict)


def _compared(context: Context, left: ast.expr, op: ast.cmpop, right: ast.expr, *, truth: bool) -> dict[str, Type]:
    if isinstance(op, ast.IsNot | ast.NotEq | ast.NotIn):
        truth = not truth
    values = _constants(context, right)
    if values is None:
        return {}
    if isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq) and values == [None]:
        return _keep(context, left, lambda each: _may_be_none(each, only=truth))
    if isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq | ast.In | ast.NotIn):
        found = _literal(context, left, values, truth=truth)
        return {**found, **_tagged(context, left, values, truth=truth)}
    return {}


def _may_be_none(shape: Type, *, only: bool) -> bool:
    if isinstance(shape, AnyShape):
        return True
    return isinstance(shape, NoneShape) is only


def _constants(context: Context, node: ast.expr) -> list[object] | None:
    """The values that `node` is known to be one of."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        found = [_constants(context, each) for each in node.elts]
        return None if None in found else [value for each in found for value in each or ()]
    if isinstance(node, ast.Constant):
        return [node.value]
    if place_of(node) is None or root(place_of(node) or "") in context.locals:
        return None
    value = static_object(context, node)
    if isinstance(value, Enum):
        return [value.value]
    return [value] if value is not NOT_STATIC and isinstance(value, str | int | bool | None) else None


def _literal(context: Context, node: ast.expr, values: list[object], *, truth: bool) -> dict[str, Type]:
    """A place of literal type that is one of some values, or none of them; Optional texts that are a text."""
    path, shape = place_of(node), _type_of(context, node)
    if path is None or shape is None:
        return {}
    kept: list[Shape] = []
    for each in options_of(shape):
        if isinstance(each, LiteralShape | EnumShape):
            left = tuple(value for value in each.values if _is_one(value, values) is truth)
            if left:
                kept.append(LiteralShape(left) if isinstance(each, LiteralShape) else EnumShape(left, each.python))
        elif not isinstance(each, NoneShape) or _is_one(None, values) is truth or (not truth):
            if isinstance(each, NoneShape) and not truth and _is_one(None, values):
                continue
            kept.append(plain(each))
    if tuple(kept) == options_of(shape):
        return {}
    return {path: kept[0] if len(kept) == 1 else UnionShape(tuple(kept), getattr(shape, "tag", None))}


def _is_one(value: object, values: list[object]) -> bool:
    return any(type(value) is type(each) and value == each for each in values)


def _tagged(context: Context, node: ast.expr, values: list[object], *, truth: bool) -> dict[str, Type]:
    """`order.kind == "gift"`: of the models that `order` may be, those whose field says so."""
    if not isinstance(node, ast.Attribute):
        return {}

    def fits(each: Type) -> bool:
        shape = _field_of(each, node.attr)
        if not isinstance(shape, LiteralShape | EnumShape):
            return True
        hits = [_is_one(value, values) for value in shape.values]
        return any(hits) if truth else not all(hits)

    return _keep(context, node.value, fits)


def _field_of(shape: Type, attribute: str) -> Shape | None:
    if not isinstance(shape, ModelShape):
        return None
    return next((each.shape for each in shape.fields if each.attribute == attribute), None)


def _instance(context: Context, value: ast.expr, classes: ast.expr, *, truth: bool) -> dict[str, Type]:
    named = classes_of(context, classes)
    if named is None:
        return {}
    return _keep(context, value, lambda each: instance_of(each, named) is not (not truth))


def classes_of(context: Context, node: ast.expr) -> tuple[type, ...] | None:
    """Return the classes that `isinstance` is asked for, or None."""
    if isinstance(node, ast.Tuple):
        found = [classes_of(context, each) for each in node.elts]
        return None if None in found else tuple(cls for each in found for cls in each or ())
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        both = classes_of(context, node.left), classes_of(context, node.right)
        return None if both[0] is None or both[1] is None else (*both[0], *both[1])
    if isinstance(node, ast.Constant) and node.value is None:
        return (type(None),)
    cls = static_object(context, node)
    return (cls,) if isinstance(cls, type) else None


def instance_of(shape: Type, classes: tuple[type, ...]) -> bool | None:
    """Return whether every value of a type is an instance of one of some classes; None where some are."""
    python = _python(shape)
    if python is None:
        return None
    return issubclass(python, classes)


def _python(shape: Type) -> type | None:
    match shape:
        case NoneShape():
            return type(None)
        case ModelShape(python=python):
            return python
        case EnumShape(python=python):
            return python
        case ListShape(python=python):
            return python
        case TupleShape():
            return tuple
        case DictShape():
            return dict
        case StrShape():
            return str
        case _ if is_text(shape):
            return str
        case _ if is_boolean(shape):
            return bool
        case _ if is_integer(shape):
            return int
        case _ if is_float(shape):
            return float
        case _:
            return None
