"""JSON to Python objects and back, by an annotation or its shape."""

from __future__ import annotations

from typing import Any, get_args

from steploom.dsl.contract.annotations import shape_of
from steploom.dsl.contract.build import to_object
from steploom.dsl.contract.dump import to_json
from steploom.dsl.contract.faults import cause, faults
from steploom.dsl.contract.shapes import Shape
from steploom.errors import InputError, ResultError
from steploom.jsontext import Json

__all__ = ["build", "check", "dump"]

_SHAPES = get_args(Shape)


def build(annotation: Any, value: Json) -> Any:
    """Return the Python object that JSON `value` stands for.

    Args:
        annotation: A type, or a shape.
        value: A JSON value.

    Raises:
        InputError: The value does not fit; the cause names each path.

    Example:
        >>> from datetime import timedelta
        >>> build(list[timedelta], [90])
        [datetime.timedelta(seconds=90)]
    """
    shape = _shape(annotation)
    check(shape, value)
    return to_object(shape, value)


def check(annotation: Any, value: Json) -> None:
    """Raise `InputError` unless JSON `value` fits the type or shape."""
    found = faults(_shape(annotation), value)
    if found:
        raise InputError(cause(found))


def dump(annotation: Any, value: object, *, root: str = "result") -> Json:
    """Return the JSON form of a Python object.

    Args:
        annotation: Its declared type, or a shape.
        value: The object.
        root: How the cause names the object itself.

    Raises:
        ResultError: The object does not fit its type; the cause names each path.

    Example:
        >>> from decimal import Decimal
        >>> dump(dict[str, Decimal], {"price": Decimal("9.90")})
        {'price': '9.90'}
    """
    found, wrong = to_json(_shape(annotation), value)
    if wrong:
        raise ResultError(cause(wrong, root))
    return found


def _shape(annotation: Any) -> Shape:
    return annotation if isinstance(annotation, _SHAPES) else shape_of(annotation)
