"""Ways out of blocks: what `return`, `break` and `continue` pass on their way.

Each stands for one kind of exit. A `finally` on the way is built once for each kind that passes it, and leads on to
what is further out; so is what a function that was inlined returns to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from steploom.compiler.hir import Expr, Statement, Var
from steploom.compiler.ir import BlockId, Guard, Jump, Let
from steploom.compiler.ir import Return as ReturnEnd
from steploom.compiler.lower.graph import Graph
from steploom.diagnostics import Span

__all__ = ["RETURNED", "Call", "Exit", "Final", "Loop", "Scope", "leave_loop", "return_"]

#: The variable that keeps a result while a `finally` runs.
RETURNED = "returned value"


@dataclass(frozen=True, slots=True)
class Loop:
    """An open loop: where `continue` and `break` lead."""

    head: BlockId
    after: BlockId


@dataclass(frozen=True, slots=True)
class Call:
    """An inlined function: what takes its result, and where it returns to."""

    target: str | None
    after: BlockId


@dataclass(frozen=True, slots=True)
class Final:
    """A `finally`: what it does, and the copies of it that were made, by the exit that passes."""

    statements: tuple[Statement, ...]
    guard: Guard | None
    copies: dict[object, BlockId] = field(default_factory=dict)


Scope: TypeAlias = Loop | Call | Final


@dataclass(frozen=True, slots=True)
class Exit:
    """Who leaves: the graph, the scopes around it (innermost last), and who fills a block under other scopes."""

    graph: Graph
    scopes: tuple[Scope, ...]
    fill: Callable[[BlockId, Final, tuple[Scope, ...], Callable[[tuple[Scope, ...]], None]], None]


def return_(exit_: Exit, value: Expr, span: Span) -> None:
    """End the open block with the result of the function around it."""
    inner = _inner(exit_.scopes, Call)
    final = next(
        (at for at in reversed(range(inner + 1, len(exit_.scopes))) if isinstance(exit_.scopes[at], Final)), None
    )
    if final is not None:
        kept = Var(RETURNED, type=value.type, span=span)
        if not (isinstance(value, Var) and value.name == RETURNED):
            exit_.graph.add(Let(RETURNED, value, span))
        _through(exit_, final, "return", lambda outer: return_(Exit(exit_.graph, outer, exit_.fill), kept, span))
        return
    if inner >= 0:
        call = exit_.scopes[inner]
        assert isinstance(call, Call)  # noqa: S101 - looked for
        if call.target is not None:
            exit_.graph.add(Let(call.target, value, span))
        exit_.graph.end(Jump(call.after))
        return
    exit_.graph.end(ReturnEnd(value, span))


def leave_loop(exit_: Exit, *, again: bool) -> None:
    """End the open block with a jump to the next pass of the innermost loop, or out of it."""
    inner = _inner(exit_.scopes, Loop)
    final = next(
        (at for at in reversed(range(inner + 1, len(exit_.scopes))) if isinstance(exit_.scopes[at], Final)), None
    )
    if final is not None:
        kind = "continue" if again else "break"
        _through(exit_, final, kind, lambda outer: leave_loop(Exit(exit_.graph, outer, exit_.fill), again=again))
        return
    loop = exit_.scopes[inner]
    assert isinstance(loop, Loop)  # noqa: S101 - the frontend knows that there is one
    exit_.graph.end(Jump(loop.head if again else loop.after))


def _inner(scopes: tuple[Scope, ...], kind: type[Scope]) -> int:
    return next((at for at in reversed(range(len(scopes))) if isinstance(scopes[at], kind)), -1)


def _through(exit_: Exit, at: int, kind: str, go_on: Callable[[tuple[Scope, ...]], None]) -> None:
    """Jump to the copy of a `finally` for one kind of exit; it is made when it is first passed."""
    final = exit_.scopes[at]
    assert isinstance(final, Final)  # noqa: S101 - looked for
    made = final.copies.get(kind)
    if made is not None:
        exit_.graph.end(Jump(made))
        return
    final.copies[kind] = copy = exit_.graph.new(final.guard)
    exit_.graph.end(Jump(copy))
    exit_.fill(copy, final, exit_.scopes[:at], go_on)
