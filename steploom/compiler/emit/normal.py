"""Values from outside in their declared form, as JSONata: defaults filled in, undeclared keys dropped."""

from __future__ import annotations

from steploom.compiler.emit.literals import literal, member
from steploom.compiler.normal import needs_normal
from steploom.dsl.contract import (
    NO_DEFAULT,
    DictShape,
    FieldShape,
    ListShape,
    ModelShape,
    NoneShape,
    Shape,
    TupleShape,
    UnionShape,
    kinds,
    tag_values,
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
        case ModelShape():
            return _model(text, shape)
        case ListShape(item=item):
            return f"$append([], $map({text}, function($el) {{ {normal('$el', item)} }})[])"
        case DictShape(value=value):
            each = f"function($el, $at) {{ {{$at: {normal('$el', value)}}} }}"
            return f"$merge($append([], $each({text}, {each})[]))"
        case TupleShape(items=items):
            return f"[{', '.join(_place(text, place, item) for place, item in enumerate(items))}]"
        case UnionShape():
            return _union(text, shape)
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


def _model(text: str, shape: ModelShape) -> str:
    entries = [f"{literal(each.name)}: {_field(text, each)}" for each in shape.fields]
    for each in shape.computed:
        if each.default is NO_DEFAULT:
            raise Unsupported("SL202", f"{shape.name}.{each.attribute} is computed by code; declare a plain field")
        entries.append(f"{literal(each.name)}: {literal(each.default)}")
    declared = "{" + ", ".join(entries) + "}"
    if shape.extra != "allow":
        return declared
    # Keys that Python drops although others stay: the envelope of an event, fields that only leave.
    others = f"$sift({text}, function($el, $at) {{ $not($at in {literal(list(shape.allowed))}) }})"
    return f"$merge([{others if shape.allowed else text}, {declared}])"


def _field(base: str, field: FieldShape) -> str:
    path = member(base, field.name)
    value = normal(path, field.shape)
    if field.required:
        return value
    if field.default is NO_DEFAULT:
        # No third part: a key that is absent stays absent.
        return f"$exists({path}) ? {value}"
    return f"$exists({path}) ? {value} : {literal(field.default)}"


def _place(text: str, place: int, item: Shape) -> str:
    """One place of an array constructor, which would merge the items of an array into its own."""
    value = normal(f"({text})[{place}]", item)
    options = kinds(item)
    if "list" not in options or (isinstance(item, TupleShape) and value.startswith("[")):
        return value
    return f"[{value}]" if len(options) == 1 else f"($type(({text})[{place}]) = 'array' ? [[{value}]] : {value})"


def _union(text: str, shape: UnionShape) -> str:
    """Each option by its JSON type, or by its tag; those that are as they come need no word."""
    parts: list[str] = []
    options = shape.options
    for option in options:
        if not needs_normal(option):
            continue
        (kind,) = kinds(option)
        test = f"$type({text}) = '{'array' if kind == 'list' else kind}'"
        if any(kind in kinds(other) for other in options if other is not option):
            test = (
                f"{test} and {_tag_test(text, shape, option)}"
                if len(kinds(shape)) > 1
                else _tag_test(text, shape, option)
            )
        parts.append(f"{test} ? {normal(text, option)}")
    nothing = len(parts) + 1 == len(options) and any(isinstance(each, NoneShape) for each in options)
    if nothing and len(parts) == 1:
        return f"({text} = null ? null : {parts[0].partition(' ? ')[2]})"
    return f"({' : '.join(parts)} : {text})"


def _tag_test(text: str, shape: UnionShape, option: Shape) -> str:
    values = () if shape.tag is None else tag_values(option, shape.tag)
    if shape.tag is None or not values:
        message = "a union of several types of one JSON kind that nothing tells apart is not supported"
        raise Unsupported("SL202", f"{message}; give each model a Literal field of its own")
    value = member(text, shape.tag)
    return f"{value} = {literal(values[0])}" if len(values) == 1 else f"{value} in {literal(list(values))}"
