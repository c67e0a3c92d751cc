"""Match expressions of a pattern: the objects in its arrays, `{"prefix": "us-"}` and all the others."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from steploom.events.addresses import network_of
from steploom.events.invalid import InvalidPattern
from steploom.events.operators import (
    Absent,
    AnythingBut,
    EqualsFold,
    Network,
    Number,
    Operator,
    Prefix,
    Present,
    Range,
    Suffix,
    Text,
    Wildcard,
    comparable,
)
from steploom.events.tokens import Kind, Token, Tokens
from steploom.events.wildcard import check_complexity, wildcard_parts

__all__ = ["ExpressionReader"]

_Excluded: TypeAlias = Text | Number | Prefix | Suffix | EqualsFold | Wildcard

_ONE_KEY = "Only one key allowed in match expression"
_TOO_MANY = "Too many elements in numeric expression"
_MIXED = "Inside anything but list, either all values are number or string, mixed type is not supported"
_NO_VALUE = "Value of anything-but must be an array or single string/number value."
_NESTED_FAULTS = {
    "prefix": "prefix/suffix match pattern must be a string",
    "suffix": "prefix/suffix match pattern must be a string",
    "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    "wildcard": "wildcard match pattern must be a string",
}


@dataclass(frozen=True, slots=True)
class ExpressionReader:
    """Reads one match expression, whose opening brace has been read already."""

    tokens: Tokens

    def read(self) -> Operator:
        """Return its operator.

        Raises:
            InvalidPattern: EventBridge would refuse it.
        """
        name = self.tokens.next()
        if name.kind is not Kind.FIELD_NAME:
            raise self._fault("Match expression name not found", name)
        readers: dict[str, Callable[[], Operator]] = {
            "exactly": lambda: Text(self._only_text("exact")),
            "prefix": lambda: self._affix("prefix", Prefix),
            "suffix": lambda: self._affix("suffix", Suffix),
            "equals-ignore-case": lambda: EqualsFold(self._only_text("equals-ignore-case")),
            "wildcard": self._wildcard,
            "cidr": self._cidr,
            "exists": self._exists,
            "numeric": self._numeric,
            "anything-but": self._anything_but,
        }
        reader = readers.get(name.text)
        if reader is None:
            raise self._fault(f"Unrecognized match type {name.text}", name)
        return reader()

    def _only_text(self, operator: str) -> str:
        text = self._text(self.tokens.next(), operator)
        self._close(_ONE_KEY)
        return text.text

    def _text(self, token: Token, operator: str) -> Token:
        if token.kind is not Kind.STRING:
            raise self._fault(f"{operator} match pattern must be a string", token)
        return token

    def _affix(self, operator: str, make: type[Prefix | Suffix]) -> Operator:
        token = self.tokens.next()
        if token.kind is not Kind.START_OBJECT:
            text = self._text(token, operator)
            self._close(_ONE_KEY)
            return make(text.text)
        name = self.tokens.next()
        if name.kind is not Kind.FIELD_NAME:
            raise self._fault(f"{operator.capitalize()} expression name not found", name)
        if name.text != "equals-ignore-case":
            raise self._fault(f"Unsupported {operator} pattern: {name.text}", name)
        folded = self._only_text("equals-ignore-case")
        self._close(_ONE_KEY)
        return make(folded, fold=True)

    def _wildcard(self) -> Operator:
        token = self._text(self.tokens.next(), "wildcard")
        parts = self._parts(token)
        self._close(_ONE_KEY)
        check_complexity(parts)
        return Wildcard(parts)

    def _parts(self, token: Token) -> tuple[str, ...]:
        try:
            return wildcard_parts(token.text)
        except ValueError as fault:
            raise InvalidPattern(str(fault), self.tokens.text, token.end) from fault

    def _cidr(self) -> Operator:
        # EventBridge says "prefix" here, too.
        token = self._text(self.tokens.next(), "prefix")
        network = Network(*network_of(token.text))
        self._close(_ONE_KEY)
        return network

    def _exists(self) -> Operator:
        token = self.tokens.next()
        if token.kind not in {Kind.TRUE, Kind.FALSE}:
            raise self._fault("exists match pattern must be either true or false.", token)
        self._close(_ONE_KEY)
        return Present() if token.kind is Kind.TRUE else Absent()

    def _numeric(self) -> Operator:
        token = self.tokens.next()
        if token.kind is not Kind.START_ARRAY:
            raise self._fault("Value of numeric must be an array.", token)
        found = self._comparison()
        self._close(_TOO_MANY)
        return found

    def _comparison(self) -> Operator:
        operator = self.tokens.next()
        if operator.kind is not Kind.STRING:
            raise self._fault(f"Invalid member in numeric match: {operator.text}", operator, operator.end)
        if operator.text not in {"=", "<", "<=", ">", ">="}:
            self.tokens.next()
            raise self._fault(f"Unrecognized numeric range operator: {operator.text}", operator, operator.end)
        value = self._number("equals" if operator.text == "=" else operator.text)
        following = self.tokens.next()
        if following.kind is Kind.END_ARRAY:
            return _comparison_of(operator.text, value)
        if operator.text not in {">", ">="}:
            raise self._fault(_TOO_MANY, following)
        return self._range(value, following, low_open=operator.text == ">")

    def _range(self, low: float, operator: Token, *, low_open: bool) -> Operator:
        if operator.kind is not Kind.STRING:
            raise self._fault(f"Bad value in numeric range: {operator.text}", operator, operator.end)
        if operator.text not in {"<", "<="}:
            raise self._fault(f"Bad numeric range operator: {operator.text}", operator, operator.end)
        high = self._number(operator.text)
        end = self.tokens.next()
        if end.kind is not Kind.END_ARRAY:
            raise self._fault("Too many terms in numeric range expression", end)
        if low >= high:
            raise self._fault("Bottom must be less than top", end)
        return Range(low, low_open, high, high_open=operator.text == "<")

    def _number(self, operator: str) -> float:
        token = self.tokens.next()
        if token.kind is not Kind.NUMBER:
            raise self._fault(f"Value of {operator} must be numeric", token)
        return self._comparable(token)

    def _comparable(self, token: Token, repeats: int = 1) -> float:
        value = comparable(token.text)
        if value is None:
            raise self._fault(f"Cannot compare number : {token.text}", token, repeats=repeats)
        return value

    def _anything_but(self) -> Operator:
        token = self.tokens.next()
        nested = None
        if token.kind is Kind.START_OBJECT:
            name = self.tokens.next()
            if name.kind is not Kind.FIELD_NAME:
                raise self._fault("Anything-But expression name not found", name)
            if name.text not in _NESTED_FAULTS:
                raise self._fault(f"Unsupported anything-but pattern: {name.text}", name)
            nested, token = name.text, self.tokens.next()
        if token.kind not in {Kind.START_ARRAY, Kind.STRING, Kind.NUMBER}:
            raise self._fault(_NO_VALUE, token)
        excluded = self._excluded(token, nested)
        self._close(_TOO_MANY)
        if nested is not None:
            self._close(_TOO_MANY)
        for each in excluded:
            if isinstance(each, Wildcard):
                check_complexity(each.parts)
        return AnythingBut(excluded)

    def _excluded(self, token: Token, nested: str | None) -> tuple[_Excluded, ...]:
        if token.kind is not Kind.START_ARRAY:
            return (self._plain(token, 1) if nested is None else self._nested(token, nested, 1),)
        found: list[_Excluded] = []
        while (item := self.tokens.next()).kind is not Kind.END_ARRAY:
            # EventBridge passes the fault of a list on with its place, and adds the place again.
            found.append(self._plain(item, 2) if nested is None else self._nested(item, nested, 2))
        if nested is None and len({type(each) for each in found}) != 1:
            raise self._fault(_MIXED, item)
        return tuple(found)

    def _plain(self, token: Token, repeats: int) -> Text | Number:
        if token.kind is Kind.STRING:
            return Text(token.text)
        if token.kind is Kind.NUMBER:
            return Number(self._comparable(token, repeats))
        raise self._fault("Inside anything but list, start|null|boolean is not supported.", token, repeats=repeats)

    def _nested(self, token: Token, operator: str, repeats: int) -> _Excluded:
        if token.kind is not Kind.STRING:
            raise self._fault(_NESTED_FAULTS[operator], token, repeats=repeats)
        if operator == "wildcard":
            return Wildcard(self._parts(token))
        if operator == "equals-ignore-case":
            return EqualsFold(token.text)
        if not token.text:
            raise self._fault("Null prefix/suffix not allowed", token, token.end, repeats=repeats)
        return Prefix(token.text) if operator == "prefix" else Suffix(token.text)

    def _close(self, fault: str) -> None:
        token = self.tokens.next()
        if token.kind is not Kind.END_OBJECT:
            raise self._fault(fault, token)

    def _fault(self, reason: str, token: Token, position: int | None = None, repeats: int = 1) -> InvalidPattern:
        return InvalidPattern(reason, self.tokens.text, position or token.seen, repeats=repeats)


def _comparison_of(operator: str, value: float) -> Operator:
    if operator == "=":
        return Number(value)
    if operator in {"<", "<="}:
        return Range(-math.inf, low_open=False, high=value, high_open=operator == "<")
    return Range(value, low_open=operator == ">")
