"""The source map: which line of Python each state comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steploom.diagnostics import Span
from steploom.jsontext import JsonObject

__all__ = ["SourceMap"]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """State names, which are unique in a definition, to places in the source."""

    states: Mapping[str, Span]

    def to_json(self) -> JsonObject:
        """Return the map as JSON: `{"version": 1, "states": {name: {file, line, column, endLine, endColumn}}}`."""
        return {
            "version": 1,
            "states": {
                name: {
                    "file": span.file,
                    "line": span.line,
                    "column": span.column,
                    "endLine": span.end_line,
                    "endColumn": span.end_column,
                }
                for name, span in self.states.items()
            },
        }

    @classmethod
    def from_json(cls, data: JsonObject) -> SourceMap:
        """Return the map that `to_json` wrote."""
        return cls(
            {
                name: Span(each["file"], each["line"], each["column"], each["endLine"], each["endColumn"])
                for name, each in data["states"].items()
            }
        )
