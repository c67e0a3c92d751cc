"""The test suite of jsonata 2.0.6, the version that Step Functions runs, with AWS's differences by class."""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment, Limits
from steploom.expr.jsonata import compile_expression

SHARED = Path(os.environ.get("STEPLOOM_SHARED", Path(__file__).parents[4].parent / "shared"))
SUITE = SHARED / "conformance" / "jsonata"

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the conformance data is not beside the project")

#: What the harness of jsonata-js allows where a case does not say; memory as in JavaScript.
ROOMY = Limits(items=10**7, steps=10**7)


def differs_on_aws(case):
    """Return the class of a difference between Step Functions and the suite, None where there is none."""
    if "$eval(" in case["expr"]:
        return "$eval does not exist"
    if case.get("code") == "U1001":
        return "the harness's own limits have its own code"
    return None


def outcome(case, datasets):
    data = datasets[case["dataset"]] if case.get("dataset") else case.get("data", UNDEFINED)
    limits = Limits(depth=case["depth"], items=ROOMY.items, steps=ROOMY.steps) if "depth" in case else ROOMY
    try:
        value = compile_expression(case["expr"]).evaluate(case.get("bindings") or {}, Environment(limits=limits), data)
    except ExpressionError as error:
        return {"code": error.code, "message": error.message}
    return {"undefined": True} if value is UNDEFINED else {"value": value}


def agrees(case, got):
    error = case.get("error") or {}
    code = case.get("code") or error.get("code")
    if code:
        return got.get("code") == code and got["message"] == error.get("message", got["message"])
    if case.get("undefinedResult"):
        return "undefined" in got
    if "value" not in got:
        return False
    if case.get("unordered"):
        return sorted(map(json.dumps, got["value"])) == sorted(map(json.dumps, case["result"]))
    return same(got["value"], case["result"])


def same(got, wanted):
    if isinstance(wanted, bool) or wanted is None or isinstance(wanted, str):
        return type(got) is type(wanted) and got == wanted
    if isinstance(wanted, int | float):
        return type(got) in (int, float) and math.isclose(got, wanted, rel_tol=1e-14)
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(same, got, wanted))
    return isinstance(got, dict) and got.keys() == wanted.keys() and all(same(got[key], wanted[key]) for key in wanted)


def test_the_official_suite(capsys):
    datasets = json.loads((SUITE / "datasets.json").read_text())
    cases = [json.loads(line) for line in (SUITE / "cases.jsonl").read_text().splitlines()]
    differences = Counter(filter(None, map(differs_on_aws, cases)))
    wrong = [
        (case["id"], case["expr"], got)
        for case in cases
        if differs_on_aws(case) is None and not agrees(case, got := outcome(case, datasets))
    ]
    judged = len(cases) - differences.total()
    with capsys.disabled():
        sys.stdout.write(f"\njsonata 2.0.6: {judged - len(wrong)} of {judged}; not judged: {dict(differences)}\n")
    assert not wrong
    assert judged > 1000


def test_what_the_suite_expects_of_limits_fails_here_too():
    cases = [json.loads(line) for line in (SUITE / "cases.jsonl").read_text().splitlines()]
    for case in cases:
        if case.get("code") == "U1001" and "$inf" in case["expr"]:
            assert outcome(case, {})["message"] in ("Stack overflow error", "Expression evaluation timeout")
        if "$eval(" in case["expr"] and "result" in case:
            assert outcome(case, {case.get("dataset"): {"Account": {"Order": {"Product": {}}}}})["code"] == "T1006"
