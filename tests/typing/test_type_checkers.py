"""mypy and pyright accept a right workflow, and refuse each misuse where it stands.

`workflows/right.py` has no error; in `workflows/wrong.py` exactly the lines that are marked `# wrong` have one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ["tests/typing/workflows/right.py", "tests/typing/workflows/wrong.py"]


def marked_lines() -> set[tuple[str, int]]:
    found = set()
    for file in FILES:
        lines = (ROOT / file).read_text().splitlines()
        found |= {(file, number) for number, line in enumerate(lines, 1) if "  # wrong" in line}
    return found


@pytest.fixture(scope="module")
def marks() -> set[tuple[str, int]]:
    found = marked_lines()
    assert len(found) == 31
    assert all(file.endswith("wrong.py") for file, _ in found)
    return found


def test_mypy(marks, tmp_path):
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--follow-imports=silent",
        "--cache-dir",
        str(tmp_path),
        *FILES,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    found = {(file, int(line)) for file, line in re.findall(r"^(\S+):(\d+): error:", done.stdout, re.MULTILINE)}
    assert found == marks, done.stdout


def test_pyright(marks):
    pyright = Path(sys.executable).with_name("pyright")
    if not pyright.exists():
        pytest.skip("pyright is not installed")
    asked = subprocess.run([pyright, "--version"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        pytest.skip("pyright cannot run here: it needs Node, and its npm package on first use")
    command = [pyright, "--pythonpath", sys.executable, "--outputjson", *FILES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    diagnostics = json.loads(done.stdout)["generalDiagnostics"]
    errors = [each for each in diagnostics if each["severity"] == "error"]
    found = {(relative(each["file"]), each["range"]["start"]["line"] + 1) for each in errors}
    assert found == marks, done.stdout


def relative(file: str) -> str:
    return Path(file).relative_to(ROOT).as_posix()
