"""From a definition to its graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from steploom.asl import (
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    Scope,
    State,
    StateMachine,
    SucceedState,
    TaskState,
    WaitState,
    transitions,
)
from steploom.asl.scopes import inner_scopes
from steploom.views.durations import duration
from steploom.views.graph.conditions import condition_text
from steploom.views.graph.integrations import integration
from steploom.views.graph.model import EdgeKind, GraphEdge, GraphModel, GraphNode, GraphScope
from steploom.views.graph.words import bare, clip, clip_condition

__all__ = ["build_graph"]

_LABEL = 36
_CONDITION = 34


def build_graph(machine: StateMachine) -> GraphModel:
    """Return the graph of a definition.

    A transition into a state that is not there leads to a node of type `Missing`: a picture must show the fault.

    Args:
        machine: A definition in either query language, valid or not.

    Example:
        >>> from steploom.asl import load
        >>> graph = build_graph(load('{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}'))
        >>> [(node.name, node.type, node.label) for node in graph.nodes()]
        [('A', 'Wait', '1 min')]
    """
    return GraphModel(_scope(machine, "", ""), machine.comment or "")


def _scope(scope: Scope, path: str, title: str) -> GraphScope:
    nodes = [_node(name, state, f"{path}/States/{name}") for name, state in scope.states.items()]
    edges = [edge for name, state in scope.states.items() for edge in _edges(name, state)]
    named = dict.fromkeys([scope.start_at, *(edge.target for edge in edges)])
    missing = [GraphNode(f"{path}/States/{name}", name, "Missing") for name in named if name not in scope.states]
    return GraphScope(title, scope.start_at, (*nodes, *missing), tuple(edges))


def _node(name: str, state: State, path: str) -> GraphNode:
    words = _words(state)
    places = inner_scopes(state)
    scopes = tuple(
        _scope(inner, f"{path}/{place}", "each item" if isinstance(state, MapState) else f"branch {index + 1}")
        for index, (place, inner) in enumerate(places)
    )
    return GraphNode(
        path=path,
        name=name,
        type=state.type,  # type: ignore[arg-type]  # the class variable is one of the eight names
        label=words.label,
        service=words.service,
        comment=state.comment or "",
        ends=bool(getattr(state, "end", False)),
        scopes=scopes,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    label: str = ""
    service: str = ""


def _words(state: State) -> _Words:
    match state:
        case TaskState():
            service, label = integration(state)
            return _Words(label, service)
        case WaitState():
            return _Words(_wait(state))
        case MapState():
            return _Words(_map(state))
        case ParallelState():
            count = len(state.branches)
            return _Words(f"{count} branches" if count != 1 else "1 branch")
        case FailState():
            return _Words(_computed(state.error or state.error_path))
        case PassState() | ChoiceState() | SucceedState():
            return _Words()
        case _:
            assert_never(state)


def _wait(state: WaitState) -> str:
    if state.timestamp is not None or state.timestamp_path is not None:
        return clip(f"until {_computed(state.timestamp or state.timestamp_path)}", _LABEL)
    if isinstance(state.seconds, int):
        return duration(state.seconds)
    text = _computed(state.seconds or state.seconds_path)
    return f"{text} s" if text else ""


def _map(state: MapState) -> str:
    config = state.item_processor.processor_config
    words = ["distributed"] if config is not None and config.mode == "DISTRIBUTED" else []
    limit = state.max_concurrency if state.max_concurrency is not None else state.max_concurrency_path
    if isinstance(limit, str):
        words.append(f"{_computed(limit)} at a time")
    elif limit:
        words.append("one by one" if limit == 1 else f"{limit:g} at a time")
    return " · ".join(words)


def _computed(text: str | None) -> str:
    return clip(bare(text or ""), _LABEL)


def _edges(name: str, state: State) -> list[GraphEdge]:
    edges = []
    for each in transitions(state):
        kind, text = _reason(state, each.field)
        label = (clip_condition if kind == "choice" else clip)(text, _CONDITION)
        edges.append(GraphEdge(name, each.target, kind, label, text, each.field))
    return edges


def _reason(state: State, field: str) -> tuple[EdgeKind, str]:
    if isinstance(state, ChoiceState):
        if field == "Default":
            return "default", "default"
        return "choice", condition_text(state.choices[_index(field)])
    if isinstance(state, TaskState | ParallelState | MapState) and field.startswith("Catch"):
        catcher = (state.catch or ())[_index(field)]
        return "catch", ", ".join(catcher.error_equals)
    return "next", ""


def _index(field: str) -> int:
    """Return the number in `Choices[3]/Next`."""
    return int(field[field.index("[") + 1 : field.index("]")])
