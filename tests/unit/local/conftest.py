from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import boto3
import pytest

from steploom.local import mock_cloud

ROLE = "arn:aws:iam::123456789012:role/test"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def cloud():
    with mock_cloud(start=START) as running:
        yield running


@pytest.fixture
def sfn(cloud):
    return boto3.client("stepfunctions", region_name=cloud.world.options.region)


@pytest.fixture
def machine(sfn):
    """Creates a machine of states and returns its ARN; the first state is where it starts."""

    def create(states, name="machine", **request):
        definition = {"StartAt": next(iter(states)), "States": states, **request.pop("definition", {})}
        made = sfn.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE, **request)
        return made["stateMachineArn"]

    return create


@pytest.fixture
def run(sfn, cloud, machine):
    """Runs a machine of states to its end and returns DescribeExecution's response."""

    def to_end(states, value=None, **request):
        arn = machine(states, **request)
        started = sfn.start_execution(stateMachineArn=arn, input=json.dumps({} if value is None else value))
        cloud.run_until_idle()
        return sfn.describe_execution(executionArn=started["executionArn"])

    return to_end


@pytest.fixture
def function(cloud):
    """Uploads Python code as a function."""

    def create(source, name="worker", **request):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as stream:
            files = {"handler.py": source} if isinstance(source, str) else source
            for path, text in files.items():
                stream.writestr(path, text)
        told = {"Runtime": "python3.12", "Handler": "handler.handler", "Timeout": 900, "Role": ROLE, **request}
        return boto3.client("lambda", region_name=cloud.world.options.region).create_function(
            FunctionName=name, Code={"ZipFile": archive.getvalue()}, **told
        )["FunctionArn"]

    return create


@pytest.fixture
def error_of():
    """Returns the code and message of the error that a call is answered with."""

    def called(call, **request):
        with pytest.raises(call.__self__.exceptions.ClientError) as caught:
            call(**request)
        told = caught.value.response["Error"]
        return told["Code"], told["Message"]

    return called
