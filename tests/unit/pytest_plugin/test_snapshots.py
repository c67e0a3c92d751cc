"""The fixture `snapshots` in sessions of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
HEAD = """
import json

import pytest


def result(value):
    return {"status": "SUCCEEDED", "output": json.dumps({"value": value, "at": "now"}), "nextState": "second"}

"""
ONE = """
def test_one(snapshots):
    snapshots(result(1))
"""
TWO = """
@pytest.mark.parametrize("value", ["a", "b/c"])
def test_two(snapshots, value):
    snapshots(result(value))
    snapshots(result(0), "zero")
"""
RUNS = """
import boto3

ROLE = "arn:aws:iam::123456789012:role/x"
TEXT = "first"


def test_runs(cloud, snapshots):
    sfn = boto3.client("stepfunctions")
    states = {"first": {"Type": "Pass", "Next": "second"}, "second": {"Type": "Pass", "Result": TEXT, "End": True}}
    definition = json.dumps({"StartAt": "first", "States": states})
    machine = sfn.create_state_machine(name="m", definition=definition, roleArn=ROLE)
    arn = sfn.start_execution(stateMachineArn=machine["stateMachineArn"], input='{"n": 1}')["executionArn"]
    snapshots(sfn.get_execution_history(executionArn=arn), "history")
    snapshots(cloud.runs[0], "run")
    state = json.dumps({**states["second"], "Next": "there"} | {"End": False})
    snapshots(sfn.test_state(definition=state, roleArn=ROLE, input='{"a": 1}', inspectionLevel="DEBUG"), "tested")
"""


@pytest.fixture
def session(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")

    def run(text, *options):
        (tmp_path / "test_it.py").write_text(HEAD + text)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        environment = os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}", "COLUMNS": "100"}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    run.folder = tmp_path / "__snapshots__" / "test_it"
    return run


def files(session):
    return sorted(each.name for each in session.folder.iterdir())


def test_kept_compared_and_updated(session):
    status, told = session(ONE)
    assert status == 1, "nothing is kept unless somebody says so"
    assert "no snapshot is kept in" in told
    assert not session.folder.exists()
    status, told = session(ONE, "--steploom-snapshot-update")
    assert status == 0, told
    assert "1 steploom snapshots written" in told
    kept = (session.folder / "test_one.txt").read_text()
    assert kept == 'SUCCEEDED\nnext: second\noutput: {"at": "now", "value": 1}\n'
    status, told = session(ONE)
    assert status == 0
    assert "snapshots" not in told
    changed = ONE.replace("(1)", "(2)")
    status, told = session(changed)
    assert status == 1, "a change is caught"
    assert '-output: {"at": "now", "value": 1}' in told
    assert '+output: {"at": "now", "value": 2}' in told
    assert session(changed, "--steploom-snapshot-update")[0] == 0
    assert session(changed)[0] == 0
    assert session(ONE)[0] == 1


def test_what_a_cloud_gives(session):
    assert session(RUNS, "--steploom-snapshot-update")[0] == 0
    story = (session.folder / "test_runs.history.txt").read_text()
    assert story == 'SUCCEEDED\ninput: {"n": 1}\n- first (Pass)\n- second (Pass)\n    out: "first"\noutput: "first"\n'
    assert (session.folder / "test_runs.run.txt").read_text() == story
    assert (session.folder / "test_runs.tested.txt").read_text().startswith('SUCCEEDED\nnext: there\noutput: "first"\n')
    status, told = session(RUNS.replace('TEXT = "first"', 'TEXT = "other"'))
    assert status == 1
    assert "the first difference is in the state second (line 5)" in told
    assert '+    out: "other"' in told


def test_several_in_a_test_and_parameters(session):
    assert session(TWO, "--steploom-snapshot-update")[0] == 0
    assert [each.partition("-")[0] for each in files(session)] == [
        "test_two[a].txt",
        "test_two[a].zero.txt",
        "test_two[b_c]",
        "test_two[b_c]",
    ]
    assert session(TWO)[0] == 0


def test_unused_ones_are_told_and_removed(session):
    session(ONE + TWO, "--steploom-snapshot-update")
    status, told = session(ONE)
    assert status == 0
    assert "4 steploom snapshots unused" in told
    assert "__snapshots__/test_it/test_two[a].zero.txt" in told
    assert len(files(session)) == 5
    told = session(ONE, "--steploom-snapshot-update")[1]
    assert "4 steploom snapshots unused, removed" in told
    assert files(session) == ["test_one.txt"]


def test_what_did_not_run_is_not_unused(session):
    session(ONE + TWO, "--steploom-snapshot-update")
    for options in (("-k", "one"), ("test_it.py::test_one",), ("-x",)):
        text = ONE + TWO if options != ("-x",) else "def test_first():\n    assert False\n" + ONE + TWO
        told = session(text, *options, "--steploom-snapshot-update")[1]
        assert "unused" not in told, options
        assert len(files(session)) == 5
    failing = TWO.replace(
        "    snapshots(run(cloud, value))", "    assert value != 'a'\n    snapshots(run(cloud, value))"
    )
    told = session(ONE + failing, "--steploom-snapshot-update")[1]
    assert "unused" not in told
    skipped = TWO.replace("@pytest", "@pytest.mark.skip\n@pytest", 1)
    assert "unused" not in session(ONE + skipped, "--steploom-snapshot-update")[1]
    assert len(files(session)) == 5


def test_workers(session):
    assert session(ONE + TWO, "--steploom-snapshot-update", "-n", "2")[0] == 0
    assert len(files(session)) == 5
    status, told = session(ONE + TWO, "-n", "2")
    assert status == 0, told
    assert "unused" not in told
    assert "4 steploom snapshots unused" in session(ONE, "-n", "2")[1]
