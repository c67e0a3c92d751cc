"""Definitions with a verdict, definitions out of real repositories, and definitions that AWS ran."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from steploom.asl import ExpressionUse, check, dump, load, load_state, to_json, validate_state
from steploom.diagnostics import Diagnostic, Severity
from steploom.errors import DefinitionError

#: What is left to later, or differs from a suite on purpose, by the reason for it: how many cases at most.
LEFT = {
    "invalid in the suite, and holds an expression that only a parser sees through": 6,
    "valid in the suite, and is no JSON text": 2,
    "valid in the suite, and holds CloudFormation functions where AWS wants their values": 1,
    "valid in the suite, and names a variable as the developer guide forbids": 1,
}
PARSER, NO_JSON, TEMPLATE, VARIABLE = LEFT


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def source_of(case: dict[str, Any]) -> Any:
    return case["definition_text"] if case.get("definition") is None else case["definition"]


def errors_of(case: dict[str, Any]) -> list[Diagnostic]:
    found = check(source_of(case), express=case.get("type") == "EXPRESS")
    return [each for each in found if each.severity is Severity.ERROR]


def holds_expressions(case: dict[str, Any]) -> bool:
    """Whether something stands in the definition that a parser of JSONata or of intrinsic functions would read."""
    seen: list[ExpressionUse] = []

    def look(use: ExpressionUse) -> tuple[Diagnostic, ...]:
        seen.append(use)
        return ()

    check(source_of(case), check_expression=look)
    return any(each.kind == "jsonata" or each.text.startswith("States.") for each in seen)


def reason(case: dict[str, Any], errors: list[Diagnostic]) -> str | None:
    """Why a verdict of ours may differ; None where it may not."""
    if not errors:
        return PARSER if holds_expressions(case) else None
    if all(each.code == "SL400" for each in errors):
        return NO_JSON
    if all((each.hint or "").startswith("CloudFormation puts a value here") for each in errors):
        return TEMPLATE
    return VARIABLE if all(each.service_code == "INVALID_VARIABLE_NAME" for each in errors) else None


def test_verdicts(shared):
    left: dict[str | None, list[str]] = defaultdict(list)
    agreed = 0
    for case in lines(shared / "conformance" / "asl" / "validity.jsonl"):
        errors = errors_of(case)
        if case["expect"] == "disputed":
            continue
        if (case["expect"] == "invalid") == bool(errors):
            agreed += 1
        else:
            left[reason(case, errors)].append(f"{case['id']}: {[str(each) for each in errors]}")
    assert left.pop(None, []) == []
    assert {why: len(cases) for why, cases in left.items() if len(cases) > LEFT[why]} == {}
    assert agreed >= 200


def test_the_words_of_aws(shared):
    compared = 0
    for case in lines(shared / "conformance" / "asl" / "validity.jsonl"):
        errors = errors_of(case)
        if not errors and holds_expressions(case):
            continue
        if "aws_diagnostics" in case:
            assert [as_answer(each) for each in errors] == case["aws_diagnostics"], case["id"]
            compared += 1
        elif "aws_message" in case:
            texts = ", ".join(f"{each.service_code}: {each.message} at {each.location}" for each in errors)
            expected = case["aws_message"].replace("<partition>", "aws")
            assert f"Invalid State Machine Definition: '{texts}'" == expected, case["id"]
            compared += 1
    assert compared >= 20


def as_answer(diagnostic: Diagnostic) -> dict[str, str]:
    """A diagnostic as ValidateStateMachineDefinition writes it."""
    answer = {"code": str(diagnostic.service_code)}
    if diagnostic.location is not None:
        answer["location"] = diagnostic.location
    return answer | {"message": diagnostic.message, "severity": diagnostic.severity.name}


def test_real_definitions_load_or_are_refused_with_reasons(shared):
    loaded = 0
    for case in lines(shared / "conformance" / "asl" / "real.jsonl"):
        text = json.dumps(case["definition"], indent=2)
        for each in check(text, file="real.json"):
            assert each.message, case["id"]
            assert each.location is None or each.span is not None, (case["id"], str(each))
        try:
            machine = load(text)
        except DefinitionError:
            continue
        loaded += 1
        assert to_json(machine) == case["definition"], case["id"]
        assert load(dump(machine)) == machine, case["id"]
        assert dump(load(dump(machine))) == dump(machine), case["id"]
    assert loaded >= 295


#: What AWS did with the definitions of these kinds of cases: it took them.
TAKEN = ("execution", "execution_error", "express_sync")


def test_what_aws_ran_is_well(shared):
    ran = 0
    for path in sorted((shared / "conformance" / "sfn").glob("*.jsonl")):
        for case in lines(path):
            if case["kind"] not in TAKEN or source_of(case) is None:
                continue
            assert [str(each) for each in errors_of(case)] == [], case["id"]
            assert to_json(load(source_of(case))) == case["definition"], case["id"]
            ran += 1
    assert ran >= 800


def test_what_aws_tested_state_by_state_is_well(shared):
    tested = 0
    for path in sorted((shared / "conformance" / "sfn").glob("*.jsonl")):
        for case in lines(path):
            state = case.get("definition")
            if case["kind"] != "test_state" or not isinstance(state, dict) or "Type" not in state:
                continue
            tested += 1
            refusal = case["expect"].get("error_response", {}).get("message", "")
            try:
                found = validate_state(load_state(state))
            except DefinitionError as error:
                (fault,) = error.diagnostics
                expected = (
                    f"Invalid State Machine Definition: '{fault.service_code}: {fault.message} at {fault.location}'"
                )
                assert refusal == expected, case["id"]
            else:
                assert "SCHEMA_VALIDATION_FAILED" not in refusal, case["id"]
                assert [str(each) for each in found if each.severity is Severity.ERROR] == [], case["id"]
    assert tested >= 100
