"""From the model back to JSON."""

from __future__ import annotations

import json

from steploom.asl.fields import write_object
from steploom.asl.model import ItemProcessor, Scope, State, StateMachine
from steploom.asl.shapes import BRANCH, MACHINE, PROCESSOR, write_state
from steploom.jsontext import JsonObject

__all__ = ["dump", "to_json"]


def to_json(node: StateMachine | Scope | State) -> JsonObject:
    """Return a machine, a branch, an item processor or one state as a JSON object, its fields in canonical order.

    It equals what was loaded, with two exceptions that change no meaning: `End: false` is left out, and a
    `ProcessorConfig` without `Mode` is written with its default, `INLINE`.

    Example:
        >>> from steploom.asl import PassState
        >>> to_json(PassState(end=True))
        {'Type': 'Pass', 'End': True}
    """
    if isinstance(node, StateMachine):
        return write_object(MACHINE, node)
    if isinstance(node, ItemProcessor):
        return write_object(PROCESSOR, node)
    if isinstance(node, Scope):
        return write_object(BRANCH, node)
    return write_state(node)


def dump(machine: StateMachine) -> str:
    """Return a definition as JSON text: two blanks a level, canonical order of fields, a newline at the end.

    Equal machines give equal bytes; states, payload keys and rules keep the order they have in the machine.
    """
    return json.dumps(to_json(machine), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
