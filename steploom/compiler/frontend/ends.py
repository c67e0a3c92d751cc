"""Whether control can reach the end of a block."""

from __future__ import annotations

from steploom.compiler.hir import If, Raise, Return, Saga, Statement, Try

__all__ = ["always_ends"]


def always_ends(block: tuple[Statement, ...]) -> bool:
    """Whether every way through `block` returns or raises."""
    return any(map(_ends, block))


def _ends(statement: Statement) -> bool:
    match statement:
        case Return() | Raise():
            return True
        case If(then=then, other=other):
            return always_ends(then) and always_ends(other)
        case Saga(body=body):
            return always_ends(body)
        case Try(body=body, handlers=handlers, orelse=orelse):
            return (always_ends(body) or always_ends(orelse)) and all(always_ends(each.body) for each in handlers)
        case _:
            return False
