"""Truth, existence, types, and errors on demand."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.values import is_number, truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]


def _boolean(_run: Run, value: Json) -> bool:
    # A function is false here and true in a condition: jsonata-js sees it as an argument, without its fields.
    return type(value) is not Function and truth(value)


def _not(run: Run, value: Json) -> bool:
    return not _boolean(run, value)


def _exists(_run: Run, value: Json) -> bool:
    return value is not UNDEFINED


def _type(_run: Run, value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "array"
    if type(value) is float:
        return "number" if is_number(value) else "object"
    return _NAMES.get(type(value), "object")


_NAMES: Final = {str: "string", int: "number", bool: "boolean", Function: "function"}


def _error(_run: Run, message: Json) -> Json:
    raise Fault("D3137", message=message if message not in (UNDEFINED, "") else "$error() function evaluated")


def _assert(_run: Run, condition: Json, message: Json) -> Json:
    if condition is UNDEFINED or not condition:
        raise Fault("D3141", message=message if message not in (UNDEFINED, "") else "$assert() statement failed")
    return UNDEFINED


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("boolean", "<x-:b>", _boolean),
    define("not", "<x-:b>", _not),
    define("exists", "<x:b>", _exists, total=True),
    define("type", "<x:s>", _type),
    define("error", "<s?:x>", _error, total=True),
    define("assert", "<bs?:x>", _assert, total=True),
)
