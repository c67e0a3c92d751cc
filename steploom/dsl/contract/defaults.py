"""The JSON value of a declared default."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from steploom.dsl.contract.context import Context
from steploom.dsl.contract.dump import to_json
from steploom.dsl.contract.faults import cause
from steploom.dsl.contract.shapes import NO_DEFAULT, NoDefault, Shape
from steploom.jsontext import Json

__all__ = ["default_of", "made_default"]

_EMPTY = (list, dict, tuple, str, int, float, bool, bytes)


def default_of(shape: Shape, value: object, context: Context) -> Json | NoDefault:
    """Return the JSON form of a default; keeps a fault when it does not fit its own type."""
    found, wrong = to_json(shape, value)
    if wrong:
        context.fault("SL209", f"the default does not fit the type: {cause(wrong, 'it')}")
        return NO_DEFAULT
    return found


def made_default(shape: Shape, factory: Callable[[], Any], context: Context) -> Json | NoDefault:
    """Return the JSON form of what a default factory makes; keeps a fault when it may differ from call to call.

    Empty containers are constant, and so is a lambda that names nothing outside itself.
    """
    if factory in _EMPTY or _is_constant(factory):
        return default_of(shape, factory(), context)
    context.fault("SL209", "its default factory may give another value each time", "write a constant default")
    return NO_DEFAULT


def _is_constant(factory: object) -> bool:
    if not isinstance(factory, FunctionType):
        return False
    code = factory.__code__
    return not (code.co_names or code.co_freevars or code.co_argcount or code.co_flags & 0x20)
