"""The long run: `python -m tests.e2e.fidelity` replays every recorded case and holds what fails against the page.

The exit status is 0 where exactly those cases fail at `strict` that `docs/fidelity.md` and the recordings' own list of
drift excuse.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["excused", "main", "replay", "verdicts"]

ROOT = Path(__file__).resolve().parents[2]
_ROW = re.compile(r"^\| `([^`]+)` \| (\w+) \|", re.MULTILINE)


def _rows() -> list[tuple[str, str]]:
    return _ROW.findall((ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8"))


def excused() -> list[str]:
    """Return the ids of the recorded cases that the page holds to be wrong."""
    return [name for name, kind in _rows() if kind in "RVAD"]


def verdicts() -> dict[str, str]:
    """Return the definitions whose suite's verdict the page holds to be wrong, with that verdict."""
    return {name: verdict for name, verdict in _rows() if verdict in ("valid", "invalid")}


def replay(kit: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the kit with the excused cases expected to fail, and report them if they pass."""
    drift = (kit / "known_drift.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        expected = Path(folder) / "expected.txt"
        expected.write_text(drift + "".join(f"{each}\tdocs/fidelity.md\n" for each in excused()), encoding="utf-8")
        command = [sys.executable, str(kit / "run.py"), "--expect-fail", str(expected), "--level", "strict", *options]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def main() -> int:
    """Replay everything."""
    kit = Path(os.environ.get("STEPLOOM_SHARED", ROOT.parent / "shared")) / "conformance"
    done = replay(kit, "--jobs", "2")
    print(done.stdout, done.stderr)
    return done.returncode or int(" 0 passed unexpectedly" not in done.stdout)


if __name__ == "__main__":
    sys.exit(main())
