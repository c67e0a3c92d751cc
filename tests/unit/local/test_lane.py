"""The short way of a request answers as moto's general way does, and leaves to it whatever moto must decide."""

from __future__ import annotations

from datetime import UTC, datetime

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import settings
from moto.core import set_initial_no_auth_action_count

from steploom.local import mock_cloud
from steploom.local.hooks import lane

ROLE = "arn:aws:iam::123456789012:role/demo"
DEFINITION = """{"StartAt": "A", "States": {
    "A": {"Type": "Map", "ItemsPath": "$.xs", "ItemProcessor": {"StartAt": "B", "States": {
        "B": {"Type": "Wait", "Seconds": 1, "Next": "C"}, "C": {"Type": "Pass", "End": true}}}, "End": true}}}"""


def client():
    return boto3.client("stepfunctions", region_name="us-east-1")


def conversation():
    """Everything that a client hears in one run, headers apart."""
    sfn = client()
    heard = [sfn.create_state_machine(name="m", definition=DEFINITION, roleArn=ROLE, tags=[{"key": "a", "value": "ü"}])]
    machine = heard[0]["stateMachineArn"]
    heard.append(sfn.start_execution(stateMachineArn=machine, name="r", input='{"xs": ["ä", 1.5, null]}'))
    run = heard[1]["executionArn"]
    heard += [sfn.describe_execution(executionArn=run), sfn.describe_execution(executionArn=run)]
    heard += [sfn.get_execution_history(executionArn=run), sfn.list_executions(stateMachineArn=machine)]
    heard += [sfn.describe_state_machine(stateMachineArn=machine), sfn.list_tags_for_resource(resourceArn=machine)]
    for call in (
        lambda: sfn.describe_execution(executionArn=f"{run}-none"),
        lambda: sfn.list_executions(stateMachineArn=machine, maxResults=2000),
        lambda: sfn.start_execution(stateMachineArn=machine, input="{"),
    ):
        with pytest.raises(ClientError) as raised:
            call()
        heard.append({"class": type(raised.value).__name__, **raised.value.response})
    heard.append(sfn.delete_state_machine(stateMachineArn=machine))
    return [plain(each) for each in heard]


def plain(answer):
    told = dict(answer)
    told["status"] = told.pop("ResponseMetadata")["HTTPStatusCode"]
    return told


def test_both_ways_answer_the_same(monkeypatch):
    start = datetime(2026, 1, 1, 0, 0, 0, 123000, tzinfo=UTC)
    with mock_cloud(start=start):
        short = conversation()
    with monkeypatch.context() as patch, mock_cloud(start=start):
        patch.setattr(lane, "_ordinary", lambda _request: False)
        general = conversation()
    assert short == general
    assert short[2]["status"] == 200
    assert short[-2]["status"] == 400


def test_headers_name_the_request_and_its_format():
    with mock_cloud():
        about = client().list_state_machines()["ResponseMetadata"]
    assert len(about["RequestId"]) == 36
    assert about["HTTPHeaders"]["content-type"] == "application/x-amz-json-1.0"


def test_the_account_is_that_of_the_credentials():
    with mock_cloud():
        sts = boto3.client("sts", region_name="us-east-1")
        role = sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/r", RoleSessionName="shop")["Credentials"]
        other = boto3.client(
            "stepfunctions",
            region_name="eu-west-1",
            aws_access_key_id=role["AccessKeyId"],
            aws_secret_access_key=role["SecretAccessKey"],
            aws_session_token=role["SessionToken"],
        )
        made = other.create_state_machine(name="m", definition=DEFINITION, roleArn=ROLE)
    assert made["stateMachineArn"] == "arn:aws:states:eu-west-1:111122223333:stateMachine:m"


def test_authorization_is_left_to_moto():
    @set_initial_no_auth_action_count(1)
    def ask_twice():
        assert settings.INITIAL_NO_AUTH_ACTION_COUNT == 1
        sfn = client()
        sfn.list_state_machines()
        with pytest.raises(ClientError) as raised:
            sfn.list_state_machines()
        return raised.value.response["Error"]["Code"]

    with mock_cloud():
        assert ask_twice() == "403"  # moto's word


def test_a_service_that_is_not_wanted_is_left_to_moto():
    with mock_cloud(config={"core": {"service_whitelist": ["s3"]}}), pytest.raises(Exception, match="stepfunctions"):
        client().list_state_machines()


@pytest.mark.parametrize(("moment", "told"), [(1.0009, 1.0), (1756289082.001, 1756289082.001), (0.00199, 0.001)])
def test_moments_are_cut_to_milliseconds(moment, told):
    assert lane._to_millis(moment) == told
