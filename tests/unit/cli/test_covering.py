"""`steploom cov`."""

from __future__ import annotations

import json

import pytest

from steploom.analysis.coverage import Coverage, MachineCoverage, to_json
from steploom.asl import load
from steploom.cli import main
from steploom.cli.status import DONE, NOT_SUCCEEDED, USAGE

STATES = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Succeed"}}
MACHINE = load({"StartAt": "A", "States": STATES})


@pytest.fixture
def save(tmp_path):
    def write(name, *hit):
        path = tmp_path / name
        hits = {f"/States/{each}": 1 for each in hit}
        path.write_text(json.dumps(to_json(Coverage((MachineCoverage.of("three", MACHINE, hits),)))))
        return str(path)

    return write


def call(capsys, *arguments):
    status = main(("cov", *arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_several_add_up(capsys, save, tmp_path):
    parts = (save("one.json", "A"), save("two.json", "B"))
    status, out, _ = call(capsys, *parts, "--missing", "-o", str(tmp_path / "all.json"))
    assert status == DONE
    assert out.splitlines()[2:] == ["three       2/3      -         -         -       -    67%", "  C"]
    assert json.loads((tmp_path / "all.json").read_text())["totals"]["all"] == {"hit": 2, "total": 3}


def test_pages(capsys, save, tmp_path):
    assert call(capsys, save("one.json", "A"), "--html", str(tmp_path / "deep" / "pages"))[0] == DONE
    assert {each.name for each in (tmp_path / "deep" / "pages").iterdir()} == {"index.html", "three.html"}


def test_the_threshold(capsys, save):
    status, out, _ = call(capsys, save("one.json", "A", "B"), "--fail-under", "67")
    assert status == NOT_SUCCEEDED
    assert out.endswith("coverage of 2/3 (66.6%) is less than the required 67%\n")
    assert call(capsys, save("one.json", "A", "B"), "--fail-under", "66")[0] == DONE


def test_json(capsys, save):
    status, out, _ = call(capsys, save("one.json", "A"), "--format", "json", "--fail-under", "100")
    assert status == NOT_SUCCEEDED
    assert json.loads(out)["machines"][0]["hits"] == {"/States/A": 1}


@pytest.mark.parametrize("text", ["", "[]", '{"format": "steploom-coverage", "version": 2}', "{"])
def test_what_is_no_coverage(capsys, tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text)
    status, _, err = call(capsys, str(path))
    assert status != DONE
    assert "error[SL905]" in err
    assert call(capsys, str(tmp_path / "none.json"))[0] == USAGE
