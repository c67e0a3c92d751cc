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
from steploom.jsontext import Json, compact

__all__ = ["MISSED", "Getter", "compile_definite", "context_text", "explain"]

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


def _compile_mixed(keys: list[Json]) -> Getter:
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
    in_list = False
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        written = current + _fragment(segment, value)
        reason = _obstacle(segment, value, current, segments[number:], in_list=in_list)
        if reason:
            # The library has another class of error where an index meets something else than a list.
            return PathError(text, reason, missing="" if reason.startswith("Filter: ") else written)
        in_list = isinstance(segment, Index | FromEnd)
        try:
            value = compile_definite((segment,))(value)
        except KeyError:
            reason = f"No results for path: {written}" if last else f"Missing property in path {written}"
            return PathError(text, reason, missing=written)
        except IndexError:
            if last:
                return PathError(text, f"No results for path: {written}", missing=written, past_end=True)
            value, in_list = None, False  # what the library's JSON tree answers; the next step then fails on it
        current = written
    return PathError(text, f"No results for path: {current}", missing=current)


def _fragment(segment: Segment, value: Json) -> str:
    if isinstance(segment, FromEnd) and isinstance(value, list):
        return f"[{len(value) - segment.count}]"
    return fragment(segment)


def _obstacle(segment: Segment, value: Json, current: str, rest: tuple[Segment, ...], *, in_list: bool) -> str:
    """Say why a step cannot be applied to `value` at all, or return an empty text."""
    if isinstance(segment, Name | Names):
        return "" if isinstance(value, dict) else f"Property {fragment(segment)} not found in path {current}"
    if isinstance(value, list):
        return ""
    if value is None and not in_list:
        return f"The path {current} is null"
    written = "".join(map(fragment, rest))
    context = context_text(value, in_list=in_list)
    return f"Filter: {written} can only be applied to arrays. Current context is: {context}"


def context_text(value: Json, *, in_list: bool) -> str:
    """Return a value as the library shows it in its messages.

    Args:
        value: What a step cannot be applied to.
        in_list: It is an element of a list; the library then shows text as JSON, too.
    """
    return compact(value) if in_list or isinstance(value, dict | list) else java_text(value)
