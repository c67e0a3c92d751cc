"""Requests to every operation of Step Functions, good ones and bad ones with what they are refused with.

Arguments in braces stand for what a test's stage has: `{machine}`, `{token}`, …
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["BAD", "FAIL", "GOOD", "MAP", "OTHER", "PASS", "ROLE", "WAIT", "WORK"]

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
