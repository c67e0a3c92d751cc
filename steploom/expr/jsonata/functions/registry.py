"""What the compiler knows of a built-in function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import ConsArray, KeptSequence, OuterSequence, Sequence
from steploom.expr.jsonata.signature import Parameter, Signature, parse_signature, symbol
from steploom.expr.undefined import UNDEFINED, Undefined
from steploom.jsontext import Json

__all__ = ["Definition", "define"]

_ARRAYS: Final = frozenset((list, Sequence, KeptSequence, ConsArray, OuterSequence))
_NUMBERS: Final = frozenset((int, float))
_TYPES: Final[dict[str, frozenset[type]]] = {
    "s": frozenset((str,)),
    "n": _NUMBERS,
    "b": frozenset((bool,)),
    "o": frozenset((dict,)),
    "f": frozenset((Function,)),
    "a": _ARRAYS,
    "l": frozenset((type(None),)),
}
_ANY: Final = frozenset((str, bool, dict, Function, type(None), Undefined)) | _NUMBERS | _ARRAYS


@dataclass(frozen=True, slots=True)
class Definition:
    """One built-in function.

    Attributes:
        name: Without the `$`.
        signature: As jsonata-js declares it.
        implementation: Takes the running evaluation and one argument for each parameter.
        arity: How many arguments a higher-order function passes to it.
        total: Whether it wants to see an undefined first argument; else its result is undefined then.
    """

    name: str
    signature: Signature
    implementation: Callable[..., Json]
    arity: int
    total: bool = False

    @property
    def width(self) -> int:
        """How many parameters there are."""
        return len(self.signature.parameters)

    @property
    def is_scalar(self) -> bool:
        """Whether the result is never a sequence."""
        return self.signature.text.endswith((":s>", ":n>", ":b>"))

    @property
    def calls_back(self) -> bool:
        """Whether it calls functions that are given to it."""
        return any("f" in each.type for each in self.signature.parameters)

    @property
    def accepted_types(self) -> frozenset[type]:
        """The types of a single argument that need no further check."""
        parameter = self.signature.parameters[0]
        return frozenset() if parameter.subtype else _types_of(parameter)

    def accepts(self, given: int) -> Callable[[list[Json]], bool]:
        """Return whether a call's arguments can be used as they are, for calls with `given` arguments."""
        parameters = self.signature.parameters
        absent = parameters[given:]
        if given > len(parameters) or any(each.repeat != "?" for each in absent) or _repeats(parameters):
            return lambda _values: False
        checks = [(_types_of(each), each.subtype if each.type == "a" else None) for each in parameters[:given]]

        def accepts(values: list[Json]) -> bool:
            for value, (types, letter) in zip(values, checks, strict=True):
                if type(value) not in types or (letter and not all(symbol(each) == letter for each in value)):
                    return False
            return True

        return accepts

    def as_function(self) -> Function:
        """Return the function value."""
        implementation, signature, total = self.implementation, self.signature, self.total

        def call(arguments: list[Json], context: Json, run: Run) -> Json:
            return unchecked(signature.validate(arguments, context), context, run)

        def unchecked(arguments: list[Json], _context: Json, run: Run) -> Json:
            if not total and arguments[0] is UNDEFINED:
                return UNDEFINED
            return implementation(run, *arguments)

        return Function(call, self.arity, unchecked=unchecked, width=self.width, takes_context=signature.takes_context)


def _types_of(parameter: Parameter) -> frozenset[type]:
    if parameter.type in _TYPES:
        return _TYPES[parameter.type]
    if parameter.type.startswith("("):
        return frozenset[type]().union(*(_TYPES[letter] for letter in parameter.type[1:-1]))
    return _ANY if parameter.type == "x" else _ANY - {Function}


def _repeats(parameters: tuple[Parameter, ...]) -> bool:
    return any("+" in each.repeat for each in parameters)


def define(
    name: str, signature: str, implementation: Callable[..., Any], *, arity: int | None = None, total: bool = False
) -> Definition:
    """Return the definition of a function.

    Args:
        name: Without the `$`.
        signature: As in jsonata-js.
        implementation: Takes the running evaluation, then one argument for each parameter, undefined where missing.
        arity: What jsonata-js counts as its parameters, where that is not what the signature says.
        total: Whether an undefined first argument reaches the implementation.
    """
    parsed = parse_signature(signature)
    return Definition(name, parsed, implementation, len(parsed.parameters) if arity is None else arity, total)
