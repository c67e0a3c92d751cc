"""What an evaluation takes from outside: the time, randomness, and how much it may consume."""

from __future__ import annotations

import random as random_module
import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["AWS_LIMITS", "Environment", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may consume; the defaults stand for Step Functions' own limits.

    Attributes:
        depth: Nested evaluations. AWS overflows at a chain of about 200 `+` terms.
        steps: Items and calls worked on, the deterministic form of AWS's one second.
        items: Items of one array. AWS gives up at several hundred thousand.
        characters: Characters of one text.
        regex_seconds: Real seconds for the matches of one evaluation's regular expressions.
    """

    depth: int = 200
    steps: int = 2_000_000
    items: int = 500_000
    characters: int = 8_000_000
    regex_seconds: float = 1.0


#: The limits of an evaluation on Step Functions.
AWS_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an evaluation gets the time and randomness from.

    Attributes:
        now: Returns seconds since the epoch; called at most once an evaluation.
        random: Drawn from by `$random()`, `$shuffle()` and `$uuid()`: one seed, one result.
        limits: What the evaluation may consume.

    Example:
        >>> Environment(now=lambda: 0.0, random=random_module.Random(7)).limits.depth
        200
    """

    now: Callable[[], float] = time.time
    random: random_module.Random = field(default_factory=random_module.Random)
    limits: Limits = AWS_LIMITS
