"""Numbers that JSONPath fields point at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from steploom.engine.dataflow.reading import read_path
from steploom.engine.failure import Fault
from steploom.expr.jsonpath import texts
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.dataflow.flow import Evaluate
    from steploom.engine.frame import Frame

__all__ = ["constant", "count_at", "integer_at", "percentage_at", "seconds_at"]

_INTEGER = re.compile(r"[+-]?[0-9]+")


def constant(value: Json) -> Evaluate:
    """Return what always gives `value`."""
    return lambda _frame, _value: value


def seconds_at(path: str) -> Evaluate:
    """Return what reads a `SecondsPath`: a whole number of seconds from 0 on."""
    read = read_path(path, lambda problem, _value: texts.seconds_missing(problem.path))

    def seconds(frame: Frame, value: Json) -> Json:
        found = read(frame, value)
        if isinstance(found, bool) or not isinstance(found, int | float) or found != int(found):
            raise Fault(texts.seconds_not_integral(path, found))
        if found < 0:
            raise Fault(texts.seconds_negative(path, found))
        return found

    return seconds


def integer_at(path: str, field: str) -> Evaluate:
    """Return what reads a path to an integer of either sign; a text that holds one will do, as on AWS."""
    read = read_path(path, lambda problem, _value: texts.invalid_path(problem))

    def integer(frame: Frame, value: Json) -> Json:
        found = read(frame, value)
        if isinstance(found, bool) or not isinstance(found, int | str) or not _INTEGER.fullmatch(str(found)):
            raise Fault(texts.not_an_integer(field, found, path))
        return int(found)

    return integer


def count_at(path: str, field: str) -> Evaluate:
    """Return what reads a path to a count of failures, from 0 on."""
    integer = integer_at(path, field)

    def count(frame: Frame, value: Json) -> Json:
        found = integer(frame, value)
        if found < 0:
            raise Fault(texts.cannot_be_negative(field.removesuffix("Path")))
        return found

    return count


def percentage_at(path: str, field: str) -> Evaluate:
    """Return what reads a path to a percentage; a text that holds one will do, as on AWS."""
    read = read_path(path, lambda problem, _value: texts.invalid_path(problem))

    def percentage(frame: Frame, value: Json) -> Json:
        found = read(frame, value)
        if isinstance(found, bool) or not isinstance(found, int | float | str):
            raise Fault(texts.not_a_float(field, found, path))
        try:
            number = float(found)
        except ValueError:
            raise Fault(texts.not_a_float(field, found, path)) from None
        if not 0 <= number <= _WHOLE:
            raise Fault(texts.must_be_percentage(field.removesuffix("Path")))
        return number

    return percentage


_WHOLE = 100
