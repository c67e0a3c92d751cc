"""The contract in Python and the contract in JSONata are one: the same faults, the same declared form."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from steploom.compiler.emit.contract import checked, faults_of
from steploom.compiler.emit.normal import normal
from steploom.dsl.contract import build, cause, dump, faults
from steploom.errors import ExpressionError, Unsupported
from steploom.expr.environment import Environment
from steploom.expr.jsonata import compile_expression
from steploom.jsontext import Json
from tests.conftest import ROOT
from tests.properties.choices import Seeded
from tests.properties.comparing import same
from tests.properties.contracts import Contract, contract
from tests.properties.strategies import contracts

ENVIRONMENT = Environment(now=lambda: 0.0, random=random.Random(0))

#: Reads pairs of expression and value, writes what each gives.
SCRIPT = """
const jsonata = require(process.argv[1]);
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\\n').map(line => JSON.parse(line));
(async () => { for (const [text, value] of lines) {
  try { console.log(JSON.stringify({ value: await jsonata(text).evaluate(null, { v: value }) })); }
  catch (error) { console.log(JSON.stringify({ error: error.code || String(error) })); }
} })();
"""


def evaluate(expression: str, value: Json) -> Json:
    return compile_expression(expression).evaluate({"v": value}, ENVIRONMENT)


def expected(made: Contract) -> list[tuple[str, Json, Json]]:
    """Return expressions, the value that each reads and what it must give."""
    found: list[tuple[str, Json, Json]] = []
    for value in made.values:
        try:
            wrong = cause(faults(made.shape, value))
            found.append((faults_of(made.shape, "$v"), value, wrong))
            if not wrong:
                found.append((normal("$v", made.shape), value, dump(made.shape, build(made.shape, value))))
        except Unsupported:
            return []
    return found


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(contracts())
def test_faults_and_declared_forms_agree(made: Contract) -> None:
    for expression, value, wanted in expected(made):
        given = evaluate(expression, value)
        assert same(given, wanted), (value, given, wanted, expression)


def test_a_check_raises_with_all_faults_behind_its_name() -> None:
    for seed in range(60):
        made = contract(Seeded(seed))
        for value in made.values:
            wrong = cause(faults(made.shape, value))
            try:
                expression = checked(made.shape, "$v", "InputError", "'fine'")
            except Unsupported:
                continue
            if not wrong:
                assert evaluate(expression, value) == "fine"
                continue
            with pytest.raises(ExpressionError) as caught:
                evaluate(expression, value)
            assert f"InputError: {wrong}" in str(caught.value)


def test_the_other_engine_reads_the_same() -> None:
    """The reference implementation: that of `STEPLOOM_JSONATA`, or the one that asl-validator brings."""
    library = Path(os.environ.get("STEPLOOM_JSONATA", ROOT / "node_modules" / "jsonata"))
    if shutil.which("node") is None or not library.is_dir():
        pytest.skip("node or its jsonata is not installed")
    pairs = [each for seed in range(400) for each in expected(contract(Seeded(seed)))]
    lines = "\n".join(json.dumps([expression, value]) for expression, value, _ in pairs)
    made = subprocess.run(["node", "-e", SCRIPT, str(library)], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in made.stdout.rstrip("\n").split("\n")]  # not splitlines: texts hold U+2028
    assert len(answers) == len(pairs)
    for (expression, value, wanted), answer in zip(pairs, answers, strict=True):
        assert same(answer.get("value", answer), wanted), (value, answer, wanted, expression)
