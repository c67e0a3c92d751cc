"""Machines and executions through the API."""

from __future__ import annotations

import json

import boto3
import pytest

ROLE = "arn:aws:iam::123456789012:role/states"
HELLO = {"Hello": {"Type": "Pass", "Result": "world", "End": True}}


def test_create_and_describe(sfn, create):
    arn = create(HELLO)
    told = sfn.describe_state_machine(stateMachineArn=arn)
    assert (told["name"], told["status"], told["roleArn"], told["type"]) == ("machine", "ACTIVE", ROLE, "STANDARD")
    assert json.loads(told["definition"])["StartAt"] == "Hello"


def test_list_in_order_of_names(sfn, create):
    for name in ("b", "a", "c"):
        create(HELLO, name=name)
    assert sorted(each["name"] for each in sfn.list_state_machines()["stateMachines"]) == ["a", "b", "c"]


def test_pages_of_machines(sfn, create):
    for number in range(5):
        create(HELLO, name=f"m{number}")
    pages = sfn.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2})
    assert [len(page["stateMachines"]) for page in pages] == [2, 2, 1]


def test_delete(sfn, create):
    arn = create(HELLO)
    sfn.delete_state_machine(stateMachineArn=arn)
    assert sfn.list_state_machines()["stateMachines"] == []


def test_a_machine_that_is_not_there(sfn):
    with pytest.raises(sfn.exceptions.StateMachineDoesNotExist):
        sfn.describe_state_machine(stateMachineArn="arn:aws:states:us-east-1:123456789012:stateMachine:none")


def test_a_name_that_is_no_name(sfn, create):
    with pytest.raises(sfn.exceptions.InvalidName):
        create(HELLO, name="a b")


def test_tags(sfn, create):
    arn = create(HELLO, tags=[{"key": "team", "value": "shop"}])
    sfn.tag_resource(resourceArn=arn, tags=[{"key": "stage", "value": "dev"}])
    sfn.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "stage", "value": "dev"}]


def test_update(sfn, create, wait):
    arn = create(HELLO, name="updated")
    definition = {"StartAt": "Bye", "States": {"Bye": {"Type": "Pass", "Result": {"said": "bye"}, "End": True}}}
    sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(definition))
    told = wait(sfn.start_execution(stateMachineArn=arn)["executionArn"])
    assert json.loads(told["output"]) == {"said": "bye"}


def test_names_of_executions(sfn, create, wait):
    arn = create(HELLO)
    started = sfn.start_execution(stateMachineArn=arn, name="run-1", input='{"a": 1}')
    assert started["executionArn"].endswith(":execution:machine:run-1")
    told = wait(started["executionArn"])
    assert (told["name"], json.loads(told["input"]), told["stateMachineArn"]) == ("run-1", {"a": 1}, arn)


def test_a_name_with_another_input(sfn, create, wait):
    arn = create(HELLO)
    wait(sfn.start_execution(stateMachineArn=arn, name="run-1", input="{}")["executionArn"])
    with pytest.raises(sfn.exceptions.ExecutionAlreadyExists):
        sfn.start_execution(stateMachineArn=arn, name="run-1", input='{"a": 1}')


@pytest.mark.moto_cannot("moto answers an error without a code")
def test_input_that_is_no_json(sfn, create):
    arn = create(HELLO)
    with pytest.raises(sfn.exceptions.InvalidExecutionInput):
        sfn.start_execution(stateMachineArn=arn, input="not json")


def test_list_executions_by_status(sfn, create, wait):
    arn = create(HELLO)
    for number in range(3):
        wait(sfn.start_execution(stateMachineArn=arn, name=f"run-{number}")["executionArn"])
    done = sfn.list_executions(stateMachineArn=arn, statusFilter="SUCCEEDED")["executions"]
    assert sorted(each["name"] for each in done) == ["run-0", "run-1", "run-2"]
    assert sfn.list_executions(stateMachineArn=arn, statusFilter="FAILED")["executions"] == []


def test_stop(sfn, create, wait):
    arn = create({"Wait": {"Type": "Wait", "Seconds": 600, "End": True}})
    started = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    sfn.stop_execution(executionArn=started, error="Enough", cause="by hand")
    assert wait(started)["status"] == "ABORTED"


def test_history(sfn, create, wait):
    arn = create(HELLO)
    started = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    wait(started)
    events = sfn.get_execution_history(executionArn=started)["events"]
    assert [each["type"] for each in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert [each["id"] for each in events] == [1, 2, 3, 4]


@pytest.mark.moto_cannot("moto makes the machine of a template in the engine that executes nothing")
def test_cloudformation(sfn):
    template = {
        "Resources": {
            "Machine": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {
                    "StateMachineName": "from-template",
                    "RoleArn": ROLE,
                    "DefinitionString": json.dumps({"StartAt": "Hello", "States": HELLO}),
                },
            }
        }
    }
    boto3.client("cloudformation").create_stack(StackName="stack", TemplateBody=json.dumps(template))
    assert [each["name"] for each in sfn.list_state_machines()["stateMachines"]] == ["from-template"]
