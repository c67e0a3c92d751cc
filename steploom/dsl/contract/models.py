"""Pydantic models (events among them) and pydantic dataclasses as shapes.

Models are read through their own public tables; pydantic itself is never imported here: who has a model has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from steploom.dsl.contract.constraints import constrain, discriminate
from steploom.dsl.contract.context import Context
from steploom.dsl.contract.defaults import default_of, made_default
from steploom.dsl.contract.shapes import NO_DEFAULT, FieldShape, ModelShape, NoDefault, Shape
from steploom.jsontext import Json

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["is_model", "model_shape"]

#: The key that every event carries besides its fields (`steploom.events.model.META_FIELD`).
_META = "_meta"
_COERCING = (
    "str_strip_whitespace",
    "str_to_lower",
    "str_to_upper",
    "str_min_length",
    "str_max_length",
    "use_enum_values",
    "coerce_numbers_to_str",
    "json_encoders",
)
_VALIDATORS = ("validators", "field_validators", "root_validators", "model_validators")
_SERIALIZERS = ("field_serializers", "model_serializers")


def is_model(owner: object) -> bool:
    """Return whether `owner` is a pydantic model or a pydantic dataclass."""
    return isinstance(owner, type) and hasattr(owner, "__pydantic_fields__")


def model_shape(owner: Any, context: Context) -> Shape:
    """Return the shape of a model; keeps a fault for each part that is code rather than data."""
    if not getattr(owner, "__pydantic_complete__", True):
        _complete(owner, context)
    if getattr(owner, "__pydantic_root_model__", False):
        return context.fault("SL202", f"{owner.__name__} is a RootModel", "declare the type of its root instead")
    config = getattr(owner, "model_config", None) or getattr(owner, "__pydantic_config__", None) or {}
    _refuse_code(owner, context)
    for key in _COERCING:
        if config.get(key):
            context.fault("SL209", f"the setting {key} of {owner.__name__} changes values", "remove it")
    fields = tuple(_fields(owner, context))
    computed = tuple(_computed(owner, context))
    allowed = tuple(each.name for each in computed)
    return ModelShape(
        owner.__name__,
        fields,
        extra=config.get("extra") or "ignore",
        python=owner,
        allowed=(_META, *allowed) if hasattr(owner, "event_source") else allowed,
        computed=computed,
    )


def _complete(owner: Any, context: Context) -> None:
    """Resolve forward references that were unknown when the class was made."""
    rebuild = getattr(owner, "model_rebuild", None)
    if rebuild is None or rebuild(raise_errors=False) is False:
        context.fault("SL202", f"an annotation of {owner.__name__} cannot be resolved")


def _refuse_code(owner: Any, context: Context) -> None:
    decorators = owner.__pydantic_decorators__
    for kind in _VALIDATORS:
        for name in getattr(decorators, kind):
            context.fault("SL203", f"the validator {owner.__name__}.{name} runs code of its own", "use a constraint")
    for kind in _SERIALIZERS:
        for name in getattr(decorators, kind):
            context.fault("SL203", f"the serializer {owner.__name__}.{name} runs code of its own", "remove it")
    hook = getattr(owner, "model_post_init", None) if getattr(owner, "__pydantic_post_init__", None) else None
    if hook is not None and hook.__name__ != "init_private_attributes":
        context.fault("SL203", f"{owner.__name__}.model_post_init runs code of its own", "remove it")
    if hasattr(owner, "__post_init__"):
        context.fault("SL203", f"{owner.__name__}.__post_init__ runs code of its own", "remove it")


def _fields(owner: Any, context: Context) -> Iterator[FieldShape]:
    for name, info in owner.__pydantic_fields__.items():
        yield _field(name, info, context.at(f"{context.where}.{name}"))


def _field(name: str, info: FieldInfo, context: Context) -> FieldShape:
    shape = constrain(context.resolve(info.annotation, context), info.metadata, context)
    if info.discriminator is not None:
        shape = discriminate(shape, info.discriminator, context)
    if info.exclude:
        context.fault("SL209", "a field with exclude=True is lost when the model leaves", "remove exclude")
    default: Json | NoDefault = NO_DEFAULT
    if info.default_factory_takes_validated_data:
        context.fault("SL209", "its default factory reads other fields", "write a constant default")
    elif info.default_factory is not None:
        default = made_default(shape, info.default_factory, context)  # type: ignore[arg-type]
    elif not info.is_required():
        default = default_of(shape, info.default, context)
    return FieldShape(_key(name, info, context), shape, info.is_required(), default, name)


def _key(name: str, info: FieldInfo, context: Context) -> str:
    reading = info.validation_alias or info.alias or name
    writing = info.serialization_alias or info.alias or name
    if not isinstance(reading, str) or reading != writing:
        context.fault("SL209", "it is read and written under different names", "use alias alone")
    return str(reading)


def _computed(owner: Any, context: Context) -> Iterator[FieldShape]:
    for name, each in owner.__pydantic_decorators__.computed_fields.items():
        at = context.at(f"{context.where}.{name}")
        yield FieldShape(
            each.info.alias or name,
            at.resolve(each.info.return_type, at),
            required=True,
            default=NO_DEFAULT,
            attribute=name,
        )
