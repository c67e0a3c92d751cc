"""What the frontend knows while it walks a function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn, TypeVar

from steploom.compiler.hir import Expr, Type
from steploom.diagnostics import Collector, Diagnostic, Span
from steploom.dsl import Activity
from steploom.dsl.contract import NoneShape, Shape
from steploom.errors import DeclarationError
from steploom.source import FunctionSource

__all__ = ["Context", "Local", "Nested", "Refused", "UndoHandle"]


T = TypeVar("T")


class Refused(Exception):
    """A construct that cannot be compiled; its diagnostic is collected already."""


@dataclass(frozen=True, slots=True)
class Local:
    """A local name: its type, and whether its value may hold undeclared keys.

    `type` is None where its assignment was refused: reads of it are refused in silence.
    """

    type: Type | None
    raw: bool = False
    #: The name in the machine, where two scopes use one name for two things.
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class UndoHandle:
    """The name bound by `async with saga() as undo`.

    Attributes:
        saga: Which saga it is.
        branches: How many bodies of gathers are open around it: no other one can register with it.
    """

    saga: str
    branches: int


@dataclass(frozen=True, slots=True)
class Nested:
    """A function defined inside another one, or a helper: its tree, and the text that it stands in."""

    node: ast.FunctionDef | ast.AsyncFunctionDef
    source: FunctionSource


@dataclass
class Context:
    """One function being walked.

    Attributes:
        source: Its text and the scopes around it.
        found: Where diagnostics go.
        locals: What is assigned so far.
        branches: How many bodies of gathers are open.
        per_item: Whether the walk is inside the body of a gather over items.
        returns: The declared result; None where a helper declares none.
        caught: The names of the errors whose handlers are open, innermost last.
        own: The names that the function assigns: none of them is looked up in the scopes around it.
        activities: What is called so far, by name.
        versions: How often each name was assigned so far.
        narrow: What tests around the current place tell of types, by dotted path.
        written: Every name in the function's text: no name of the compiler's own is one of them.
        functions: The functions that are defined inside, by name.
        inlining: The helpers whose bodies are being walked, outermost first.
        returned: What the function returns, as far as it has been walked.
        bodies: The statements of the function and of those around it whose names it reads.
        foreign: Parameters of helpers, whose values belong to somebody else.
    """

    source: FunctionSource
    found: Collector
    locals: dict[str, Local | UndoHandle] = field(default_factory=dict)
    branches: int = 0
    per_item: bool = False
    returns: Shape | None = field(default_factory=NoneShape)
    caught: list[str] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    activities: dict[str, Activity[Any, Any]] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    functions: dict[str, Nested] = field(default_factory=dict)
    inlining: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...] = ()
    returned: list[Expr] = field(default_factory=list)
    bodies: tuple[Sequence[ast.stmt], ...] = ()
    foreign: frozenset[str] = frozenset()
    fresh: dict[str, int] = field(default_factory=dict)
    narrow: Mapping[str, Type] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def span(self, node: ast.AST) -> Span:
        """Return the place of `node`."""
        return self.source.span(node)

    def refuse(self, code: str, message: str, node: ast.AST, hint: str | None = None) -> NoReturn:
        """Collect an error at `node` and leave the construct.

        Raises:
            Refused: Always.
        """
        self.found.add(Diagnostic(code, message, self.span(node), hint=hint))
        raise Refused

    def placed(self, node: ast.AST, declared: Callable[[], T]) -> T:
        """Return what `declared` gives; faults of a declaration that name no place get that of `node`.

        Raises:
            Refused: The declaration is wrong.
        """
        try:
            return declared()
        except DeclarationError as error:
            for each in error.diagnostics:
                self.found.add(replace(each, span=each.span or self.span(node)))
            raise Refused from error

    def reassign(self, name: str) -> None:
        """Drop what tests told of a name, which is assigned another value."""
        self.versions[name] = self.versions.get(name, 0) + 1
        self.narrow = {path: each for path, each in self.narrow.items() if path.partition(".")[0] != name}

    def new_name(self, base: str) -> str:
        """Return a variable name that nobody uses, made from `base`."""
        while True:
            count = self.fresh[base] = self.fresh.get(base, 0) + 1
            name = base if count == 1 else f"{base}_{count}"
            if name not in self.locals and name not in self.written and (count == 1 or name not in self.fresh):
                self.fresh.setdefault(name, 1)
                return name
