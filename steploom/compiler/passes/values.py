"""The expressions of effects and terminators, to be read and to be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Expr, Sleep
from steploom.compiler.ir import Branch, BranchEffect, Fail, Jump, MapEffect, Raise, Return, Terminator, Work

__all__ = ["values_of_end", "values_of_work", "with_end_values", "with_work_values"]


def values_of_work(work: Work) -> tuple[Expr, ...]:
    """Return the expressions that an effect evaluates itself, in the order in which Python does."""
    match work:
        case CallActivity(arguments=pairs) | AwsTask(arguments=pairs) | Emit(fields=pairs):
            return tuple(value for _, value in pairs)
        case Sleep(seconds=value) | MapEffect(items=value) | CallWorkflow(input=value):
            return (value,)
        case BranchEffect():
            return ()
        case _:
            assert_never(work)


def with_work_values(work: Work, values: Iterable[Expr]) -> Work:
    """Return `work` with other expressions, in the order of `values_of_work`."""
    given = iter(values)
    match work:
        case CallActivity() | AwsTask():
            return replace(work, arguments=_pairs(work.arguments, given))
        case Emit():
            return replace(work, fields=_pairs(work.fields, given))
        case CallWorkflow():
            return replace(work, input=next(given))
        case Sleep():
            return replace(work, seconds=next(given))
        case MapEffect():
            return replace(work, items=next(given))
        case BranchEffect():
            return work
        case _:
            assert_never(work)


def values_of_end(end: Terminator) -> tuple[Expr, ...]:
    """Return the expressions that a terminator evaluates."""
    match end:
        case Jump():
            return ()
        case Branch(test=value) | Return(value=value) | Raise(error=value) | Fail(error=value):
            return (value,)
        case _:
            assert_never(end)


def with_end_values(end: Terminator, values: Iterable[Expr]) -> Terminator:
    """Return `end` with another expression, in the order of `values_of_end`."""
    given = iter(values)
    match end:
        case Jump():
            return end
        case Branch():
            return replace(end, test=next(given))
        case Return():
            return replace(end, value=next(given))
        case Raise() | Fail():
            return replace(end, error=next(given))
        case _:
            assert_never(end)


def _pairs(pairs: tuple[tuple[str, Expr], ...], given: Iterator[Expr]) -> tuple[tuple[str, Expr], ...]:
    return tuple((name, next(given)) for name, _ in pairs)
