"""How often each name is assigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from steploom.compiler.hir import (
    Assign,
    AwsTask,
    CallActivity,
    CallWorkflow,
    ForEach,
    ForItems,
    ForRange,
    If,
    Inline,
    Saga,
    SideBySide,
    Statement,
    Try,
    While,
)

__all__ = ["assigned_names"]


def assigned_names(statements: tuple[Statement, ...]) -> dict[str, int]:
    """Return for each name how many statements assign it."""
    return Counter(_names(statements))


def _names(statements: tuple[Statement, ...]) -> Iterator[str]:  # noqa: C901, PLR0912 - one line a kind
    for statement in statements:
        match statement:
            case Assign(name=name):
                yield name
            case (
                CallActivity(target=str(name))
                | CallWorkflow(target=str(name))
                | AwsTask(target=str(name))
                | ForEach(target=str(name))
            ):
                yield name
            case SideBySide(targets=targets, whole=whole):
                yield from targets or ()
                if whole:
                    yield whole
            case If(then=then, other=other):
                yield from _names(then)
                yield from _names(other)
            case ForItems(item=item, index=index, body=body, orelse=orelse):
                # What a loop assigns is assigned again and again.
                yield from (item, item, *((index, index) if index else ()))
                yield from _twice(body)
                yield from _names(orelse)
            case ForRange(index=name, body=body, orelse=orelse):
                yield from (name, name)
                yield from _twice(body)
                yield from _names(orelse)
            case While(body=body, orelse=orelse, before=before):
                yield from _twice((*before, *body))
                yield from _names(orelse)
            case Try(body=body, handlers=handlers, orelse=orelse):
                yield from _names(body)
                for handler in handlers:
                    yield from _names(handler.body)
                yield from _names(orelse)
                yield from _names(statement.final)
            case Inline(target=target, body=body):
                yield from _names(body)
                if target is not None:
                    yield from (target, target)
            case Saga(body=body):
                yield from _names(body)
            case _:
                pass


def _twice(statements: tuple[Statement, ...]) -> Iterator[str]:
    for name in _names(statements):
        yield name
        yield name
