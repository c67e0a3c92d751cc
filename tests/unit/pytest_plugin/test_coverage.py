"""`--steploom-cov` in sessions of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
SHOP = """
from steploom import activity, workflow


@activity
def charge(total: float) -> str:
    return "paid"


@activity
def approve(total: float) -> str:
    return "approved"


@workflow
async def buy(total: float) -> str:
    if total > 1000:
        return await approve(total)
    return await charge(total)
"""
TEST = """
import json

import boto3

from covered_shop import buy


def test_small(cloud):
    assert cloud.start(buy, {"total": 10}).finish().output == "paid"


def test_another(cloud):
    sfn = boto3.client("stepfunctions")
    definition = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    role = "arn:aws:iam::123456789012:role/x"
    sfn.create_state_machine(name="scaffold", definition=json.dumps(definition), roleArn=role)
"""
DEAR = """

def test_dear(cloud):
    assert cloud.start(buy, {"total": 5000}).finish().output == "approved"


def test_wrong(cloud):
    assert cloud.start(buy, {"total": "x"}).finish().error == "InputError"
"""


@pytest.fixture
def session(tmp_path):
    (tmp_path / "covered_shop.py").write_text(SHOP)
    (tmp_path / "test_shop.py").write_text(TEST)
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")

    def run(*options, python=()):
        command = [sys.executable, *python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        environment = os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}", "COLUMNS": "100"}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    run.folder = tmp_path
    return run


def test_the_table_names_what_is_missing_with_its_line(session):
    status, told = session("--steploom-cov=covered_shop", "--steploom-cov-report=term-missing")
    assert status == 0, told
    assert "buy" in told
    assert "scaffold" not in told, "who names a source wants nothing else"
    assert "covered_shop.py:18  approve\n" in told
    assert "covered_shop.py:17  total > 1000: if $states.input.total > 1000 → approve\n" in told
    assert "charge\n" not in told.partition("steploom coverage")[2]


def test_a_line_that_no_test_runs_is_caught_and_its_test_heals_it(session):
    limits = ("--steploom-cov=covered_shop", "--steploom-cov-fail-under=100")
    status, told = session(*limits)
    assert status == 1
    assert "FAIL steploom: coverage of 3/7 (42.8%) is less than the required 100%" in told
    (session.folder / "test_shop.py").write_text(TEST + DEAR)
    status, told = session(*limits)
    assert status == 0, told


def test_without_a_source_every_machine_counts(session):
    status, told = session("--steploom-cov")
    assert status == 0
    assert "buy" in told
    assert "scaffold" in told
    assert "TOTAL" in told


def test_workers_add_up_to_the_same(session):
    (session.folder / "test_shop.py").write_text(TEST + DEAR)
    alone, together = session.folder / "alone.json", session.folder / "together.json"
    session("--steploom-cov", f"--steploom-cov-report=json:{alone}")
    status, told = session("--steploom-cov", f"--steploom-cov-report=json:{together}", "-n", "2")
    assert status == 0, told
    assert json.loads(alone.read_text()) == json.loads(together.read_text())


def test_reports_and_settings(session):
    (session.folder / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\n[tool.steploom.coverage]\nsource = ['covered_shop.py']\n"
        "report = ['html:out', 'json:data/cov.json']\nfail_under = {states = 90, retriers = 90}\n"
    )
    status, told = session("--steploom-cov")
    assert status == 1
    assert "FAIL steploom: coverage of states of 2/4 (50.0%) is less than the required 90%" in told
    assert "retriers" not in told
    assert {each.name for each in (session.folder / "out").iterdir()} == {"index.html", "buy.html"}
    assert json.loads((session.folder / "data" / "cov.json").read_text())["totals"]["state"] == {"hit": 2, "total": 4}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--steploom-cov-report=pdf",), "is no form of a coverage report"),
        (("--steploom-cov-report=term:file",), "is no form of a coverage report"),
        (("--steploom-cov-fail-under=101",), "is no percentage"),
    ],
)
def test_wrong_options_stop_the_session(session, options, words):
    status, told = session("--steploom-cov", *options)
    assert status == 4, told
    assert words in told
    assert "SL904" in told


@pytest.mark.parametrize("option", ["--steploom-cov-fail-under=0", "--steploom-cov-report=term"])
def test_a_threshold_that_nobody_measures_is_refused(session, option):
    status, told = session(option)
    assert status == 4
    assert "needs --steploom-cov" in told


def test_a_source_that_is_not_there_fails(session):
    status, told = session("--steploom-cov=nowhere")
    assert status == 1
    assert "coverage source 'nowhere' is no module, file or folder" in told


def test_nothing_heavy_is_loaded_without_the_option(session):
    (session.folder / "test_shop.py").write_text(
        "import sys\n\n\ndef test_light():\n"
        "    heavy = ('moto', 'boto3', 'steploom.analysis', 'steploom.engine', 'steploom.local', 'steploom.views')\n"
        "    assert not [each for each in heavy if each in sys.modules]\n"
    )
    status, told = session()
    assert status == 0, told
