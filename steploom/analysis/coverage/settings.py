"""What is wanted of coverage: the table `[tool.steploom.coverage]` of pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from steploom.analysis.coverage.model import Count, Coverage
from steploom.analysis.coverage.points import PointKind
from steploom.diagnostics import Diagnostic
from steploom.errors import DiagnosticError
from steploom.jsontext import Json

__all__ = ["CoverageSettings", "SettingsError", "read_settings", "verdict"]

_KINDS: Final[Mapping[str, PointKind | None]] = {
    "total": None,
    "states": "state",
    "rules": "rule",
    "catchers": "catcher",
    "retriers": "retrier",
    "scopes": "scope",
}

_WHOLE = 100


class SettingsError(DiagnosticError):
    """A setting that cannot mean anything (SL904)."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__([Diagnostic("SL904", message, hint=hint)])


@dataclass(frozen=True)
class CoverageSettings:
    """What the table says.

    Attributes:
        source: Modules, files and folders whose machines are measured; none for every machine that a test made.
        fail_under: The least percentage by `total`, `states`, `rules`, `catchers`, `retriers`, `scopes`.
        report: Reports to write, as `--steploom-cov-report` names them.
    """

    source: tuple[str, ...] = ()
    fail_under: Mapping[str, float] = field(default_factory=dict)
    report: tuple[str, ...] = ()


def read_settings(file: Path) -> CoverageSettings:
    """Return the settings in a pyproject.toml; the defaults where there is no such file or table.

    The table has `source` (a list), `report` (a list) and `fail_under`: a number, or a table of numbers by kind.

    Raises:
        SettingsError: The file is no TOML, a name is unknown, or a value is of the wrong kind.
    """
    if not file.is_file():
        return CoverageSettings()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("steploom", {}).get("coverage", {})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from error
    unknown = [name for name in table if name not in ("source", "fail_under", "report")]
    if unknown:
        hint = "it knows source, report and fail_under"
        raise SettingsError(f"[tool.steploom.coverage] knows no {unknown[0]!r}", hint)
    return CoverageSettings(
        _texts("source", table.get("source", [])),
        _least(table.get("fail_under", {})),
        _texts("report", table.get("report", [])),
    )


def verdict(coverage: Coverage, least: Mapping[str, float]) -> Iterator[str]:
    """Yield a sentence for each threshold that coverage does not reach.

    Nothing measured reaches no threshold: a session that ran no machine has not shown anything.

    Args:
        coverage: What was covered.
        least: The least percentage by name, as in `CoverageSettings.fail_under`.
    """
    for name, wanted in least.items():
        count = coverage.count(_KINDS[name])
        what = "coverage" if name == "total" else f"coverage of {name}"
        if not coverage.machines and wanted > 0:
            yield f"{what} of {wanted:g}% is required, and no state machine was measured"
        elif _below(count, wanted):
            yield f"{what} of {count.hit}/{count.total} ({_floor(count):.1f}%) is less than the required {wanted:g}%"


def _below(count: Count, wanted: float) -> bool:
    return count.hit * 100 < wanted * count.total


def _floor(count: Count) -> float:
    """Never show 90.0 for 89.99: who reads the sentence would not believe it."""
    return int(count.percent * 10) / 10


def _texts(name: str, value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise SettingsError(f"[tool.steploom.coverage] {name}: expected a list of texts")
    return tuple(value)


def _least(value: Json) -> dict[str, float]:
    table = value if isinstance(value, dict) else {"total": value}
    for name, wanted in table.items():
        if name not in _KINDS:
            raise SettingsError(f"fail_under knows no {name!r}", f"use one of {', '.join(_KINDS)}")
        if isinstance(wanted, bool) or not isinstance(wanted, int | float) or not 0 <= wanted <= _WHOLE:
            raise SettingsError(f"fail_under of {name} is no percentage, 0 to 100")
    return {name: float(wanted) for name, wanted in table.items()}
