"""Names of states and labels: unique in the whole machine, and not too long."""

from __future__ import annotations

from steploom.asl.faults import Faults, child
from steploom.asl.limits import MAX_STATE_NAME
from steploom.asl.model import MapState, StateMachine
from steploom.asl.scopes import located_states

__all__ = ["check_names"]


def check_names(machine: StateMachine, faults: Faults) -> None:
    """Report state names that are empty, too long or used twice, and labels used twice."""
    states: set[str] = set()
    labels: set[str] = set()
    for location, name, state in located_states(machine):
        if not name:
            faults.refuse("INVALID_STATE_NAME", location, "State name cannot be empty")
        elif len(name) > MAX_STATE_NAME:
            message = f"State name '{name}' exceeds the {MAX_STATE_NAME}-character limit allowed by the service"
            faults.refuse("INVALID_STATE_NAME", location, message)
        if name in states:
            hint = "A name may stand once in the whole machine, branches and processors included"
            faults.refuse("DUPLICATE_STATE_NAME", location, f"Duplicate State name: {name}", hint)
        states.add(name)
        if isinstance(state, MapState) and state.label is not None:
            if state.label in labels:
                faults.refuse("DUPLICATE_LABEL_NAME", child(location, "Label"), f"Duplicate Label name: {state.label}")
            labels.add(state.label)
