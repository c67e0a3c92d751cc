"""Values from outside in their declared form, as JSONata: defaults filled in, undeclared keys dropped."""

from __future__ import annotations

from steploom.compiler.emit.literals import literal, member
from steploom.compiler.normal import needs_normal
from steploom.dsl.contract import (
    NO_DEFAULT,
    FieldShape,
    ListShape,
    ModelShape,
    NoneShape,
    Shape,
    UnionShape,
)
from steploom.errors import Unsupported

__all__ = ["normal", "normal_field"]


def normal(text: str, shape: object) -> str:
    """Return an expression for the declared form of the value that `text` reads.

    Raises:
        Unsupported: The shape needs a form that is not written yet (SL202).
    """
    match shape:
        case _ if not needs_normal(shape):
            return text
        case ModelShape(extra="allow"):
            raise Unsupported("SL202", f"{shape.name} keeps unknown keys and has defaults; declare its fields")
        case ModelShape(fields=fields):
            return "{" + ", ".join(f"{literal(each.name)}: {_field(text, each)}" for each in fields) + "}"
        case ListShape(item=item):
            return f"$append([], $map({text}, function($el) {{ {normal('$el', item)} }})[])"
        case UnionShape(options=options):
            return _optional(text, options)
        case _:
            return text


def normal_field(text: str, shape: object, name: str) -> str:
    """Return an expression for one field of the declared form of the object that `text` reads."""
    if isinstance(shape, ModelShape):
        for each in shape.fields:
            if each.name == name:
                value = _field(text, each)
                return value if each.required else f"({value})"
    return member(text, name)


def _field(base: str, field: FieldShape) -> str:
    path = member(base, field.name)
    value = normal(path, field.shape)
    if field.required:
        return value
    if field.default is NO_DEFAULT:
        # No third part: a key that is absent stays absent.
        return f"$exists({path}) ? {value}"
    return f"$exists({path}) ? {value} : {literal(field.default)}"


def _optional(text: str, options: tuple[Shape, ...]) -> str:
    others = [each for each in options if not isinstance(each, NoneShape)]
    if len(others) != 1:
        raise Unsupported("SL202", "a union of models in data that enters a workflow is not supported yet")
    return f"({text} = null ? null : {normal(text, others[0])})"
