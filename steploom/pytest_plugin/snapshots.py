"""The fixture `snapshots`: texts kept in `__snapshots__` beside the tests, compared, updated, and told when unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from steploom.analysis.snapshots.texts import Subject

__all__ = ["SnapshotPlugin", "Snapshots"]

_FOLDER = "__snapshots__"
_SUFFIX = ".txt"
_KEY = "steploom_snapshots"
_LONGEST = 120
_STRANGE = re.compile(r"[^\w.,=\[\]-]+", re.ASCII)


class Snapshots:
    """Compares runs, histories and TestState results of one test with the texts that are kept of them.

    Args:
        item: The test.
        plugin: What all tests of the session share.
    """

    def __init__(self, item: pytest.Item, plugin: SnapshotPlugin) -> None:
        self._item = item
        self._plugin = plugin
        self._count = 0

    def __call__(self, subject: Subject, name: str = "") -> None:
        """Fail where the snapshot of something is not the one that is kept.

        Args:
            subject: A run of the local cloud, a history, a TestState response.
            name: Which one it is, where a test takes several; numbers otherwise.

        Raises:
            AssertionError: It differs, or none is kept.
            SnapshotError: No snapshot can be taken of it.
        """
        from steploom.analysis.snapshots import first_change, snapshot  # noqa: PLC0415 - loads what few tests need

        __tracebackhide__ = True
        self._count += 1
        path = self._path(name or ("" if self._count == 1 else str(self._count)))
        now = snapshot(subject)
        self._plugin.used.add(str(path))
        kept = path.read_text(encoding="utf-8") if path.is_file() else None
        if kept == now:
            return
        if self._plugin.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, encoding="utf-8")
            self._plugin.written.add(str(path))
        elif kept is None:
            pytest.fail(
                f"no snapshot is kept in {path}: write it with --steploom-snapshot-update\n\n{now}", pytrace=False
            )
        else:
            pytest.fail(f"the snapshot in {path} differs: {first_change(kept, now)}", pytrace=False)

    def _path(self, name: str) -> Path:
        return _folder(self._item.path) / f"{_file(self._item)}{f'.{_plain(name)}' if name else ''}{_SUFFIX}"


class SnapshotPlugin:
    """What the tests of a session share: which texts were used, and what becomes of the others.

    Args:
        config: The session's configuration.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.update: bool = config.getoption("--steploom-snapshot-update")
        #: The files that tests asked for.
        self.used: set[str] = set()
        #: Those that were written.
        self.written: set[str] = set()
        self._folders: set[str] = set()
        self._excused: set[str] = set()
        self._narrowed = False
        self._unused: list[Path] = []

    @pytest.fixture
    def snapshots(self, request: pytest.FixtureRequest) -> Snapshots:
        """Compare a run, a history or a TestState response with the text that is kept of it.

        Example:
            A test whose whole run is kept::

                def test_small_order(cloud, snapshots):
                    snapshots(cloud.start(fulfil, {"order_id": "o-1", ...}).finish())
        """
        return Snapshots(request.node, self)

    def pytest_deselected(self) -> None:
        """Some tests do not run: their snapshots are not unused."""
        self._narrowed = True

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which folders belong to the tests that run."""
        self._narrowed = self._narrowed or any("::" in argument for argument in self._config.args)
        self._folders |= {str(_folder(item.path)) for item in session.items if _folder(item.path).is_dir()}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed or was skipped may not have come to its snapshots."""
        if not report.passed:
            self._excused.add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take what a worker of pytest-xdist used."""
        data = getattr(node, "workeroutput", {}).get(_KEY)
        if error is not None or data is None:
            self._narrowed = True
            return
        self.used |= set(data["used"])
        self.written |= set(data["written"])
        self._folders |= set(data["folders"])
        self._narrowed = self._narrowed or data["narrowed"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send what a worker used, or find what nobody did."""
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = {
                "used": sorted(self.used),
                "written": sorted(self.written),
                "folders": sorted({*self._folders, *(str(Path(each).parent) for each in self.written)}),
                "narrowed": self._narrowed,
            }
            return
        if self._narrowed or session.config.option.collectonly or session.shouldstop or session.shouldfail:
            return
        self._unused = sorted(self._found())
        if self.update:
            for path in self._unused:
                path.unlink()

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Tell what was written, and what nobody used."""
        if self.written:
            terminalreporter.write_line(f"{len(self.written)} steploom snapshots written")
        if self._unused:
            what = "unused, removed" if self.update else "unused: remove them with --steploom-snapshot-update"
            terminalreporter.write_line(f"{len(self._unused)} steploom snapshots {what}", yellow=True)
            for path in self._unused:
                terminalreporter.write_line(f"  {_shown(path, self._config.rootpath)}")

    def _found(self) -> Iterator[Path]:
        """Yield the texts of the tests' folders that nobody used, but those of tests that did not come to them."""
        excused = tuple(_name(nodeid) for nodeid in self._excused)
        for folder in sorted(self._folders):
            for path in Path(folder).glob(f"*{_SUFFIX}"):
                if str(path) not in self.used and not any(_belongs(path, name) for name in excused):
                    yield path


def _folder(path: Path) -> Path:
    return path.parent / _FOLDER / path.stem


def _file(item: pytest.Item) -> str:
    return _name(item.nodeid)


def _name(nodeid: str) -> str:
    """Return the name of a test's files: its class and its own, with the parameters."""
    return _plain(nodeid.partition("::")[2].replace("::", "."))


def _belongs(path: Path, name: str) -> bool:
    return path.name == f"{name}{_SUFFIX}" or path.name.startswith(f"{name}.")


def _plain(name: str) -> str:
    """Return a name that every file system takes; what had to be changed is told apart by a digest."""
    plain = _STRANGE.sub("_", name)[:_LONGEST]
    return plain if plain == name else f"{plain}-{sha256(name.encode()).hexdigest()[:8]}"


def _shown(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
