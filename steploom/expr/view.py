"""What an expression of the JSONPath language can see while a state runs.

Input: the value that `$` names, the context object behind `$$`, the variables behind `$name`. Output: nothing of its
own. Must not: build the context object before an expression asks for it, or change any value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from steploom.jsontext import Json

__all__ = ["View"]


def _no_context() -> Json:
    return {}


@dataclass(slots=True)  # made for every evaluation: freezing it would triple its cost
class View:
    """The data that paths, intrinsic functions and Choice rules read.

    Args:
        input: What `$` names: the state's input, or a result in `ResultSelector` and `Assign`.
        context: Builds the context object (`$$`); called once for each path that asks for it.
        variables: The variables in scope by name (`$name`), without the dollar sign.

    Example:
        >>> from steploom.expr.jsonpath import compile_path
        >>> view = View({"order": {"total": 3}}, variables={"limit": 10})
        >>> compile_path("$.order.total").read(view), compile_path("$limit").read(view)
        (3, 10)
    """

    input: Json
    context: Callable[[], Json] = _no_context
    variables: Mapping[str, Json] = field(default_factory=dict)
