"""Whether control can reach the end of a block."""

from __future__ import annotations

from steploom.compiler.hir import Break, Continue, If, Raise, Return, Saga, Statement, Try, While

__all__ = ["always_ends"]


def always_ends(block: tuple[Statement, ...]) -> bool:
    """Whether no way through `block` reaches its end."""
    return any(map(_ends, block))


def _ends(statement: Statement) -> bool:
    match statement:
        case Return() | Raise():
            return True
        case If(then=then, other=other):
            return always_ends(then) and always_ends(other)
        case Break() | Continue():
            return True
        case While(test=None, body=body):
            return not _breaks(body)
        case Saga(body=body):
            return always_ends(body)
        case Try(body=body, handlers=handlers, orelse=orelse):
            ends = (always_ends(body) or always_ends(orelse)) and all(always_ends(each.body) for each in handlers)
            return ends or always_ends(statement.final)
        case _:
            return False


def _breaks(block: tuple[Statement, ...]) -> bool:
    """Whether a break in `block` leaves the loop around it."""
    for statement in block:
        match statement:
            case Break():
                return True
            case If(then=then, other=other) if _breaks(then) or _breaks(other):
                return True
            case Saga(body=body) if _breaks(body):
                return True
            case Try(body=body, handlers=handlers, orelse=orelse):
                if any(map(_breaks, (body, orelse, statement.final, *(each.body for each in handlers)))):
                    return True
            case _:
                pass
    return False
