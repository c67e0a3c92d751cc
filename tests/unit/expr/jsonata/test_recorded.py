"""Expressions of single Pass states whose output was recorded on AWS."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from steploom.errors import ExpressionError
from steploom.expr import Environment
from steploom.expr.jsonata import compile_expression

SHARED = Path(os.environ.get("STEPLOOM_SHARED", Path(__file__).parents[4].parent / "shared"))
RECORDINGS = SHARED / "conformance" / "sfn"

pytestmark = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the conformance data is not beside the project")


def recordings():
    """Yield id, expression, input and expectation of each machine that is one Pass state with one expression."""
    for path in sorted(RECORDINGS.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            case = json.loads(line)
            states = (case.get("definition") or {}).get("States", {})
            state = next(iter(states.values()), {})
            output = state.get("Output")
            field = output.get("FunctionResult") if isinstance(output, dict) and len(output) == 1 else output
            is_text = isinstance(field, str) and field.startswith("{%") and field.endswith("%}")
            if len(states) == 1 and state.get("Type") == "Pass" and is_text and "status" in case["expect"]:
                yield case["id"], field[2:-2].strip(), case["input"], case["expect"]


def test_recorded_expressions():
    found = list(recordings())
    for id_, text, given, expected in found:
        program = compile_expression(text)
        variables = {"states": {"input": given, "context": {}}}
        if expected["status"] == "SUCCEEDED":
            output = expected["output"]
            wanted = json.loads(output) if isinstance(output, str) else output
            assert program.evaluate(variables, Environment()) == wanted, id_
        elif "threw an error during evaluation. " in expected["cause"]:
            with pytest.raises(ExpressionError) as caught:
                program.evaluate(variables, Environment())
            assert str(caught.value) == expected["cause"].partition("threw an error during evaluation. ")[2], id_
    assert len(found) > 10
