"""Paths, calls and rules out of definitions that people wrote: they compile, and those known as invalid do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from steploom.asl import ExpressionUse, check
from steploom.errors import ExpressionError
from steploom.expr.comparison import compile_comparison
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.jsonpath import compile_path

#: What real definitions hold that AWS would not take: a step of another engine, and blanks for a student to fill in.
NO_PATHS = {"$[:].item", "$$.**BLANK**"}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def fault_of(use: ExpressionUse) -> str:
    try:
        if not use.text.startswith("$"):
            compile_intrinsic(use.text)
        elif use.kind == "reference path":
            return compile_path(use.text).reference_fault
        else:
            compile_path(use.text)
    except ExpressionError as error:
        return str(error)
    return ""


def faults(case: dict[str, Any]) -> dict[str, str]:
    """The texts in a definition that are no paths or calls, with the reason."""
    found: dict[str, str] = {}

    def look(use: ExpressionUse) -> tuple[()]:
        if use.kind != "jsonata":
            found[use.text] = fault_of(use)
        return ()

    source = case["definition_text"] if case.get("definition") is None else case["definition"]
    check(source, check_expression=look)
    return found


def test_real_definitions(shared):
    seen: dict[str, str] = {}
    for case in lines(shared / "conformance" / "asl" / "real.jsonl"):
        seen.update(faults(case))
    assert len(seen) >= 700
    assert {text for text, fault in seen.items() if fault} == NO_PATHS


def test_verdicts(shared):
    refused = {}
    for case in lines(shared / "conformance" / "asl" / "validity.jsonl"):
        for fault in filter(None, faults(case).values()):
            refused[case["id"]] = (case["expect"], fault)
    assert {expect for expect, _ in refused.values()} == {"invalid"}
    assert len(refused) >= 2


def rules(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for rule in value.get("Choices", ()) if value.get("Type") == "Choice" else ():
            if "Condition" not in rule:
                yield rule
        for each in value.values():
            yield from rules(each)
    elif isinstance(value, list):
        for each in value:
            yield from rules(each)


def test_real_rules(shared):
    refused = []
    count = 0
    for case in lines(shared / "conformance" / "asl" / "real.jsonl"):
        for rule in rules(case.get("definition")):
            count += 1
            try:
                compile_comparison(rule)
            except ExpressionError as error:
                refused.append(error.message)
    assert count >= 100
    assert sorted(refused) == [
        # Another engine's own operators, and a blank for a student to fill in.
        "CaseInsensitiveStringEquals is no comparison operator at /CaseInsensitiveStringEquals",
        "CaseInsensitiveStringEqualsPath is no comparison operator at /CaseInsensitiveStringEqualsPath",
        "expected a path, which starts with $ at /Variable",
    ]
