"""From JSON or YAML text, or a parsed object, to the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steploom.asl.faults import Faults
from steploom.asl.fields import REFUSED, Refused, read_object
from steploom.asl.limits import MAX_NESTING
from steploom.asl.model import State, StateMachine
from steploom.asl.positions import with_spans
from steploom.asl.shapes import MACHINE, read_state
from steploom.asl.text import parse_text
from steploom.diagnostics import Diagnostic
from steploom.errors import DefinitionError
from steploom.jsontext import Json, JsonObject, compact, parse

__all__ = ["Reading", "load", "load_state", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a definition.

    Attributes:
        machine: The machine; with faults, what is left of it without the faulty fields; None where nothing is.
        faults: All faults of form, in the order of the definition.
        text: The text that was read, or None.
        file: Where it comes from, or None.
    """

    machine: StateMachine | None
    faults: Faults
    text: str | None = None
    file: str | None = None

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the faults, with spans where there is a text."""
        if self.text is None:
            return tuple(self.faults.found)
        return with_spans(self.faults.found, self.text, self.file, self.faults.anchors)


def load(source: str | Mapping[str, Json], *, file: str | None = None) -> StateMachine:
    """Return the machine that `source` describes.

    It has the form of the language: known fields, values of their types and ranges. Whether it makes sense as a
    whole (targets, names, query languages …) is for `validate` to say; `check` does both.

    Args:
        source: JSON text, YAML text, or the parsed object.
        file: Where the text comes from, for the places in diagnostics.

    Raises:
        DefinitionError: With every fault of form.

    Example:
        >>> load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}').states["A"]
        SucceedState(comment=None, query_language=None, output=ABSENT, input_path=ABSENT, output_path=ABSENT)
    """
    reading = read(source, file=file)
    if reading.machine is None or reading.faults.found:
        raise DefinitionError(reading.diagnostics())
    return reading.machine


def read(source: str | Mapping[str, Json], *, file: str | None = None) -> Reading:
    """Return what can be read of `source`, faults and all; raises nothing."""
    faults = Faults()
    # Editors on Windows begin a file with a byte order mark.
    given = source.removeprefix("\ufeff") if isinstance(source, str) else source
    machine: StateMachine | Refused = REFUSED
    try:
        value = parse_text(given, file, faults) if isinstance(given, str) else _detached(given, faults)
        if value is not REFUSED and _is_shallow(value, faults):
            machine = _machine(value, faults)
    except RecursionError:
        faults.refuse("TOO_DEEPLY_NESTED", None, "The definition is nested too deeply")
    return Reading(None if machine is REFUSED else machine, faults, given if isinstance(given, str) else None, file)


def _machine(value: JsonObject, faults: Faults) -> StateMachine | Refused:
    return read_object(MACHINE, value, "/", faults)


def load_state(value: Mapping[str, Json], *, location: str = "/States/StateName") -> State:
    """Return the one state that `value` describes.

    Args:
        value: The state as a parsed object.
        location: Its slash path in diagnostics; the default is what TestState says.

    Raises:
        DefinitionError: With every fault of form.
    """
    faults = Faults()
    given = _detached(value, faults)
    state = read_state(given, location, faults) if given is not REFUSED and _is_shallow(given, faults) else REFUSED
    if state is REFUSED or faults.found:
        raise DefinitionError(faults.found)
    return state


def _is_shallow(value: JsonObject, faults: Faults) -> bool:
    """Whether lists and objects nest so little that everything that walks them has room on the stack."""
    level: list[Json] = [value]
    for _ in range(MAX_NESTING):
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for group in inner for each in group if isinstance(each, dict | list)]
        if not level:
            return True
    faults.refuse("TOO_DEEPLY_NESTED", None, f"Lists and objects nest more than {MAX_NESTING} levels deep")
    return False


def _detached(value: Mapping[str, Json], faults: Faults) -> JsonObject | Refused:
    """A copy of `value` that the caller cannot change, and proof that it is JSON."""
    try:
        copy: JsonObject = parse(compact(dict(value)))
    except (TypeError, ValueError) as error:
        faults.schema(None, f"Definition must be a valid JSON object: {error}", code="SL400")
        return REFUSED
    return copy
