"""Several steps at once."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar, overload

from steploom.dsl.ambient import the_runner
from steploom.dsl.checks import is_whole

__all__ = ["gather"]

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")
R = TypeVar("R")

# The steps are typed without Any in their coroutines, and the last overload takes seven or more (or starred ones):
# else mypy finds two overloads that may fit, and gives Any.


@overload
def gather(a: Awaitable[A], /, *, limit: int | None = None) -> Coroutine[None, None, tuple[A]]: ...
@overload
def gather(a: Awaitable[A], b: Awaitable[B], /, *, limit: int | None = None) -> Coroutine[None, None, tuple[A, B]]: ...
@overload
def gather(
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], /, *, limit: int | None = None
) -> Coroutine[None, None, tuple[A, B, C]]: ...
@overload
def gather(
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], /, *, limit: int | None = None
) -> Coroutine[None, None, tuple[A, B, C, D]]: ...
@overload
def gather(
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], e: Awaitable[E], /, *, limit: int | None = None
) -> Coroutine[None, None, tuple[A, B, C, D, E]]: ...
@overload
def gather(
    a: Awaitable[A],
    b: Awaitable[B],
    c: Awaitable[C],
    d: Awaitable[D],
    e: Awaitable[E],
    f: Awaitable[F],
    /,
    *,
    limit: int | None = None,
) -> Coroutine[None, None, tuple[A, B, C, D, E, F]]: ...
@overload
def gather(
    a: Awaitable[R],
    b: Awaitable[R],
    c: Awaitable[R],
    d: Awaitable[R],
    e: Awaitable[R],
    f: Awaitable[R],
    g: Awaitable[R],
    /,
    *more: Awaitable[R],
    limit: int | None = None,
) -> Coroutine[None, None, list[R]]: ...
def gather(*awaitables: Awaitable[Any], limit: int | None = None) -> Coroutine[None, None, Any]:
    """Await several steps at once, as one step of a workflow.

    They start in the order given. The first failure stops the others where they stand (what an activity has done
    stays done, and none of their handlers or undos runs any more) and is raised. Results come as a list in the order
    given, whoever was first; up to six arguments are typed one by one, for unpacking.

    Args:
        awaitables: Calls of activities or of async helpers, one by one or starred: `gather(*(f(x) for x in xs))`.
        limit: How many may run at a time, at least 1; None for all.

    Raises:
        OutsideWorkflow: No workflow is running.
        ValueError: `limit` is no whole number from 1.
    """
    runner = the_runner("gather(...)", "call the plain functions one after the other")
    if limit is not None and not is_whole(limit, 1):
        for each in awaitables:
            if isinstance(each, Coroutine):
                each.close()
        raise ValueError(f"limit must be a whole number from 1, or None for no limit, not {limit!r}")
    return runner.gather(awaitables, limit)
