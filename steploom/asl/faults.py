"""Where faults of one definition gather while it is read or checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from steploom.diagnostics import Diagnostic, Severity

__all__ = ["SERVICE_CODES", "Faults", "ServiceCode", "child", "item", "listed"]

#: AWS's codes of `ValidateStateMachineDefinitionDiagnostic` that a definition alone can earn.
ServiceCode: TypeAlias = Literal[
    "DUPLICATE_LABEL_NAME",
    "DUPLICATE_STATE_NAME",
    "INVALID_JSONATA_EXPRESSION",
    "INVALID_JSON_DESCRIPTION",
    "INVALID_LABEL_NAME",
    "INVALID_STATE_NAME",
    "INVALID_VARIABLE_NAME",
    "MISSING_END_STATE",
    "MISSING_TRANSITION_TARGET",
    "NO_DOLLAR",
    "NO_PATH",
    "PASS_RESULT_IS_STATIC",
    "RESERVED_VARIABLE_NAME",
    "SCHEMA_VALIDATION_FAILED",
    "TOO_DEEPLY_NESTED",
    "UNSUPPORTED_JSONATA_EXPRESSION",
]

#: The code of ours that each of AWS's codes belongs to.
SERVICE_CODES: dict[ServiceCode, str] = {
    "DUPLICATE_LABEL_NAME": "SL405",
    "DUPLICATE_STATE_NAME": "SL405",
    "INVALID_JSONATA_EXPRESSION": "SL404",
    "INVALID_JSON_DESCRIPTION": "SL400",
    "INVALID_LABEL_NAME": "SL405",
    "INVALID_STATE_NAME": "SL405",
    "INVALID_VARIABLE_NAME": "SL405",
    "MISSING_END_STATE": "SL402",
    "MISSING_TRANSITION_TARGET": "SL402",
    "NO_DOLLAR": "SL404",
    "NO_PATH": "SL404",
    "PASS_RESULT_IS_STATIC": "SL404",
    "RESERVED_VARIABLE_NAME": "SL405",
    "SCHEMA_VALIDATION_FAILED": "SL401",
    "TOO_DEEPLY_NESTED": "SL401",
    "UNSUPPORTED_JSONATA_EXPRESSION": "SL404",
}


@dataclass(slots=True)
class Faults:
    """Gathers diagnostics in the order found; equal ones once.

    Attributes:
        found: The diagnostics.
        anchors: Where the fault of a diagnostic is written, where AWS's location is only near it.
        depth: How many scopes the reader is inside.
        refused: Locations of fields that are written, but whose value could not be read.
        broken: Locations of the `States` objects of which a state could not be read.
    """

    found: list[Diagnostic] = field(default_factory=list)
    anchors: dict[Diagnostic, str] = field(default_factory=dict)
    depth: int = 0
    refused: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def schema(
        self,
        location: str | None,
        message: str,
        *,
        code: str = "SL401",
        hint: str | None = None,
        anchor: str | None = None,
    ) -> None:
        """Keep a `SCHEMA_VALIDATION_FAILED`.

        Args:
            location: The slash path that AWS names.
            message: The fault, in AWS's words where they are known.
            code: Ours, where it is another than `SL401`.
            hint: What to write instead.
            anchor: The slash path of the field at fault, where AWS names the object around it.
        """
        diagnostic = Diagnostic(code, message, None, location, hint, Severity.ERROR, "SCHEMA_VALIDATION_FAILED")
        if anchor is not None:
            self.anchors[diagnostic] = anchor
        self._add(diagnostic)

    def refuse(self, code: ServiceCode, location: str | None, message: str, hint: str | None = None) -> None:
        """Keep a fault that AWS reports under `code`."""
        self._add(Diagnostic(SERVICE_CODES[code], message, None, location, hint, Severity.ERROR, code))

    def warn(self, code: ServiceCode, location: str, message: str, hint: str | None = None) -> None:
        """Keep a warning that AWS reports under `code`."""
        self._add(Diagnostic(SERVICE_CODES[code], message, None, location, hint, Severity.WARNING, code))

    def doubt(self, code: str, location: str, message: str, hint: str | None = None) -> None:
        """Keep a warning of our own."""
        self._add(Diagnostic(code, message, None, location, hint, Severity.WARNING))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep all of `diagnostics`."""
        for each in diagnostics:
            self._add(each)

    def _add(self, diagnostic: Diagnostic) -> None:
        if diagnostic not in self.found:
            self.found.append(diagnostic)


def child(location: str, key: str) -> str:
    """Return the slash path of member `key` of the object at `location`.

    Example:
        >>> child("/", "States"), child("/States", "charge")
        ('/States', '/States/charge')
    """
    return f"/{key}" if location == "/" else f"{location}/{key}"


def item(location: str, index: int) -> str:
    """Return the slash path of item `index` of the list at `location`, as AWS writes it.

    Example:
        >>> item("/States/A/Catch", 0)
        '/States/A/Catch[0]'
    """
    return f"{location}[{index}]"


def listed(names: Iterable[str]) -> str:
    """Return names the way AWS lists them: `[a, b]`."""
    return f"[{', '.join(names)}]"
