"""Machines that use other services."""

from __future__ import annotations

import io
import json
import time
import zipfile

import boto3
import pytest

ROLE = "arn:aws:iam::123456789012:role/states"


def task(resource, parameters, **fields):
    made = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, "End": True}
    return {"Do": {**made, **fields}}


def output(told):
    assert told["status"] == "SUCCEEDED", told
    return json.loads(told["output"])


@pytest.fixture
def table(aws):  # noqa: ARG001 - the mock must run
    client = boto3.client("dynamodb")
    client.create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return client


@pytest.fixture
def queue(aws):  # noqa: ARG001 - the mock must run
    return boto3.resource("sqs").create_queue(QueueName="orders")


def test_send_a_message(run, queue):
    told = output(run(task("sqs:sendMessage", {"QueueUrl": queue.url, "MessageBody.$": "$.text"}), {"text": "hi"}))
    (message,) = queue.receive_messages()
    assert (message.body, message.message_id) == ("hi", told["MessageId"])


def test_send_an_object(run, queue):
    run(task("sqs:sendMessage", {"QueueUrl": queue.url, "MessageBody": {"n.$": "$.n"}}), {"n": 1})
    assert json.loads(queue.receive_messages()[0].body) == {"n": 1}


def test_publish_to_a_queue(run, queue):
    topic = boto3.resource("sns").create_topic(Name="news")
    topic.subscribe(Protocol="sqs", Endpoint=queue.attributes["QueueArn"])
    run(task("sns:publish", {"TopicArn": topic.arn, "Message": "tea is ready", "Subject": "tea"}))
    told = json.loads(queue.receive_messages()[0].body)
    assert (told["Message"], told["Subject"]) == ("tea is ready", "tea")


def test_put_and_get_an_item(run, table):
    states = {
        "Put": {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:putItem",
            "Parameters": {"TableName": "orders", "Item": {"pk": {"S.$": "$.id"}, "total": {"N": "7"}}},
            "ResultPath": None,
            "Next": "Get",
        },
        "Get": {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:getItem",
            "Parameters": {"TableName": "orders", "Key": {"pk": {"S.$": "$.id"}}},
            "End": True,
        },
    }
    assert output(run(states, {"id": "o-1"}))["Item"] == {"pk": {"S": "o-1"}, "total": {"N": "7"}}
    assert table.scan(TableName="orders")["Count"] == 1


def test_update_an_item(run, table):
    table.put_item(TableName="orders", Item={"pk": {"S": "o-1"}, "n": {"N": "1"}})
    parameters = {
        "TableName": "orders",
        "Key": {"pk": {"S": "o-1"}},
        "UpdateExpression": "SET n = n + :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "ALL_NEW",
    }
    told = output(run(task("dynamodb:updateItem", parameters)))
    assert told["Attributes"]["n"] == {"N": "2"}


def test_delete_an_item(run, table):
    table.put_item(TableName="orders", Item={"pk": {"S": "o-1"}})
    run(task("dynamodb:deleteItem", {"TableName": "orders", "Key": {"pk": {"S": "o-1"}}}))
    assert table.scan(TableName="orders")["Count"] == 0


def test_query_through_the_sdk(run, table):
    table.put_item(TableName="orders", Item={"pk": {"S": "o-1"}, "total": {"N": "7"}})
    parameters = {
        "TableName": "orders",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "o-1"}},
    }
    told = output(run(task("aws-sdk:dynamodb:query", parameters)))
    assert told["Items"] == [{"pk": {"S": "o-1"}, "total": {"N": "7"}}]


@pytest.mark.moto_cannot("moto cannot write the body of an object into a result")
def test_read_an_object(run):
    bucket = boto3.resource("s3").create_bucket(Bucket="orders")
    bucket.put_object(Key="o-1.json", Body=b'{"total": 7}')
    told = output(run(task("aws-sdk:s3:getObject", {"Bucket": "orders", "Key": "o-1.json"})))
    assert json.loads(told["Body"]) == {"total": 7}


@pytest.mark.moto_cannot("moto's startExecution does not find its own parameters")
def test_start_another_machine(sfn, create, run, wait):
    child = create({"Hello": {"Type": "Pass", "Result": {"to": "world"}, "End": True}}, name="child")
    run(
        task("states:startExecution", {"StateMachineArn": child, "Input": {"n": 1}, "Name": "by-parent"}), name="parent"
    )
    (started,) = sfn.list_executions(stateMachineArn=child)["executions"]
    assert (started["name"], wait(started["executionArn"])["output"]) == ("by-parent", '{"to":"world"}')


@pytest.mark.moto_cannot("moto names errors of S3 in small letters")
def test_an_error_of_the_sdk(run):
    states = task("aws-sdk:s3:getObject", {"Bucket": "none", "Key": "k"})
    assert run(states)["error"] == "S3.NoSuchBucketException"


