"""Where faults of one definition gather while it is read or checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from steploom.diagnostics import Diagnostic, Severity

__all__ = ["Faults", "ServiceCode", "child", "item", "quoted_list"]

#: AWS's codes of `ValidateStateMachineDefinitionDiagnostic` that a definition alone can earn.
ServiceCode: TypeAlias = Literal[
    "DUPLICATE_LABEL_NAME",
    "DUPLICATE_STATE_NAME",
    "INVALID_JSON_DESCRIPTION",
    "INVALID_LABEL_NAME",
    "INVALID_STATE_NAME",
    "MISSING_END_STATE",
    "MISSING_TRANSITION_TARGET",
    "NO_DOLLAR",
    "NO_PATH",
    "PASS_RESULT_IS_STATIC",
    "SCHEMA_VALIDATION_FAILED",
    "TOO_DEEPLY_NESTED",
]

_CODES: dict[ServiceCode, str] = {
    "DUPLICATE_LABEL_NAME": "SL405",
    "DUPLICATE_STATE_NAME": "SL405",
    "INVALID_JSON_DESCRIPTION": "SL400",
    "INVALID_LABEL_NAME": "SL405",
    "INVALID_STATE_NAME": "SL405",
    "MISSING_END_STATE": "SL402",
    "MISSING_TRANSITION_TARGET": "SL402",
    "NO_DOLLAR": "SL404",
    "NO_PATH": "SL404",
    "PASS_RESULT_IS_STATIC": "SL404",
    "SCHEMA_VALIDATION_FAILED": "SL401",
    "TOO_DEEPLY_NESTED": "SL401",
}


@dataclass(slots=True)
class Faults:
    """Gathers diagnostics in the order found; equal ones once."""

    found: list[Diagnostic] = field(default_factory=list)

    def schema(self, location: str | None, message: str, *, code: str = "SL401", hint: str | None = None) -> None:
        """Keep a `SCHEMA_VALIDATION_FAILED` at a slash path of the definition."""
        self._add(Diagnostic(code, message, None, location, hint, Severity.ERROR, "SCHEMA_VALIDATION_FAILED"))

    def refuse(self, service_code: ServiceCode, location: str | None, message: str, hint: str | None = None) -> None:
        """Keep a fault that AWS reports under `service_code`."""
        code = _CODES[service_code]
        self._add(Diagnostic(code, message, None, location, hint, Severity.ERROR, service_code))

    def warn(self, service_code: ServiceCode, location: str, message: str, hint: str | None = None) -> None:
        """Keep a warning that AWS reports under `service_code`."""
        code = _CODES[service_code]
        self._add(Diagnostic(code, message, None, location, hint, Severity.WARNING, service_code))

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


def quoted_list(names: Iterable[str]) -> str:
    """Return names the way AWS lists them: `[a, b]`."""
    return f"[{', '.join(names)}]"
