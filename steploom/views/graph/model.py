"""The data of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["EdgeKind", "GraphEdge", "GraphModel", "GraphNode", "GraphScope", "NodeType"]

#: `Missing` stands for a state that a transition names and the definition does not have.
NodeType: TypeAlias = Literal["Task", "Choice", "Wait", "Pass", "Succeed", "Fail", "Parallel", "Map", "Missing"]
EdgeKind: TypeAlias = Literal["next", "choice", "default", "catch"]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One state.

    Attributes:
        path: Where it stands in the definition, `/States/Pay/Branches[0]/States/Charge`: unique in the graph.
        name: The state's name.
        type: The state's type.
        label: What it does in a few words: `lambda charge`, `24 h`, `10 at a time`; may be empty.
        service: What a Task calls: `lambda`, `dynamodb`, `http`; empty where there is none or it is not known.
        comment: The state's comment, or empty.
        ends: Whether it ends its scope without an error by `End`.
        scopes: What runs inside it: branches, or the processor of a Map.
    """

    path: str
    name: str
    type: NodeType
    label: str = ""
    service: str = ""
    comment: str = ""
    ends: bool = False
    scopes: tuple[GraphScope, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """One transition inside a scope.

    Attributes:
        source: Name of the state it leaves.
        target: Name of the state it enters.
        kind: Which field of the state says so.
        label: The condition or the errors, short; empty for `next`.
        text: The same in full.
        field: Where it is written in the state: `Next`, `Choices[0]/Next`.
    """

    source: str
    target: str
    kind: EdgeKind
    label: str
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class GraphScope:
    """The states of one scope, which no transition leaves.

    Attributes:
        title: `branch 1`, `each item`; empty for the machine.
        start: Name of its first state.
        nodes: In the order of the definition.
        edges: In the order of the definition.
    """

    title: str
    start: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


@dataclass(frozen=True, slots=True)
class GraphModel:
    """A whole definition.

    Attributes:
        root: The machine's own scope.
        comment: The machine's comment, or empty.
    """

    root: GraphScope
    comment: str = ""

    def scopes(self) -> Iterator[GraphScope]:
        """Yield every scope, outer ones before what they hold."""
        yield from _scopes(self.root)

    def nodes(self) -> Iterator[GraphNode]:
        """Yield every state, outer ones before what they hold."""
        for scope in self.scopes():
            yield from scope.nodes


def _scopes(scope: GraphScope) -> Iterator[GraphScope]:
    yield scope
    for node in scope.nodes:
        for inner in node.scopes:
            yield from _scopes(inner)
