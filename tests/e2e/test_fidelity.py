"""What `docs/fidelity.md` excuses, held against what happens; the long run is `fidelity.py`."""

from __future__ import annotations

import json
from pathlib import Path

from steploom.diagnostics import Severity
from steploom.local.door.definitions import diagnose, invalid_definition
from tests.e2e.fidelity import excused, replay, verdicts


def test_at_most_ten_cases_are_excused_and_each_fails(shared: Path) -> None:
    names = excused()
    assert len(names) == len(set(names)) <= 10
    options = [part for name in names for part in ("--id", name)]
    done = replay(shared / "conformance", "--jobs", "1", *options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert f"0 failed, {len(names)} failed as expected, 0 passed unexpectedly" in done.stdout


def test_the_verdicts_that_differ_are_told(shared: Path) -> None:
    differ = {}
    for line in (shared / "conformance" / "asl" / "validity.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = case["definition_text"] if case.get("definition") is None else json.dumps(case["definition"])
        found = diagnose(text, case.get("type") or "STANDARD")
        verdict = "invalid" if any(each.severity is Severity.ERROR for each in found) else "valid"
        if case["expect"] not in ("disputed", verdict):
            differ[case["id"]] = case["expect"]
    assert differ == verdicts()


def test_every_real_definition_is_loaded_or_refused_with_a_place(shared: Path) -> None:
    refused = 0
    for line in (shared / "conformance" / "asl" / "real.jsonl").read_text(encoding="utf-8").splitlines():
        found = diagnose(json.dumps(json.loads(line)["definition"]), "STANDARD")
        errors = [each for each in found if each.severity is Severity.ERROR]
        refused += bool(errors)
        assert all(each.message and each.location for each in errors)
    assert refused <= 20


def test_the_words_of_aws_come_through_the_door(shared: Path) -> None:
    compared = 0
    for line in (shared / "conformance" / "asl" / "validity.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = case["definition_text"] if case.get("definition") is None else json.dumps(case["definition"])
        found = [each for each in diagnose(text, case.get("type") or "STANDARD") if each.severity is Severity.ERROR]
        if "aws_diagnostics" in case:
            told = [(each.service_code, each.location, each.message) for each in found]
            expected = [(each["code"], each.get("location"), each["message"]) for each in case["aws_diagnostics"]]
            assert told == expected, case["id"]
        elif "aws_message" in case:
            assert invalid_definition(found).message == case["aws_message"].replace("<partition>", "aws"), case["id"]
        compared += "aws_diagnostics" in case or "aws_message" in case
    assert compared >= 20
