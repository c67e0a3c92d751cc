"""`ResultPath`: a result put into a copy of the input.

Input: the raw input, a Reference Path, a value. Output: a new value that shares what did not change. Must not: change
the input.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from steploom.expr.jsonpath.errors import PathError, PathSyntaxError
from steploom.expr.jsonpath.nodes import Index, Name, Segment
from steploom.expr.jsonpath.path import compile_path
from steploom.jsontext import Json, compact

__all__ = ["Writer", "compile_writer", "write"]

Writer: TypeAlias = Callable[[Json, Json], Json]
_Keys: TypeAlias = tuple[str | int, ...]


def write(raw_input: Json, path: str, value: Json) -> Json:
    """Return `raw_input` with `value` at `path`.

    `$` replaces the whole input. Missing objects on the way are made, an existing value at the last step is replaced.
    An index must name an element that is there.

    Args:
        raw_input: The state's input, unchanged afterwards.
        path: A Reference Path into it, as in `ResultPath`.
        value: What to put there.

    Raises:
        PathSyntaxError: `path` is none that `ResultPath` may hold.
        PathError: Something on the way is no object, or no element of a list is there.

    Example:
        >>> write({"a": 1}, "$.b.c", 2), write({"a": 1}, "$", 2)
        ({'a': 1, 'b': {'c': 2}}, 2)
    """
    return compile_writer(path)(raw_input, value)


@lru_cache(maxsize=1024)
def compile_writer(path: str) -> Writer:
    """Compile a `ResultPath` to a function of raw input and value.

    Raises:
        PathSyntaxError: `path` is none that `ResultPath` may hold.
    """
    compiled = compile_path(path)
    if compiled.root != "input":
        problem = "a result can be put into the state's input only: write $ and the place in it"
        raise PathSyntaxError(path, problem, 0)
    if compiled.reference_fault:
        raise PathSyntaxError(path, compiled.reference_fault, 0)
    keys = tuple(map(_key, compiled.segments))
    if not keys:
        return lambda _raw_input, value: value
    if len(keys) == 1 and isinstance(keys[0], str):
        return _compile_member(path, keys[0])
    return lambda raw_input, value: _put(path, raw_input, keys, value)


def _key(segment: Segment) -> str | int:
    match segment:
        case Name(name):
            return name
        case Index(index):
            return index
        case _:
            raise AssertionError(segment)  # a Reference Path has names and indexes only


def _compile_member(path: str, name: str) -> Writer:
    def put(raw_input: Json, value: Json) -> Json:
        if not isinstance(raw_input, dict):
            raise _unable(path, name, raw_input)
        return {**raw_input, name: value}

    return put


def _put(path: str, raw_input: Json, keys: _Keys, value: Json) -> Json:
    """Copy the containers on the way down, and hang the value into the last copy."""
    holder: list[Json] = [raw_input]
    parent: Json = holder
    slot: str | int = 0
    for key in keys:
        child = parent[slot]
        if isinstance(key, str) and isinstance(child, dict):
            copy: Json = dict(child)
            copy.setdefault(key, {})
        elif isinstance(key, int) and isinstance(child, list) and 0 <= key < len(child):
            copy = list(child)
        else:
            raise _unable(path, key, raw_input)
        parent[slot] = copy
        parent, slot = copy, key
    parent[slot] = value
    return holder[0]


def _unable(path: str, step: str | int, raw_input: Json) -> PathError:
    return PathError(path, f'Unable to apply step "{step}" to input {compact(raw_input)}')
