"""The function library: one file a family.

Input: checked arguments and the running evaluation. Output: a value, maybe a sequence that has not collapsed.
Must not: change an argument, or reach for time and randomness other than the evaluation's.
"""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.functions import (
    arrays,
    aws,
    clock,
    dates,
    encoding,
    higher_order,
    integers,
    matching,
    number_pictures,
    numbers,
    objects,
    strings,
    values,
)
from steploom.expr.jsonata.functions.registry import Definition

__all__ = ["BUILTINS", "DEFINITIONS", "Definition"]

_FAMILIES: Final = (
    arrays,
    aws,
    clock,
    dates,
    encoding,
    higher_order,
    integers,
    matching,
    number_pictures,
    numbers,
    objects,
    strings,
    values,
)

#: What is known of each built-in function, by name.
DEFINITIONS: Final[dict[str, Definition]] = {each.name: each for family in _FAMILIES for each in family.DEFINITIONS}

#: The function values, by name.
BUILTINS: Final[dict[str, Function]] = {name: each.as_function() for name, each in DEFINITIONS.items()}
