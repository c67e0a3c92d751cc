"""Paths compiled once to functions of a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn, TypeAlias

from steploom.expr.jsonpath.definite import MISSED, Getter, compile_definite, explain
from steploom.expr.jsonpath.errors import PathError
from steploom.expr.jsonpath.nodes import ParsedPath, Root, Segment, is_definite
from steploom.expr.jsonpath.parser import parse_path
from steploom.expr.jsonpath.reference import reference_fault
from steploom.expr.jsonpath.searching import compile_search
from steploom.expr.view import View
from steploom.jsontext import Json

__all__ = ["Path", "compile_path"]

_Read: TypeAlias = Callable[[View], Json]


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path.

    Attributes:
        text: The path as it is written.
        root: Where it starts: `input` (`$`), `context` (`$$`) or `variable` (`$name`).
        variables: The names of the variables that it reads, without the dollar sign: one or none.
        segments: Its steps.
        definite: It names one place: `read` gives the value there. Otherwise `read` gives the list of all matches.
        reference_fault: Why it is no Reference Path; empty if it is one.
        warnings: What AWS reads differently from what is written.
        read: From a view to the value. Raises PathError if a definite path, or its variable, is not there.
    """

    text: str
    root: Root
    variables: frozenset[str]
    segments: tuple[Segment, ...]
    definite: bool
    reference_fault: str
    warnings: tuple[str, ...]
    read: _Read = field(repr=False, compare=False)

    @property
    def reference(self) -> bool:
        """Whether it is a Reference Path: names and indexes only."""
        return not self.reference_fault


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """Compile a path; equal texts give the same object.

    Args:
        text: `$…` reads the input, `$$…` the context object, `$name…` a variable.

    Raises:
        PathSyntaxError: The text is no path.

    Example:
        >>> path = compile_path("$.orders[?(@.total > 10)].id")
        >>> path.read(View({"orders": [{"id": 1, "total": 5}, {"id": 2, "total": 20}]}))
        [2]
        >>> path.definite, path.reference
        (False, False)
    """
    parsed = parse_path(text)
    return Path(
        text=text,
        root=parsed.root,
        variables=frozenset({parsed.variable} if parsed.variable else ()),
        segments=parsed.segments,
        definite=is_definite(parsed.segments),
        reference_fault=reference_fault(parsed),
        warnings=parsed.warnings,
        read=_compile_read(text, parsed),
    )


def _compile_read(text: str, parsed: ParsedPath) -> _Read:
    segments = parsed.segments
    if not is_definite(segments):
        return _compile_root(text, parsed, compile_search(text, segments))
    get = compile_definite(segments)

    def fail(value: Json) -> NoReturn:
        raise explain(text, segments, value) from None

    if parsed.root == "input":
        return _compile_input(get, fail)

    def get_or_fail(value: Json) -> Json:
        try:
            return get(value)
        except MISSED:
            fail(value)

    return _compile_root(text, parsed, get_or_fail)


def _compile_input(get: Getter, fail: Callable[[Json], NoReturn]) -> _Read:
    """Compile the most frequent kind: a definite path into the input, with one call less than the others."""

    def read(view: View) -> Json:
        try:
            return get(view.input)
        except MISSED:
            fail(view.input)

    return read


def _compile_root(text: str, parsed: ParsedPath, get: Getter) -> _Read:
    if parsed.root == "input":
        return lambda view: get(view.input)
    if parsed.root == "context":
        return lambda view: get(view.context())
    name = parsed.variable
    return lambda view: get(_variable(text, name, view.variables))


def _variable(text: str, name: str, variables: Mapping[str, Json]) -> Json:
    if name not in variables:
        raise PathError(text, f"The variable '${name}' is not defined", missing=f"${name}")
    return variables[name]
