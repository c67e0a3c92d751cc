"""`isinstance`, and checksums."""

from __future__ import annotations

import ast
import builtins
import hashlib

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import BOOL, TEXT
from steploom.compiler.frontend.narrowing import classes_of, instance_of
from steploom.compiler.frontend.shapes import is_text, options_of
from steploom.compiler.hir import Const, Expr, Field, OneOf
from steploom.dsl.contract import (
    EnumShape,
    LiteralShape,
    ModelShape,
    Shape,
    UnionShape,
    kinds,
)
from steploom.jsontext import Json

__all__ = ["FUNCTIONS", "METHODS", "algorithm_of", "hexdigest"]


def _isinstance(call: Call, obj: ast.expr, classes: ast.expr, /) -> Expr:
    value, named = call.value(obj), classes_of(call.context, classes)
    if named is None:
        call.refuse("SL102", "isinstance() takes classes that the workflow can name", node=classes)
    make = call.make
    answers = [instance_of(each, named) for each in options_of(value.type)]
    if all(each is True for each in answers) or all(each is False for each in answers):
        answer = bool(answers and answers[0])
        return make.once(value, lambda _: make.flag(value=answer))
    if None in answers or not isinstance(value.type, UnionShape):
        call.refuse("SL206", f"nobody can tell at run time what of {type_name(value.type)} it is", "declare its type")
    inside = [each for each, answer in zip(value.type.options, answers, strict=True) if answer]
    outside = [each for each, answer in zip(value.type.options, answers, strict=True) if not answer]
    return _told_apart(call, value, inside, outside)


def _told_apart(call: Call, value: Expr, inside: list[Shape], outside: list[Shape]) -> Expr:
    """A test that some options of a union fulfil and others do not: by kind, or by the tag of models."""
    make, span = call.make, call.context.span(call.node)
    wanted, others = _kinds(inside), _kinds(outside)
    if not wanted & others:
        if wanted == {"null"}:
            return make.compare(value, "=", make.nothing())
        if others == {"null"}:
            return make.compare(value, "!=", make.nothing())
        names = tuple(make.text("array" if each == "list" else each) for each in sorted(wanted))
        kind = make.op("value.kind", TEXT, value)
        return make.compare(kind, "=", names[0]) if len(names) == 1 else OneOf(kind, names, type=BOOL, span=span)
    assert isinstance(value.type, UnionShape)  # noqa: S101 - the caller looked
    tag = value.type.tag
    models = [each for each in (*inside, *outside) if isinstance(each, ModelShape)]
    if tag is None or wanted & others != {"object"} or len(models) < len(inside) + len(outside):
        hint = "give each model a Literal field of its own"
        call.refuse("SL206", f"nobody can tell at run time what of {type_name(value.type)} it is", hint)
    values = [each for shape in inside if isinstance(shape, ModelShape) for each in _tags(shape, tag)]
    options = tuple(Const(each, type=LiteralShape((each,)), span=span) for each in values)
    read = Field(value, tag, type=LiteralShape(tuple(values)), span=span)
    return make.compare(read, "=", options[0]) if len(options) == 1 else OneOf(read, options, type=BOOL, span=span)


def _kinds(shapes: list[Shape]) -> frozenset[str]:
    return frozenset().union(*(kinds(each) for each in shapes))


def _tags(shape: ModelShape, tag: str) -> tuple[Json, ...]:
    field = next(each for each in shape.fields if each.name == tag)
    return field.shape.values if isinstance(field.shape, LiteralShape | EnumShape) else ()


_HASHES: dict[object, str] = {
    hashlib.md5: "MD5",
    hashlib.sha1: "SHA-1",
    hashlib.sha256: "SHA-256",
    hashlib.sha384: "SHA-384",
    hashlib.sha512: "SHA-512",
}


def _hash(call: Call, string: ast.expr, /) -> Expr:
    del string
    hint = "for example `hashlib.sha256(text.encode()).hexdigest()`"
    return call.refuse("SL104", f"of {call.name}() only the hexdigest of an encoded text is known", hint)


def hexdigest(call: Call, algorithm: str, text: ast.expr) -> Expr:
    """`hashlib.sha256(text.encode()).hexdigest()`."""
    value = call.value(text)
    if not is_text(value.type):
        call.refuse("SL206", f"a text is encoded, this is {type_name(value.type)}", node=text)
    return call.make.op("hash", TEXT, value, call.make.text(algorithm))


def algorithm_of(target: object) -> str | None:
    """Return Step Functions' name of a hash function, or None."""
    try:
        return _HASHES.get(target)
    except TypeError:
        return None


FUNCTIONS: dict[object, Handler] = {
    builtins.isinstance: _isinstance,
    **dict.fromkeys(_HASHES, _hash),
}

METHODS: dict[tuple[str, str], Handler] = {}
