from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from steploom.errors import DeclarationError
from steploom.runtime import load_activity

PROGRAM = """
import json, sys
from steploom.runtime import entry
handler = getattr(entry, "handler")
assert handler is entry.handler
try:
    answer = handler(json.loads(sys.argv[1]), object())
except Exception as error:
    answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
print(json.dumps({"answer": answer, "modules": sorted(sys.modules)}))
"""
NEVER = (
    "steploom.compiler",
    "steploom.engine",
    "steploom.expr",
    "steploom.source",
    "steploom.asl",
    "steploom.local",
    "steploom.views",
    "steploom.cli",
    "steploom.deploy",
    "steploom.events.matcher",
    "steploom.events.pattern",
    "steploom.dsl.native",
    "moto",
    "yaml",
    "rich",
    "aws_xray_sdk",
)


def run(payload: object, target: str | None) -> tuple[object, set[str]]:
    """Serve one call in a fresh interpreter; return the answer and the modules that it loaded."""
    environment = {**os.environ, "STEPLOOM_ACTIVITY": target or "", "AWS_DEFAULT_REGION": "eu-central-1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(payload)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1], set()
    told = json.loads(done.stdout.splitlines()[-1])
    return told["answer"], set(told["modules"])


def test_a_cold_start_loads_no_more_than_it_runs() -> None:
    answer, modules = run({"item": {"sku": "mug-blue", "quantity": 2}}, "lambdas.orders.activities:print_label")

    assert str(answer).startswith("2 x mug-blue #")
    assert [name for name in modules if name.startswith(NEVER)] == []
    assert "boto3" not in modules
    assert "pydantic" in modules


def test_an_error_keeps_its_class_and_text() -> None:
    answer, _ = run({"item": {}}, "lambdas.orders.activities:print_label")

    assert answer == {"errorType": "InputError", "errorMessage": "item.sku: missing; item.quantity: missing"}


def test_without_the_variable_the_function_does_not_start() -> None:
    answer, _ = run({}, None)

    assert answer == (
        "steploom.errors.SteploomError: set one of them: STEPLOOM_ACTIVITY to an activity "
        "(lambdas.orders.activities:charge) or STEPLOOM_HANDLER to a handler"
    )


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("lambdas.orders.activities", "names no activity"),
        (":charge", "names no activity"),
        ("lambdas.orders.activities:Stock", "'lambdas.orders.activities:Stock' is no activity"),
        ("lambdas.orders.activities:none", "is no activity"),
    ],
)
def test_a_target_that_is_no_activity_is_refused(target: str, text: str) -> None:
    with pytest.raises(DeclarationError, match=text):
        load_activity(target)


def test_a_module_that_is_not_there_is_pythons_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        load_activity("lambdas.no_such:charge")


def test_an_activity_is_found() -> None:
    assert load_activity("lambdas.orders.activities:charge").name == "charge"


def test_the_entry_has_nothing_else() -> None:
    from steploom.runtime import entry

    with pytest.raises(AttributeError, match="handle"):
        _ = entry.handle
