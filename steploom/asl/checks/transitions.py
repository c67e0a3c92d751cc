"""Where states lead: targets that exist in the same scope, no state without a way to it, an end (section 1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.asl.faults import Faults
from steploom.asl.model import Scope, StateMachine
from steploom.asl.scopes import is_terminal, scopes, successors, transitions

__all__ = ["check_transitions"]

_LEADING = ("Next", "End", "Default", "Catch")


def check_transitions(machine: StateMachine, faults: Faults) -> None:
    """Report missing targets, a machine without an end, and states that cannot be reached.

    As AWS does it: only the machine itself needs an end, and a machine without one is not searched for states that
    cannot be reached. Where something could not be read, what follows from it is not reported.
    """
    found = [("".join(f"/{each}" for each in path), scope) for path, scope in scopes(machine)]
    for location, scope in found:
        if f"{location}/States" not in faults.broken:
            _check_targets(scope, location, faults)
    if _is_clear(machine, "", faults) and not any(is_terminal(each) for each in machine.states.values()):
        faults.refuse("MISSING_END_STATE", None, "Workflow has no terminal state", 'Add "End": true where it ends')
        return
    for location, scope in found:
        if _is_clear(scope, location, faults):
            for name in _unreachable(scope):
                message = f'State "{name}" is not reachable.'
                faults.refuse("MISSING_TRANSITION_TARGET", f"{location}/States/{name}", message)


def _is_clear(scope: Scope, location: str, faults: Faults) -> bool:
    """Whether everything that says where the states of `scope` lead could be read."""
    states = f"{location}/States"
    places = (f"{states}/{name}/{field}" for name in scope.states for field in _LEADING)
    return states not in faults.broken and faults.refused.isdisjoint(places)


def _check_targets(scope: Scope, location: str, faults: Faults) -> None:
    # AWS says 'Next' whatever the name of the field.
    if scope.start_at not in scope.states:
        place = f"{location}/StartAt"
        faults.refuse("MISSING_TRANSITION_TARGET", place, f"Missing 'Next' target: {scope.start_at}")
    for name, state in scope.states.items():
        for each in transitions(state):
            if each.target not in scope.states:
                place = f"{location}/States/{name}/{each.field}"
                faults.refuse("MISSING_TRANSITION_TARGET", place, f"Missing 'Next' target: {each.target}")


def _unreachable(scope: Scope) -> Iterator[str]:
    seen: set[str] = set()
    ahead = [scope.start_at]
    while ahead:
        name = ahead.pop()
        if name in scope.states and name not in seen:
            seen.add(name)
            ahead.extend(successors(scope.states[name]))
    return (name for name in scope.states if name not in seen)
