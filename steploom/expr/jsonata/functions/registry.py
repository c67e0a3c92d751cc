"""What the compiler knows of a built-in function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import ConsArray, KeptSequence, OuterSequence, Sequence
from steploom.expr.jsonata.signature import Parameter, Signature, parse_signature
from steploom.expr.undefined import UNDEFINED, Undefined
from steploom.jsontext import Json

__all__ = ["Definition", "define"]

#: From this length on texts are counted.
_LARGE_TEXT: Final = 1_000
#: So many characters are read in one step's time.
_READING_SPEED: Final = 400
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

    def accepted_types(self, given: int) -> list[frozenset[type]] | None:
        """Return the types of arguments that need no further check, for calls with `given` arguments.

        None where a check is always needed: too many or too few arguments, arrays of one type, repetition.
        """
        parameters = self.signature.parameters
        if given > len(parameters) or any(each.repeat != "?" for each in parameters[given:]):
            return None
        if any("+" in each.repeat or (each.subtype and each.type == "a") for each in parameters):
            return None
        return [_types_of(each) for each in parameters[:given]]

    def accepts(self, given: int) -> Callable[[list[Json]], bool]:
        """Return whether a call's arguments can be used as they are, for calls with `given` arguments."""
        checks = self.accepted_types(given)
        if checks is None:
            return lambda _values: False
        return lambda values: all(type(value) in types for value, types in zip(values, checks, strict=True))

    def as_function(self) -> Function:
        """Return the function value."""
        implementation, signature, total = self.implementation, self.signature, self.total

        def call(arguments: list[Json], context: Json, run: Run) -> Json:
            values = signature.validate(arguments, context)
            if not total and values[0] is UNDEFINED:
                return UNDEFINED
            return implementation(run, *values)

        return Function(call, self.arity, width=self.width, takes_context=signature.takes_context)


def _types_of(parameter: Parameter) -> frozenset[type]:
    if parameter.type in _TYPES:
        return _TYPES[parameter.type]
    if parameter.type.startswith("("):
        return frozenset[type]().union(*(_TYPES[letter] for letter in parameter.type[1:-1]))
    return _ANY if parameter.type == "x" else _ANY - {Function}


def _metered(implementation: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of texts that counts the large ones it reads as work, and those it makes as memory."""

    def metered(run: Run, *arguments: Json) -> Json:
        first = arguments[0] if arguments else UNDEFINED
        if type(first) is str and len(first) > _LARGE_TEXT:
            run.spend(len(first) // _READING_SPEED)
        result = implementation(run, *arguments)
        if type(result) is str and len(result) > _LARGE_TEXT:
            run.hold_text(len(result))
        return result

    return metered


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
    if parsed.text.startswith("<s"):
        implementation = _metered(implementation)
    return Definition(name, parsed, implementation, len(parsed.parameters) if arity is None else arity, total)
