"""Every operation of botocore's model through the cloud, on arguments that are good and on arguments that are not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.local.door.constraints import states_model
from steploom.local.door.faults import ServiceFault
from steploom.local.door.operations import OPERATIONS

BASE = "arn:aws:states:us-east-1:123456789012"
ROLE = "arn:aws:iam::123456789012:role/test"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
OTHER = json.dumps({"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}})
WAIT = json.dumps({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}})
FAIL = json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Broken"}}})
MAP = json.dumps(
    {
        "StartAt": "M",
        "States": {
            "M": {
                "Type": "Map",
                "Label": "each",
                "ToleratedFailureCount": 5,
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "P",
                    "States": {"P": {"Type": "Pass", "End": True}},
                },
                "End": True,
            }
        },
    }
)
WORK = json.dumps({"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": f"{BASE}:activity:work", "End": True}}})
KEY = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/k", "kmsDataKeyReusePeriodSeconds": 60}
TASK = json.dumps(
    {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": "q", "MessageBody": "m"},
        "End": True,
    }
)

#: Arguments in braces are filled in with what the stage has: `{machine}`, `{token}`, ...
GOOD: list[tuple[str, dict[str, Any]]] = [
    ("CreateActivity", {"name": "new"}),
    ("CreateActivity", {"name": "new", "tags": [{"key": "a", "value": "b"}], "encryptionConfiguration": KEY}),
    ("CreateActivity", {"name": "work"}),
    ("CreateStateMachine", {"name": "new", "definition": PASS, "roleArn": ROLE}),
    ("CreateStateMachine", {"name": "Größe", "definition": PASS, "roleArn": ROLE, "type": "EXPRESS"}),
    ("CreateStateMachine", {"name": "new", "definition": PASS, "roleArn": ROLE, "encryptionConfiguration": KEY}),
    (
        "CreateStateMachine",
        {
            "name": "new",
            "definition": PASS,
            "roleArn": ROLE,
            "publish": True,
            "versionDescription": "first",
            "tracingConfiguration": {"enabled": True},
            "loggingConfiguration": {"level": "OFF"},
            "tags": [{"key": "team", "value": "shop"}],
        },
    ),
    (
        "CreateStateMachineAlias",
        {"name": "new", "routingConfiguration": [{"stateMachineVersionArn": "{machine}:1", "weight": 100}]},
    ),
    ("DeleteActivity", {"activityArn": "{activity}"}),
    ("DeleteActivity", {"activityArn": f"{BASE}:activity:nobody"}),
    ("DeleteStateMachine", {"stateMachineArn": "{machine}"}),
    ("DeleteStateMachine", {"stateMachineArn": f"{BASE}:stateMachine:nobody"}),
    ("DeleteStateMachineAlias", {"stateMachineAliasArn": "{machine}:live"}),
    ("DeleteStateMachineVersion", {"stateMachineVersionArn": "{machine}:2"}),
    ("DescribeActivity", {"activityArn": "{activity}"}),
    ("DescribeExecution", {"executionArn": "{done}"}),
    ("DescribeExecution", {"executionArn": "{failed}", "includedData": "METADATA_ONLY"}),
    ("DescribeExecution", {"executionArn": "{child}"}),
    ("DescribeMapRun", {"mapRunArn": "{map_run}"}),
    ("DescribeStateMachine", {"stateMachineArn": "{machine}"}),
    ("DescribeStateMachine", {"stateMachineArn": "{machine}:1", "includedData": "METADATA_ONLY"}),
    ("DescribeStateMachine", {"stateMachineArn": f"{BASE}:stateMachine:map/each"}),
    ("DescribeStateMachineAlias", {"stateMachineAliasArn": "{machine}:live"}),
    ("DescribeStateMachineForExecution", {"executionArn": "{done}"}),
    ("DescribeStateMachineForExecution", {"executionArn": "{child}"}),
    ("GetActivityTask", {"activityArn": "{activity}", "workerName": "w"}),
    ("GetExecutionHistory", {"executionArn": "{done}"}),
    ("GetExecutionHistory", {"executionArn": "{done}", "reverseOrder": True, "maxResults": 2}),
    ("GetExecutionHistory", {"executionArn": "{child}", "includeExecutionData": False}),
    ("ListActivities", {}),
    ("ListActivities", {"maxResults": 1}),
    ("ListExecutions", {"stateMachineArn": "{machine}"}),
    ("ListExecutions", {"stateMachineArn": "{machine}", "statusFilter": "RUNNING", "maxResults": 1}),
    ("ListExecutions", {"mapRunArn": "{map_run}", "redriveFilter": "NOT_REDRIVEN"}),
    ("ListMapRuns", {"executionArn": "{mapped}"}),
    ("ListStateMachineAliases", {"stateMachineArn": "{machine}"}),
    ("ListStateMachineAliases", {"stateMachineArn": "{machine}:1", "maxResults": 5}),
    ("ListStateMachineVersions", {"stateMachineArn": "{machine}"}),
    ("ListStateMachineVersions", {"stateMachineArn": f"{BASE}:stateMachine:nobody"}),
    ("ListStateMachines", {"maxResults": 0}),
    ("ListTagsForResource", {"resourceArn": "{machine}"}),
    ("ListTagsForResource", {"resourceArn": "{activity}"}),
    ("PublishStateMachineVersion", {"stateMachineArn": "{machine}", "description": "again"}),
    ("PublishStateMachineVersion", {"stateMachineArn": "{machine}", "revisionId": "{revision}"}),
    ("RedriveExecution", {"executionArn": "{failed}", "clientToken": "t"}),
    ("SendTaskFailure", {"taskToken": "{token}", "error": "E", "cause": "c"}),
    ("SendTaskFailure", {"taskToken": "{token}"}),
    ("SendTaskHeartbeat", {"taskToken": "{token}"}),
    ("SendTaskSuccess", {"taskToken": "{token}", "output": "null"}),
    ("StartExecution", {"stateMachineArn": "{machine}", "name": "fresh", "input": "[1]", "traceHeader": "h"}),
    ("StartExecution", {"stateMachineArn": "{machine}:live"}),
    ("StartExecution", {"stateMachineArn": "{machine}:1"}),
    ("StartExecution", {"stateMachineArn": "{express}"}),
    ("StartSyncExecution", {"stateMachineArn": "{express}", "name": "x", "traceHeader": "h"}),
    ("StartSyncExecution", {"stateMachineArn": "{express}", "includedData": "METADATA_ONLY"}),
    ("StopExecution", {"executionArn": "{running}", "error": "Why", "cause": "because"}),
    ("StopExecution", {"executionArn": "{done}"}),
    ("TagResource", {"resourceArn": "{machine}", "tags": [{"key": "a", "value": ""}]}),
    ("TestState", {"definition": json.dumps({"Type": "Succeed"})}),
    ("TestState", {"definition": MAP, "stateName": "P", "inspectionLevel": "TRACE"}),
    ("TestState", {"definition": TASK, "mock": {"errorOutput": {"error": "E"}}, "inspectionLevel": "DEBUG"}),
    ("UntagResource", {"resourceArn": "{machine}", "tagKeys": ["a", "never"]}),
    ("UpdateMapRun", {"mapRunArn": "{map_run}", "maxConcurrency": 5, "toleratedFailurePercentage": 2.5}),
    ("UpdateStateMachine", {"stateMachineArn": "{machine}", "definition": OTHER, "publish": True}),
    ("UpdateStateMachine", {"stateMachineArn": "{machine}", "encryptionConfiguration": KEY}),
    ("UpdateStateMachine", {"stateMachineArn": "{machine}", "tracingConfiguration": {"enabled": True}}),
    (
        "UpdateStateMachineAlias",
        {
            "stateMachineAliasArn": "{machine}:live",
            "routingConfiguration": [
                {"stateMachineVersionArn": "{machine}:1", "weight": 10},
                {"stateMachineVersionArn": "{machine}:2", "weight": 90},
            ],
        },
    ),
    ("ValidateStateMachineDefinition", {"definition": PASS, "type": "EXPRESS", "severity": "WARNING"}),
    ("ValidateStateMachineDefinition", {"definition": "{}", "maxResults": 1}),
]

LONG = "x" * 81
WRONG_KEY = {"type": "CUSTOMER_MANAGED_KMS_KEY"}
OWNED_WITH_KEY = {"type": "AWS_OWNED_KEY", "kmsKeyId": "alias/k"}
MANY = [{"key": f"k{n}", "value": ""} for n in range(51)]
NO_ARN = "orders"
STRANGE = f"{BASE}:queue:q"
NOWHERE = {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:no:*"}}

BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("CreateActivity", {"name": "a b"}, "InvalidName", "Invalid Name: 'a b'"),
    ("CreateActivity", {"name": LONG}, "ValidationException", "Member must have length less than or equal to 80"),
    ("CreateActivity", {"name": "new", "tags": MANY}, "TooManyTags", "50"),
    ("CreateActivity", {"name": "new", "tags": [{"value": "v"}]}, "ValidationException", "'tags.1.member.key'"),
    ("CreateActivity", {"name": "work", "encryptionConfiguration": KEY}, "ActivityAlreadyExists", "Already Exists"),
    ("CreateActivity", {"name": "new", "encryptionConfiguration": WRONG_KEY}, "InvalidEncryptionConfiguration", "kms"),
    ("CreateStateMachine", {"name": "a*", "definition": PASS, "roleArn": ROLE}, "InvalidName", "Invalid Name: 'a*'"),
    (
        "CreateStateMachine",
        {"name": "m", "definition": OTHER, "roleArn": ROLE},
        "StateMachineAlreadyExists",
        "'{machine}'",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": "{}", "roleArn": ROLE},
        "InvalidDefinition",
        "[States, StartAt] at /",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": WORK, "roleArn": ROLE, "type": "EXPRESS"},
        "InvalidDefinition",
        "Activity ARN",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": PASS, "roleArn": "me"},
        "InvalidArn",
        "Invalid Role Arn: 'me'",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": PASS, "roleArn": ROLE, "type": "BIG"},
        "ValidationException",
        "[STANDARD, EXPRESS]",
    ),
    ("CreateStateMachine", {"name": "new", "definition": PASS, "roleArn": ROLE, "tags": MANY}, "TooManyTags", "50"),
    (
        "CreateStateMachine",
        {
            "name": "new",
            "definition": PASS,
            "roleArn": ROLE,
            "loggingConfiguration": {"level": "ALL", "destinations": [NOWHERE]},
        },
        "InvalidLoggingConfiguration",
        "Log Destination not found.",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": PASS, "roleArn": ROLE, "encryptionConfiguration": WRONG_KEY},
        "InvalidEncryptionConfiguration",
        "'kmsKeyId' is required",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": PASS, "roleArn": ROLE, "encryptionConfiguration": OWNED_WITH_KEY},
        "InvalidEncryptionConfiguration",
        "'kmsKeyId' must not be set",
    ),
    (
        "CreateStateMachine",
        {
            "name": "new",
            "definition": PASS,
            "roleArn": ROLE,
            "encryptionConfiguration": KEY | {"kmsDataKeyReusePeriodSeconds": 901},
        },
        "ValidationException",
        "Member must have value less than or equal to 900",
    ),
    (
        "CreateStateMachine",
        {"name": "new", "definition": PASS, "roleArn": ROLE, "versionDescription": "v"},
        "ValidationException",
        "when publish is true",
    ),
    (
        "CreateStateMachineAlias",
        {"name": "1", "routingConfiguration": [{"stateMachineVersionArn": "{machine}:1", "weight": 100}]},
        "ValidationException",
        "regular expression pattern",
    ),
    (
        "CreateStateMachineAlias",
        {"name": "live", "routingConfiguration": [{"stateMachineVersionArn": "{machine}:1", "weight": 100}]},
        "ConflictException",
        "already exists",
    ),
    (
        "CreateStateMachineAlias",
        {"name": "new", "routingConfiguration": [{"stateMachineVersionArn": "{machine}:9", "weight": 100}]},
        "ResourceNotFound",
        "does not exist",
    ),
    ("DeleteActivity", {"activityArn": NO_ARN}, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: orders'"),
    ("DeleteStateMachine", {"stateMachineArn": "{machine}:1"}, "ValidationException", "qualified"),
    (
        "DeleteStateMachine",
        {"stateMachineArn": "{done}"},
        "InvalidArn",
        "Resource type not valid in this context: execution",
    ),
    ("DeleteStateMachineAlias", {"stateMachineAliasArn": STRANGE}, "InvalidArn", "queue"),
    ("DeleteStateMachineVersion", {"stateMachineVersionArn": "{machine}:1"}, "ConflictException", "[live]"),
    ("DeleteStateMachineVersion", {"stateMachineVersionArn": "{machine}"}, "InvalidArn", "Resource type"),
    ("DescribeActivity", {"activityArn": f"{BASE}:activity:nobody"}, "ActivityDoesNotExist", "activity:nobody'"),
    ("DescribeExecution", {"executionArn": f"{BASE}:execution:m:nobody"}, "ExecutionDoesNotExist", "m:nobody'"),
    ("DescribeExecution", {"executionArn": "{async}"}, "InvalidArn", "context: express"),
    ("DescribeMapRun", {"mapRunArn": f"{BASE}:mapRun:m/each:nobody"}, "ResourceNotFound", "not found"),
    ("DescribeStateMachine", {"stateMachineArn": "{machine}:9"}, "StateMachineDoesNotExist", "m:9'"),
    (
        "DescribeStateMachine",
        {"stateMachineArn": "{machine}", "includedData": "SOME"},
        "ValidationException",
        "[ALL_DATA, METADATA_ONLY]",
    ),
    ("DescribeStateMachine", {"stateMachineArn": f"{BASE}:stateMachine:map/no"}, "StateMachineDoesNotExist", "map/no'"),
    ("DescribeStateMachineAlias", {"stateMachineAliasArn": "{machine}:none"}, "ResourceNotFound", "does not exist"),
    ("DescribeStateMachineForExecution", {"executionArn": NO_ARN}, "InvalidArn", "prefix"),
    ("GetActivityTask", {"activityArn": f"{BASE}:activity:nobody"}, "ActivityDoesNotExist", "nobody"),
    (
        "GetExecutionHistory",
        {"executionArn": "{done}", "nextToken": "no"},
        "InvalidToken",
        "Invalid Token: 'Invalid token'",
    ),
    ("ListActivities", {"nextToken": "no"}, "InvalidToken", "Invalid Token: 'Invalid token'"),
    ("ListExecutions", {}, "ValidationException", "Either"),
    ("ListExecutions", {"stateMachineArn": "{machine}", "mapRunArn": "{map_run}"}, "ValidationException", "not both"),
    ("ListExecutions", {"stateMachineArn": "{machine}", "redriveFilter": "REDRIVEN"}, "ValidationException", "Map Run"),
    (
        "ListExecutions",
        {"stateMachineArn": "{machine}", "statusFilter": "PENDING_REDRIVE"},
        "ValidationException",
        "Map Run",
    ),
    (
        "ListExecutions",
        {"stateMachineArn": "{machine}", "statusFilter": "running"},
        "ValidationException",
        "enum value set",
    ),
    ("ListExecutions", {"stateMachineArn": "{express}"}, "StateMachineTypeNotSupported", "not supported"),
    ("ListMapRuns", {"executionArn": f"{BASE}:execution:m:nobody"}, "ExecutionDoesNotExist", "nobody"),
    ("ListStateMachineAliases", {"stateMachineArn": "{machine}", "nextToken": "no"}, "InvalidToken", "Invalid token"),
    ("ListStateMachineVersions", {"stateMachineArn": "{machine}", "maxResults": 1001}, "ValidationException", "1000"),
    ("ListStateMachines", {"nextToken": "no"}, "InvalidToken", "Invalid token"),
    ("ListTagsForResource", {"resourceArn": "{machine}:1"}, "ResourceNotFound", "m:1'"),
    (
        "PublishStateMachineVersion",
        {"stateMachineArn": "{machine}", "revisionId": "old"},
        "ConflictException",
        "revision old. The current",
    ),
    ("RedriveExecution", {"executionArn": "{done}"}, "ExecutionNotRedrivable", "Execution is SUCCEEDED"),
    ("RedriveExecution", {"executionArn": "{failed}", "clientToken": "ä"}, "ValidationException", "pattern"),
    ("SendTaskFailure", {"taskToken": "no"}, "InvalidToken", "Invalid Token: 'Invalid token'"),
    ("SendTaskHeartbeat", {"taskToken": "no"}, "InvalidToken", "Invalid Token: 'Invalid token'"),
    ("SendTaskSuccess", {"taskToken": "{token}", "output": "not json"}, "InvalidOutput", "Unrecognized token 'not'"),
    ("StartExecution", {"stateMachineArn": "{machine}", "input": "{"}, "InvalidExecutionInput", "Execution Input: '"),
    ("StartExecution", {"stateMachineArn": "{machine}", "name": "a/b"}, "InvalidName", "Invalid Name: 'a/b'"),
    (
        "StartExecution",
        {"stateMachineArn": "{machine}", "name": "done", "input": "[9]"},
        "ExecutionAlreadyExists",
        "m:done'",
    ),
    ("StartExecution", {"stateMachineArn": "{machine}/each"}, "ValidationException", "label"),
    ("StartExecution", {"stateMachineArn": "{machine}:9"}, "StateMachineDoesNotExist", "m:9'"),
    ("StartSyncExecution", {"stateMachineArn": "{machine}"}, "StateMachineTypeNotSupported", "not supported"),
    ("StopExecution", {"executionArn": "{async}"}, "InvalidArn", "context: express"),
    ("TagResource", {"resourceArn": "{machine}", "tags": MANY}, "TooManyTags", "50"),
    ("TestState", {"definition": "no"}, "InvalidDefinition", "Unrecognized token 'no'"),
    ("TestState", {"definition": PASS, "stateName": "Z"}, "ValidationException", "State not found in definition"),
    ("UntagResource", {"resourceArn": STRANGE, "tagKeys": ["a"]}, "InvalidArn", "queue"),
    ("UpdateMapRun", {"mapRunArn": "{map_run}"}, "ValidationException", "maxConcurrency"),
    ("UpdateStateMachine", {"stateMachineArn": "{machine}"}, "MissingRequiredParameter", "must be specified"),
    ("UpdateStateMachine", {"stateMachineArn": "{machine}:1", "definition": PASS}, "StateMachineDoesNotExist", "m:1'"),
    (
        "UpdateStateMachine",
        {"stateMachineArn": "{machine}", "encryptionConfiguration": WRONG_KEY},
        "InvalidEncryptionConfiguration",
        "kmsKeyId",
    ),
    ("UpdateStateMachineAlias", {"stateMachineAliasArn": "{machine}:live"}, "ValidationException", "at least one"),
    (
        "UpdateStateMachineAlias",
        {"stateMachineAliasArn": "{machine}:none", "description": "d"},
        "ResourceNotFound",
        "exist",
    ),
    (
        "ValidateStateMachineDefinition",
        {"definition": PASS, "severity": "INFO"},
        "ValidationException",
        "[ERROR, WARNING]",
    ),
]


@dataclass
class Stage:
    """What there is before a call: ARNs and tokens by name."""

    names: dict[str, str]

    def filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if isinstance(value, str):
            for name, text in self.names.items():
                value = value.replace(f"{{{name}}}", text)
        return value


@pytest.fixture
def stage(sfn, cloud):
    def create(name, definition, **request):
        return sfn.create_state_machine(name=name, definition=definition, roleArn=ROLE, **request)["stateMachineArn"]

    def start(arn, name):
        return sfn.start_execution(stateMachineArn=arn, name=name)["executionArn"]

    activity = sfn.create_activity(name="work")["activityArn"]
    machine = create("m", PASS, publish=True)
    revision = sfn.update_state_machine(stateMachineArn=machine, definition=OTHER, publish=True)["revisionId"]
    routing = [{"stateMachineVersionArn": f"{machine}:1", "weight": 100}]
    sfn.create_state_machine_alias(name="live", description="d", routingConfiguration=routing)
    express, working, mapping = create("x", PASS, type="EXPRESS"), create("work", WORK), create("map", MAP)
    names = {
        "machine": machine,
        "revision": revision,
        "express": express,
        "activity": activity,
        "done": start(machine, "done"),
        "failed": start(create("fail", FAIL), "failed"),
        "async": start(express, "async"),
    }
    start(working, "waiting")
    names["token"] = sfn.get_activity_task(activityArn=activity)["taskToken"]
    names["mapped"] = sfn.start_execution(stateMachineArn=mapping, name="mapped", input="[1, 2]")["executionArn"]
    cloud.run_until_idle()
    names["running"] = start(create("wait", WAIT), "running")
    names["map_run"] = sfn.list_map_runs(executionArn=names["mapped"])["mapRuns"][0]["mapRunArn"]
    names["child"] = sfn.list_executions(mapRunArn=names["map_run"])["executions"][0]["executionArn"]
    return Stage(names)


@pytest.fixture
def send(cloud):
    """Sends a request past botocore's own checks, as another client would."""
    config = Config(parameter_validation=False, retries={"max_attempts": 0})
    client = boto3.client("stepfunctions", region_name=cloud.world.options.region, config=config)
    return client._make_api_call


