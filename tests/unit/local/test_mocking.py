from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from steploom.errors import SteploomError
from steploom.local import NestedCloud, current_cloud, mock_cloud

WAIT = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 31_000_000, "End": True}}})
ROLE = "arn:aws:iam::123456789012:role/test"


def start_one():
    sfn = boto3.client("stepfunctions", region_name="us-east-1")
    arn = sfn.create_state_machine(name="m", definition=WAIT, roleArn=ROLE)["stateMachineArn"]
    return sfn, sfn.start_execution(stateMachineArn=arn)["executionArn"]


def test_a_year_passes_at_once():
    began = time.monotonic()
    with mock_cloud(start=datetime(2026, 1, 1, tzinfo=UTC)) as cloud:
        sfn, arn = start_one()
        cloud.run_until_idle()
        assert sfn.describe_execution(executionArn=arn)["status"] == "SUCCEEDED"
        assert cloud.now() == datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=31_000_000)
    assert time.monotonic() - began < 5


def test_advance_goes_as_far_as_it_says():
    with mock_cloud(start=datetime(2026, 1, 1, tzinfo=UTC)) as cloud:
        sfn, arn = start_one()
        cloud.advance(timedelta(days=1))
        assert cloud.now() == datetime(2026, 1, 2, tzinfo=UTC)
        assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"


def test_clouds_do_not_nest():
    with mock_cloud(), pytest.raises(NestedCloud, match="running already"), mock_cloud():
        pass
    with mock_cloud():
        pass


def test_moto_nests_both_ways():
    with mock_cloud() as cloud, mock_aws():
        sfn, arn = start_one()
        cloud.run_until_idle()
        assert sfn.describe_execution(executionArn=arn)["status"] == "SUCCEEDED"
    with mock_aws():
        boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="kept")
        with mock_cloud():
            assert "QueueUrls" in boto3.client("sqs", region_name="us-east-1").list_queues()
        assert "QueueUrls" in boto3.client("sqs", region_name="us-east-1").list_queues()


@mock_cloud
def decorated(word, *, number):
    start_one()
    return word, number, len(current_cloud().runs)


@mock_cloud(seed=3)
def decorated_with_options():
    return len(current_cloud().runs)


def test_decorators_of_functions():
    assert decorated("a", number=2) == ("a", 2, 1)
    assert decorated.__name__ == "decorated"
    assert decorated_with_options() == 0
    with pytest.raises(SteploomError, match="no mock_cloud block"):
        current_cloud()


@mock_cloud
class Suite:
    def setup_method(self):
        self.sfn, self.arn = start_one()

    def test_what_was_set_up_is_there(self):
        assert self.sfn.describe_execution(executionArn=self.arn)["status"] == "RUNNING"
        return len(current_cloud().runs)


def test_decorator_of_a_class():
    suite = Suite()
    for _ in range(2):
        suite.setup_method()
        assert suite.test_what_was_set_up_is_there() == 1


def test_start_and_stop_by_hand():
    made = mock_cloud()
    cloud = made.start()
    start_one()
    made.stop(remove_data=False)
    assert made.start(reset=False) is cloud
    assert len(cloud.runs) == 1
    made.stop()
    assert made.start() is not cloud
    made.stop()


def test_every_block_begins_with_nothing():
    for _ in range(2):
        with mock_cloud():
            sfn = boto3.client("stepfunctions", region_name="us-east-1")
            assert sfn.list_state_machines()["stateMachines"] == []
            start_one()


def test_one_seed_gives_one_run():
    def arns(seed):
        with mock_cloud(seed=seed):
            return start_one()[1]

    assert arns(1) == arns(1)
    assert arns(1) != arns(2)


def test_a_region_is_set_where_none_is(monkeypatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.delenv("AWS_REGION", raising=False)
    with mock_cloud(region="eu-west-1"):
        assert boto3.client("sqs").meta.region_name == "eu-west-1"
    assert "AWS_REGION" not in os.environ
    assert "AWS_DEFAULT_REGION" not in os.environ
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    with mock_cloud(region="eu-west-1"):
        assert os.environ["AWS_DEFAULT_REGION"] == "us-west-2"


def test_regions_and_accounts_are_apart():
    with mock_cloud():
        start_one()
        assert boto3.client("stepfunctions", region_name="eu-west-1").list_state_machines()["stateMachines"] == []
