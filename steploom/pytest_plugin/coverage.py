"""`--steploom-cov`: what the tests of a session covered. Loaded only where the option is given."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from steploom.analysis.coverage import (
    Collector,
    Coverage,
    CoverageSettings,
    SettingsError,
    combine,
    find_machines,
    from_json,
    read_settings,
    to_json,
    verdict,
)
from steploom.errors import DiagnosticError
from steploom.local.observing import observing
from steploom.views.coverage import coverage_table, render_coverage

__all__ = ["CoveragePlugin"]

_KEY = "steploom_coverage"
_WHOLE = 100
_FORMS = ("term", "term-missing", "html", "json")
_FILES = {"html": "steploom-cov", "json": "steploom-cov.json"}

_Reports: TypeAlias = list[tuple[str, Path]]


@dataclass
class _Options:
    """What this session wants."""

    source: tuple[str, ...]
    least: dict[str, float]
    reports: _Reports


class CoveragePlugin:
    """Collects, in this process and from the workers of pytest-xdist, and reports at the end.

    Args:
        config: The session's configuration.

    Raises:
        pytest.UsageError: An option or setting is wrong.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        try:
            self._options = _options(config)
        except DiagnosticError as error:
            raise pytest.UsageError(str(error)) from error
        self._collector = Collector()
        self._parts: list[Coverage] = []
        self._lost = 0
        self._coverage = Coverage()
        self._wrong: list[str] = []
        self._stack = ExitStack()
        self._stack.enter_context(observing(self._collector))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take what a worker of pytest-xdist collected."""
        del error
        data = getattr(node, "workeroutput", {}).get(_KEY)
        if data is None:
            self._lost += 1
        else:
            self._parts.append(from_json(data))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send what a worker collected, or judge all of it."""
        self._stack.close()
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = to_json(self._collector.coverage())
            return
        if session.config.option.collectonly:
            return
        try:
            self._coverage = self._judged()
            self._wrong = list(verdict(self._coverage, self._options.least))
            if self._lost:
                self._wrong.append(f"the coverage of {self._lost} workers is lost")
            self._write()
        except DiagnosticError as error:
            self._wrong = [str(error)]
        if self._wrong and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table, what was written, and what is not good enough."""
        if self._config.option.collectonly:
            return
        for form, path in self._options.reports:
            if form.startswith("term"):
                terminalreporter.section("steploom coverage", sep="-")
                for line in coverage_table(self._coverage, missing=form == "term-missing"):
                    terminalreporter.write_line(line)
            else:
                terminalreporter.write_line(f"steploom coverage written to {path}")
        for sentence in self._wrong:
            terminalreporter.write_line(f"FAIL steploom: {sentence}", red=True, bold=True)

    def _judged(self) -> Coverage:
        seen = combine([self._collector.coverage(), *self._parts])
        if not self._options.source:
            return seen
        wanted = find_machines(self._options.source, self._config.rootpath)
        shapes = {each.shape for each in wanted.machines}
        ours = Coverage(tuple(each for each in seen.machines if each.shape in shapes))
        return combine([wanted, ours])

    def _write(self) -> None:
        for form, path in self._options.reports:
            if form == "json":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(to_json(self._coverage), ensure_ascii=False), encoding="utf-8")
            elif form == "html":
                path.mkdir(parents=True, exist_ok=True)
                for name, page in render_coverage(self._coverage).items():
                    (path / name).write_text(page, encoding="utf-8")


def _options(config: pytest.Config) -> _Options:
    settings: CoverageSettings = read_settings(config.rootpath / "pyproject.toml")
    given = [each for each in config.getoption("--steploom-cov") if each is not True]
    least = dict(settings.fail_under)
    under = config.getoption("--steploom-cov-fail-under")
    if under is not None and not 0 <= under <= _WHOLE:
        raise SettingsError(f"--steploom-cov-fail-under={under:g} is no percentage, 0 to 100")
    if under is not None:
        least["total"] = under
    reports = config.getoption("--steploom-cov-report") or list(settings.report) or ["term"]
    return _Options(tuple(given) or settings.source, least, [_report(each, config.rootpath) for each in reports])


def _report(text: str, root: Path) -> tuple[str, Path]:
    form, _, target = text.partition(":")
    if form not in _FORMS or (target and form not in _FILES):
        hint = "use term, term-missing, html:DIR or json:FILE"
        raise SettingsError(f"{text!r} is no form of a coverage report", hint)
    return form, root / (target or _FILES.get(form, ""))
