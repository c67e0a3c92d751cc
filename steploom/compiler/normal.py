"""Which shapes admit values that differ from what Python would hold after reading them."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.dsl.contract import NO_DEFAULT, DictShape, ListShape, ModelShape, TupleShape, UnionShape

__all__ = ["has_defaults", "needs_normal"]


def needs_normal(shape: object) -> bool:
    """Whether a value that passed the contract may still differ from what Python would hold.

    It may hold keys that Python drops, or miss some that Python fills in.
    """
    if isinstance(shape, ModelShape) and (shape.extra == "ignore" or shape.allowed):
        return True
    return _fills_in(shape) or any(map(needs_normal, _parts(shape)))


def has_defaults(shape: object) -> bool:
    """Whether a key that is absent would have a value in Python."""
    return _fills_in(shape) or any(map(has_defaults, _parts(shape)))


def _fills_in(shape: object) -> bool:
    if not isinstance(shape, ModelShape):
        return False
    return bool(shape.computed) or any(each.default is not NO_DEFAULT for each in shape.fields)


def _parts(shape: object) -> Iterator[object]:
    match shape:
        case ModelShape(fields=fields):
            yield from (each.shape for each in fields)
        case ListShape(item=part) | DictShape(value=part):
            yield part
        case TupleShape(items=parts) | UnionShape(options=parts):
            yield from parts
        case _:
            pass
