"""Time and randomness: the evaluation's own, so that one seed and one clock give one result."""

from __future__ import annotations

import random
import uuid
from typing import Final

from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_UUID_BITS: Final = 128
_UUID_VERSION: Final = 4


def _millis(run: Run) -> int:
    return run.moment


def _random(run: Run, seed: Json) -> float:
    # A seed makes the number repeatable; which number it is only AWS knows.
    source = run.environment.random if seed is UNDEFINED else random.Random(float(seed))  # noqa: S311 - no secret
    return source.random()


def _uuid(run: Run) -> str:
    return str(uuid.UUID(int=run.environment.random.getrandbits(_UUID_BITS), version=_UUID_VERSION))


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("millis", "<:n>", _millis, total=True),
    define("random", "<n?:n>", _random, arity=0, total=True),
    define("uuid", "<:s>", _uuid, total=True),
)
