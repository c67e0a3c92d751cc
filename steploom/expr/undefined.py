"""The value of an expression that yields nothing, which JSON cannot say."""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["UNDEFINED", "Undefined"]


class Undefined(Enum):
    """The type of `UNDEFINED`: not null, but no value at all."""

    UNDEFINED = "undefined"

    def __repr__(self) -> str:
        return "UNDEFINED"


#: What a missing field, an empty result or a function without result yields. Compare with `is`.
UNDEFINED: Final = Undefined.UNDEFINED
