"""When a step that failed is tried again, by the rule of Step Functions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from steploom.dsl.retry import Retry

__all__ = ["Attempts"]


class Attempts:
    """Counts the repetitions of one step.

    Args:
        retriers: In order of precedence.
        random: What jitter is drawn from.
    """

    __slots__ = ("_counts", "_random", "_retriers")

    def __init__(self, retriers: Sequence[Retry], random: Random) -> None:
        self._retriers = retriers
        self._counts = [0] * len(retriers)
        self._random = random

    def delay_after(self, error: Exception) -> float | None:
        """Return the seconds to wait before the step is tried again, or None where the error stands.

        The first retrier that matches is the one that counts; once it has no calls left, later ones are not asked.

        Example:
            >>> attempts = Attempts([Retry(OSError, attempts=2), Retry(attempts=3)], Random(0))
            >>> [attempts.delay_after(each) for each in (OSError(), KeyError(), KeyError(), OSError())]
            [1.0, 1.0, 2.0, None]
        """
        for place, retrier in enumerate(self._retriers):
            if retrier.matches(error):
                self._counts[place] += 1
                if self._counts[place] >= retrier.attempts:
                    return None
                delay = retrier.delay(self._counts[place])
                return self._random.uniform(0, delay) if retrier.jitter else delay
        return None
