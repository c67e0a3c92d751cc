"""The types of a declared function's parameters and result, resolved when they can be."""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, get_args, get_type_hints

from steploom.dsl.places import fault, function_span
from steploom.dsl.tasktoken import TaskToken

__all__ = [
    "Declared",
    "check_named",
    "enclosing_names",
    "mentions_token",
    "names_needed",
    "resolve_types",
    "types_if_known",
]

_WORD = re.compile(r"[^\W\d]\w*")


class Declared:
    """The types of a declared function, resolved when they are first asked for.

    Attributes:
        function: The plain function.
        signature: What callers pass.
    """

    function: Callable[..., Any]
    signature: inspect.Signature
    _names: Mapping[str, object] | None

    @functools.cached_property
    def parameter_types(self) -> dict[str, Any]:
        """The resolved type of each parameter that callers pass, in order.

        Raises:
            DeclarationError: SL201, a name in an annotation stands for nothing.
        """
        return {name: self._types[name] for name in self.signature.parameters}

    @functools.cached_property
    def return_type(self) -> Any:
        """The resolved type of the result; for a callback, of the answer.

        Raises:
            DeclarationError: SL201, a name in an annotation stands for nothing.
        """
        return self._types["return"]

    @functools.cached_property
    def _types(self) -> dict[str, Any]:
        return resolve_types(self.function, self._names)


def enclosing_names(depth: int) -> Mapping[str, object] | None:
    """Return the local names of the function in which a declaration stands, None at the top of a module.

    Annotations are text; those of a function inside a function can only be read with the names around it.

    Args:
        depth: 1 for the caller of the function in which this is called.
    """
    frame = sys._getframe(depth + 1)  # noqa: SLF001 - the one way to the names around a declaration
    return None if frame.f_locals is frame.f_globals else dict(frame.f_locals)


def names_needed(function: Callable[..., Any], names: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """Return those of `names` that stand in the annotations of `function`: no declaration keeps the others alive."""
    if names is None:
        return None
    words = set(_WORD.findall(" ".join(map(str, function.__annotations__.values()))))
    return {name: value for name, value in names.items() if name in words}


def resolve_types(function: Callable[..., Any], names: Mapping[str, object] | None) -> dict[str, Any]:
    """Return the resolved annotations by parameter name, `return` for the result.

    Args:
        function: A plain function.
        names: Local names around its declaration.

    Raises:
        DeclarationError: SL201, a name in an annotation stands for nothing at run time.
    """
    try:
        return _hints(function, names)
    except (NameError, AttributeError, TypeError, SyntaxError) as error:
        message = f"the types of {function.__name__!r} cannot be read: {error}"
        hint = "import the types where they exist at run time too, not only under TYPE_CHECKING"
        raise fault("SL201", message, function_span(function), hint) from error


def types_if_known(function: Callable[..., Any], names: Mapping[str, object] | None) -> dict[str, Any] | None:
    """Return the resolved annotations, or None while a name in them is not defined yet."""
    try:
        return _hints(function, names)
    except (NameError, AttributeError, TypeError, SyntaxError):
        return None


def check_named(function: FunctionType, what: str) -> inspect.Signature:
    """Return the signature of a function whose parameters all have names and annotations.

    Args:
        function: The declared function.
        what: `activity` or `workflow`, for the message.

    Raises:
        DeclarationError: SL210, it takes `*args` or `**kwargs`; SL201, a parameter or the result has no type.
    """
    signature = inspect.signature(function)
    span = function_span(function)
    for place, parameter in enumerate(signature.parameters.values()):
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            message = f"{what} {function.__name__!r} takes {parameter}, but its input is an object keyed by name"
            raise fault("SL210", message, span, "name each parameter, or take a list or a model")
        if parameter.annotation is parameter.empty and (place or what != "activity"):
            message = f"parameter {parameter.name!r} of {what} {function.__name__!r} has no type"
            raise fault("SL201", message, span, f"write {parameter.name}: int, or whatever it is")
    if signature.return_annotation is signature.empty:
        message = f"{what} {function.__name__!r} does not say what it returns"
        raise fault("SL201", message, span, "write -> None where it returns nothing")
    return signature


def mentions_token(annotation: object) -> bool:
    """Whether `TaskToken` stands anywhere in a type."""
    return annotation is TaskToken or any(mentions_token(each) for each in get_args(annotation))


def _hints(function: Callable[..., Any], names: Mapping[str, object] | None) -> dict[str, Any]:
    return get_type_hints(function, localns=None if names is None else dict(names), include_extras=True)
