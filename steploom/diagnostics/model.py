"""The frozen data of a diagnostic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Diagnostic", "Severity", "Span"]


class Severity(StrEnum):
    """How grave: an error stops, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text file.

    Attributes:
        file: Path as the user would open it.
        line: First line, from 1.
        column: First character in that line, from 1, in characters (not bytes).
        end_line: Last line, from 1.
        end_column: The column after the last character.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    Attributes:
        code: `SL` and three digits, a key of `CODES`.
        message: What is wrong, in one sentence without a full stop.
        span: Where in a source file, or None.
        location: Where in a definition, as a slash path (`/States/charge/Next`), or None.
        hint: What to write instead, or None.
        severity: Error or warning.
        service_code: The code that AWS gives the same fault (`SCHEMA_VALIDATION_FAILED`), or None.
    """

    code: str
    message: str
    span: Span | None = None
    location: str | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    service_code: str | None = None

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        where = f" at {self.location}" if self.location is not None else ""
        return f"{place}{self.code} {self.message}{where}"
