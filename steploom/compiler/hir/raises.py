"""Where a workflow raises errors itself."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.compiler.hir.statements import ForItems, ForRange, If, Inline, Raise, Saga, Statement, Try, While
from steploom.diagnostics import Span

__all__ = ["raised_once"]


def raised_once(statements: tuple[Statement, ...]) -> dict[str, Span]:
    """Return the place of each error, by name, that is raised at one place only."""
    found: dict[str, list[Span]] = {}
    for statement in _raises(statements):
        if statement.cls is not None:
            found.setdefault(statement.cls.__name__, []).append(statement.span)
    return {name: spans[0] for name, spans in found.items() if len(spans) == 1}


def _raises(statements: tuple[Statement, ...]) -> Iterator[Raise]:
    for statement in statements:
        match statement:
            case Raise():
                yield statement
            case If(then=then, other=other):
                yield from _raises(then)
                yield from _raises(other)
            case Try(body=body, handlers=handlers, orelse=orelse):
                yield from _raises(body)
                for handler in handlers:
                    yield from _raises(handler.body)
                yield from _raises(orelse)
                yield from _raises(statement.final)
            case Inline(body=body):
                yield from _raises(body)
            case ForItems() | ForRange() | While():
                yield from _raises(statement.body)
                yield from _raises(statement.orelse)
            case Saga(body=body):
                yield from _raises(body)
            case _:
                pass
