"""What the tasks of a machine reach, seen from the machine."""

from __future__ import annotations

import json

import pytest

from steploom.errors import Unsupported


def task(resource, parameters=None, **fields):
    made = {"Type": "Task", "Resource": resource, "End": True, **fields}
    return {"A": made | ({} if parameters is None else {"Parameters": parameters})}


def failure(told):
    return told["status"], told["error"], told["cause"]


@pytest.fixture
def table(cloud):
    cloud.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return cloud.client("dynamodb")


# Lambda


def test_a_function_by_its_arn(function, run):
    arn = function("def handler(event, context):\n    return [event, context.function_version]\n")
    assert json.loads(run(task(arn), {"n": 1})["output"]) == [{"n": 1}, "$LATEST"]


def test_lambda_invoke(function, run):
    function("def handler(event, context):\n    return {'got': event}\n")
    told = run(task("arn:aws:states:::lambda:invoke", {"FunctionName": "worker", "Payload.$": "$"}), {"n": 1})
    output = json.loads(told["output"])
    assert (output["Payload"], output["StatusCode"], output["ExecutedVersion"]) == ({"got": {"n": 1}}, 200, "$LATEST")
    assert list(output) == ["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"]
    assert output["SdkHttpMetadata"]["HttpStatusCode"] == 200


def test_no_payload_is_an_empty_object_and_a_text_is_the_body_itself(function, run):
    function("def handler(event, context):\n    return event\n")
    resource = "arn:aws:states:::lambda:invoke"
    nothing = run(task(resource, {"FunctionName": "worker"}), name="a")
    assert json.loads(nothing["output"])["Payload"] == {}
    text = run(task(resource, {"FunctionName": "worker", "Payload": "[1, 2]"}), name="b")
    assert json.loads(text["output"])["Payload"] == [1, 2]
    wrong = run(task(resource, {"FunctionName": "worker", "Payload": "hello"}), name="c")
    assert wrong["error"] == "Lambda.InvalidRequestContentException"


def test_a_function_that_raises(function, run):
    function("class Broken(Exception): ...\ndef handler(event, context):\n    raise Broken('why')\n")
    told = run(task("arn:aws:states:::lambda:invoke", {"FunctionName": "worker"}))
    assert (told["status"], told["error"]) == ("FAILED", "Broken")
    cause = json.loads(told["cause"])
    assert (cause["errorType"], cause["errorMessage"]) == ("Broken", "why")


def test_a_function_that_is_not_there(run):
    told = run(task("arn:aws:states:::lambda:invoke", {"FunctionName": "nobody"}))
    assert told["error"] == "Lambda.ResourceNotFoundException"
    beginning = (
        "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:$LATEST "
        "(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: "
    )
    assert told["cause"].startswith(beginning)
    assert told["cause"].endswith("; Proxy: null)")


def test_sleeping_longer_than_the_timeout(function, run, cloud):
    function("import time\ndef handler(event, context):\n    time.sleep(60)\n")
    began = cloud.now()
    told = run(task("arn:aws:states:::lambda:invoke", {"FunctionName": "worker"}, TimeoutSeconds=5))
    assert (told["status"], told["error"]) == ("FAILED", "States.Timeout")
    assert (told["stopDate"] - began).total_seconds() == 5


def test_a_token_that_the_function_itself_answers(function, run):
    source = """
import boto3, json
def handler(event, context):
    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=json.dumps({"by": "function"}))
"""
    function(source)
    parameters = {"FunctionName": "worker", "Payload": {"token.$": "$$.Task.Token"}}
    told = run(task("arn:aws:states:::lambda:invoke.waitForTaskToken", parameters))
    assert (told["status"], told["output"]) == ("SUCCEEDED", '{"by":"function"}')


# Optimized integrations


def test_dynamodb(run, table):
    item = {"pk": {"S": "1"}, "total": {"N": "9.5"}}
    told = run(task("arn:aws:states:::dynamodb:putItem", {"TableName": "orders", "Item": item}), name="a")
    assert set(json.loads(told["output"])) == {"SdkHttpMetadata", "SdkResponseMetadata"}
    assert table.get_item(TableName="orders", Key={"pk": {"S": "1"}})["Item"] == item
    got = run(task("arn:aws:states:::dynamodb:getItem", {"TableName": "orders", "Key": {"pk": {"S": "1"}}}), name="b")
    assert json.loads(got["output"])["Item"] == item
    none = run(task("arn:aws:states:::dynamodb:getItem", {"TableName": "orders", "Key": {"pk": {"S": "2"}}}), name="c")
    assert "Item" not in json.loads(none["output"])