def strangers(shape: Shape, value: Any, path: str = "") -> list[str]:
    """What a response has that its shape has not, and lacks that its shape demands."""
    if isinstance(shape, StructureShape):
        missing = [f"{path}/{name} is missing" for name in shape.required_members if name not in value]
        for name, each in value.items():
            missing += (
                strangers(shape.members[name], each, f"{path}/{name}") if name in shape.members else [f"{path}/{name}"]
            )
        return missing
    if isinstance(shape, ListShape):
        return [each for one in value for each in strangers(shape.member, one, f"{path}[]")]
    if isinstance(shape, MapShape):
        return [each for one in value.values() for each in strangers(shape.value, one, f"{path}{{}}")]
    return []


def identified(cases):
    return [f"{case[0]}-{number}" for number, case in enumerate(cases)]


def test_every_operation_is_called_well_and_badly():
    operations = set(states_model().operation_names)
    assert set(OPERATIONS) == operations == {case[0] for case in GOOD} == {case[0] for case in BAD}
    assert len(operations) == 37


@pytest.mark.parametrize(("operation", "request_"), GOOD, ids=identified(GOOD))
def test_good_arguments_are_answered_in_the_shape_of_the_model(send, stage, operation, request_):
    answer = send(operation, stage.filled(request_))
    del answer["ResponseMetadata"]
    assert strangers(states_model().operation_model(operation).output_shape, answer) == []


