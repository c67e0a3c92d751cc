"""From the model back to JSON."""

from __future__ import annotations

import json

from steploom.asl.fields import write_object
from steploom.asl.model import Scope, State, StateMachine
from steploom.asl.shapes import BRANCH, MACHINE, write_state
from steploom.jsontext import JsonObject

__all__ = ["dump", "to_json"]


def to_json(node: StateMachine | Scope | State) -> JsonObject:
    """Return a machine, a branch or one state as a JSON object, its fields in canonical order.

    Example:
        >>> from steploom.asl import PassState
        >>> to_json(PassState(end=True))
        {'Type': 'Pass', 'End': True}
    """
    if isinstance(node, StateMachine):
        return write_object(MACHINE, node)
    if isinstance(node, Scope):
        return write_object(BRANCH, node)
    return write_state(node)


def dump(machine: StateMachine) -> str:
    """Return a definition as JSON text: two blanks a level, canonical order of fields, a newline at the end.

    Equal machines give equal bytes; states, payload keys and rules keep the order they have in the machine.
    """
    return json.dumps(to_json(machine), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
