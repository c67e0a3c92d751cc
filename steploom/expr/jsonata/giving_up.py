"""How straight-line code says that something is unusual, so that the closures must evaluate it."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.errors import Fault

__all__ = ["GIVE_UP", "MANY", "UNUSUAL"]


class _GiveUp:
    def __repr__(self) -> str:
        return "GIVE_UP"


#: What a straight-line function returns where something is unusual.
GIVE_UP: Final = _GiveUp()

#: What it raises: a field that is missing or of no object, and faults.
UNUSUAL: Final = (KeyError, TypeError, Fault, RecursionError)

#: From so many items on a function for them is worth being made.
MANY: Final = 24
