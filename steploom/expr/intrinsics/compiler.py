"""Calls compiled once to functions of a view and an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn, TypeAlias, assert_never

from steploom.expr.environment import Environment
from steploom.expr.intrinsics.catalogue import CATALOGUE
from steploom.expr.intrinsics.errors import CallFault, IntrinsicError, IntrinsicSyntaxError
from steploom.expr.intrinsics.functions import Function, Kind, taker
from steploom.expr.intrinsics.nodes import Argument, Call, Constant, PathArgument, Text
from steploom.expr.intrinsics.parser import parse_call
from steploom.expr.intrinsics.strings import FORMAT, Template, fill, parse_template
from steploom.expr.jsonpath import Path, PathError
from steploom.expr.jsonpath.texts import argument_not_found
from steploom.expr.view import View
from steploom.jsontext import Json

__all__ = ["Intrinsic", "compile_intrinsic"]

_Evaluate: TypeAlias = Callable[[View, Environment], Json]


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """A compiled call.

    Attributes:
        text: The expression as it is written.
        functions: The functions that it calls, outer before inner, in the order they are written.
        variables: The names of the variables that it reads, without the dollar sign.
        evaluate: From view and environment to the result. Raises IntrinsicError.
    """

    text: str
    functions: tuple[str, ...]
    variables: frozenset[str]
    evaluate: _Evaluate = field(repr=False, compare=False)


@lru_cache(maxsize=2048)
def compile_intrinsic(text: str) -> Intrinsic:
    """Compile a call of intrinsic functions; equal texts give the same object.

    Raises:
        IntrinsicSyntaxError: The text is no call, names an unknown function, has the wrong number of arguments, or an
            argument in it can never be right.

    Example:
        >>> call = compile_intrinsic("States.Format('{} of {}', $.done, States.ArrayLength($.all))")
        >>> call.evaluate(View({"done": 1, "all": [1, 2]}), Environment())
        '1 of 2'
    """
    call = parse_call(text)
    run = _Compiler(text).call(call)

    def evaluate(view: View, environment: Environment) -> Json:
        try:
            return run(view, environment)
        except CallFault as fault:
            raise IntrinsicError(text, fault.reason, fault.hint) from None
        except PathError as error:
            reason = argument_not_found(error.path, view.input) if error.missing else error.message
            raise IntrinsicError(text, reason, error.message) from None
        except RecursionError:
            raise IntrinsicError(text, f"Invalid arguments in {call.function}", "the data nests too deeply") from None

    every = tuple(_walk(call))
    return Intrinsic(
        text=text,
        functions=tuple(each.function for each in every if isinstance(each, Call)),
        variables=frozenset().union(*(each.path.variables for each in every if isinstance(each, PathArgument))),
        evaluate=evaluate,
    )


def _walk(argument: Argument) -> Iterator[Argument]:
    yield argument
    if isinstance(argument, Call):
        for each in argument.arguments:
            yield from _walk(each)


class _Compiler:
    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def call(self, call: Call) -> _Evaluate:
        function = CATALOGUE.get(call.function)
        if function is None:
            self._fail(_unknown(call.function), call.position)
        fault = function.arity_fault(len(call.arguments))
        if fault:
            self._fail(fault, call.position)
        if function.name == FORMAT and isinstance(call.arguments[0], Text):
            return self._format(call, call.arguments[0])
        arguments = [self._argument(function, number, each) for number, each in enumerate(call.arguments)]
        return _compile_call(function, arguments)

    def _argument(self, function: Function, number: int, argument: Argument) -> _Evaluate:
        match argument:
            case Constant(value, position) | Text(value=value, position=position):
                return self._constant(function, number, value, position)
            case PathArgument(path):
                return _checked(function, number, _compile_read(path))
            case Call():
                return _checked(function, number, self.call(argument))
            case _:
                assert_never(argument)

    def _constant(self, function: Function, number: int, value: Json, position: int) -> _Evaluate:
        try:
            taken = taker(function.kind(number))(value)
        except CallFault as fault:
            self._fail(f"argument {number + 1} of {function.name} {fault.hint}", position)
        return lambda _view, _environment: taken

    def _format(self, call: Call, first: Text) -> _Evaluate:
        """Compile `States.Format` with its template in the text: the template is read once."""
        function = CATALOGUE[FORMAT]
        try:
            template = parse_template(first.raw, literal=True)
            if len(template) != len(call.arguments):
                fill(template, (None,) * (len(call.arguments) - 1))
        except CallFault as fault:
            self._fail(fault.hint, first.position)
        values = [self._argument(function, number, each) for number, each in enumerate(call.arguments) if number]
        return _compile_format(template, values)

    def _fail(self, problem: str, position: int) -> NoReturn:
        raise IntrinsicSyntaxError(self._text, problem, position)


def _unknown(name: str) -> str:
    for known in CATALOGUE:
        if known.lower() == name.lower():
            return f"there is no function {name}; write {known}"
    return f"there is no function {name}; there are {', '.join(sorted(CATALOGUE))}"


def _compile_read(path: Path) -> _Evaluate:
    read = path.read
    return lambda view, _environment: read(view)


def _checked(function: Function, number: int, evaluate: _Evaluate) -> _Evaluate:
    kind = function.kind(number)
    if kind is Kind.ANY:
        return evaluate
    take = taker(kind)

    def check(view: View, environment: Environment) -> Json:
        value = evaluate(view, environment)
        try:
            return take(value)
        except CallFault as fault:
            raise _invalid(function, f"argument {number + 1} of {function.name} {fault.hint}") from None

    return check


def _compile_call(function: Function, arguments: list[_Evaluate]) -> _Evaluate:
    run = function.run
    takes_random = function.random

    def call(view: View, environment: Environment) -> Json:
        values = [argument(view, environment) for argument in arguments]
        try:
            return run(environment.random, *values) if takes_random else run(*values)
        except CallFault as fault:
            raise _invalid(function, fault.hint, fault.reason) from None

    return call


def _compile_format(template: Template, values: list[_Evaluate]) -> _Evaluate:
    return lambda view, environment: fill(template, tuple(value(view, environment) for value in values))


def _invalid(function: Function, hint: str, reason: str = "") -> CallFault:
    return CallFault(hint, reason or f"Invalid arguments in {function.name}")