@pytest.mark.usefixtures("table")
def test_a_condition_that_fails_has_a_name(run):
    parameters = {
        "TableName": "orders",
        "Item": {"pk": {"S": "1"}},
        "ConditionExpression": "attribute_exists(pk)",
    }
    told = run(task("arn:aws:states:::dynamodb:putItem", parameters))
    assert told["error"] == "DynamoDB.ConditionalCheckFailedException"
    assert told["cause"].startswith("The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; ")


def test_sqs_writes_what_is_no_text_as_json(run, cloud):
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    run(task("arn:aws:states:::sqs:sendMessage", {"QueueUrl": url, "MessageBody.$": "$"}), {"n": 1})
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == '{"n":1}'


def test_sqs_without_a_body(run, cloud):
    url = cloud.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    told = run(task("arn:aws:states:::sqs:sendMessage", {"QueueUrl": url, "MessageBody": None}))
    assert told["error"] == "SQS.AmazonSQSException"
    assert told["cause"].startswith("The request must contain the parameter MessageBody. (Service: AmazonSQS; ")


def test_sns_of_a_topic_that_is_not_there(run):
    arn = "arn:aws:sns:us-east-1:123456789012:nobody"
    told = run(task("arn:aws:states:::sns:publish", {"TopicArn": arn, "Message": "x"}))
    assert told["error"] == "SNS.NotFoundException"


def test_a_field_that_the_operation_does_not_take(run):
    told = run(task("arn:aws:states:::sqs:sendMessage", {"QueueUrl": "u", "MessageBody": "b", "Colour": "red"}))
    assert told["error"] == "States.Runtime"
    assert "[The field 'Colour' is not supported by Step Functions]" in told["cause"]


def test_put_events_in_the_name_of_the_execution(run, cloud):
    entry = {"Source": "shop", "DetailType": "Placed", "Detail": {"n": 1}}
    told = run(task("arn:aws:states:::events:putEvents", {"Entries": [entry]}))
    output = json.loads(told["output"])
    assert output["FailedEntryCount"] == 0
    (event,) = [each for each in cloud.events if each.source == "shop"]
    assert (event.detail, event.event["resources"]) == ({"n": 1}, [told["stateMachineArn"], told["executionArn"]])
    assert event.event["id"] == output["Entries"][0]["EventId"]


def test_one_refused_entry_fails_the_task(run, cloud):
    entries = [{"Source": "shop", "DetailType": "Placed", "Detail": {"n": 1}}, {"DetailType": "Placed", "Detail": {}}]
    told = run(task("arn:aws:states:::events:putEvents", {"Entries": entries}))
    assert told["error"] == "EventBridge.FailedEntry"
    cause = json.loads(told["cause"])
    assert (cause["FailedEntryCount"], cause["Entries"][1]["ErrorCode"]) == (1, "InvalidArgument")
    assert len([each for each in cloud.events if each.source == "shop"]) == 1


# Nested executions

CHILD = {"C": {"Type": "Wait", "Seconds": 30, "Next": "D"}, "D": {"Type": "Pass", "Result": {"n": 2}, "End": True}}


@pytest.mark.parametrize(("pattern", "output"), [("sync", '{"n":2}'), ("sync:2", {"n": 2})])
def test_waiting_for_a_nested_execution(run, machine, pattern, output):
    child = machine(CHILD, name="child")
    parameters = {"StateMachineArn": child, "Input": {"n": 1}}
    told = run(task(f"arn:aws:states:::states:startExecution.{pattern}", parameters))
    result = json.loads(told["output"])
    assert (result["Status"], result["Output"]) == ("SUCCEEDED", output)
    assert (told["stopDate"] - told["startDate"]).total_seconds() == 30


def test_a_nested_execution_that_fails(run, machine):
    child = machine({"C": {"Type": "Fail", "Error": "Inner", "Cause": "why"}}, name="child")
    told = run(task("arn:aws:states:::states:startExecution.sync:2", {"StateMachineArn": child}))
    assert told["error"] == "States.TaskFailed"
    cause = json.loads(told["cause"])
    assert (cause["Error"], cause["Cause"], cause["Status"]) == ("Inner", "why", "FAILED")


