"""Types of what expressions give: joined, looked into, and compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from steploom.compiler.frontend.enums import is_its_value
from steploom.compiler.hir import ErrorType, Type
from steploom.dsl.contract import (
    MAX_INTEGER,
    AnyShape,
    BoolShape,
    Bounds,
    DateShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    kinds,
)
from steploom.dsl.contract.unions import union_of

__all__ = [
    "COUNTER",
    "NEVER",
    "equal_alike",
    "integer",
    "is_boolean",
    "is_float",
    "is_integer",
    "is_number",
    "is_text",
    "join",
    "options_of",
    "plain",
    "range_of",
    "widened",
]

#: The type of what does not exist: the items of an empty list.
NEVER = UnionShape(())

#: More than any execution can count to, in steps of a million.
COUNTER = 2**52


def plain(shape: Type) -> Shape:
    """Return a type that has a JSON form: a caught error, which has none, is refused before it gets anywhere."""
    assert not isinstance(shape, ErrorType)  # noqa: S101 - a fault of the compiler
    return shape


def options_of(shape: Type) -> tuple[Type, ...]:
    """Return the types that a value may be of."""
    return shape.options if isinstance(shape, UnionShape) else (shape,)


def _values(shape: Type) -> tuple[object, ...] | None:
    if isinstance(shape, LiteralShape) or (isinstance(shape, EnumShape) and is_its_value(shape.python)):
        return shape.values
    return None


def is_text(shape: Type) -> bool:
    """Whether every value is a str in Python."""
    if isinstance(shape, UnionShape):
        return all(map(is_text, shape.options))
    values = _values(shape)
    return isinstance(shape, StrShape) or (values is not None and all(isinstance(each, str) for each in values))


def is_boolean(shape: Type) -> bool:
    """Whether every value is a bool."""
    values = _values(shape)
    return isinstance(shape, BoolShape) or (values is not None and all(isinstance(each, bool) for each in values))


def is_integer(shape: Type) -> bool:
    """Whether every value is an int in Python, and no bool."""
    if isinstance(shape, UnionShape):
        return all(map(is_integer, shape.options))
    values = _values(shape)
    return isinstance(shape, IntShape) or (values is not None and all(type(each) is int for each in values))


def is_float(shape: Type) -> bool:
    """Whether every value is a float in Python."""
    values = _values(shape)
    return isinstance(shape, FloatShape) or (values is not None and all(type(each) is float for each in values))


def is_number(shape: Type) -> bool:
    """Whether every value is an int or a float, and no bool."""
    return all(is_integer(each) or is_float(each) for each in options_of(shape))


def range_of(shape: Type) -> tuple[float, float]:
    """Return the least and the largest value of an integer."""
    if isinstance(shape, UnionShape):
        ranges = [range_of(each) for each in shape.options]
        return min(low for low, _ in ranges), max(high for _, high in ranges)
    values = _values(shape)
    if values is not None:
        numbers = [each for each in values if isinstance(each, int)]
        return min(numbers), max(numbers)
    assert isinstance(shape, IntShape)  # noqa: S101 - the caller knows
    bounds = shape.bounds
    least = [each for each in (bounds.ge, None if bounds.gt is None else bounds.gt + 1) if each is not None]
    most = [each for each in (bounds.le, None if bounds.lt is None else bounds.lt - 1) if each is not None]
    return max([*least, -MAX_INTEGER]), min([*most, MAX_INTEGER])


def integer(low: float, high: float) -> IntShape:
    """Return the type of integers between two."""
    known = low > -MAX_INTEGER or high < MAX_INTEGER
    return IntShape(Bounds(ge=low, le=high)) if known else IntShape()


def widened(before: IntShape, after: IntShape) -> IntShape:
    """Return the type of an integer that changed from `before` to `after` in one pass of a loop."""
    (low, high), (least, most) = range_of(before), range_of(after)
    if most > high:
        high = COUNTER if most <= COUNTER else MAX_INTEGER
    if least < low:
        low = -COUNTER if least >= -COUNTER else -MAX_INTEGER
    return integer(low, high)


def join(shapes: Iterable[Type]) -> Shape:
    """Return the type of what is one of some types.

    Constraints that not all of them have are dropped: a list of 1 and of any int is a list of int.
    """
    found: list[Shape] = []
    for shape in shapes:
        for each in options_of(shape):
            if isinstance(each, ErrorType):
                continue
            same = next((place for place, other in enumerate(found) if _is_sort(each, other)), None)
            if same is None:
                found.append(each)
            else:
                found[same] = _wider(found[same], each)
    if AnyShape() in found and all(not isinstance(each, EnumShape | ModelShape) for each in found):
        return AnyShape()
    return union_of(found) if found else NEVER


def _is_sort(left: Shape, right: Shape) -> bool:
    if left == right:
        return True
    match left, right:
        case (IntShape(), IntShape()) | (FloatShape(), FloatShape()) | (StrShape(), StrShape()):
            return True
        case ListShape(), ListShape():
            return left.python is right.python
        case DictShape(), DictShape():
            return True
        case TupleShape(), TupleShape():
            return len(left.items) == len(right.items)
        case _:
            return False


def _wider(left: Shape, right: Shape) -> Shape:
    match left, right:
        case _ if left == right:
            return left
        case IntShape(), IntShape():
            (low, high), (least, most) = range_of(left), range_of(right)
            return integer(min(low, least), max(high, most))
        case FloatShape(), FloatShape():
            return FloatShape()
        case StrShape(), StrShape():
            same = left.portable == right.portable
            patterns = (left.pattern, left.portable) if same else (None, None)
            return StrShape(*_lengths(left, right), *patterns)
        case ListShape(), ListShape():
            return ListShape(join((left.item, right.item)), *_lengths(left, right), left.python)
        case DictShape(), DictShape():
            return DictShape(join((left.value, right.value)))
        case TupleShape(), TupleShape():
            return TupleShape(tuple(join(pair) for pair in zip(left.items, right.items, strict=True)))
        case _:
            raise AssertionError(left)


def _lengths(left: StrShape | ListShape, right: StrShape | ListShape) -> tuple[int, int | None]:
    most = (left.max_length, right.max_length)
    longest = None if None in most else max(each for each in most if each is not None)
    return min(left.min_length, right.min_length), longest


def equal_alike(left: Type, right: Type) -> bool:
    """Whether two values of these types are equal in JSON exactly where they are in Python."""
    pairs = [(one, other) for one in options_of(left) for other in options_of(right)]
    return all(_equal_alike(one, other) for one, other in pairs)


def _equal_alike(left: Type, right: Type) -> bool:
    if isinstance(left, ErrorType) or isinstance(right, ErrorType):
        return False
    match left, right:
        case (NoneShape(), _) | (_, NoneShape()):
            return True
        case (AnyShape(), _) | (_, AnyShape()):
            return False
        case EnumShape(python=python), EnumShape() if not is_its_value(python):
            return python is right.python
        case (EnumShape(python=python), _) | (_, EnumShape(python=python)) if not is_its_value(python):
            return False
        case ListShape(), ListShape():
            return left.python is right.python and equal_alike(left.item, right.item)
        case TupleShape(), TupleShape():
            same = len(left.items) == len(right.items)
            return not same or all(map(equal_alike, left.items, right.items))
        case DictShape(), DictShape():
            return equal_alike(left.value, right.value)
        case ModelShape(), ModelShape():
            return _models_alike(left, right)
        case _:
            return _scalars_alike(left, right)


def _models_alike(left: ModelShape, right: ModelShape) -> bool:
    same = left.python is not None and left.python is right.python and left.name == right.name
    plain = left.extra != "allow" and not left.computed
    compared = left.python is not None and not _compares_itself(left.python)
    return same and plain and compared and all(equal_alike(each.shape, each.shape) for each in left.fields)


def _compares_itself(python: type) -> bool:
    """Whether equality of a class is code of somebody's own, or identity."""
    if issubclass(python, dict) or hasattr(python, "model_fields"):
        method = getattr(python, "__eq__", None)
        return getattr(method, "__module__", "").partition(".")[0] not in ("pydantic", "", "builtins")
    parameters = getattr(python, "__dataclass_params__", None)
    return not (dataclasses.is_dataclass(python) and parameters is not None and parameters.eq)


_TEXTS = (StrShape, LiteralShape, EnumShape, DateShape)


def _scalars_alike(left: Shape, right: Shape) -> bool:
    """Scalars: true is 1 in Python, and two texts may be one date."""
    known = (IntShape, FloatShape, BoolShape, TimedeltaShape, *_TEXTS)
    if not isinstance(left, known) or not isinstance(right, known):
        return not kinds(left) & kinds(right) and isinstance(left, known) == isinstance(right, known)
    if isinstance(left, DateShape | TimedeltaShape) or isinstance(right, DateShape | TimedeltaShape):
        return type(left) is type(right)
    either = kinds(left) | kinds(right)
    both = kinds(left) == kinds(right) == {"boolean"}
    return both or not {"boolean", "number"} <= either
