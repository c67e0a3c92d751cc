"""Dataclasses and TypedDicts as shapes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, NotRequired, Required, get_args, get_origin, get_type_hints

from steploom.dsl.contract.context import Context
from steploom.dsl.contract.defaults import default_of, made_default
from steploom.dsl.contract.shapes import NO_DEFAULT, FieldShape, ModelShape, NoDefault, Shape
from steploom.jsontext import Json

__all__ = ["dataclass_shape", "hints_of", "is_typed_dict", "typed_dict_shape"]


def dataclass_shape(owner: Any, context: Context) -> Shape:
    """Return the shape of a dataclass; fields with `init=False` leave and never enter."""
    if hasattr(owner, "__post_init__"):
        return context.fault(
            "SL203", f"{owner.__name__}.__post_init__ runs code of its own", "state constraints with Annotated"
        )
    hints = hints_of(owner, context)
    entering: list[FieldShape] = []
    leaving: list[FieldShape] = []
    for field in dataclasses.fields(owner):
        made = _dataclass_field(field, hints.get(field.name, Any), context.at(f"{context.where}.{field.name}"))
        (entering if field.init else leaving).append(made)
    return ModelShape(
        owner.__name__,
        tuple(entering),
        python=owner,
        allowed=tuple(each.name for each in leaving),
        computed=tuple(leaving),
    )


def _dataclass_field(field: dataclasses.Field[Any], annotation: object, context: Context) -> FieldShape:
    shape = context.resolve(annotation, context)
    default: Json | NoDefault = NO_DEFAULT
    if field.default is not dataclasses.MISSING:
        default = default_of(shape, field.default, context)
    elif field.default_factory is not dataclasses.MISSING:
        default = made_default(shape, field.default_factory, context)
    elif not field.init:
        context.fault("SL202", "a field with init=False needs a default")
    required = field.init and isinstance(default, NoDefault)
    return FieldShape(field.name, shape, required, default, field.name)


def is_typed_dict(owner: type) -> bool:
    """Return whether `owner` is a TypedDict, that of `typing_extensions` included: pydantic wants it before 3.12."""
    return issubclass(owner, dict) and hasattr(owner, "__required_keys__")


def typed_dict_shape(owner: Any, context: Context) -> Shape:
    """Return the shape of a TypedDict; a key that is not required stays absent."""
    hints = hints_of(owner, context)
    config = getattr(owner, "__pydantic_config__", {})
    return ModelShape(
        owner.__name__,
        tuple(_typed_dict_fields(owner, hints, context)),
        extra=config.get("extra", "ignore"),
        python=dict,
    )


def _typed_dict_fields(owner: Any, hints: dict[str, Any], context: Context) -> Iterator[FieldShape]:
    for name, annotation in hints.items():
        # Under `from __future__ import annotations` the class itself does not know its wrappers; the hints do.
        required = name in owner.__required_keys__
        inner = annotation
        while get_origin(inner) in {Required, NotRequired}:
            required = get_origin(inner) is Required
            inner = get_args(inner)[0]
        at = context.at(f"{context.where}.{name}")
        yield FieldShape(name, at.resolve(inner, at), required, NO_DEFAULT, name)


def hints_of(owner: Any, context: Context) -> dict[str, Any]:
    """Return the annotations of a class, resolved; a name that is not known is a fault of the class."""
    try:
        return get_type_hints(owner, include_extras=True)
    except NameError as error:
        context.fault("SL202", f"an annotation of {owner.__name__} cannot be resolved: {error}")
        return {}
