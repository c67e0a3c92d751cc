"""Collect diagnostics, so that one run shows them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.diagnostics.model import Diagnostic, Severity, Span

__all__ = ["Collector"]


@dataclass
class Collector:
    """Gathers faults in the order found; equal ones once.

    Example:
        >>> found = Collector()
        >>> found.error("SL101", "'while … else' is not supported yet")
        >>> found.failed
        True
    """

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep `diagnostic` unless the same one is kept already."""
        if diagnostic not in self.items:
            self.items.append(diagnostic)

    def error(self, code: str, message: str, span: Span | None = None, hint: str | None = None) -> None:
        """Keep an error at a place of a source file."""
        self.add(Diagnostic(code, message, span, hint=hint))

    def warn(self, code: str, message: str, span: Span | None = None, hint: str | None = None) -> None:
        """Keep a warning at a place of a source file."""
        self.add(Diagnostic(code, message, span, hint=hint, severity=Severity.WARNING))

    @property
    def failed(self) -> bool:
        """Whether an error is among them."""
        return any(each.severity is Severity.ERROR for each in self.items)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return all, by file, line and column; those without a place last."""
        return tuple(sorted(self.items, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int]:
    span = diagnostic.span
    return (True, "", 0, 0) if span is None else (False, span.file, span.line, span.column)
