"""Recorded AWS behaviour, replayed through boto3 by the kit's own runner."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SELECTIONS = [
    ["--suite", "base.test_base", "--needs", ""],
    ["--suite", "services.test_lambda", "--suite", "services.test_dynamodb", "--needs", "lambda,dynamodb,aws-sdk"],
    ["--suite", "activities", "--suite", "timeouts", "--needs", "activity,callback,lambda,time,heartbeat,sqs"],
]


@pytest.mark.slow
@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda each: each[1])
def test_recorded_cases_at_strict(shared, root, selection):
    command = [
        sys.executable,
        str(shared / "conformance" / "run.py"),
        "--jobs",
        "1",
        "--list-failures",
        "5",
        *selection,
    ]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
