from __future__ import annotations

import asyncio
import json
import os
import time
import unittest
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


def test_a_block_inside_another_joins_its_cloud():
    with mock_cloud(seed=4) as outer:
        start_one()
        with mock_cloud() as inner, mock_cloud(seed=4) as third:
            assert inner is outer is third
        assert len(current_cloud().runs) == 1
    with mock_cloud() as other:
        assert other is not outer


def test_a_block_with_other_options_cannot_join():
    with mock_cloud(), pytest.raises(NestedCloud, match="other options"), mock_cloud(seed=9):
        pass
    with mock_cloud():
        pass


def test_a_decorated_function_calls_another():
    @mock_cloud
    def outer():
        start_one()
        decorated("a", number=1)
        return len(current_cloud().runs)

    assert outer() == 2


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


@mock_cloud
async def in_a_coroutine():
    start_one()
    await asyncio.sleep(0)
    return len(current_cloud().runs)


@mock_cloud
def in_a_generator():
    start_one()
    yield len(current_cloud().runs)
    yield len(current_cloud().runs)


@mock_cloud(seed=5)
async def in_an_asynchronous_generator():
    start_one()
    yield len(current_cloud().runs)


def test_decorators_of_coroutines_and_generators():
    async def collect():
        return [each async for each in in_an_asynchronous_generator()]

    assert asyncio.run(in_a_coroutine()) == 1
    assert list(in_a_generator()) == [1, 1]
    assert asyncio.run(collect()) == [1]
    with pytest.raises(SteploomError, match="no mock_cloud block"):
        current_cloud()


@mock_cloud
class Case(unittest.TestCase):
    def setUp(self):
        self.sfn, self.arn = start_one()

    def test_one(self):
        assert self.sfn.describe_execution(executionArn=self.arn)["status"] == "RUNNING"
        assert len(current_cloud().runs) == 1
        start_one_more()

    def test_two(self):
        assert len(current_cloud().runs) == 1


@mock_cloud
class AsyncCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.sfn, self.arn = start_one()

    async def test_one(self):
        await asyncio.sleep(0)
        assert len(current_cloud().runs) == 1

    async def test_two(self):
        assert len(current_cloud().runs) == 1


@mock_cloud
class PlainCase(unittest.TestCase):
    def test_one(self):
        start_one()

    def test_two(self):
        start_one()
        assert len(current_cloud().runs) == 1


def start_one_more():
    sfn = boto3.client("stepfunctions", region_name="us-east-1")
    (machine,) = sfn.list_state_machines()["stateMachines"]
    sfn.start_execution(stateMachineArn=machine["stateMachineArn"])


@pytest.mark.parametrize("case", [Case, AsyncCase, PlainCase])
def test_decorators_of_unittest(case):
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    assert (result.testsRun, result.errors, result.failures) == (2, [], [])


def test_configuration_of_moto():
    with mock_cloud(config={"core": {"mock_credentials": True}, "iam": {"load_aws_managed_policies": True}}):
        listed = boto3.client("iam", region_name="us-east-1").list_policies(Scope="AWS", MaxItems=1)
        assert listed["Policies"]


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
