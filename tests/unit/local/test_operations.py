"""Every operation of botocore's model through the cloud, on arguments that are good and on arguments that are not."""

from __future__ import annotations

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
from tests.unit.local.operations import BAD, FAIL, GOOD, MAP, OTHER, PASS, ROLE, WAIT, WORK


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
