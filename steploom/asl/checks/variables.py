"""Names in `Assign`, and which of them an inner scope may not use (section 2.8)."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.asl.checks.maps import is_distributed
from steploom.asl.checks.parts import parts
from steploom.asl.faults import Faults, child
from steploom.asl.limits import MAX_VARIABLE_NAME
from steploom.asl.model import MapState, Scope, State, StateMachine
from steploom.asl.scopes import inner_scopes, successors

__all__ = ["check_variables"]


def check_variables(machine: StateMachine, faults: Faults) -> None:
    """Report names that no variable may have, and names that an outer scope assigns already."""
    _check_scope(machine, "", frozenset(), faults)


def _check_scope(scope: Scope, location: str, outer: frozenset[str], faults: Faults) -> None:
    names: dict[str, set[str]] = {}
    for state_name, state in scope.states.items():
        names[state_name] = set()
        for name, place in _assigned(state, f"{location}/States/{state_name}"):
            _check_name(name, place, faults)
            if name in outer:
                message = f"The variable '{name}' is assigned in an outer scope and cannot be assigned here"
                faults.schema(place, message, code="SL405", hint="Give it another name, or return the value as output")
            names[state_name].add(name)
    for state_name, state in scope.states.items():
        for place, inner in inner_scopes(state):
            # The children of a distributed Map are executions of their own: they see no outer variable.
            separate = isinstance(state, MapState) and is_distributed(state)
            seen = outer.union(*(names[each] for each in _before(scope, state_name)))
            _check_scope(inner, f"{location}/States/{state_name}/{place}", frozenset() if separate else seen, faults)


def _before(scope: Scope, name: str) -> set[str]:
    """The states after which state `name` can run.

    Recorded on AWS: the catcher of a Parallel may assign a name that one of its branches assigns.
    """
    found: set[str] = set()
    ahead = [name]
    while ahead:
        target = ahead.pop()
        for each, state in scope.states.items():
            if each not in found and target in successors(state):
                found.add(each)
                ahead.append(each)
    return found


def _assigned(state: State, location: str) -> Iterator[tuple[str, str]]:
    """Yield each variable that the state assigns, with the slash path of the `Assign`."""
    for part in parts(state, location):
        for key in part.fields.get("Assign", ()):
            yield key.removesuffix(".$"), child(part.location, "Assign")


def _check_name(name: str, place: str, faults: Faults) -> None:
    if name == "states":
        faults.refuse("RESERVED_VARIABLE_NAME", place, "Cannot assign to reserved variable '$states'.")
    elif len(name) > MAX_VARIABLE_NAME:
        message = f"Invalid variable name '{name}': it is longer than {MAX_VARIABLE_NAME} characters."
        faults.refuse("INVALID_VARIABLE_NAME", place, message)
    elif not name.isidentifier() or name.startswith("_"):
        message = f"Invalid variable name '{name}': the variable name contains invalid characters."
        faults.refuse("INVALID_VARIABLE_NAME", place, message, "Begin with a letter; letters, digits and '_' follow")
