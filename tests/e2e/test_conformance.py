"""What AWS was recorded to answer, replayed through boto3; the long run is `run.py` of the kit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "selection",
    [["--suite", "base.test_base"], ["--suite", "assign.test_assign_base"], ["--suite", "choice_operators.test_is"]],
    ids=lambda selection: selection[1],
)
def test_recorded_cases_pass_at_strict(selection: list[str], shared: Path, root: Path) -> None:
    command = [sys.executable, str(shared / "conformance/run.py"), *selection, "--needs", "", "--level", "strict"]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " 0 failed" in done.stdout
