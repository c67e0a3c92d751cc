from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from steploom import analysis

ROOT = Path(__file__).parents[3]


def loaded_by(code):
    program = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_every_name_is_there():
    assert dir(analysis) == sorted(analysis.__all__)
    for name in analysis.__all__:
        assert getattr(analysis, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        analysis.nothing  # noqa: B018 - the read is the test


def test_who_reads_a_run_loads_no_engine():
    loaded = loaded_by("from steploom.analysis import run_model")
    assert not {"steploom.engine", "steploom.compiler", "steploom.local", "moto"} & loaded


def test_a_replay_loads_no_cloud():
    assert not {"steploom.local", "moto", "boto3"} & loaded_by("from steploom.analysis import replay")
