from __future__ import annotations

import json

import boto3
import pytest

ROLE = "arn:aws:iam::123456789012:role/test"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
OTHER = json.dumps({"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}})
WRONG = "Invalid State Machine Definition: '{}'"
TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
YAML = "StartAt: A\nStates:\n  A:\n    Type: Succeed\n"
PLACE = f' at [Source: (String)"{YAML}"; line: 1, column: 8]'
TOO_LONG = (
    "1 validation error detected: Value '{}' at 'name' failed to satisfy constraint: "
    "Member must have length less than or equal to 80"
)
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m"


@pytest.fixture
def made(sfn):
    return sfn.create_state_machine(name="m", definition=PASS, roleArn=ROLE)


def test_create_and_describe(sfn, cloud):
    made = sfn.create_state_machine(name="m", definition=PASS, roleArn=ROLE)
    assert made["stateMachineArn"] == ARN
    assert made["creationDate"] == cloud.now()
    told = sfn.describe_state_machine(stateMachineArn=ARN)
    del told["ResponseMetadata"]
    assert told == {
        "stateMachineArn": ARN,
        "name": "m",
        "status": "ACTIVE",
        "type": "STANDARD",
        "definition": PASS,
        "roleArn": ROLE,
        "creationDate": cloud.now(),
        "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
        "tracingConfiguration": {"enabled": False},
    }


def test_the_same_request_again_answers_the_same(sfn, made):
    again = sfn.create_state_machine(name="m", definition=PASS, roleArn="arn:aws:iam::123456789012:role/other")
    assert again["creationDate"] == made["creationDate"]
    assert sfn.describe_state_machine(stateMachineArn=ARN)["roleArn"] == ROLE


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("change", [{"definition": OTHER}, {"type": "EXPRESS"}, {"publish": True}])
def test_another_request_under_the_same_name(sfn, error_of, change):
    request = {"name": "m", "definition": PASS, "roleArn": ROLE} | change
    assert error_of(sfn.create_state_machine, **request) == (
        "StateMachineAlreadyExists",
        f"State Machine Already Exists: '{ARN}'",
    )


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"name": "a b"}, ("InvalidName", "Invalid Name: 'a b'")),
        ({"roleArn": "nobody"}, ("InvalidArn", "Invalid Role Arn: 'nobody'")),
        (
            {"definition": '{"StartAt": "A"}'},
            (
                "InvalidDefinition",
                WRONG.format("SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"),
            ),
        ),
        (
            {"definition": YAML},
            (
                "InvalidDefinition",
                WRONG.format(
                    f"INVALID_JSON_DESCRIPTION: Unrecognized token 'StartAt': was expecting {TOKENS}\n{PLACE}"
                ),
            ),
        ),
        (
            {"versionDescription": "one"},
            ("ValidationException", "Version description can only be set when publish is true"),
        ),
        (
            {"loggingConfiguration": {"level": "ALL"}},
            (
                "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Must specify exactly one Log Destination.",
            ),
        ),
        (
            {"name": "x" * 81},
            (
                "ValidationException",
                TOO_LONG.format("x" * 81),
            ),
        ),
    ],
)
def test_what_create_refuses(sfn, error_of, request_, expected):
    request = {"name": "m", "definition": PASS, "roleArn": ROLE} | request_
    assert error_of(sfn.create_state_machine, **request) == expected


def test_a_wrong_expression_is_refused_with_its_place(sfn, error_of):
    state = {"Type": "Pass", "Parameters": {"x.$": "States.Format('{}'"}, "End": True}
    code, message = error_of(
        sfn.create_state_machine,
        name="m",
        roleArn=ROLE,
        definition=json.dumps({"StartAt": "A", "States": {"A": state}}),
    )
    assert code == "InvalidDefinition"
    assert "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call" in message
    assert "/States/A/Parameters" in message


def test_update_makes_a_revision_and_runs_keep_theirs(sfn, machine, cloud):
    arn = machine({"A": {"Type": "Wait", "Seconds": 10, "End": True}}, name="m")
    old = sfn.describe_state_machine(stateMachineArn=arn)["definition"]
    run = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    first = sfn.update_state_machine(stateMachineArn=arn, definition=OTHER)
    again = sfn.update_state_machine(stateMachineArn=arn, definition=OTHER)
    assert first["revisionId"] == again["revisionId"]
    assert sfn.describe_state_machine(stateMachineArn=arn)["definition"] == OTHER
    assert sfn.describe_state_machine_for_execution(executionArn=run)["definition"] == old
    cloud.run_until_idle()
    assert sfn.get_execution_history(executionArn=run)["events"][1]["type"] == "WaitStateEntered"


@pytest.mark.usefixtures("made")
def test_update_without_anything(sfn, error_of):
    code, message = error_of(sfn.update_state_machine, stateMachineArn=ARN)
    assert code == "MissingRequiredParameter"
    assert message.startswith("Either the definition, the role ARN, the LoggingConfiguration")


def test_delete_stops_what_runs(sfn, machine, error_of):
    arn = machine({"A": {"Type": "Wait", "Seconds": 10, "End": True}}, name="m")
    run = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    sfn.delete_state_machine(stateMachineArn=arn)
    sfn.delete_state_machine(stateMachineArn=arn)
    assert sfn.describe_execution(executionArn=run)["status"] == "ABORTED"
    assert error_of(sfn.describe_state_machine, stateMachineArn=arn)[0] == "StateMachineDoesNotExist"


