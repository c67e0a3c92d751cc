from __future__ import annotations

import json
import sys

import pytest

from steploom.analysis.coverage import SettingsError, find_machines, read_settings, verdict
from steploom.analysis.coverage.model import Coverage, MachineCoverage
from steploom.asl import load
from steploom.errors import CompileError, DefinitionError

WORKFLOW = """
from steploom import activity, workflow


@activity
def work(text: str) -> str:
    return text


@workflow
async def {name}(text: str) -> str:
    return await work(text)
"""
ONE = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    package = tmp_path / "covshop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "buying.py").write_text(WORKFLOW.format(name="buy"))
    (package / "plain.py").write_text("raise RuntimeError('nobody may import this')\n")
    (tmp_path / "covloose.py").write_text(WORKFLOW.format(name="loose"))
    (tmp_path / "asl").mkdir()
    (tmp_path / "asl" / "one.asl.json").write_text(json.dumps(ONE))
    (tmp_path / "asl" / "data.json").write_text("[1, 2]")
    yield tmp_path
    for name in [each for each in sys.modules if each.startswith("cov")]:
        if name.split(".")[0] in ("covshop", "covloose"):
            del sys.modules[name]


def names(sources, root):
    return [each.name for each in find_machines(sources, root).machines]


def test_modules_files_and_folders(project):
    assert names(["covshop"], project) == ["buy"]
    assert names(["covshop.buying"], project) == ["buy"]
    assert names(["covshop/buying.py", "covloose.py"], project) == ["buy", "loose"]
    assert names(["asl"], project) == ["one"]
    assert names(["asl/one.asl.json"], project) == ["one"]
    assert names(["asl", "asl/one.asl.json"], project) == ["one"]


def test_states_of_a_definition_have_their_lines(project):
    (project / "asl" / "two.asl.json").write_text(json.dumps(ONE, indent=1))
    (project / "asl" / "three.asl.yaml").write_text("StartAt: A\nStates:\n  A:\n    Type: Succeed\n")
    for file, line in (("asl/two.asl.json", 4), ("asl/three.asl.yaml", 3)):
        (machine,) = find_machines([file], project).machines
        assert (machine.spans["A"].file, machine.spans["A"].line, machine.source) == (file, line, file)


def test_retriers_of_a_definition_are_points_whatever_they_are(project):
    service = ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException"]
    retrier = {
        "ErrorEquals": [*service, "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
        "IntervalSeconds": 1,
        "MaxAttempts": 3,
        "BackoffRate": 2,
        "JitterStrategy": "FULL",
    }
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Retry": [retrier], "End": True}
    (project / "asl" / "one.asl.json").write_text(json.dumps({"StartAt": "A", "States": {"A": task}}))
    assert find_machines(["asl"], project).count("retrier").total == 1


def test_workflows_of_others_count_where_they_are_written(project):
    (project / "covloose.py").write_text("from covshop.buying import buy  # a workflow\n")
    assert names(["covloose.py"], project) == []


def test_unknown_sources(project):
    for source in ("nowhere", "nowhere.deep", "no/where"):
        with pytest.raises(SettingsError, match="SL904 coverage source"):
            find_machines([source], project)
    with pytest.raises(DefinitionError):
        find_machines(["asl/data.json"], project)
    (project / "notes.txt").write_text("x")
    with pytest.raises(SettingsError, match="neither Python nor a definition"):
        find_machines(["notes.txt"], project)


def test_a_workflow_that_does_not_compile_is_no_silent_gap(project):
    (project / "covloose.py").write_text(WORKFLOW.format(name="loose").replace("await work(text)", "work(text)"))
    with pytest.raises(CompileError):
        find_machines(["covloose.py"], project)


def settings(folder, text):
    file = folder / "pyproject.toml"
    file.write_text(text)
    return read_settings(file)


def test_settings(tmp_path):
    table = "[tool.steploom.coverage]\n"
    assert read_settings(tmp_path / "none.toml").fail_under == {}
    assert settings(tmp_path, "[tool.other]\n").report == ()
    assert settings(tmp_path, table + "fail_under = 90").fail_under == {"total": 90.0}
    full = settings(tmp_path, table + 'source = ["a"]\nreport = ["term"]\nfail_under = {states = 100, rules = 50.5}')
    assert (full.source, full.report, full.fail_under) == (("a",), ("term",), {"states": 100.0, "rules": 50.5})
    for wrong in ("fail_under = 101", "fail_under = true", "fail_under = {x = 1}", 'source = "a"', "sauce = []", "= 1"):
        with pytest.raises(SettingsError, match="SL904"):
            settings(tmp_path, table + wrong)


def test_verdict():
    def covered(hits):
        return Coverage((MachineCoverage.of("m", load(ONE), hits),))

    assert list(verdict(covered({"/States/A": 1}), {"total": 100, "states": 100, "rules": 100})) == []
    assert list(verdict(covered({}), {"total": 0})) == []
    (sentence,) = verdict(covered({}), {"states": 1})
    assert sentence == "coverage of states of 0/1 (0.0%) is less than the required 1%"
    assert list(verdict(Coverage(), {"total": 1})) == [
        "coverage of 1% is required, and no state machine was measured",
    ]
    assert list(verdict(Coverage(), {"total": 0})) == []
