"""Decorators for every kind of function: plain, coroutine, generator, asynchronous generator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

__all__ = ["wrapped"]


def wrapped(function: Any, around: Callable[[], AbstractContextManager[object]]) -> Any:
    """Return a function of the same kind that runs inside a context.

    A coroutine function or a generator (a fixture of pytest, for one) is surrounded as long as it runs, not only while
    it is made.

    Args:
        function: What is decorated.
        around: Makes the context, once for each run.

    Example:
        >>> from contextlib import nullcontext
        >>> wrapped(lambda word: word.upper(), nullcontext)("tea")
        'TEA'
    """
    if inspect.iscoroutinefunction(function):

        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            with around():
                return await function(*args, **kwargs)

    elif inspect.isasyncgenfunction(function):

        async def wrapper(*args: Any, **kwargs: Any) -> Any:  # type: ignore[misc] # another kind of function
            with around():
                async for each in function(*args, **kwargs):
                    yield each

    elif inspect.isgeneratorfunction(function):

        def wrapper(*args: Any, **kwargs: Any) -> Any:  # type: ignore[misc] # another kind of function
            with around():
                yield from function(*args, **kwargs)

    else:

        def wrapper(*args: Any, **kwargs: Any) -> Any:  # type: ignore[misc] # another kind of function
            with around():
                return function(*args, **kwargs)

    return functools.wraps(function)(wrapper)
