"""The command line: what it writes, prints and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from steploom.cli import main
from steploom.cli.status import DIAGNOSTICS, DONE, NOT_SUCCEEDED, USAGE

TARGET = "lambdas/orders/workflow.py:fulfil"
SAMPLES = Path("lambdas/orders/samples")
HAND = {
    "StartAt": "Double",
    "QueryLanguage": "JSONata",
    "States": {
        "Double": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": "double", "Payload": "{% $states.input %}"},
            "Output": "{% $states.result.Payload %}",
            "End": True,
        }
    },
}
WRONG = """
from steploom import activity, workflow

@activity
def f(x: int) -> int: ...

@workflow
async def w(x: int) -> int:
    import os
    return await f("a")
"""


@pytest.fixture(autouse=True)
def at_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def hand(tmp_path: Path) -> str:
    path = tmp_path / "double.asl.json"
    path.write_text(json.dumps(HAND))
    return str(path)


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_compile_prints_the_definition(capsys):
    status, out, _ = call(capsys, "compile", TARGET)
    assert status == DONE
    assert json.loads(out)["StartAt"] == "reserve"


def test_compile_writes_definition_and_source_map(capsys, tmp_path):
    status, out, _ = call(capsys, "compile", "lambdas.orders.workflow:fulfil", "-o", str(tmp_path / "new"))
    assert status == DONE
    assert "fulfil: 13 states" in out
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "new").iterdir()}
    assert set(written) == {"fulfil.asl.json", "fulfil.map.json"}
    assert written["fulfil.map.json"]["states"]["charge"]["file"] == "lambdas/orders/workflow.py"
    assert written["fulfil.map.json"]["raises"]["Rejected"]["line"] > 0


def test_a_definition_compiles_to_itself(capsys, hand):
    status, out, _ = call(capsys, "compile", hand)
    assert status == DONE
    assert json.loads(out) == HAND


def test_run_prints_the_tree_and_the_output(capsys):
    status, out, _ = call(capsys, "run", TARGET, "--input", str(SAMPLES / "small.json"))
    assert status == DONE
    lines = out.splitlines()
    assert any(line.startswith("✓ charge") for line in lines)
    assert any("[1]" in line for line in lines)
    assert "event OrderFulfilled" in out
    assert json.loads(lines[-1]) == {"order_id": "order-small", "paid": 24.9}


def test_a_failure_comes_last_with_its_python_line(capsys):
    status, out, _ = call(capsys, "run", TARGET, "--input", str(SAMPLES / "declined.json"))
    assert status == NOT_SUCCEEDED
    lines = out.splitlines()
    assert lines[-2].startswith("CardDeclined: ")
    assert lines[-1].startswith("  in state 'charge', lambdas/orders/workflow.py:")


def test_a_raise_is_shown_where_it_stands(capsys):
    answer = 'ask_manager={"granted": false, "reason": "no"}'
    status, out, _ = call(capsys, "run", TARGET, "--input", str(SAMPLES / "large.json"), "--answer", answer)
    assert status == NOT_SUCCEEDED
    place = out.splitlines()[-1].partition(", ")[2].split(":")
    line = Path(place[0]).read_text().splitlines()[int(place[1]) - 1]
    assert "raise Rejected" in line


def test_nobody_answers_and_a_day_passes_at_once(capsys):
    status, out, _ = call(
        capsys, "run", TARGET, "--input", str(SAMPLES / "large.json"), "--answer", "ask_manager=never"
    )
    assert status == NOT_SUCCEEDED
    assert "FAILED in 1 d of virtual time" in out
    assert "States.Timeout" in out.splitlines()[-2]


def test_backoff_is_seen_in_virtual_time(capsys):
    status, out, _ = call(capsys, "run", TARGET, "--input", str(SAMPLES / "flaky.json"), "--format", "json")
    assert status == DONE
    run = json.loads(out)
    assert run["seconds"] == 3
    assert [each["type"] for each in run["history"]].count("TaskFailed") == 2
    assert run["events"][0]["detailType"] == "OrderFulfilled"


def test_run_leaves_a_report(capsys, tmp_path):
    call(capsys, "run", TARGET, "--input", str(SAMPLES / "small.json"), "--report", str(tmp_path / "out"))
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.html", "fulfil.asl.json", "fulfil.map.json", "fulfil.svg"}
    assert "Content-Security-Policy" in (tmp_path / "out/report.html").read_text()


def test_activities_can_be_faked(capsys):
    fake = 'charge={"order_id": "x", "amount": 1.5, "reference": "r"}'
    status, out, _ = call(capsys, "run", TARGET, "--input", str(SAMPLES / "small.json"), "--fake", fake)
    assert status == DONE
    assert json.loads(out.splitlines()[-1])["paid"] == 1.5


def test_a_hand_written_definition_runs_with_fakes(capsys, hand):
    status, out, _ = call(capsys, "run", hand, "--input", "21", "--fake", "double=42")
    assert status == DONE
    assert out.splitlines()[-1] == "42"


def test_a_function_that_is_missing_fails_as_on_aws(capsys, hand):
    status, out, _ = call(capsys, "run", hand, "--input", "21")
    assert status == NOT_SUCCEEDED
    assert "Lambda.ResourceNotFoundException" in out


def test_code_beside_a_definition_is_not_run_unasked(capsys, hand, tmp_path):
    (tmp_path / "local.py").write_text("def prepare(cloud):\n    raise RuntimeError('it ran')\n")
    assert call(capsys, "run", hand, "--input", "4", "--fake", "double=8")[0] == DONE
    with pytest.raises(RuntimeError, match="it ran"):
        call(capsys, "run", hand, "--input", "4", "--setup", str(tmp_path / "local.py"))


@pytest.mark.parametrize(("suffix", "start"), [("svg", "<svg"), ("mmd", ""), ("html", "<!doctype html>")])
def test_graph_draws_in_three_forms(capsys, tmp_path, suffix, start):
    file = tmp_path / f"picture.{suffix}"
    status, out, _ = call(capsys, "graph", TARGET, "-o", str(file))
    assert status == DONE
    assert out.strip() == str(file)
    text = file.read_text()
    assert text.lower().startswith(start)
    assert "ask_manager" in text


def test_diagnostics_are_rendered_and_have_their_own_status(capsys, tmp_path, monkeypatch):
    (tmp_path / "wrong.py").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    status, _, err = call(capsys, "compile", "wrong.py:w")
    assert status == DIAGNOSTICS
    assert "error[SL101]" in err
    assert "error[SL206]" in err
    assert "wrong.py:9:5" in err


def test_diagnostics_for_programs(capsys, tmp_path, monkeypatch):
    (tmp_path / "wrong2.py").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    status, out, _ = call(capsys, "compile", "wrong2.py:w", "--format", "json")
    assert status == DIAGNOSTICS
    assert [each["code"] for each in json.loads(out)] == ["SL101", "SL206"]
    status, out, _ = call(capsys, "compile", "wrong2.py:w", "--format", "github")
    assert out.startswith("::error file=wrong2.py,line=9,col=5::SL101")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compile", "nothing"], "names no workflow"),
        (["compile", "no.such.module:f"], "there is no module"),
        (["compile", "nowhere.py:f"], "there is no file"),
        (["compile", "lambdas.orders.workflow:Rejected"], "has no workflow 'Rejected'"),
        (["compile", "missing.asl.json"], "cannot be read"),
        (["graph", TARGET, "-o", "x.png"], "end it in .svg, .mmd (Mermaid) or .html"),
        (["run", TARGET, "--input", "{oops"], "--input {oops"),
        (["run", TARGET, "--answer", "charge=1"], "no such callback activity"),
        (["run", TARGET, "--fake", "nobody=1"], "no such activity"),
        (["run", TARGET, "--fake", "charge"], "expected NAME=JSON"),
        (["run", TARGET, "--setup", "nowhere.py"], "there is no file nowhere.py"),
    ],
)
def test_wrong_arguments_are_told(capsys, arguments, message):
    status, _, err = call(capsys, *arguments)
    assert status == USAGE
    assert message in err


def test_a_definition_with_faults_is_refused_with_places(capsys, tmp_path):
    file = tmp_path / "bad.asl.json"
    file.write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Nxt": "B"}}}')
    status, _, err = call(capsys, "graph", str(file), "-o", str(tmp_path / "x.svg"))
    assert status == DIAGNOSTICS
    assert "/States/A" in err
