"""The values of an event at the paths that patterns ask for: the usual event in one short walk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from steploom.events.agreement import Leaf, Membership
from steploom.jsontext import Json, JsonObject

__all__ = ["MISSING", "PathNode", "leaves_of", "plain_values"]

#: What a path has where the event has nothing.
MISSING: Final = object()


@dataclass(slots=True)
class PathNode:
    """A place in the tree of the keys that are asked for; `path` where the value itself is."""

    children: dict[str, PathNode] = field(default_factory=dict)
    path: str | None = None

    def add(self, path: str) -> None:
        """Ask for a dotted path, too."""
        node = self
        for key in path.split("."):
            node = node.children.setdefault(key, PathNode())
        node.path = path


def plain_values(event: JsonObject, asked: PathNode) -> dict[str, Json] | None:
    """Return the value at each path that is asked for, as far as the event has one.

    Returns:
        The values by path; None where one value a path is not the whole truth: an array or a dotted key lies on the
        way.

    Example:
        >>> asked = PathNode()
        >>> asked.add("detail.state")
        >>> plain_values({"detail": {"state": "on", "more": [1]}}, asked)
        {'detail.state': 'on'}
        >>> plain_values({"detail": {"state": ["on"]}}, asked), plain_values({"detail.state": "on"}, asked)
        (None, None)
    """
    found: dict[str, Json] = {}
    return found if _collect(event, asked.children, found) else None


def _collect(value: JsonObject, children: dict[str, PathNode], found: dict[str, Json]) -> bool:
    if "." in "".join(value):
        return False
    for key in children if len(children) <= len(value) else value:
        if key not in value or key not in children:
            continue
        node, inner = children[key], value[key]
        if isinstance(inner, dict):
            if node.children and not _collect(inner, node.children, found):
                return False
        elif isinstance(inner, list):
            return False
        elif node.path is not None:
            found[node.path] = inner
    return True


def leaves_of(event: JsonObject, asked: PathNode) -> dict[str, list[Leaf]]:
    """Return every value at each path that is asked for, with its place in arrays, which leave no trace in a path.

    Example:
        >>> asked = PathNode()
        >>> asked.add("a.b")
        >>> leaves_of({"a": [{"b": 1}, {"b": 2}]}, asked)
        {'a.b': [(1, {1: 0}), (2, {1: 1})]}
    """
    leaves = _Leaves()
    leaves.collect(event, asked, {})
    return leaves.found


@dataclass(slots=True)
class _Leaves:
    found: dict[str, list[Leaf]] = field(default_factory=dict)
    arrays: int = 0

    def collect(self, value: Json, node: PathNode, membership: Membership) -> None:
        if isinstance(value, dict):
            self._collect_object(value, node, membership)
        elif isinstance(value, list):
            self.arrays += 1
            number = self.arrays
            for index, item in enumerate(value):
                nested = isinstance(item, dict | list)
                self.collect(item, node, {**membership, number: index} if nested else membership)
        elif node.path is not None:
            self.found.setdefault(node.path, []).append((value, membership))

    def _collect_object(self, value: JsonObject, node: PathNode, membership: Membership) -> None:
        for key in node.children if len(node.children) <= len(value) else value:
            if key in value and key in node.children:
                self.collect(value[key], node.children[key], membership)
        for key in value:
            if "." in key:
                reached = _below(node, key)
                if reached is not None:
                    self.collect(value[key], reached, membership)


def _below(node: PathNode, key: str) -> PathNode | None:
    """The node that a dotted key of an event reaches: it means the same as nested keys."""
    reached: PathNode | None = node
    for part in key.split("."):
        reached = reached.children.get(part) if reached is not None else None
    return reached