def test_list_in_pages(sfn, error_of):
    for name in ("c", "a", "b"):
        sfn.create_state_machine(name=name, definition=PASS, roleArn=ROLE)
    first = sfn.list_state_machines(maxResults=2)
    assert [each["name"] for each in first["stateMachines"]] == ["a", "b"]
    rest = sfn.list_state_machines(nextToken=first["nextToken"])
    assert [each["name"] for each in rest["stateMachines"]] == ["c"]
    assert "nextToken" not in rest
    assert error_of(sfn.list_activities, nextToken=first["nextToken"]) == (
        "InvalidToken",
        "Invalid Token: 'Invalid token'",
    )


@pytest.mark.usefixtures("made")
def test_versions(sfn, error_of):
    first = sfn.publish_state_machine_version(stateMachineArn=ARN, description="one")
    assert first["stateMachineVersionArn"] == f"{ARN}:1"
    assert sfn.publish_state_machine_version(stateMachineArn=ARN)["stateMachineVersionArn"] == f"{ARN}:1"
    second = sfn.update_state_machine(stateMachineArn=ARN, definition=OTHER, publish=True)
    assert second["stateMachineVersionArn"] == f"{ARN}:2"
    listed = sfn.list_state_machine_versions(stateMachineArn=ARN)["stateMachineVersions"]
    assert [each["stateMachineVersionArn"] for each in listed] == [f"{ARN}:2", f"{ARN}:1"]
    assert sfn.describe_state_machine(stateMachineArn=f"{ARN}:1")["definition"] == PASS
    assert sfn.describe_state_machine(stateMachineArn=f"{ARN}:1")["description"] == "one"
    assert error_of(sfn.publish_state_machine_version, stateMachineArn=ARN, revisionId="old")[0] == "ConflictException"
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{ARN}:2")
    assert sfn.publish_state_machine_version(stateMachineArn=ARN)["stateMachineVersionArn"] == f"{ARN}:3"


@pytest.mark.usefixtures("made")
def test_aliases_share_the_traffic(sfn, error_of):
    sfn.publish_state_machine_version(stateMachineArn=ARN)
    sfn.update_state_machine(stateMachineArn=ARN, definition=OTHER, publish=True)
    routing = [{"stateMachineVersionArn": f"{ARN}:{n}", "weight": 50} for n in (1, 2)]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routing)["stateMachineAliasArn"]
    runs = [sfn.start_execution(stateMachineArn=alias)["executionArn"] for _ in range(20)]
    told = [sfn.describe_execution(executionArn=run) for run in runs]
    assert {each["stateMachineVersionArn"] for each in told} == {f"{ARN}:1", f"{ARN}:2"}
    assert {each["stateMachineAliasArn"] for each in told} == {alias}
    assert len(sfn.list_executions(stateMachineArn=alias)["executions"]) == 20
    code, message = error_of(sfn.delete_state_machine_version, stateMachineVersionArn=f"{ARN}:1")
    assert (code, message.endswith("aliases referencing this version: [live]")) == ("ConflictException", True)
    wrong = [{"stateMachineVersionArn": f"{ARN}:1", "weight": 70}, {"stateMachineVersionArn": f"{ARN}:2", "weight": 29}]
    assert error_of(sfn.update_state_machine_alias, stateMachineAliasArn=alias, routingConfiguration=wrong) == (
        "ValidationException",
        "Sum of routing configuration weights must equal 100. Received: [70, 29]",
    )


@pytest.mark.usefixtures("made")
def test_tags(sfn, error_of):
    sfn.tag_resource(resourceArn=ARN, tags=[{"key": "team", "value": "shop"}, {"key": "tier", "value": "1"}])
    sfn.untag_resource(resourceArn=ARN, tagKeys=["tier", "nothing"])
    assert sfn.list_tags_for_resource(resourceArn=ARN)["tags"] == [{"key": "team", "value": "shop"}]
    assert error_of(sfn.list_tags_for_resource, resourceArn=f"{ARN}2") == (
        "ResourceNotFound",
        f"Resource not found: '{ARN}2'",
    )


def test_validate(sfn):
    told = sfn.validate_state_machine_definition(definition='{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}')
    assert (told["result"], told["truncated"]) == ("FAIL", False)
    assert told["diagnostics"][0]["location"] == "/States/A"
    assert sfn.validate_state_machine_definition(definition=PASS)["result"] == "OK"


def test_variable_references(sfn):
    states = {
        "A": {"Type": "Pass", "Assign": {"x": 1, "y": 2}, "Next": "B"},
        "B": {
            "Type": "Pass",
            "Parameters": {"z.$": "States.Format('$no {}', $y)", "c.$": "$$.State.Name", "x.$": "$x"},
            "Next": "C",
        },
        "C": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $x + $states.input.y %}", "End": True},
    }
    definition = json.dumps({"StartAt": "A", "States": states})
    arn = sfn.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    assert sfn.describe_state_machine(stateMachineArn=arn)["variableReferences"] == {"B": ["x", "y"], "C": ["x"]}


@pytest.mark.usefixtures("made")
def test_map_runs_of_an_execution_that_is_not_there(sfn, error_of):
    arn = f"{ARN.replace('stateMachine', 'execution')}:x"
    told = error_of(sfn.list_map_runs, executionArn=arn)
    assert told == ("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")


def test_cloudformation_reaches_the_engine(sfn):
    properties = {"StateMachineName": "from-stack", "RoleArn": ROLE, "DefinitionString": PASS}
    template = {"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}
    cfn = boto3.client("cloudformation", region_name="us-east-1")
    cfn.create_stack(StackName="s", TemplateBody=json.dumps(template))
    (listed,) = sfn.list_state_machines()["stateMachines"]
    run = sfn.start_execution(stateMachineArn=listed["stateMachineArn"], input='{"a": 1}')["executionArn"]
    assert sfn.describe_execution(executionArn=run)["output"] == '{"a":1}'
    cfn.delete_stack(StackName="s")
    assert sfn.list_state_machines()["stateMachines"] == []