def test_starting_without_waiting(run, machine, sfn):
    child = machine(CHILD, name="child")
    told = run(task("arn:aws:states:::states:startExecution", {"StateMachineArn": child, "Name": "one"}))
    arn = json.loads(told["output"])["ExecutionArn"]
    assert (told["stopDate"], arn) == (told["startDate"], "arn:aws:states:us-east-1:123456789012:execution:child:one")
    assert sfn.describe_execution(executionArn=arn)["status"] == "SUCCEEDED"


def test_a_nested_machine_that_is_not_there(run):
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:nobody"
    told = run(task("arn:aws:states:::states:startExecution", {"StateMachineArn": arn}))
    assert told["error"] == "StepFunctions.StateMachineDoesNotExistException"
    assert told["cause"].startswith(
        f"State Machine Does Not Exist: '{arn}' (Service: AWSStepFunctions; Status Code: 400"
    )


# aws-sdk


def test_sdk_results_have_pascal_case_and_no_meta_data(run, machine):
    child = machine(CHILD, name="child")
    told = run(task("arn:aws:states:::aws-sdk:sfn:startExecution", {"StateMachineArn": child, "Input": {"a": 1}}))
    output = json.loads(told["output"])
    assert set(output) == {"ExecutionArn", "StartDate"}
    assert output["StartDate"] == "2026-01-01T00:00:00Z"


def test_sdk_bodies_are_texts(run, cloud):
    cloud.client("s3").create_bucket(Bucket="bucket")
    parameters = {"Bucket": "bucket", "Key": "k", "Body": {"n": 1}}
    run(task("arn:aws:states:::aws-sdk:s3:putObject", parameters), name="put")
    told = run(task("arn:aws:states:::aws-sdk:s3:getObject", {"Bucket": "bucket", "Key": "k"}), name="get")
    assert json.loads(told["output"])["Body"] == '{"n":1}'


@pytest.mark.parametrize(
    ("resource", "parameters", "error", "cause"),
    [
        ("s3:getObject", {"Bucket": "none", "Key": "k"}, "S3.NoSuchBucketException", "The specified bucket does not"),
        ("dynamodb:query", {"TableName": "t", "KeyConditionExpression": "x"}, "DynamoDb.ResourceNotFoundException", ""),
        (
            "dynamodb:putItem",
            {"TableName": "t", "Item": None},
            "DynamoDb.DynamoDbException",
            "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null",
        ),
        ("sfn:sendTaskSuccess", {"TaskToken": "x", "Output": "{}"}, "Sfn.InvalidTokenException", "Invalid Token: "),
        ("sqs:sendMessage", {"QueueUrl": "http://nowhere", "MessageBody": "x"}, "Sqs.SdkClientException", "Unable to"),
    ],
)
def test_sdk_errors(run, resource, parameters, error, cause):
    told = run(task(f"arn:aws:states:::aws-sdk:{resource}", parameters))
    assert (told["status"], told["error"]) == ("FAILED", error)
    assert told["cause"].startswith(cause)


def test_sdk_waits_for_messages_without_waiting(run, cloud):
    url = cloud.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    parameters = {"QueueUrl": url, "WaitTimeSeconds": 20}
    told = run(task("arn:aws:states:::aws-sdk:sqs:receiveMessage", parameters))
    assert (told["output"], (told["stopDate"] - told["startDate"]).total_seconds()) == ("{}", 20)


@pytest.mark.parametrize(
    ("resource", "parameters", "code"),
    [
        ("aws-sdk:nothing:atAll", {}, "SL410"),
        ("aws-sdk:sagemakeredge:getDeviceRegistration", {"DeviceName": "d", "DeviceFleetName": "f"}, "SL412"),
        ("mediaconvert:createJob", {"Role": "r", "Settings": {}}, "SL412"),
        ("eks:call", {"ClusterName": "c"}, "SL412"),
    ],
)
def test_what_the_cloud_does_not_have_is_never_faked(sfn, machine, resource, parameters, code):
    arn = machine(task(f"arn:aws:states:::{resource}", parameters))
    with pytest.raises(Unsupported) as caught:
        sfn.start_execution(stateMachineArn=arn)
    assert caught.value.code == code


# Activities


