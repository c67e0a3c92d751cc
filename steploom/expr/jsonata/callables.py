"""Function values: one class for lambdas, built-ins, partial applications and regular expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from steploom.expr.jsonata.errors import Fault
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.regexes import Matcher
    from steploom.expr.jsonata.run import Run

__all__ = ["Function", "Invoke", "TailCall", "apply", "detached", "settle"]

#: Takes the arguments as given, the context that may stand in for a missing one, and the running evaluation;
#: returns the result: maybe a sequence that has not collapsed yet, maybe a `TailCall`.
Invoke: TypeAlias = "Callable[[list[Json], Json, Run], Json]"


class Function:
    """What an expression can call, through `apply`.

    Attributes:
        call: Checks the arguments against the signature, then runs.
        unchecked: Runs a lambda without that check, as a partial application does; elsewhere the same as `call`.
        arity: How many arguments a higher-order function passes.
        width: How many parameters are declared.
        takes_context: Whether the context may stand in for a missing argument.
        matcher: The regular expression that the function stands for, if it does.
        is_true: Whether it counts as true; what comes as an argument, and a regular expression, does not.
        straight: Returns the straight-line code of a lambda, if it has any, to be asked for when many calls follow.
    """

    __slots__ = ("arity", "call", "is_true", "matcher", "straight", "takes_context", "unchecked", "width")

    def __init__(
        self,
        call: Invoke,
        arity: int,
        *,
        unchecked: Invoke | None = None,
        width: int | None = None,
        takes_context: bool = False,
        matcher: Matcher | None = None,
    ) -> None:
        self.call = call
        self.unchecked = unchecked or call
        self.arity = arity
        self.width = arity if width is None else width
        self.takes_context = takes_context
        self.matcher = matcher
        self.is_true = matcher is None
        self.straight: Callable[[], Callable[..., Json] | None] | None = None


def detached(value: Json) -> Json:
    """Return a function as it is handed on as an argument: it no longer sees the caller's context, and is false."""
    if type(value) is not Function or not (value.is_true or value.takes_context):
        return value
    function = value

    def without_context(arguments: list[Json], _context: Json, run: Run) -> Json:
        return function.call(arguments, None, run)

    call = without_context if function.takes_context else function.call
    handed = Function(
        call, function.arity, unchecked=function.unchecked, width=function.width, matcher=function.matcher
    )
    handed.is_true = False
    handed.straight = function.straight
    return handed


class TailCall:
    """The call at the end of a function, left to the loop in `apply`."""

    __slots__ = ("arguments", "function", "position", "token")

    def __init__(self, function: Function, arguments: list[Json], token: str | None, position: int) -> None:
        self.function = function
        self.arguments = arguments
        self.token = token
        self.position = position


def apply(function: Function, arguments: list[Json], context: Json, run: Run) -> Json:
    """Return the result of a call, tail calls made.

    Args:
        function: What to call.
        arguments: As given; too few or too many are the function's matter.
        context: May stand in for a missing argument; null inside higher-order functions.
        run: The running evaluation.

    Raises:
        Fault: Whatever goes wrong.
    """
    result = function.call(arguments, context, run)
    return settle(result, context, run) if type(result) is TailCall else result


def settle(result: Json, context: Json, run: Run) -> Json:
    """Return the result of a call after the tail calls that it left.

    Args:
        result: What `Function.call` returned.
        context: What it was given as context.
        run: The running evaluation.

    Raises:
        Fault: Whatever goes wrong.
    """
    while type(result) is TailCall:
        tail = result
        try:
            result = tail.function.call(tail.arguments, context, run)
        except Fault as fault:
            raise fault.at(tail.position, tail.token) from None
    return result
