"""Intrinsic functions for numbers, and the one that makes identifiers."""

from __future__ import annotations

import random
import uuid

from steploom.expr.intrinsics.errors import CallFault
from steploom.expr.intrinsics.functions import INT_MAX, INT_MIN, Function, Kind
from steploom.expr.intrinsics.javarandom import java_random_between
from steploom.jsontext import Json

__all__ = ["FUNCTIONS"]

_UUID_BITS = 128


def _add(first: int, second: int) -> Json:
    return _int(_int(first) + _int(second))


def _random(source: random.Random, start: int, end: int, seed: int | None = None) -> Json:
    """Draw from start (included) to end (excluded); the same seed always gives the same number."""
    if _int(start) >= _int(end):
        raise CallFault("the first number must be smaller than the second")
    return source.randrange(start, end) if seed is None else java_random_between(seed, start, end)


def _uuid(source: random.Random) -> Json:
    return str(uuid.UUID(int=source.getrandbits(_UUID_BITS), version=4))


def _int(number: int) -> int:
    if not INT_MIN <= number <= INT_MAX:
        raise CallFault(f"{number} is outside of {INT_MIN} to {INT_MAX}")
    return number


FUNCTIONS = (
    Function("States.MathAdd", (Kind.INTEGER, Kind.INTEGER), _add),
    Function("States.MathRandom", (Kind.INTEGER, Kind.INTEGER, Kind.INTEGER), _random, optional=1, random=True),
    Function("States.UUID", (), _uuid, random=True),
)
