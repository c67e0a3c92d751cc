"""Tests of what users pass to declarations; annotations alone stop nobody at run time."""

from __future__ import annotations

import re
from typing import TypeGuard

__all__ = ["is_exception_class", "is_name", "is_number", "is_whole"]

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def is_whole(value: object, least: int, most: int | None = None) -> TypeGuard[int]:
    """Whether `value` is an int in a range; a bool is none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value and (most is None or value <= most)


def is_number(value: object) -> TypeGuard[float]:
    """Whether `value` is an int or float; a bool is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_exception_class(value: object) -> TypeGuard[type[Exception]]:
    """Whether `value` is a class of exceptions that `except Exception` catches."""
    return isinstance(value, type) and issubclass(value, Exception)


def is_name(value: object, most: int) -> TypeGuard[str]:
    """Whether AWS takes `value` as the name of a function or state machine.

    Example:
        >>> is_name("fulfil-order", 64), is_name("fulfil order", 64)
        (True, False)
    """
    return isinstance(value, str) and len(value) <= most and _NAME.fullmatch(value) is not None
