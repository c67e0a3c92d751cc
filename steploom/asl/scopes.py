"""Walking a definition: its scopes, its states, where each state can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from steploom.asl.model import (
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    Scope,
    State,
    SucceedState,
    TaskState,
    WaitState,
)

__all__ = ["Transition", "inner_scopes", "is_terminal", "located_states", "scopes", "successors", "transitions", "walk"]


@dataclass(frozen=True, slots=True)
class Transition:
    """One way out of a state.

    Attributes:
        target: The name of the next state.
        field: Where it is written in the state: `Next`, `Default`, `Choices[0]/Next`, `Catch[1]/Next`.
    """

    target: str
    field: str


def inner_scopes(state: State) -> tuple[tuple[str, Scope], ...]:
    """Return the scopes inside one state with the place of each: `Branches[0]`, `ItemProcessor`, `Iterator`."""
    match state:
        case ParallelState():
            return tuple((f"Branches[{index}]", each) for index, each in enumerate(state.branches))
        case MapState():
            return (("Iterator" if state.item_processor.legacy else "ItemProcessor", state.item_processor),)
        case PassState() | TaskState() | ChoiceState() | WaitState() | SucceedState() | FailState():
            return ()
        case _:
            assert_never(state)


def scopes(scope: Scope, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scope]]:
    """Yield `scope` and every scope inside it, outer ones first, in the order of the definition.

    Each comes with its path: `()` for the outermost, `("States", "Pay", "Branches[0]")` for a branch, which joined
    by slashes is its location.
    """
    yield path, scope
    for name, state in scope.states.items():
        for place, inner in inner_scopes(state):
            yield from scopes(inner, (*path, "States", name, place))


def walk(scope: Scope) -> Iterator[tuple[tuple[str, ...], str, State]]:
    """Yield every state of `scope` and of the scopes inside it: the path of its scope, its name, the state.

    Example:
        >>> from steploom.asl import load
        >>> machine = load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
        >>> [(path, name) for path, name, _ in walk(machine)]
        [((), 'A')]
    """
    for path, inner in scopes(scope):
        for name, state in inner.states.items():
            yield path, name, state


def located_states(scope: Scope) -> Iterator[tuple[str, str, State]]:
    """Yield what `walk` yields with the slash path of each state in place of the path of its scope."""
    for path, name, state in walk(scope):
        yield "/" + "/".join((*path, "States", name)), name, state


def transitions(state: State) -> tuple[Transition, ...]:
    """Return every way out of `state`: the rules of a Choice before its default, `Next` before the catchers."""
    match state:
        case ChoiceState():
            rules = [Transition(each.next, f"Choices[{index}]/Next") for index, each in enumerate(state.choices)]
            default = [] if state.default is None else [Transition(state.default, "Default")]
            return (*rules, *default)
        case PassState() | WaitState():
            return () if state.next is None else (Transition(state.next, "Next"),)
        case TaskState() | ParallelState() | MapState():
            first = () if state.next is None else (Transition(state.next, "Next"),)
            caught = (Transition(each.next, f"Catch[{index}]/Next") for index, each in enumerate(state.catch or ()))
            return (*first, *caught)
        case SucceedState() | FailState():
            return ()
        case _:
            assert_never(state)


def successors(state: State) -> tuple[str, ...]:
    """Return the names of the states that can follow `state` in its scope, each once, in the order written.

    Example:
        >>> from steploom.asl import PassState
        >>> successors(PassState(next="B"))
        ('B',)
    """
    return tuple(dict.fromkeys(each.target for each in transitions(state)))


def is_terminal(state: State) -> bool:
    """Return whether `state` can end its scope without an error: Succeed, Fail, or `End`."""
    return isinstance(state, SucceedState | FailState) or getattr(state, "end", False)
