"""What CloudFormation is asked for, read from the template alone."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from steploom.asl import TaskState, load
from steploom.asl.scopes import walk
from steploom.deploy.iam import sid_of

pytestmark = pytest.mark.cdk

#: The only statements with a resource `*`, by role, and why AWS forces it.
FORCED = {
    "Logging": "log delivery is set up for the account, it knows no resources",
    "Tracing": "X-Ray knows no resources",
}


@pytest.fixture(scope="module")
def resources(template) -> dict[str, dict]:
    return template["Resources"]


def _of(resources: dict, kind: str) -> dict[str, dict]:
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == f"AWS::{kind}"}


def _one(resources: dict, kind: str) -> dict:
    (found,) = _of(resources, kind).values()
    return found


def _statements(role: dict) -> list[dict]:
    return [each for policy in role.get("Policies", []) for each in policy["PolicyDocument"]["Statement"]]


def _roles(resources: dict, service: str) -> dict[str, dict]:
    return {
        name: role
        for name, role in _of(resources, "IAM::Role").items()
        if role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": service}
    }


def _definition(resources: dict):
    text = _one(resources, "StepFunctions::StateMachine")["DefinitionString"]
    return load(text if isinstance(text, str) else json.dumps(text))


def _machine_statements(resources: dict) -> list[dict]:
    (role,) = _roles(resources, "states.amazonaws.com").values()
    return _statements(role)


def test_what_is_deployed(resources):
    assert Counter(each["Type"].removeprefix("AWS::") for each in resources.values()) == {
        "Lambda::Function": 6,
        "Logs::LogGroup": 7,
        "IAM::Role": 8,
        "StepFunctions::StateMachine": 1,
        "DynamoDB::Table": 7,
        "Events::EventBus": 1,
        "Events::Rule": 1,
        "SQS::Queue": 1,
        "SQS::QueuePolicy": 1,
    }


def test_every_statement_of_the_machine_names_the_states_it_serves(resources):
    states = [name for _, name, state in walk(_definition(resources)) if isinstance(state, TaskState)]
    statements = {each["Sid"]: each for each in _machine_statements(resources)}
    assert all(each.get("Sid") for each in _machine_statements(resources))
    named = {sid_of([name]) for name in states}
    served = {part for sid in statements if sid not in FORCED for part in _parts(sid, named)}
    assert served == named, "every task has its statement, and every statement its task"


def _parts(sid: str, named: set[str]) -> set[str]:
    """The states in a Sid: names joined by And, none of them invented."""
    if sid in named:
        return {sid}
    found = set(sid.split("And"))
    assert found <= named, sid
    return found


def test_every_statement_anywhere_has_a_sid_and_says_allow(resources):
    statements = [each for role in _of(resources, "IAM::Role").values() for each in _statements(role)]
    for policy in _of(resources, "SQS::QueuePolicy").values():
        statements += policy["PolicyDocument"]["Statement"]
    assert len(statements) > 25
    assert all(re.fullmatch(r"[A-Za-z0-9]+", each["Sid"]) for each in statements)
    assert {each["Effect"] for each in statements} == {"Allow"}
    assert not [each["Sid"] for each in statements for action in each["Action"] if "*" in action]


def test_star_stands_only_where_aws_forces_it(resources):
    stars = [
        each["Sid"]
        for role in _of(resources, "IAM::Role").values()
        for each in _statements(role)
        if "*" in each["Resource"]
    ]
    functions = [sid for sid in stars if sid.endswith("Tracing") and sid != "Tracing"]
    assert sorted(set(stars) - set(functions)) == sorted(FORCED)
    assert len(functions) == 6, "X-Ray, once for each function"


def test_there_are_no_roles_or_policies_of_the_cdks_own(resources):
    kinds = {each["Type"] for each in resources.values()}
    assert not kinds & {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"}
    assert not [each for each in _of(resources, "IAM::Role").values() if each.get("ManagedPolicyArns")]


def test_the_machine_may_be_taken_by_machines_of_this_account_alone(resources):
    (role,) = _roles(resources, "states.amazonaws.com").values()
    conditions = role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
    assert conditions["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert "stateMachine:*" in json.dumps(conditions["ArnLike"]["aws:SourceArn"])


def test_the_machine_invokes_what_is_deployed_beside_it(resources):
    machine = _one(resources, "StepFunctions::StateMachine")
    substitutions = machine["DefinitionSubstitutions"]
    functions = set(_of(resources, "Lambda::Function"))
    targets = {each["Fn::GetAtt"][0] for key, each in substitutions.items() if key.endswith("_function")}
    assert targets == functions
    assert substitutions["shop_bus"] == {"Ref": next(iter(_of(resources, "Events::EventBus")))}
    placeholders = set(re.findall(r"\$\{(\w+)\}", machine["DefinitionString"]))
    assert placeholders == set(substitutions)


def test_the_machine_is_logged_and_traced(resources):
    machine = _one(resources, "StepFunctions::StateMachine")
    assert machine["TracingConfiguration"] == {"Enabled": True}
    logging = machine["LoggingConfiguration"]
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ERROR", False)
    group = logging["Destinations"][0]["CloudWatchLogsLogGroup"]["LogGroupArn"]["Fn::GetAtt"][0]
    assert resources[group]["Properties"] == {
        "LogGroupName": "/aws/vendedlogs/states/orders-fulfil",
        "RetentionInDays": 30,
    }


def test_the_rule_starts_the_machine_with_the_detail(resources):
    rule = _one(resources, "Events::Rule")
    assert rule["EventPattern"] == {
        "source": ["shop.orders"],
        "detail-type": ["OrderPlaced"],
        "detail": {"total": [{"numeric": [">", 0]}], "country": ["DE", "FR"]},
    }
    assert rule["State"] == "ENABLED"
    assert rule["EventBusName"] == {"Ref": next(iter(_of(resources, "Events::EventBus")))}
    (target,) = rule["Targets"]
    (machine,) = _of(resources, "StepFunctions::StateMachine")
    assert target["Arn"] in ({"Ref": machine}, {"Fn::GetAtt": [machine, "Arn"]})
    assert target["InputPath"] == "$.detail"
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}
    (queue,) = _of(resources, "SQS::Queue")
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": [queue, "Arn"]}}


def test_eventbridge_may_start_the_machine_and_nothing_else(resources):
    (role,) = _roles(resources, "events.amazonaws.com").values()
    (statement,) = _statements(role)
    assert (statement["Sid"], statement["Action"]) == ("StartFulfil", ["states:StartExecution"])


def test_only_the_rule_may_fill_the_dead_letter_queue(resources):
    (queue,) = _of(resources, "SQS::Queue").values()
    assert queue == {"MessageRetentionPeriod": 1_209_600, "SqsManagedSseEnabled": True}
    (statement,) = _one(resources, "SQS::QueuePolicy")["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    (rule,) = _of(resources, "Events::Rule")
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [rule, "Arn"]}}}


def test_functions_serve_their_activity(resources):
    functions = _of(resources, "Lambda::Function")
    (charge,) = [each for name, each in functions.items() if "Charge" in name]
    assert charge["Handler"] == "steploom.runtime.entry.handler"
    assert (charge["Runtime"], charge["Architectures"]) == ("python3.12", ["arm64"])
    assert (charge["Timeout"], charge["MemorySize"]) == (35, 256)
    assert charge["TracingConfig"] == {"Mode": "Active"}
    variables = charge["Environment"]["Variables"]
    assert variables["STEPLOOM_ACTIVITY"] == "lambdas.orders.activities:charge"
    assert resources[variables["STEPLOOM_IDEMPOTENCY_TABLE"]["Ref"]]["Type"] == "AWS::DynamoDB::Table"
    keys = {json.dumps(each["Code"]["S3Key"]) for each in functions.values()}
    assert len(keys) == 1, "one bundle serves all functions"


def test_every_function_logs_to_a_group_that_forgets(resources):
    for function in _of(resources, "Lambda::Function").values():
        group = function["LoggingConfig"]["LogGroup"]["Ref"]
        assert resources[group]["Properties"]["RetentionInDays"] == 30


def test_tables_are_kept_and_restorable(resources):
    tables = {name: each for name, each in resources.items() if each["Type"] == "AWS::DynamoDB::Table"}
    named = {each["Properties"].get("TableName") for each in tables.values()}
    assert named == {"orders", "stock", "reservations", "payments", "approvals", "gateway", None}
    for each in tables.values():
        assert each["DeletionPolicy"] == "Retain"
        assert each["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    (remembered,) = [each["Properties"] for each in tables.values() if "TableName" not in each["Properties"]]
    assert remembered["TimeToLiveSpecification"] == {"AttributeName": "expiration", "Enabled": True}


def test_cfn_lint_finds_nothing(template, lint):
    assert lint(template) == ""
