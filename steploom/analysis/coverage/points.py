"""What there is to cover in a definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from steploom.asl import ChoiceState, MapState, ParallelState, Scope, State, StateMachine, TaskState, walk
from steploom.asl.scopes import inner_scopes
from steploom.compiler import is_implied
from steploom.jsontext import compact

__all__ = ["KINDS", "Point", "PointKind", "points_of", "shape_of"]

#: `scope` is the body of a Map or a branch of a Parallel.
PointKind: TypeAlias = Literal["state", "rule", "catcher", "retrier", "scope"]

#: Every kind, in the order in which reports show them.
KINDS: Final[tuple[PointKind, ...]] = ("state", "rule", "catcher", "retrier", "scope")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a test can run or miss.

    Attributes:
        path: Where it stands in the definition: `/States/pay`, `/States/pay/Catch[0]`. Unique.
        kind: What it is.
        state: Name of the state that it is, or stands in.
        field: Where in the state: `Choices[0]`, `Default`, `Branches[1]`; empty for the state itself.
        scope: Path of the scope that the state stands in; empty for the machine's own.
        errors: The error names of a catcher or retrier.
        target: The state that a rule or catcher leads to; the first state of a scope; empty otherwise.
    """

    path: str
    kind: PointKind
    state: str
    field: str = ""
    scope: str = ""
    errors: tuple[str, ...] = ()
    target: str = ""


def points_of(definition: StateMachine, *, compiled: bool = False) -> tuple[Point, ...]:
    """Return every point of a definition: each state, the ways out of it, then what runs inside it.

    Args:
        definition: The definition.
        compiled: Whether it comes from a workflow: retriers that the compiler writes by itself are no points then,
            since no line of the source asks for them.

    Example:
        >>> from steploom.asl import load
        >>> machine = load('{"StartAt": "A", "States": {"A": {"Type": "Choice", "Default": "B", "Choices": '
        ...     '[{"Variable": "$.n", "IsPresent": true, "Next": "B"}]}, "B": {"Type": "Succeed"}}}')
        >>> [point.path for point in points_of(machine)]
        ['/States/A', '/States/A/Choices[0]', '/States/A/Default', '/States/B']
    """
    return tuple(_points(definition, "", compiled=compiled))


def _points(scope: Scope, path: str, *, compiled: bool) -> Iterator[Point]:
    """Yield the points of a scope: each state, the ways out of it, what runs inside it."""
    for name, state in scope.states.items():
        own = f"{path}/States/{name}"
        yield Point(own, "state", name, scope=path)
        for kind, field, errors, target in _inside(state, compiled=compiled):
            yield Point(f"{own}/{field}", kind, name, field, path, errors, target)
        for place, inner in inner_scopes(state):
            yield from _points(inner, f"{own}/{place}", compiled=compiled)


def _inside(state: State, *, compiled: bool) -> Iterator[tuple[PointKind, str, tuple[str, ...], str]]:
    if isinstance(state, ChoiceState):
        for index, rule in enumerate(state.choices):
            yield "rule", f"Choices[{index}]", (), rule.next
        if state.default is not None:
            yield "rule", "Default", (), state.default
    for place, inner in inner_scopes(state):
        yield "scope", place, (), inner.start_at
    if isinstance(state, TaskState | ParallelState | MapState):
        for index, retrier in enumerate(state.retry or ()):
            if not (compiled and is_implied(retrier)):
                yield "retrier", f"Retry[{index}]", retrier.error_equals, ""
        for index, catcher in enumerate(state.catch or ()):
            yield "catcher", f"Catch[{index}]", catcher.error_equals, catcher.next


def shape_of(definition: StateMachine) -> str:
    """Return what two definitions share whose coverage adds up: states, their types, and the ways between them.

    Expressions and resources do not count: tests fill in names and ARNs of their own.
    """
    types = {
        f"{'/'.join(path)}/{name}": (state.type, getattr(state, "next", None)) for path, name, state in walk(definition)
    }
    points = [[each.path, each.kind, list(each.errors), each.target] for each in points_of(definition)]
    return sha256(compact([definition.start_at, types, points]).encode()).hexdigest()
