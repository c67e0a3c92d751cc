"""Pattern text → alternatives of conditions, refused in EventBridge's words.

A pattern is an "and" of fields; each `$or` multiplies it into alternatives, none of which holds an "or" any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from steploom.events.addresses import address_of
from steploom.events.expressions import ExpressionReader
from steploom.events.invalid import InvalidPattern
from steploom.events.operators import Address, Constant, Number, Operator, Text, comparable
from steploom.events.tokens import Kind, Token, Tokens

__all__ = ["Alternative", "parse_pattern"]

#: What one alternative asks: for each dotted path the operators, one of which must hold.
Alternative: TypeAlias = Mapping[str, tuple[Operator, ...]]

_OR = "$or"
_MOST_ALTERNATIVES = 1_000
#: Deeper than any event is; EventBridge takes 2048 characters of a pattern.
_MOST_LEVELS = 200
#: Keys that would make an object in `$or` a match expression. Source: event-ruler.
_RESERVED = frozenset(
    {
        "exactly",
        "equals-ignore-case",
        "prefix",
        "suffix",
        "anything-but",
        "exists",
        "wildcard",
        "numeric",
        "cidr",
        "=",
        "<",
        "<=",
        ">",
        ">=",
        "regex",
        "not-wildcard",
        "not-equals-ignore-case",
        "date-after",
        "date-on-or-after",
        "date-before",
        "date-on-or-before",
        "in-date-range",
        "ip-address-in-range",
        "ip-address-not-in-range",
    }
)
_CONSTANTS = {Kind.TRUE: True, Kind.FALSE: False, Kind.NULL: None}


def parse_pattern(text: str) -> tuple[Alternative, ...]:
    """Return the alternatives of a pattern.

    Args:
        text: The pattern as JSON.

    Raises:
        InvalidPattern: EventBridge would refuse it; the first fault in reading order, in its words.

    Example:
        >>> parse_pattern('{"a": {"b": ["x", null]}}')
        ({'a.b': (Text(text='x'), Constant(value=None))},)
    """
    reader = _Reader(Tokens(text))
    if reader.tokens.next().kind is not Kind.START_OBJECT:
        raise InvalidPattern("Filter is not an object", text, 1)
    reader.read_object("", inside_or=False)
    return tuple(reader.alternatives)


@dataclass
class _Reader:
    tokens: Tokens
    alternatives: list[dict[str, tuple[Operator, ...]]] = field(default_factory=lambda: [{}])
    levels: int = 0

    def read_object(self, path: str, *, inside_or: bool) -> None:
        self.levels += 1
        if self.levels > _MOST_LEVELS:
            raise InvalidPattern(f"Rule is too complex - objects nest more than {_MOST_LEVELS} levels deep")
        empty = True
        while (name := self.tokens.next()).kind is not Kind.END_OBJECT:
            empty = False
            if name.text == _OR and self._is_relation():
                self._read_or(path)
                continue
            if inside_or and name.text in _RESERVED:
                raise self._fault(f"{name.text} is Ruler reserved fieldName which cannot be used inside $or.", name)
            self._read_field(f"{path}.{name.text}" if path else name.text, name, inside_or=inside_or)
        if empty:
            raise self._fault("Empty objects are not allowed", name)
        self.levels -= 1

    def _read_field(self, path: str, name: Token, *, inside_or: bool) -> None:
        value = self.tokens.next()
        if value.kind is Kind.START_OBJECT:
            self.read_object(path, inside_or=inside_or)
        elif value.kind is Kind.START_ARRAY:
            operators = self._read_values()
            for alternative in self.alternatives:
                # The last of two equal keys wins, also where one is nested and one dotted.
                alternative[path] = operators
        else:
            raise self._fault(f'"{name.text}" must be an object or an array', value)

    def _read_values(self) -> tuple[Operator, ...]:
        found: list[Operator] = []
        while (token := self.tokens.next()).kind is not Kind.END_ARRAY:
            found.append(self._read_value(token))
        if not found:
            raise self._fault("Empty arrays are not allowed", token)
        return tuple(found)

    def _read_value(self, token: Token) -> Operator:
        if token.kind is Kind.START_OBJECT:
            return ExpressionReader(self.tokens).read()
        if token.kind is Kind.STRING:
            address = address_of(token.text)
            return Text(token.text) if address is None else Address(*address)
        if token.kind is Kind.NUMBER:
            return Number(comparable(token.text), token.text)
        if token.kind in _CONSTANTS:
            return Constant(_CONSTANTS[token.kind])
        raise self._fault("Match value must be String, number, true, false, or null", token)

    def _is_relation(self) -> bool:
        """Whether what follows `$or` is an "or" of objects; if not, `$or` is a field like any other."""
        ahead = self.tokens.value_ahead()
        if ahead is None or ahead[0].kind is not Kind.START_ARRAY:
            return False
        depth, objects = 0, 0
        for token in ahead:
            if token.kind in {Kind.START_OBJECT, Kind.START_ARRAY}:
                objects += depth == 1 and token.kind is Kind.START_OBJECT
                depth += 1
            elif token.kind in {Kind.END_OBJECT, Kind.END_ARRAY}:
                depth -= 1
            elif depth == 1 or (depth == 2 and token.kind is Kind.FIELD_NAME and token.text in _RESERVED):  # noqa: PLR2004 - a key of an element
                return False
        return objects > 1

    def _read_or(self, path: str) -> None:
        before = self.alternatives
        after: list[dict[str, tuple[Operator, ...]]] = []
        self.tokens.next()
        while self.tokens.next().kind is not Kind.END_ARRAY:
            self.alternatives = [dict(each) for each in before]
            self.read_object(path, inside_or=True)
            after += self.alternatives
            if len(after) > _MOST_ALTERNATIVES:
                why = f"$or expands to more than {_MOST_ALTERNATIVES} combinations"
                raise InvalidPattern(f"Rule is too complex - {why}")
        self.alternatives = after

    def _fault(self, reason: str, token: Token) -> InvalidPattern:
        return InvalidPattern(reason, self.tokens.text, token.seen)
