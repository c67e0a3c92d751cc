"""Where generated things take their chance from: a hypothesis draw, a seed, or a recording that is played again.

All of a generator's decisions are whole numbers below a bound, the simplest one 0, so that a recording shrinks by
leaving numbers out and making them smaller.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

__all__ = ["Choices", "Drawn", "Replayed", "Seeded", "chance", "pick", "some", "weighted"]

T = TypeVar("T")


class Choices(Protocol):
    """Makes one decision after the other."""

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to `bound - 1`."""
        ...


class Seeded:
    """Decides by a seed and keeps what it decided."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.made: list[int] = []

    def below(self, bound: int) -> int:
        number = self._random.randrange(bound)
        self.made.append(number)
        return number


class Replayed:
    """Decides as a recording says; 0 where it is at its end, the nearest number where one is out of bounds."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._left = iter(numbers)
        self.made: list[int] = []

    def below(self, bound: int) -> int:
        number = min(next(self._left, 0), bound - 1)
        self.made.append(number)
        return number


class Drawn:
    """Decides by hypothesis; `draw_below` draws a whole number below its argument."""

    def __init__(self, draw_below: Callable[[int], int]) -> None:
        self._draw = draw_below

    def below(self, bound: int) -> int:
        return self._draw(bound) if bound > 1 else 0


def pick(choices: Choices, options: Sequence[T]) -> T:
    """Return one of `options`, the simplest first."""
    return options[choices.below(len(options))]


def weighted(choices: Choices, options: Sequence[tuple[int, T]]) -> T:
    """Return one of `options`, each as often as its weight says."""
    number = choices.below(sum(weight for weight, _ in options))
    for weight, each in options:
        number -= weight
        if number < 0:
            return each
    raise AssertionError(options)


def chance(choices: Choices, percent: int) -> bool:
    """Return True in `percent` of a hundred cases; False is the simplest."""
    return choices.below(100) >= 100 - percent


def some(choices: Choices, options: Sequence[T], most: int) -> list[T]:
    """Return up to `most` of `options`, in their order."""
    count = choices.below(min(most, len(options)) + 1)
    chosen: set[int] = set()
    while len(chosen) < count:
        chosen.add(next(place for place in _from(choices, len(options)) if place not in chosen))
    return [options[place] for place in sorted(chosen)]


def _from(choices: Choices, length: int) -> list[int]:
    start = choices.below(length)
    return [(start + step) % length for step in range(length)]
