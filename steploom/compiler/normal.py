"""Which shapes admit values that differ from what Python would hold after reading them."""

from __future__ import annotations

from steploom.dsl.contract import NO_DEFAULT, ListShape, ModelShape, UnionShape

__all__ = ["has_defaults", "needs_normal"]


def needs_normal(shape: object) -> bool:
    """Whether a value that passed the contract may still differ from what Python would hold."""
    match shape:
        case ModelShape():
            return shape.extra != "allow" or has_defaults(shape)
        case ListShape(item=item):
            return needs_normal(item)
        case UnionShape(options=options):
            return any(map(needs_normal, options))
        case _:
            return False


def has_defaults(shape: object) -> bool:
    """Whether a key that is absent would have a value in Python."""
    match shape:
        case ModelShape(fields=fields):
            return any(each.default is not NO_DEFAULT or has_defaults(each.shape) for each in fields)
        case ListShape(item=item):
            return has_defaults(item)
        case UnionShape(options=options):
            return any(map(has_defaults, options))
        case _:
            return False
