"""What can be said of an expression without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final, cast, get_args

from steploom.expr.jsonata import nodes as n
from steploom.expr.jsonata.functions import BUILTINS

__all__ = ["WHOLE", "Facts", "bound_names", "children", "facts_of", "walk"]

#: Stands among the members for a use of the whole `$states`, of which nothing more is known.
WHOLE: Final = "*"


@dataclass(frozen=True, slots=True)
class Facts:
    """Static facts.

    Attributes:
        free_variables: Variables that must come from outside, without `$`; the built-in functions are none.
        functions: Built-in functions that are used.
        unknown_functions: Names that are called and are neither bound nor built in: they fail with T1006.
        state_members: What is read of `$states`: `input`, `result` …; `WHOLE` for `$states` itself.
    """

    free_variables: frozenset[str]
    functions: frozenset[str]
    unknown_functions: frozenset[str]
    state_members: frozenset[str]


def children(node: n.Node) -> Iterator[n.Node]:
    """Yield the nodes directly below `node`, in the order of the text."""
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[n.Node]:
    if isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, n.SortTerm):
        yield value.expression
    elif isinstance(value, _KINDS):
        yield cast("n.Node", value)


_KINDS: Final[tuple[type, ...]] = get_args(n.Node)


def walk(node: n.Node) -> Iterator[n.Node]:
    """Yield `node` and all below it; deep trees need no stack."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(children(current))


def bound_names(node: n.Node) -> frozenset[str]:
    """Return all names that the expression binds anywhere."""
    names: set[str] = set()
    for each in walk(node):
        match each:
            case n.Bind(name=name) | n.Focus(name=name) | n.Index(name=name):
                names.add(name)
            case n.Lambda(parameters=parameters):
                names.update(parameters)
    return frozenset(names)


def facts_of(node: n.Node) -> Facts:
    """Return the facts of an expression."""
    finder = _Finder()
    finder.visit(node, set())
    called = {
        each.procedure.name
        for each in walk(node)
        if isinstance(each, n.Call | n.Partial) and isinstance(each.procedure, n.Variable)
    }
    bound = bound_names(node)
    return Facts(
        frozenset(finder.free - BUILTINS.keys()),
        frozenset(finder.free & BUILTINS.keys()),
        frozenset(called - BUILTINS.keys() - bound - {"", "$"}),
        frozenset(_members(node)) if "states" in finder.free else frozenset(),
    )


def _members(node: n.Node) -> Iterator[str]:
    """Yield what follows `$states.`; the first step of a path is the leftmost node of its tree."""
    taken: set[int] = set()
    for each in walk(node):
        if isinstance(each, n.Step) and isinstance(each.left, n.Variable) and each.left.name == "states":
            taken.add(id(each.left))
            member = each.right
            while isinstance(member, n.Filter | n.KeepArray | n.GroupBy | n.Focus | n.Index):
                member = member.subject
            is_text = isinstance(member, n.Literal) and isinstance(member.value, str)
            yield member.text if isinstance(member, n.Name) else str(member.value) if is_text else WHOLE  # type: ignore[union-attr]
        elif isinstance(each, n.Variable) and each.name == "states" and id(each) not in taken:
            yield WHOLE


class _Finder:
    """Finds free variables: names bound in a block are bound from there on, and in all functions beside."""

    def __init__(self) -> None:
        self.free: set[str] = set()

    def visit(self, node: n.Node, bound: set[str]) -> None:
        match node:
            case n.Variable(name=name):
                if name not in bound and name not in ("", "$"):
                    self.free.add(name)
            case n.Bind(name=name, value=value):
                # A function may call itself; any other value is made before the name is bound.
                self.visit(value, bound | {name} if isinstance(value, n.Lambda) else bound)
                bound.add(name)
            case n.Lambda(parameters=parameters, body=body):
                self.visit(body, bound | set(parameters))
            case n.Block(expressions=expressions):
                self._block(expressions, bound)
            case n.Focus(subject=subject, name=name) | n.Index(subject=subject, name=name):
                self.visit(subject, bound)
                bound.add(name)
            case n.Step() | n.Filter() | n.GroupBy() | n.Sort():
                # What a step binds is seen by the steps, predicates and clauses behind it, not beside the path.
                inner = set(bound)
                for each in children(node):
                    self.visit(each, inner)
            case n.Binary():
                self._chain(node, bound)
            case _:
                for each in children(node):
                    self.visit(each, bound)

    def _block(self, expressions: tuple[n.Node, ...], bound: set[str]) -> None:
        inner = set(bound)
        functions = {each.name for each in expressions if isinstance(each, n.Bind) and isinstance(each.value, n.Lambda)}
        for each in expressions:
            if isinstance(each, n.Bind) and isinstance(each.value, n.Lambda):
                self.visit(each.value, inner | functions)
                inner.add(each.name)
            else:
                self.visit(each, inner)

    def _chain(self, node: n.Node, bound: set[str]) -> None:
        """Visit a long `a + b + c`, which leans to the left, without a stack."""
        rights: list[n.Node] = []
        while isinstance(node, n.Binary):
            rights.append(node.right)
            node = node.left
        self.visit(node, bound)
        for right in reversed(rights):
            self.visit(right, bound)
