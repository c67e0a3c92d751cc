"""boto3 under `steploom.local.mock_cloud` or `moto.mock_aws`: `run_boto3.py steploom|moto`, the same calls for both."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import zipfile
from contextlib import AbstractContextManager
from typing import Any

import boto3
from serving import FLAKY, Clocks, Flaky, Made, flaky_function, serve

ROLE = "arn:aws:iam::123456789012:role/bench"
CODE = f"""
left = {FLAKY}
class Flaky(Exception):
    pass
def handler(event, context):
    global left
    if left:
        left -= 1
        raise Flaky("not yet")
    return {{"n": event["n"] + 1}}
"""
POLL = 0.001


def block(contestant: str) -> AbstractContextManager[object]:
    """Return the block in which boto3 talks to the contestant."""
    if contestant == "steploom":
        from steploom.local import mock_cloud  # noqa: PLC0415 - moto's process shall not load ours

        return mock_cloud()
    from moto import mock_aws  # noqa: PLC0415 - one process, one contestant

    _call_functions_in_process()
    return mock_aws(config={"stepfunctions": {"execute_state_machine": True}})


def run(case: dict[str, Any]) -> Made:
    """Create, start all executions, ask until each has ended."""
    with block(sys.argv[1]):
        client = boto3.client("stepfunctions", region_name="us-east-1")
        if case["name"] == "W5":
            _create_function()
        text, value = json.dumps(case["definition"]), json.dumps(case["input"])
        clocks = Clocks()
        machine = client.create_state_machine(name="bench", definition=text, roleArn=ROLE)["stateMachineArn"]
        created = clocks.taken()[0]
        # Named, as moto gives all executions without a name the same one.
        runs = [
            client.start_execution(stateMachineArn=machine, name=f"run-{number}", input=value)
            for number in range(case["runs"])
        ]
        described = [_ended(client, each["executionArn"]) for each in runs]
        taken = clocks.taken()
        failed = [each for each in described if each["status"] != "SUCCEEDED"]
        outputs = f"{failed[0]['status']} {failed[0].get('cause', '')}" if failed else _outputs(described)
        events = _events(client, runs[0]["executionArn"])
    return Made(created, taken, outputs, lambda: events)


def _ended(client: Any, arn: str) -> dict[str, Any]:
    while True:
        described: dict[str, Any] = client.describe_execution(executionArn=arn)
        # moto shows an execution as succeeded a moment before it shows its output.
        if described["status"] != "RUNNING" and ("output" in described or described["status"] != "SUCCEEDED"):
            return described
        time.sleep(POLL)


def _outputs(described: list[dict[str, Any]]) -> list[Any]:
    return [json.loads(each["output"]) for each in described]


def _events(client: Any, arn: str) -> int:
    pages = client.get_paginator("get_execution_history").paginate(executionArn=arn, maxResults=1000)
    return sum(len(page["events"]) for page in pages)


def _create_function() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", CODE)
    iam = boto3.client("iam", region_name="us-east-1")
    role = iam.create_role(RoleName="bench", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    boto3.client("lambda", region_name="us-east-1").create_function(
        FunctionName="bench-fn",
        Runtime="python3.12",
        Role=role,
        Handler="app.handler",
        Code={"ZipFile": archive.getvalue()},
    )


def _call_functions_in_process() -> None:
    """Spare moto the Docker container of each function."""
    from moto.awslambda.models import LambdaFunction  # noqa: PLC0415 - one process, one contestant

    function = flaky_function()

    def invoke(_self: object, event: str | dict[str, int]) -> tuple[str, bool, str]:
        try:
            return json.dumps(function(event if isinstance(event, dict) else json.loads(event))), False, ""
        except Flaky as error:
            return json.dumps({"errorType": "Flaky", "errorMessage": str(error)}), True, ""

    LambdaFunction._invoke_lambda = invoke  # noqa: SLF001 - its only door


os.environ |= {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
serve(run)
