"""Where each slash path of a definition stands in its text; built only when there is a fault to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from steploom.asl.faults import child, item
from steploom.asl.text import is_json
from steploom.diagnostics import Diagnostic, Span

__all__ = ["with_spans"]

_BLANKS = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^\s,\]}]*")


@dataclass(frozen=True, slots=True)
class _Place:
    """Offsets of a member's key and of its value; lists and objects are shown by their key."""

    start: int
    end: int
    key: tuple[int, int] | None = None


def with_spans(
    diagnostics: Iterable[Diagnostic],
    text: str,
    file: str | None = None,
    anchors: Mapping[Diagnostic, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return `diagnostics` with a span for each location that can be found in `text`.

    Args:
        diagnostics: Faults with slash paths.
        text: The definition's JSON or YAML text.
        file: The name that the spans carry.
        anchors: The slash path of the field at fault, where a diagnostic names the object around it.
    """
    found = tuple(diagnostics)
    if not any(each.span is None and each.location is not None for each in found):
        return found
    anchors = anchors or {}
    spans = _spans(text, file or "<text>")
    return tuple(_placed(each, anchors.get(each), spans) for each in found)


def _placed(diagnostic: Diagnostic, anchor: str | None, spans: Mapping[str, tuple[Span, Span]]) -> Diagnostic:
    if diagnostic.span is not None:
        return diagnostic
    if anchor is not None and anchor in spans:
        return replace(diagnostic, span=spans[anchor][0])
    if diagnostic.location is not None and diagnostic.location in spans:
        return replace(diagnostic, span=spans[diagnostic.location][1])
    return diagnostic


def _spans(text: str, file: str) -> dict[str, tuple[Span, Span]]:
    """Slash path → the span of its key, and the span that shows its value."""
    places: dict[str, _Place] = {}
    if is_json(text):
        _json_value(text, _skip(text, 0), "/", None, places)
    else:
        _yaml_places(text, places)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(start: int, end: int) -> Span:
        line, last = _line(starts, start), _line(starts, end)
        return Span(file, line + 1, start - starts[line] + 1, last + 1, end - starts[last] + 1)

    spans = {}
    for location, place in places.items():
        key = span(*place.key) if place.key else None
        holds = text[place.start : place.start + 1] in ("{", "[") or "\n" in text[place.start : place.end]
        value = key if key and holds else span(place.start, place.start + 1 if holds else place.end)
        spans[location] = (key or value, value)
    return spans


def _line(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= offset else (low, middle)
    return low


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _json_value(text: str, at: int, location: str, key: tuple[int, int] | None, places: dict[str, _Place]) -> int:
    """Note the places of the value that begins at `at` and of all inside; return where it ends."""
    opening = text[at]
    if opening == "{":
        end = _json_object(text, at, location, places)
    elif opening == "[":
        end = _json_list(text, at, location, places)
    elif opening == '"':
        end = scanstring(text, at + 1)[1]
    else:
        match = _SCALAR.match(text, at)
        end = match.end() if match else at
    places[location] = _Place(at, end, key)
    return end


def _json_object(text: str, at: int, location: str, places: dict[str, _Place]) -> int:
    at = _skip(text, at + 1)
    while text[at] != "}":
        name, end = scanstring(text, at + 1)
        colon = _skip(text, end)
        value = _skip(text, colon + 1)
        at = _skip(text, _json_value(text, value, child(location, name), (at, end), places))
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _json_list(text: str, at: int, location: str, places: dict[str, _Place]) -> int:
    at = _skip(text, at + 1)
    index = 0
    while text[at] != "]":
        at = _skip(text, _json_value(text, at, item(location, index), None, places))
        index += 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _yaml_places(text: str, places: dict[str, _Place]) -> None:
    # PyYAML is loaded already: the text was read with it.
    from steploom.asl.yamltext import compose  # noqa: PLC0415

    node = compose(text)
    if node is not None:
        _yaml_value(node, "/", None, places)


def _yaml_value(node: Any, location: str, key: tuple[int, int] | None, places: dict[str, _Place]) -> None:
    places[location] = _Place(node.start_mark.index, node.end_mark.index, key)
    if node.id == "mapping":
        for name, value in node.value:
            edges = (name.start_mark.index, name.end_mark.index)
            _yaml_value(value, child(location, str(name.value)), edges, places)
    elif node.id == "sequence":
        for index, each in enumerate(node.value):
            _yaml_value(each, item(location, index), None, places)