def test_a_worker_outside(sfn, machine, cloud):
    activity = sfn.create_activity(name="packing")["activityArn"]
    arn = sfn.start_execution(stateMachineArn=machine(task(activity)), input='{"n": 1}')["executionArn"]
    work = sfn.get_activity_task(activityArn=activity, workerName="bob")
    assert json.loads(work["input"]) == {"n": 1}
    assert "taskToken" not in sfn.get_activity_task(activityArn=activity)
    sfn.send_task_heartbeat(taskToken=work["taskToken"])
    sfn.send_task_success(taskToken=work["taskToken"], output="[1]")
    events = sfn.get_execution_history(executionArn=arn)["events"]
    assert [each["type"] for each in events][2:5] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]
    assert events[3]["activityStartedEventDetails"] == {"workerName": "bob"}
    assert sfn.describe_execution(executionArn=arn)["output"] == "[1]"
    assert cloud.pending == []


def test_a_worker_that_is_a_task_waits_for_work(sfn, machine, cloud):
    activity = sfn.create_activity(name="packing")["activityArn"]
    worker = {
        "Take": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sfn:getActivityTask",
            "Parameters": {"ActivityArn": activity},
            "Next": "Answer",
        },
        "Answer": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess",
            "Parameters": {"TaskToken.$": "$.TaskToken", "Output.$": "$.Input"},
            "End": True,
        },
    }
    sfn.start_execution(stateMachineArn=machine(worker, name="worker"))
    cloud.advance(30)
    arn = sfn.start_execution(stateMachineArn=machine(task(activity)), input='{"n": 1}')["executionArn"]
    assert sfn.describe_execution(executionArn=arn)["output"] == '{"n":1}'


def test_a_long_poll_ends_after_a_minute(sfn, run):
    activity = sfn.create_activity(name="packing")["activityArn"]
    told = run(task("arn:aws:states:::aws-sdk:sfn:getActivityTask", {"ActivityArn": activity}))
    assert (told["output"], (told["stopDate"] - told["startDate"]).total_seconds()) == ("{}", 60)


def test_an_activity_that_is_not_there(run):
    arn = "arn:aws:states:us-east-1:123456789012:activity:nobody"
    told = run(task(arn))
    assert told["error"] == "States.Runtime"
    assert told["cause"].endswith(f"The activity {arn} does not exist.")


def test_tokens_that_mean_nothing(sfn, error_of):
    assert error_of(sfn.send_task_success, taskToken="x", output="{}") == (
        "InvalidToken",
        "Invalid Token: 'Invalid token'",
    )
    assert error_of(sfn.send_task_success, taskToken="x", output="no json")[0] == "InvalidOutput"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% 5 %}"}, "The parameters must be an object"),
        (
            {"Resource": "arn:aws:states:::aws-sdk:s3:putObject", "Arguments": "{% [] %}"},
            "The parameters must be an object",
        ),
        (
            {"Resource": "arn:aws:states:::events:putEvents", "Arguments": {"Entries": [7]}},
            "'Entries' has an invalid format",
        ),
    ],
)
def test_parameters_of_another_form_are_refused(run, state, words):
    told = run({"T": {"Type": "Task", "QueryLanguage": "JSONata", "End": True, **state}})
    assert (told["status"], told["error"]) == ("FAILED", "States.Runtime")
    assert "could not be used to start the Task: [" in told["cause"]
    assert words in told["cause"]


def test_arguments_that_botocore_reads_too_early_fail_the_task(run):
    arguments = {"RequestItems": "no object"}
    task = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:batchWriteItem", "Parameters": arguments}
    assert run({"T": {**task, "End": True}})["status"] == "FAILED"


def test_a_function_in_a_region_that_is_none_is_not_found(run):
    name = "arn:aws:lambda:{REGION}:123456789012:function:f"
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": name}}
    assert run({"T": {**task, "End": True}})["error"] == "Lambda.ResourceNotFoundException"


def test_where_moto_breaks_the_operation_is_named(sfn, machine, cloud):
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:support:describeCases",
        "Parameters": {"CaseIdList": ["nobody"]},
        "End": True,
    }
    arn = machine({"T": task})
    with pytest.raises(
        Unsupported, match=r"moto fails at support:DescribeCases with KeyError: 'nobody'; give it a fake"
    ):
        sfn.start_execution(stateMachineArn=arn)
    assert cloud.runs
