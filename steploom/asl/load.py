"""From JSON or YAML text, or a parsed object, to the model."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl.faults import Faults
from steploom.asl.fields import REFUSED, read_object
from steploom.asl.model import State, StateMachine
from steploom.asl.shapes import MACHINE, read_state
from steploom.errors import DefinitionError
from steploom.jsontext import Json, parse

__all__ = ["load", "load_state"]


def load(source: str | Mapping[str, Json], *, file: str | None = None) -> StateMachine:
    """Return the machine that `source` describes."""
    faults = Faults()
    value = parse(source) if isinstance(source, str) else dict(source)
    machine = read_object(MACHINE, value, "/", faults)
    if faults.found or machine is REFUSED:
        raise DefinitionError(faults.found)
    return machine


def load_state(value: Mapping[str, Json]) -> State:
    """Return the one state that `value` describes."""
    faults = Faults()
    state = read_state(dict(value), "/", faults)
    if faults.found or state is REFUSED:
        raise DefinitionError(faults.found)
    return state
