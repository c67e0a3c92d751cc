"""The eighteen intrinsic functions by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from steploom.expr.intrinsics import arrays, encoding, numbers, objects, strings
from steploom.expr.intrinsics.functions import Function

__all__ = ["CATALOGUE"]


def _by_name() -> Mapping[str, Function]:
    found: dict[str, Function] = {}
    for family in (arrays, encoding, numbers, objects, strings):
        for function in family.FUNCTIONS:
            if found.setdefault(function.name, function) is not function:
                raise AssertionError(f"{function.name} is there twice")
    return MappingProxyType(found)


#: Name as it is written to function.
CATALOGUE = _by_name()
