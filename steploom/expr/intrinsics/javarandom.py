"""Java's `java.util.Random`, which stands behind seeded random numbers on AWS.

Input: a seed and bounds. Output: the first number that Java draws. Must not: be used for anything secret.
"""

from __future__ import annotations

__all__ = ["java_random_between"]

_MULTIPLIER = 0x5DEECE66D
_INCREMENT = 0xB
_MASK = (1 << 48) - 1
_INT_BITS = 32


def java_random_between(seed: int, start: int, end: int) -> int:
    """Return `start + new java.util.Random(seed).nextInt(end - start)`.

    Args:
        seed: Any integer; Java's `long` keeps its lower 64 bits.
        start: The smallest number, within Java's `int`.
        end: One more than the largest number, within Java's `int`.

    Example:
        >>> java_random_between(42, 0, 10), java_random_between(42, -5, 5)
        (0, -5)
    """
    state = (seed ^ _MULTIPLIER) & _MASK
    bound = end - start
    while True:
        state = (state * _MULTIPLIER + _INCREMENT) & _MASK
        if bound >= 1 << (_INT_BITS - 1):  # more than `nextInt` takes: Java's `ints` draws until it fits
            number = _signed(state >> (48 - _INT_BITS))
            if start <= number < end:
                return number
            continue
        bits = state >> (48 - 31)
        if bound & (bound - 1) == 0:
            return start + ((bound * bits) >> 31)
        number = bits % bound
        if bits - number + bound - 1 < 1 << 31:  # Java's own test against an uneven last round
            return start + number


def _signed(bits: int) -> int:
    return bits - (1 << _INT_BITS) if bits >> (_INT_BITS - 1) else bits