def test_a_function_is_known(aws):  # noqa: ARG001 - the mock must run
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("code.py", "def handler(event, context):\n    return event\n")
    role = boto3.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    boto3.client("lambda").create_function(
        FunctionName="worker",
        Runtime="python3.12",
        Handler="code.handler",
        Role=role,
        Code={"ZipFile": archive.getvalue()},
    )
    told = boto3.client("lambda").get_function_configuration(FunctionName="worker")
    assert (told["Handler"], told["Runtime"]) == ("code.handler", "python3.12")


def test_put_events_to_a_queue(run, queue):
    events = boto3.client("events")
    events.put_rule(Name="placed", EventPattern=json.dumps({"source": ["shop"]}))
    events.put_targets(Rule="placed", Targets=[{"Id": "queue", "Arn": queue.attributes["QueueArn"]}])
    entry = {"Source": "shop", "DetailType": "OrderPlaced", "Detail": {"id.$": "$.id"}}
    told = output(run(task("events:putEvents", {"Entries": [entry]}), {"id": "o-1"}))
    assert told["FailedEntryCount"] == 0
    assert json.loads(queue.receive_messages()[0].body)["detail"] == {"id": "o-1"}


def test_wait_for_a_task_token(sfn, create, queue, wait):
    body = {"token.$": "$$.Task.Token"}
    arn = create(task("sqs:sendMessage.waitForTaskToken", {"QueueUrl": queue.url, "MessageBody": body}))
    started = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    messages = []
    while not messages:
        messages = queue.receive_messages()
        time.sleep(0.05)
    sfn.send_task_success(taskToken=json.loads(messages[0].body)["token"], output='{"approved": true}')
    assert output(wait(started)) == {"approved": True}


@pytest.mark.moto_cannot("moto runs functions in Docker", run=False)
def test_a_function_runs(run):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("code.py", "def handler(event, context):\n    return {'twice': 2 * event['n']}\n")
    role = boto3.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    made = boto3.client("lambda").create_function(
        FunctionName="worker",
        Runtime="python3.12",
        Handler="code.handler",
        Role=role,
        Code={"ZipFile": archive.getvalue()},
    )
    states = {"Do": {"Type": "Task", "Resource": made["FunctionArn"], "End": True}}
    assert output(run(states, {"n": 21})) == {"twice": 42}


@pytest.mark.moto_cannot("moto's rules do not start machines")
def test_an_event_starts_a_machine(sfn, create, wait):
    arn = create({"Hello": {"Type": "Pass", "End": True}})
    events = boto3.client("events")
    events.put_rule(Name="placed", EventPattern=json.dumps({"source": ["shop"]}))
    events.put_targets(Rule="placed", Targets=[{"Id": "m", "Arn": arn, "RoleArn": ROLE, "InputPath": "$.detail"}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "OrderPlaced", "Detail": '{"id": "o-1"}'}])
    (started,) = sfn.list_executions(stateMachineArn=arn)["executions"]
    assert output(wait(started["executionArn"])) == {"id": "o-1"}


@pytest.mark.moto_cannot("moto has no StartSyncExecution")
def test_an_express_machine_answers_at_once(sfn, create):
    arn = create({"Hello": {"Type": "Pass", "Result": "world", "End": True}}, type="EXPRESS")
    assert sfn.start_sync_execution(stateMachineArn=arn)["output"] == '"world"'


@pytest.mark.moto_cannot("moto has no activity workers")
def test_an_activity(sfn, create, wait):
    activity = sfn.create_activity(name="pack")["activityArn"]
    arn = create({"Pack": {"Type": "Task", "Resource": activity, "End": True}})
    started = sfn.start_execution(stateMachineArn=arn, input='{"sku": "tea"}')["executionArn"]
    work = sfn.get_activity_task(activityArn=activity, workerName="bob")
    assert json.loads(work["input"]) == {"sku": "tea"}
    sfn.send_task_success(taskToken=work["taskToken"], output='"packed"')
    assert output(wait(started)) == "packed"


@pytest.mark.moto_cannot("moto starts no nested executions and waits for them")
def test_wait_for_another_machine(create, run):
    child = create({"Hello": {"Type": "Pass", "Result": "world", "End": True}}, name="child")
    told = output(run(task("states:startExecution.sync:2", {"StateMachineArn": child}), name="parent"))
    assert told["Output"] == "world"


@pytest.mark.moto_cannot("moto publishes no versions")
def test_versions(sfn, create, wait):
    arn = create({"Hello": {"Type": "Pass", "Result": "one", "End": True}})
    version = sfn.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    definition = {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": "two", "End": True}}}
    sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(definition))
    assert output(wait(sfn.start_execution(stateMachineArn=version)["executionArn"])) == "one"
    assert output(wait(sfn.start_execution(stateMachineArn=arn)["executionArn"])) == "two"
