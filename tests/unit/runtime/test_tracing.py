from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json
from aws_xray_sdk.core import xray_recorder
from steploom.runtime import entry

class Emitter:
    def send_entity(self, entity):
        print(json.dumps({"segment": json.loads(entity.serialize())}))
    def set_daemon_address(self, address):
        pass

class Context:
    aws_request_id = "request-1"

handle = entry.handler
xray_recorder.configure(emitter=Emitter())
handle({"item": {"sku": "mug-blue", "quantity": 1}}, Context())
try:
    handle({"item": {}}, Context())
except Exception as error:
    print(json.dumps({"raised": type(error).__name__}))
"""
LAMBDA = {
    "LAMBDA_TASK_ROOT": "/var/task",
    "_X_AMZN_TRACE_ID": "Root=1-65a0b0c0-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "STEPLOOM_ACTIVITY": "lambdas.orders.activities:print_label",
}


def run(**variables: str) -> list[dict[str, object]]:
    """Serve a good and a bad call as Lambda would; return the trace segments."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={**os.environ, **LAMBDA, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"raised": "InputError"} in lines
    return [each["segment"] for each in lines if "segment" in each]


def test_each_call_is_a_segment_named_after_the_activity() -> None:
    good, bad = run()

    assert good["name"] == bad["name"] == "## print_label"
    assert "fault" not in good
    assert "metadata" not in good  # the result is not copied into the trace
    assert bad["fault"] is True


@pytest.mark.parametrize("variables", [{"POWERTOOLS_TRACE_DISABLED": "true"}, {"AWS_SAM_LOCAL": "true"}])
def test_where_no_traces_are_kept_none_are_made(variables: dict[str, str]) -> None:
    assert run(**variables) == []
