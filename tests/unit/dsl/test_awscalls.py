from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from steploom.dsl import AwsCall, aws
from steploom.dsl.awscalls import AwsFault, Computed, check_call, find_operation

ITEM = {"pk": {"S": "o-1"}, "total": {"N": "3"}}


def messages(service: str, operation: str, **arguments: object) -> list[str]:
    return [fault.message for fault in check_call(service, operation, arguments)]


def test_proxy_names():
    assert aws.dynamodb.put_item == AwsCall("dynamodb", "put_item")
    assert aws.lambda_.invoke == AwsCall("lambda", "invoke")
    assert aws.cognito_idp.list_users == AwsCall("cognito-idp", "list_users")
    assert aws.cognito_idp.list_users.name == "aws.cognito_idp.list_users"
    assert (repr(aws), repr(aws.s3.get_object)) == ("aws", "aws.s3.get_object")


@pytest.mark.parametrize("name", ["__wrapped__", "_private"])
def test_a_proxy_has_no_private_names(name):
    assert not hasattr(aws, name)
    assert not hasattr(aws.s3, name)


def test_a_right_call():
    assert check_call("dynamodb", "put_item", {"TableName": "orders", "Item": ITEM}) == ()


def test_no_such_service():
    assert check_call("dynamodbb", "put_item", {}) == (
        AwsFault("SL410", "there is no AWS service 'dynamodbb'", (), "did you mean dynamodb?"),
    )


def test_no_such_operation():
    assert check_call("dynamodb", "put_items", {}) == (
        AwsFault("SL410", "the service 'dynamodb' has no operation 'put_items'", (), "did you mean put_item?"),
    )


def test_api_names_are_not_boto3_names():
    (fault,) = check_call("dynamodb", "PutItem", {})
    assert fault.code == "SL410"


def test_an_operation_that_streams_events():
    assert messages("kinesis", "subscribe_to_shard") == [
        "kinesis.subscribe_to_shard streams events, which a state machine cannot take"
    ]


def test_missing_and_unknown_members():
    assert check_call("dynamodb", "put_item", {"TabelName": "orders"}) == (
        AwsFault("SL411", "TabelName is no member of the request", ("TabelName",), "did you mean TableName?"),
        AwsFault("SL411", "TableName is missing", ()),
        AwsFault("SL411", "Item is missing", ()),
    )


def test_no_input_at_all():
    assert messages("sqs", "list_queues") == []
    assert messages("sts", "get_caller_identity", Verbose=True) == ["Verbose is no member of the request"]


def test_a_fault_in_depth_knows_its_path():
    item = {"pk": {"L": [{"S": "a"}, {"S": 3}]}}
    assert check_call("dynamodb", "put_item", {"TableName": "t", "Item": item}) == (
        AwsFault("SL411", "Item.pk.L[1].S: expected string, got integer", ("Item", "pk", "L", 1, "S")),
    )


def test_a_member_that_is_missing_in_depth():
    entries = {"Id": "1"}
    assert messages("sqs", "send_message_batch", QueueUrl="q", Entries=[entries]) == [
        "Entries[0].MessageBody is missing"
    ]


@pytest.mark.parametrize(
    ("value", "got"),
    [
        (3, "integer"),
        (1.5, "fraction"),
        (True, "boolean"),
        (None, "null"),
        ([], "list"),
        ({}, "object"),
        (b"", "bytes"),
    ],
)
def test_what_is_no_string(value, got):
    assert messages("sqs", "send_message", QueueUrl=value, MessageBody="b") == [f"QueueUrl: expected string, got {got}"]


def test_numbers():
    def delay(value: object) -> list[str]:
        return messages("sqs", "send_message", QueueUrl="q", MessageBody="b", DelaySeconds=value)

    assert delay(3) == []
    assert delay(Computed("number")) == []
    assert delay(1.5) == ["DelaySeconds: expected integer, got fraction"]
    assert delay("3") == ["DelaySeconds: expected integer, got string"]
    assert delay(Computed("string")) == ["DelaySeconds: expected integer, got string"]


def test_fractions_bytes_and_moments():
    datum = {"MetricName": "m", "Value": Decimal("1.5"), "Timestamp": datetime(2026, 1, 1, tzinfo=UTC)}
    assert messages("cloudwatch", "put_metric_data", Namespace="n", MetricData=[datum]) == []
    assert messages("kms", "encrypt", KeyId="k", Plaintext=b"secret") == []
    assert messages("kms", "encrypt", KeyId="k", Plaintext=3) == ["Plaintext: expected bytes, got integer"]


def test_computed_arguments_count_as_given():
    assert messages("dynamodb", "put_item", TableName=Computed(), Item=Computed("object")) == []
    assert messages("dynamodb", "put_item", TableName="t", Item=Computed("list")) == ["Item: expected object, got list"]
    assert messages("dynamodb", "put_item", TableName="t", Item={"pk": {"S": Computed("integer")}}) == [
        "Item.pk.S: expected string, got integer"
    ]


def test_a_token_that_the_sdk_fills_in_is_not_missing():
    # Required by the model, and made up by every SDK.
    assert messages("fis", "start_experiment", experimentTemplateId="t") == []
    # Marked as such a token too, but it names what is to be stopped.
    assert messages("athena", "stop_query_execution") == ["QueryExecutionId is missing"]


def test_a_tagged_union_takes_exactly_one():
    def define(definition: object) -> list[str]:
        names = {"applicationId": "a", "currentApplicationVersion": 1}
        return messages("m2", "update_application", **names, definition=definition)

    assert define({"content": "c"}) == []
    assert define({}) == ["definition: exactly one of content, s3Location must be given, not 0"]
    assert define({"content": "c", "s3Location": "s"}) == [
        "definition: exactly one of content, s3Location must be given, not 2"
    ]


def test_an_operation_by_its_names():
    found = find_operation("stepfunctions", "start_execution")
    assert found is not None
    assert (found.api_name, found.service_id) == ("StartExecution", "SFN")
    assert find_operation("stepfunctions", "begin_execution") is None
    assert find_operation("step-functions", "start_execution") is None
