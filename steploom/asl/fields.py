"""How an object of the definition becomes an instance and back: tables of fields, read and written by two functions.

A table (`Shape`) lists the fields of one kind of object in canonical order. A reader turns a JSON value into the
attribute's value or reports a fault and returns `REFUSED`; a writer turns it back. Tables stand in `shapes/`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from enum import Enum
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from steploom.asl.faults import Faults, child, listed
from steploom.asl.model import ABSENT
from steploom.jsontext import Json, JsonObject

__all__ = [
    "REFUSED",
    "Field",
    "Reader",
    "Refused",
    "Shape",
    "Writer",
    "present",
    "read_fields",
    "read_object",
    "write_object",
]

T = TypeVar("T")


class _Refused(Enum):
    """The type of `REFUSED`: the value was faulty, and the fault is reported."""

    REFUSED = "REFUSED"


REFUSED: Final = _Refused.REFUSED
Refused: TypeAlias = Literal[_Refused.REFUSED]

Reader: TypeAlias = Callable[[Json, str, Faults], Any]
Writer: TypeAlias = Callable[[Any], Json]


def _same(value: Any) -> Json:
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the language, the attribute that holds it, how it is read and written.

    A writer may return `ABSENT`: the field is not written.
    """

    name: str
    attribute: str
    read: Reader
    write: Writer = _same
    required: bool = False


def _well(value: JsonObject, location: str, faults: Faults) -> bool:  # noqa: ARG001 -- the signature of every check
    return True


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """The table of one kind of object.

    Attributes:
        build: The class; called with the attributes by keyword.
        fields: All fields in the order in which they are written.
        check: Reports what the class cannot hold; false where the object cannot be built.
        required: The names of the fields that must stand, as AWS orders them; taken from the fields if not given.
    """

    build: Callable[..., T]
    fields: tuple[Field, ...]
    check: Callable[[JsonObject, str, Faults], bool] = _well
    required: tuple[str, ...] = ()
    by_name: dict[str, Field] = field(init=False)
    nullable: frozenset[str] = field(init=False)
    needed: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        named = {each.name: each for each in self.fields}
        required = self.required or tuple(each.name for each in self.fields if each.required)
        members = getattr(self.build, "__dataclass_fields__", {})
        # A field whose absence is ABSENT speaks when it is null.
        nullable = frozenset(name for name, each in members.items() if each.default is ABSENT)
        needed = frozenset(
            name for name, each in members.items() if each.default is MISSING and each.default_factory is MISSING
        )
        derived = {"by_name": named, "required": required, "nullable": nullable, "needed": needed}
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def read_object(shape: Shape[T], value: Json, location: str, faults: Faults) -> T | Refused:
    """Return the instance that JSON object `value` describes, or `REFUSED` after all its faults are reported."""
    if not isinstance(value, dict):
        faults.schema(location, "Expected value of type [OBJECT]")
        return REFUSED
    attributes = read_fields(shape, value, location, faults)
    return REFUSED if attributes is REFUSED else shape.build(**attributes)


def read_fields(
    shape: Shape[Any], value: JsonObject, location: str, faults: Faults, known: frozenset[str] = frozenset()
) -> dict[str, Any] | Refused:
    """Return the attributes that `value` describes; REFUSED where a required one is missing or faulty.

    Args:
        shape: The table.
        value: The object.
        location: Its slash path.
        faults: Where faults go: missing fields, fields that do not belong here, wrong values.
        known: Names that the caller reads itself.
    """
    missing = [name for name in shape.required if name not in value]
    if missing:
        faults.schema(location, f"These fields are required: {listed(missing)}")
    sound = shape.check(value, location, faults)
    attributes: dict[str, Any] = {}
    for name, given in value.items():
        found = shape.by_name.get(name)
        if found is None:
            if name not in known:
                faults.schema(location, f"Field '{name}' is not supported", anchor=child(location, name))
            continue
        result = found.read(given, child(location, name), faults)
        if result is REFUSED:
            faults.refused.add(child(location, name))
        else:
            attributes[found.attribute] = result
    return attributes if sound and shape.needed <= attributes.keys() else REFUSED


def present(shape: Shape[Any], instance: Any) -> dict[str, Any]:
    """Return the attributes of `instance` that are written, by the names of their fields, in canonical order."""
    found: dict[str, Any] = {}
    for each in shape.fields:
        value = getattr(instance, each.attribute)
        if value is not ABSENT and (value is not None or each.attribute in shape.nullable):
            found[each.name] = value
    return found


def write_object(shape: Shape[Any], instance: Any) -> JsonObject:
    """Return `instance` as a JSON object, its fields in canonical order."""
    written: JsonObject = {}
    for each in shape.fields:
        value = getattr(instance, each.attribute)
        if value is None:
            if each.attribute in shape.nullable:
                written[each.name] = None
        elif value is not ABSENT:
            form = each.write(value)
            if form is not ABSENT:
                written[each.name] = form
    return written
