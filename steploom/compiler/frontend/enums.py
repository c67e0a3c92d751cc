"""Members of Enum classes: what Python holds them equal to, and what it prints."""

from __future__ import annotations

from enum import Enum
from types import FunctionType

from steploom.dsl.contract import EnumShape, Shape, UnionShape

__all__ = ["is_its_value", "says_its_value", "without_enums"]


def is_its_value(python: type[Enum]) -> bool:
    """Whether a member is a str or a number itself, and so equals its value in Python as it does in JSON.

    Example:
        >>> from enum import StrEnum
        >>> is_its_value(StrEnum("Color", ["RED"])), is_its_value(Enum("Size", ["BIG"]))
        (True, False)
    """
    return issubclass(python, str | int | float)


def says_its_value(python: type[Enum]) -> bool:
    """Whether the text of a member is that of its value: so it is of a StrEnum and an IntEnum, and of no other.

    Example:
        >>> from enum import IntEnum
        >>> class Mixed(str, Enum):
        ...     RED = "red"
        >>> says_its_value(IntEnum("Level", ["LOW"])), says_its_value(Mixed), str(Mixed.RED)
        (True, False, 'Mixed.RED')
    """
    own_format = isinstance(python.__format__, FunctionType) and python.__format__ is not Enum.__format__
    return is_its_value(python) and not isinstance(python.__str__, FunctionType) and not own_format


def without_enums(wanted: Shape) -> Shape | None:
    """Return what of `wanted` a plain value can be: a member of an Enum it is not; None where nothing is left."""
    if isinstance(wanted, EnumShape):
        return None
    if isinstance(wanted, UnionShape):
        options = tuple(each for each in map(without_enums, wanted.options) if each is not None)
        return UnionShape(options, wanted.tag) if options else None
    return wanted
