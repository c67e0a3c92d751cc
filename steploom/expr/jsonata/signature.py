"""Function signatures such as `<s-nn?:s>`: parsed once, checked at every call."""

from __future__ import annotations

import re
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass
from typing import Final

from steploom.expr.jsonata.callables import Function, TailCall, detached
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.sequences import ConsArray, KeptSequence, OuterSequence, Sequence, TupleStream
from steploom.expr.undefined import UNDEFINED, Undefined
from steploom.jsontext import Json

__all__ = ["Parameter", "Signature", "parse_signature", "symbol"]

_SYMBOLS: Final[dict[type, str]] = {
    str: "s",
    int: "n",
    float: "n",
    bool: "b",
    type(None): "l",
    list: "a",
    Sequence: "a",
    KeptSequence: "a",
    OuterSequence: "a",
    ConsArray: "a",
    TupleStream: "a",
    dict: "o",
    Function: "f",
    TailCall: "f",
    Undefined: "m",
}
_PLURALS: Final = {"a": "arrays", "b": "booleans", "f": "functions", "n": "numbers", "o": "objects", "s": "strings"}
_ANY: Final = "[asnblfom]"


def symbol(value: Json) -> str:
    """Return the letter that signatures have for the type of `value`; `m` when it is undefined."""
    return _SYMBOLS[type(value)]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its type's letter, what its arguments' letters match, and what an array must hold."""

    type: str
    pattern: str
    repeat: str = ""
    context: bool = False
    subtype: str | None = None

    @property
    def regex(self) -> str:
        """The regular expression for the letters of its arguments."""
        return self.pattern + ("?" if self.context else "") + self.repeat


@dataclass(frozen=True, slots=True)
class Signature:
    """A parsed signature.

    Attributes:
        text: As written, between angle brackets.
        parameters: In order.
        regex: Matches the letters of all arguments.
    """

    text: str
    parameters: tuple[Parameter, ...]
    regex: re.Pattern[str]

    @property
    def takes_context(self) -> bool:
        """Whether the context may stand in for a missing argument."""
        return any(each.context for each in self.parameters)

    def validate(self, arguments: list[Json], context: Json) -> list[Json]:
        """Return the arguments as the function takes them: context filled in, arrays made.

        Args:
            arguments: The values of the call.
            context: The context value of the call.

        Raises:
            Fault: T0410, T0411 or T0412: an argument does not fit.
        """
        given = "".join([_SYMBOLS[type(each)] for each in arguments])
        match = self.regex.match(given)
        if match is None:
            raise self._mismatch(arguments, given)
        result: list[Json] = []
        used = 0
        for parameter, letters in zip(self.parameters, match.groups(), strict=True):
            if letters:
                first = arguments[used]
                for letter in letters:
                    used += 1
                    # jsonata-js hands the first of repeated arguments again and again unless they are arrays.
                    is_array = parameter.type == "a"
                    result.append(
                        _as_array(parameter, arguments[used - 1], letter, letters, used) if is_array else first
                    )
            elif parameter.context:
                if not re.match(parameter.pattern, symbol(context)):
                    raise Fault("T0411", value=context, index=used + 1)
                result.append(context)
            else:
                result.append(arguments[used] if used < len(arguments) else UNDEFINED)
                used += 1
        return result

    def _mismatch(self, arguments: list[Json], given: str) -> Fault:
        good = 0
        pattern = ""
        for parameter in self.parameters:
            pattern += parameter.regex
            match = re.match(pattern, given)
            if match is None:
                break
            good = match.end()
        value = arguments[good] if good < len(arguments) else UNDEFINED
        return Fault("T0410", value=value, index=good + 1)


def _as_array(parameter: Parameter, argument: Json, letter: str, letters: str, index: int) -> Json:
    if letter == "m":
        return UNDEFINED
    wanted = parameter.subtype
    if wanted is not None:
        fits = _holds(argument, wanted[:1]) if letter == "a" else letters == wanted
        if not fits:
            raise Fault("T0412", value=argument, index=index, type=_PLURALS.get(wanted, UNDEFINED))
    return argument if letter == "a" else [detached(argument)]


def _holds(items: AbstractSequence[Json], letter: str) -> bool:
    return all(_SYMBOLS[type(each)] == letter for each in items)


def parse_signature(text: str) -> Signature:
    """Return the parsed signature.

    Args:
        text: From `<` to `>`, or longer; what follows the first `:` is not read.

    Raises:
        Fault: S0401 or S0402; its position is the offset in `text`.

    Example:
        >>> parse_signature("<s-n:s>").regex.pattern
        '^([sm]?)([nm])$'
    """
    parameters: list[Parameter] = []
    at = 1
    while at < len(text) and text[at] != ":":
        char = text[at]
        if char == "(":
            end = _closing(text, at, "(", ")")
            choice = text[at + 1 : end]
            if "<" in choice:
                raise Fault("S0402", at, value=choice)
            parameters.append(Parameter(f"({choice})", f"[{re.escape(choice)}m]"))
            at = end
        elif char == "<":
            end = _closing(text, at, "<", ">")
            last = parameters[-1] if parameters else None
            if last is None or last.type not in ("a", "f"):
                raise Fault("S0401", at, value=last.type if last else UNDEFINED)
            parameters[-1] = _changed(last, subtype=text[at + 1 : end])
            at = end
        else:
            _add(parameters, char)
        at += 1
    regex = "".join(f"({each.regex})" for each in parameters)
    try:
        return Signature(text, tuple(parameters), re.compile(f"^{regex}$"))
    except re.error:
        raise Fault("S0402", 0, value=text) from None


def _add(parameters: list[Parameter], char: str) -> None:
    if char in "snblo":
        parameters.append(Parameter(char, f"[{char}m]"))
    elif char in "ax":
        parameters.append(Parameter(char, _ANY))
    elif char == "f":
        parameters.append(Parameter(char, "f"))
    elif char == "j":
        parameters.append(Parameter(char, "[asnblom]"))
    elif char == "-" and parameters:
        parameters[-1] = _changed(parameters[-1], context=True)
    elif char in "?+" and parameters:
        parameters[-1] = _changed(parameters[-1], repeat=parameters[-1].repeat + char)


def _changed(
    parameter: Parameter, *, subtype: str | None = None, context: bool = False, repeat: str | None = None
) -> Parameter:
    return Parameter(
        parameter.type,
        parameter.pattern,
        parameter.repeat if repeat is None else repeat,
        parameter.context or context,
        parameter.subtype if subtype is None else subtype,
    )


def _closing(text: str, start: int, opening: str, closing: str) -> int:
    depth = 1
    at = start + 1
    while at < len(text):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            break
        at += 1
    return at
