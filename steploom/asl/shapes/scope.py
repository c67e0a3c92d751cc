"""A `States` object with its start, wherever it stands, and the states in it by their `Type`."""

from __future__ import annotations

from typing import Any

from steploom.asl.faults import Faults, child, listed
from steploom.asl.fields import REFUSED, Field, Refused, Shape, present, read_fields, write_object
from steploom.asl.limits import MAX_DEPTH
from steploom.asl.model import MapState, Scope, State
from steploom.asl.readers import expected, text
from steploom.jsontext import Json, JsonObject

__all__ = ["BRANCH", "COMMENT", "START_AT", "STATES", "present_fields", "read_state", "register", "write_state"]

#: State types by name. They register here because some of them hold scopes, and scopes hold all of them.
_TYPES: dict[str, Shape[Any]] = {}

#: The order in which AWS lists the types.
_LISTED = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")


def register(name: str, shape: Shape[Any]) -> None:
    """Make `shape` the table of the states of type `name`.

    Raises:
        ValueError: The type has a table already, or there is no such type.
    """
    if name in _TYPES or name not in _LISTED:
        raise ValueError(f"state type {name!r} cannot be registered")
    _TYPES[name] = shape


def read_state(value: Json, location: str, faults: Faults) -> State | Refused:
    """Return the state that JSON object `value` describes, or `REFUSED` after all its faults are reported."""
    if not isinstance(value, dict):
        return expected("OBJECT", location, faults)
    if "Type" not in value:
        faults.schema(location, "These fields are required: [Type]")
        return REFUSED
    type_ = value["Type"]
    if not isinstance(type_, str) or type_ not in _TYPES:
        message = f"The field 'Type' should have one of these values: {listed(_LISTED)}"
        faults.schema(child(location, "Type"), message)
        return REFUSED
    shape = _TYPES[type_]
    attributes = read_fields(shape, value, location, faults, frozenset({"Type"}))
    if attributes is REFUSED:
        return REFUSED
    state: State = shape.build(**attributes)
    return state


def write_state(state: State) -> JsonObject:
    """Return `state` as a JSON object."""
    return {"Type": state.type} | write_object(_TYPES[state.type], state)


def present_fields(state: State) -> dict[str, Any]:
    """Return the fields of `state` that are written, by name in canonical order, as the model holds them."""
    found = present(_TYPES[state.type], state)
    if isinstance(state, MapState):
        # The two names of the processor share one attribute.
        del found["ItemProcessor" if state.item_processor.legacy else "Iterator"]
    return found


def _read_states(value: Json, location: str, faults: Faults) -> dict[str, State] | Refused:
    if not isinstance(value, dict):
        return expected("OBJECT", location, faults)
    if not value:
        faults.schema(location, "Value cannot be empty")
        return REFUSED
    if faults.depth >= MAX_DEPTH:
        faults.refuse("TOO_DEEPLY_NESTED", location, f"More than {MAX_DEPTH} scopes stand inside each other")
        return REFUSED
    faults.depth += 1
    states: dict[str, State] = {}
    for name, each in value.items():
        state = read_state(each, child(location, name), faults)
        if state is not REFUSED:
            states[name] = state
    faults.depth -= 1
    if len(states) < len(value):
        faults.broken.add(location)
    return states


COMMENT = Field("Comment", "comment", text)
START_AT = Field("StartAt", "start_at", text, required=True)
STATES = Field(
    "States",
    "states",
    _read_states,
    lambda states: {name: write_state(each) for name, each in states.items()},
    required=True,
)

BRANCH: Shape[Scope] = Shape(Scope, (COMMENT, START_AT, STATES))
