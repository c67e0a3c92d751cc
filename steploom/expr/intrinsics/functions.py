"""What an intrinsic function is: a name, the kinds of its parameters, and a Python function.

Input: arguments as JSON values. Output: the same arguments checked and brought into the form that the function takes.
Must not: hold a function itself (those stand beside, one family a file).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from steploom.expr.intrinsics.errors import CallFault
from steploom.jsontext import Json

__all__ = ["INT_MAX", "INT_MIN", "Function", "Kind", "taker"]

INT_MIN = -(2**31)
INT_MAX = 2**31 - 1


class Kind(Enum):
    """What a parameter takes."""

    ANY = auto()
    TEXT = auto()
    INTEGER = auto()
    ARRAY = auto()
    OBJECT = auto()
    FALSE = auto()


@dataclass(frozen=True, slots=True)
class Function:
    """One intrinsic function.

    Attributes:
        name: As it is written: `States.Array`.
        parameters: The kind of each parameter.
        run: Takes the arguments in order; raises CallFault where it cannot work with them.
        optional: How many of the last parameters may be left out.
        rest: The kind of further arguments, where any number may follow.
        random: `run` takes the source of randomness before its arguments.
    """

    name: str
    parameters: tuple[Kind, ...]
    run: Callable[..., Json]
    optional: int = 0
    rest: Kind | None = None
    random: bool = False

    def kind(self, number: int) -> Kind:
        """Return the kind of the argument at `number`, from 0."""
        if number < len(self.parameters):
            return self.parameters[number]
        return self.rest or Kind.ANY

    def arity_fault(self, count: int) -> str:
        """Say what is wrong with `count` arguments, or return an empty text."""
        most = len(self.parameters)
        least = most - self.optional
        if count >= least and (count <= most or self.rest is not None):
            return ""
        wanted = f"at least {least}" if self.rest else f"{least}" if least == most else f"{least} to {most}"
        return f"{self.name} takes {wanted} argument{'' if wanted.endswith('1') else 's'}, but got {count}"


def taker(kind: Kind) -> Callable[[Json], Json]:
    """Return what checks an argument of `kind`, and returns it as the parameter takes it.

    Numbers are rounded to the nearest integer, halves upward, as Java's `Math.round` does. What is returned raises
    CallFault where the value is of another kind.

    Example:
        >>> whole = taker(Kind.INTEGER)
        >>> whole(2.5), whole(-3.5)
        (3, -3)
    """
    match kind:
        case Kind.ANY:
            return _any
        case Kind.TEXT:
            return _instance(kind, str)
        case Kind.INTEGER:
            return _integer
        case Kind.ARRAY:
            return _instance(kind, list)
        case Kind.OBJECT:
            return _instance(kind, dict)
        case Kind.FALSE:
            return _false
        case _:
            assert_never(kind)


def _any(value: Json) -> Json:
    return value


def _instance(kind: Kind, wanted: type) -> Callable[[Json], Json]:
    def taken(value: Json) -> Json:
        if not isinstance(value, wanted):
            raise CallFault(f"must be {_EXPECTED[kind]}, but is {_describe(value)}")
        return value

    return taken


def _false(value: Json) -> Json:
    if value is not False:
        raise CallFault("must be false: only shallow merging is supported")
    return value


def _integer(value: Json) -> int:
    if type(value) is int:
        return value
    if isinstance(value, bool) or not isinstance(value, float) or not math.isfinite(value):
        raise CallFault(f"must be {_EXPECTED[Kind.INTEGER]}, but is {_describe(value)}")
    below = math.floor(value)
    return below if value - below < 0.5 else below + 1  # noqa: PLR2004 - a half


_EXPECTED = {Kind.TEXT: "text", Kind.INTEGER: "a number", Kind.ARRAY: "an array", Kind.OBJECT: "an object"}


def _describe(value: Json) -> str:
    kinds = {str: "text", bool: "a boolean", list: "an array", dict: "an object", type(None): "null"}
    return kinds.get(type(value), "a number")
