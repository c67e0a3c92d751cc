"""Coverage as JSON: between processes, and for reports made later."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.analysis.coverage.model import Coverage, MachineCoverage
from steploom.asl import load
from steploom.asl import to_json as definition_json
from steploom.compiler import SourceMap
from steploom.diagnostics import Diagnostic
from steploom.errors import DiagnosticError
from steploom.jsontext import Json, JsonObject

__all__ = ["CoverageDataError", "from_json", "to_json"]

_FORMAT = "steploom-coverage"
_VERSION = 1


class CoverageDataError(DiagnosticError):
    """Something that is no saved coverage, or of another version (SL905)."""

    def __init__(self, message: str) -> None:
        hint = "write it with --steploom-cov-report=json:FILE"
        super().__init__([Diagnostic("SL905", message, hint=hint)])


def to_json(coverage: Coverage) -> JsonObject:
    """Return coverage as JSON.

    The form is `{"format": "steploom-coverage", "version": 1, "totals": {kind: {"hit", "total"}}, "machines": [...]}`;
    a machine is `{"name", "file", "definition", "sourceMap", "hits": {path: count}}`.
    """
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "totals": {name: _total(coverage, name) for name in ("all", "state", "rule", "catcher", "retrier", "scope")},
        "machines": [_machine(each) for each in coverage.machines],
    }


def from_json(data: Json) -> Coverage:
    """Return the coverage that `to_json` wrote.

    Raises:
        CoverageDataError: It is something else.
        DefinitionError: A definition in it is none.
    """
    if not isinstance(data, Mapping) or data.get("format") != _FORMAT or data.get("version") != _VERSION:
        raise CoverageDataError(f"this is no coverage data of version {_VERSION}")
    try:
        return Coverage(tuple(_read(each) for each in data["machines"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise CoverageDataError(f"the coverage data is damaged: {error!r}") from error


def _total(coverage: Coverage, kind: str) -> JsonObject:
    count = coverage.count(None if kind == "all" else kind)  # type: ignore[arg-type] # the names above are kinds
    return {"hit": count.hit, "total": count.total}


def _machine(machine: MachineCoverage) -> JsonObject:
    return {
        "name": machine.name,
        "file": machine.file,
        "definition": definition_json(machine.definition),
        "sourceMap": SourceMap(machine.spans).to_json(),
        "hits": dict(machine.hits),
    }


def _read(data: JsonObject) -> MachineCoverage:
    spans = SourceMap.from_json(data["sourceMap"]).states
    hits = {str(path): int(count) for path, count in data["hits"].items()}
    return MachineCoverage.of(str(data["name"]), load(data["definition"]), hits, spans, str(data["file"]))
