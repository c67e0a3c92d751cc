"""The source map: which line of Python each state comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from steploom.diagnostics import Span
from steploom.jsontext import JsonObject

__all__ = ["SourceMap"]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Places in the source.

    Attributes:
        states: By the name of the state, which is unique in a definition.
        raises: By the name of an error that the workflow raises itself, where it does so at one place only: a raise
            is often no state, but an assignment on the way to one.
    """

    states: Mapping[str, Span]
    raises: Mapping[str, Span] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return the map as JSON: `{"version": 1, "states": {name: place}, "raises": {error: place}}`.

        A place is `{"file", "line", "column", "endLine", "endColumn"}`, lines and columns from 1.
        """
        return {"version": 1, "states": _places(self.states), "raises": _places(self.raises)}

    @classmethod
    def from_json(cls, data: JsonObject) -> SourceMap:
        """Return the map that `to_json` wrote."""
        return cls(_spans(data["states"]), _spans(data["raises"]))


def _places(spans: Mapping[str, Span]) -> JsonObject:
    return {
        name: {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
        for name, span in spans.items()
    }


def _spans(places: JsonObject) -> dict[str, Span]:
    return {
        name: Span(each["file"], each["line"], each["column"], each["endLine"], each["endColumn"])
        for name, each in places.items()
    }
