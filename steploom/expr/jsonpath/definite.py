"""Paths that name one place: read at the speed of subscripts, explained only when they fail.

Input: segments. Output: a function of the root value; and, for a failure, AWS's reason. Must not: search.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeAlias

from steploom.expr.javatext import java_text
from steploom.expr.jsonpath.errors import PathError
from steploom.expr.jsonpath.nodes import FromEnd, Index, Name, Names, Segment, fragment
from steploom.jsontext import Json

__all__ = ["MISSED", "Getter", "compile_definite", "explain"]

Getter: TypeAlias = Callable[[Json], Json]

#: What a getter raises where the path leads nowhere.
MISSED = (KeyError, TypeError, IndexError)


def compile_definite(segments: tuple[Segment, ...]) -> Getter:
    """Return a function from a root value to the value at the path.

    The function raises one of `MISSED` where nothing is there; `explain` then says why.

    Example:
        >>> compile_definite((Name("a"), Index(1)))({"a": [1, 2]})
        2
    """
    *inner, last = segments or (None,)
    if isinstance(last, Names):
        return _compile_members(compile_definite(tuple(inner)), last.names)
    names = [each.name for each in segments if isinstance(each, Name)]
    if len(names) == len(segments):
        return _compile_names(names)
    return _compile_mixed([_key(each) for each in segments])


def _compile_names(names: list[str]) -> Getter:
    match names:
        case []:
            return _identity
        case [one]:
            return lambda value: value[one]
        case [one, two]:
            return lambda value: value[one][two]
        case [one, two, three]:
            return lambda value: value[one][two][three]
        case _:
            return _compile_many(names)


def _identity(value: Json) -> Json:
    return value


def _compile_many(names: list[str]) -> Getter:
    def get(value: Json) -> Json:
        for name in names:
            value = value[name]
        return value

    return get


def _key(segment: Segment) -> str | int:
    match segment:
        case Name(name):
            return name
        case Index(index):
            return index if index >= 0 else sys.maxsize  # AWS finds nothing at a negative index
        case FromEnd(count):
            return -count if count else sys.maxsize
        case _:
            raise AssertionError(segment)  # the caller asks for definite segments only


def _compile_mixed(keys: list[str | int]) -> Getter:
    def get(value: Json) -> Json:
        for key in keys:
            if type(key) is int and type(value) is not list:
                raise TypeError  # Python would index text, too
            value = value[key]
        return value

    return get


def _compile_members(parent: Getter, names: tuple[str, ...]) -> Getter:
    def get(value: Json) -> Json:
        found = parent(value)
        if not isinstance(found, dict):
            raise TypeError
        return {name: found[name] for name in names if name in found}

    return get


def explain(text: str, segments: tuple[Segment, ...], value: Json) -> PathError:
    """Return the error of a path that leads nowhere, in the words of the library behind AWS.

    Args:
        text: The path as written.
        segments: Its steps.
        value: The root value.
    """
    current = "$"
    whole = "$" + "".join(map(fragment, segments))
    for number, segment in enumerate(segments):
        reason = _obstacle(segment, value, current, segments[number:])
        if reason:
            # The library has another class of error where an index meets something else than a list.
            missing = "" if reason.startswith("Filter: ") else current + fragment(segment)
            return PathError(text, reason, missing=missing)
        last = number == len(segments) - 1
        current += fragment(segment)
        try:
            value = compile_definite((segment,))(value)
        except (KeyError, IndexError) as missed:
            if last or isinstance(missed, IndexError):
                past_end = last and isinstance(segment, Index) and segment.index >= 0
                return PathError(text, f"No results for path: {whole}", missing=current, past_end=past_end)
            return PathError(text, f"Missing property in path {current}", missing=current)
    return PathError(text, f"No results for path: {whole}", missing=whole)


def _obstacle(segment: Segment, value: Json, current: str, rest: tuple[Segment, ...]) -> str:
    """Say why a step cannot be applied to `value` at all, or return an empty text."""
    if isinstance(segment, Name | Names):
        return "" if isinstance(value, dict) else f"Property {fragment(segment)} not found in path {current}"
    if value is None:
        return f"The path {current} is null"
    if isinstance(value, list):
        return ""
    written = "".join(map(fragment, rest))
    return f"Filter: {written} can only be applied to arrays. Current context is: {java_text(value)}"
