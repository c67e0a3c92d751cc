"""Functions and methods that a workflow may call: one file a family.

Input: a call, whose parts are walked by `Call`. Output: the expression that gives the same. Must not: give what Python
would not; what cannot be made the same is refused.
"""

from __future__ import annotations

from steploom.compiler.frontend.builtins import dicts, lists, models, numbers, others, texts
from steploom.compiler.frontend.builtins.calling import Call, Handler, bound, kind_of

__all__ = ["FUNCTIONS", "METHODS", "Call", "bound", "function_of", "kind_of", "method_of"]

#: What serves each function, by the function itself.
FUNCTIONS: dict[object, Handler] = {
    **lists.FUNCTIONS,
    **models.FUNCTIONS,
    **numbers.FUNCTIONS,
    **others.FUNCTIONS,
    **texts.FUNCTIONS,
}

#: What serves each method, by the kind of its receiver and its name.
METHODS: dict[tuple[str, str], Handler] = {
    **dicts.METHODS,
    **lists.METHODS,
    **models.METHODS,
    **others.METHODS,
    **texts.METHODS,
}


def function_of(target: object) -> Handler | None:
    """Return what serves a function, or None."""
    try:
        return FUNCTIONS.get(target)
    except TypeError:  # what cannot be hashed is no function
        return None


def method_of(kind: str, name: str) -> Handler | None:
    """Return what serves a method, or None."""
    return METHODS.get((kind, name))