@pytest.mark.parametrize(("operation", "request_", "code", "words"), BAD, ids=identified(BAD))
def test_bad_arguments_are_refused_with_an_error_of_the_model(send, stage, operation, request_, code, words):
    with pytest.raises(ClientError) as caught:
        send(operation, stage.filled(request_))
    told = caught.value.response["Error"]
    assert (told["Code"], stage.filled(words) in told["Message"]) == (code, True), told
    modelled = {shape.name for shape in states_model().operation_model(operation).error_shapes}
    assert code in modelled | {"ValidationException"}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_required_members_must_be_there(send, operation):
    required = states_model().operation_model(operation).input_shape.required_members
    if not required:
        assert operation.startswith("List")
        return
    with pytest.raises(ClientError) as caught:
        send(operation, {})
    told = caught.value.response["Error"]
    assert told["Code"] == "ValidationException"
    for member in required:
        assert f"Value null at '{member}' failed to satisfy constraint: Member must not be null" in told["Message"]


@pytest.mark.parametrize(
    ("operation", "request_", "text"),
    [
        ("StartExecution", {"stateMachineArn": "a", "input": 5}, "NUMBER_VALUE can not be converted to a String"),
        (
            "ListExecutions",
            {"stateMachineArn": "a", "maxResults": 1.5},
            "NUMBER_VALUE can not be converted to an Integer",
        ),
        ("ListStateMachines", {"maxResults": True}, "BOOLEAN_VALUE can not be converted to an Integer"),
        ("TagResource", {"resourceArn": "a", "tags": {}}, "START_OBJECT can not be converted to a List"),
        ("TagResource", {"resourceArn": "a", "tags": [7]}, "NUMBER_VALUE can not be converted to a Structure"),
        (
            "GetExecutionHistory",
            {"executionArn": "a", "reverseOrder": "no"},
            "STRING_VALUE can not be converted to a Boolean",
        ),
        ("UntagResource", {"resourceArn": "a", "tagKeys": [None]}, "NULL_VALUE can not be converted to a String"),
    ],
)
def test_json_of_another_type_is_refused(cloud, operation, request_, text):
    with pytest.raises(ServiceFault) as caught:
        cloud.world.handle(operation, request_, "123456789012", "us-east-1")
    assert (caught.value.code, caught.value.message) == ("SerializationException", text)


def test_null_is_as_good_as_nothing(cloud, stage):
    request = stage.filled({"stateMachineArn": "{machine}", "name": None, "input": None, "traceHeader": None})
    assert cloud.world.handle("StartExecution", request, "123456789012", "us-east-1")["executionArn"]
    with pytest.raises(ServiceFault, match="Member must not be null"):
        cloud.world.handle(
            "TagResource", stage.filled({"resourceArn": "{machine}", "tags": None}), "123456789012", "us-east-1"
        )
