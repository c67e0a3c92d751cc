from __future__ import annotations

import pytest

from steploom.asl import load
from steploom.deploy.app import Grant
from steploom.deploy.iam import derive, sid_of
from steploom.deploy.iam.needs import Surroundings
from steploom.errors import CompileError

_HERE = "${region}:${account}"


def _machine(states: dict, language: str = "JSONata"):
    names = list(states)
    chained = {
        name: {**state, **({"End": True} if name == names[-1] else {"Next": names[at + 1]})}
        for at, (name, state) in enumerate(states.items())
    }
    return load({"QueryLanguage": language, "StartAt": names[0], "States": chained})


def _task(resource: str, arguments: object, **more: object) -> dict:
    given = {} if arguments is None else {"Arguments": arguments}
    return {"Type": "Task", "Resource": resource, **given, **more}


def _needs(resource: str, arguments: object, **more: object) -> list[tuple]:
    around = Surroundings("own", {"fn": "${function.charge.arn}", "bus": "${bus.shop.name}"}, frozenset({"orders"}))
    found = derive(_machine({"do it": _task(resource, arguments, **more)}), around)
    assert all(each.serves == ("do it",) for each in found)
    return [(each.actions, each.resources) for each in found]


_OPTIMIZED = "arn:aws:states:::"
_SDK = "arn:aws:states:::aws-sdk:"


@pytest.mark.parametrize(
    ("resource", "arguments", "expected"),
    [
        (
            f"{_OPTIMIZED}lambda:invoke",
            {"FunctionName": "${fn}", "Payload": "{% $x %}"},
            [(("lambda:InvokeFunction",), ("${function.charge.arn}",))],
        ),
        (
            f"{_OPTIMIZED}lambda:invoke",
            "{% ($a := 1; {'FunctionName': '${fn}', 'Payload': $a}) %}",
            [(("lambda:InvokeFunction",), ("${function.charge.arn}",))],
        ),
        (
            f"{_OPTIMIZED}lambda:invoke.waitForTaskToken",
            {"FunctionName": "charge:live"},
            [
                (
                    ("lambda:InvokeFunction",),
                    (
                        f"arn:${{partition}}:lambda:{_HERE}:function:charge",
                        f"arn:${{partition}}:lambda:{_HERE}:function:charge:*",
                    ),
                )
            ],
        ),
        (
            "arn:aws:lambda:us-east-1:123456789012:function:charge",
            None,
            [(("lambda:InvokeFunction",), ("arn:aws:lambda:us-east-1:123456789012:function:charge",))],
        ),
        (
            f"{_OPTIMIZED}events:putEvents",
            {"Entries": [{"EventBusName": "${bus}", "Source": "{% $s %}"}, {"Source": "a"}]},
            [(("events:PutEvents",), ("${bus.shop.arn}", f"arn:${{partition}}:events:{_HERE}:event-bus/default"))],
        ),
        (
            f"{_OPTIMIZED}dynamodb:putItem",
            {"TableName": "orders", "Item": "{% $x %}"},
            [(("dynamodb:PutItem",), ("${table.orders.arn}",))],
        ),
        (
            f"{_SDK}dynamodb:query",
            {"TableName": "others", "IndexName": "by-date"},
            [(("dynamodb:Query",), (f"arn:${{partition}}:dynamodb:{_HERE}:table/others/index/by-date",))],
        ),
        (
            f"{_SDK}dynamodb:transactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "orders"}}, {"ConditionCheck": {"TableName": "orders"}}]},
            [
                (("dynamodb:PutItem",), ("${table.orders.arn}",)),
                (("dynamodb:ConditionCheckItem",), ("${table.orders.arn}",)),
            ],
        ),
        (
            f"{_OPTIMIZED}sqs:sendMessage",
            {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/mails", "MessageBody": "{% $x %}"},
            [(("sqs:SendMessage",), ("arn:${partition}:sqs:eu-west-1:123456789012:mails",))],
        ),
        (
            f"{_OPTIMIZED}sns:publish",
            {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news"},
            [(("sns:Publish",), ("arn:aws:sns:eu-west-1:123456789012:news",))],
        ),
        (
            f"{_OPTIMIZED}states:startExecution.sync:2",
            {"StateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:inner"},
            [
                (("states:StartExecution",), ("arn:aws:states:eu-west-1:123456789012:stateMachine:inner",)),
                (
                    ("states:DescribeExecution", "states:StopExecution"),
                    ("arn:aws:states:eu-west-1:123456789012:execution:inner:*",),
                ),
                (
                    ("events:DescribeRule", "events:PutRule", "events:PutTargets"),
                    (f"arn:${{partition}}:events:{_HERE}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",),
                ),
            ],
        ),
        (
            f"{_OPTIMIZED}states:startExecution",
            {"StateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:inner"},
            [(("states:StartExecution",), ("arn:aws:states:eu-west-1:123456789012:stateMachine:inner",))],
        ),
        (
            f"{_SDK}ssm:getParameter",
            {"Name": "/shop/limit"},
            [(("ssm:GetParameter",), (f"arn:${{partition}}:ssm:{_HERE}:parameter/shop/limit",))],
        ),
        (
            f"{_SDK}s3:getObject",
            {"Bucket": "data", "Key": "{% $key %}"},
            [(("s3:GetObject",), ("arn:${partition}:s3:::data/*",))],
        ),
        (
            f"{_SDK}eventbridge:putEvents",
            {"Entries": [{"EventBusName": "games"}]},
            [(("events:PutEvents",), (f"arn:${{partition}}:events:{_HERE}:event-bus/games",))],
        ),
        ("arn:aws:states:us-east-1:123456789012:activity:by-hand", None, []),
    ],
)
def test_what_a_task_needs(resource, arguments, expected):
    assert _needs(resource, arguments) == expected


def test_an_http_task_is_bound_to_its_endpoint():
    machine = _machine(
        {
            "call": _task(
                f"{_OPTIMIZED}http:invoke",
                {
                    "ApiEndpoint": "https://api.example.com/pay",
                    "Method": "POST",
                    "Authentication": {"ConnectionArn": "arn:aws:events:us-east-1:123456789012:connection/pay/1"},
                },
            )
        }
    )
    invoke, connection, secret = derive(machine, Surroundings("own"))
    assert invoke.resources == ("${machine.own.arn}",)
    assert invoke.conditions == {
        "StringEquals": {"states:HTTPEndpoint": "https://api.example.com/pay", "states:HTTPMethod": "POST"}
    }
    assert connection.actions == ("events:RetrieveConnectionCredentials",)
    assert secret.actions == ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    assert [each.sid for each in (invoke, connection, secret)] == ["Call", "Call2", "Call3"]


def test_a_distributed_map_starts_its_own_machine_and_reads_its_bucket():
    machine = load(
        {
            "QueryLanguage": "JSONata",
            "StartAt": "rows",
            "States": {
                "rows": {
                    "Type": "Map",
                    "End": True,
                    "ItemReader": {
                        "Resource": f"{_OPTIMIZED}s3:getObject",
                        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
                        "Arguments": {"Bucket": "in", "Key": "rows.csv"},
                    },
                    "ResultWriter": {
                        "Resource": f"{_OPTIMIZED}s3:putObject",
                        "Arguments": {"Bucket": "out", "Prefix": "runs"},
                    },
                    "ItemProcessor": {
                        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                        "StartAt": "row",
                        "States": {"row": {"Type": "Pass", "End": True}},
                    },
                }
            },
        }
    )
    found = derive(machine, Surroundings("own"))
    assert [(each.actions, each.resources) for each in found] == [
        (("states:StartExecution",), ("${machine.own.arn}",)),
        (
            ("states:DescribeExecution", "states:StopExecution"),
            (f"arn:${{partition}}:states:{_HERE}:execution:${{machine.own.name}}:*",),
        ),
        (("s3:GetObject",), ("arn:${partition}:s3:::in/rows.csv",)),
        (
            ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"),
            ("arn:${partition}:s3:::out/runs/*",),
        ),
    ]


def test_credentials_need_the_role():
    needs = _needs(
        f"{_OPTIMIZED}sns:publish",
        {"TopicArn": "arn:aws:sns:eu-west-1:210987654321:news"},
        Credentials={"RoleArn": "arn:aws:iam::210987654321:role/news"},
    )
    assert needs[1] == (("sts:AssumeRole",), ("arn:aws:iam::210987654321:role/news",))


def test_star_comes_with_its_reason():
    machine = _machine({"sms": _task(f"{_OPTIMIZED}sns:publish", {"PhoneNumber": "{% $number %}"})})
    (statement,) = derive(machine, Surroundings("own"))
    assert (statement.resources, statement.reason) == (("*",), "a telephone number has no ARN")


def test_equal_needs_share_a_statement_that_names_its_states():
    task = _task(f"{_OPTIMIZED}sns:publish", {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news"})
    (statement,) = derive(_machine({"tell one": task, "tell_two": task}), Surroundings("own"))
    assert (statement.sid, statement.serves) == ("TellOneAndTellTwo", ("tell one", "tell_two"))


def test_jsonpath_parameters_are_read_too():
    task = {
        "Type": "Task",
        "Resource": f"{_OPTIMIZED}dynamodb:getItem",
        "Parameters": {"TableName": "orders", "Key.$": "$.key"},
    }
    (statement,) = derive(_machine({"get": task}, "JSONPath"), Surroundings("own"))
    assert statement.actions == ("dynamodb:GetItem",)


@pytest.mark.parametrize(
    ("resource", "arguments", "message"),
    [
        (f"{_OPTIMIZED}lambda:invoke", {"FunctionName": "{% $f %}"}, "FunctionName of 'do it' is known only when"),
        (f"{_OPTIMIZED}lambda:invoke", {}, "FunctionName of 'do it' is missing"),
        (f"{_OPTIMIZED}events:putEvents", {"Entries": "{% $e %}"}, "the entries of 'do it' are known only when"),
        (f"{_OPTIMIZED}events:putEvents", {"Entries": [{"EventBusName": "{% $b %}"}]}, "the bus of 'do it' is known"),
        (f"{_OPTIMIZED}dynamodb:getItem", {"TableName": "{% $t %}"}, "TableName of 'do it' is known only when"),
        (f"{_OPTIMIZED}sqs:sendMessage", {"QueueUrl": "mails"}, "QueueUrl of 'do it' is no URL of a queue: mails"),
        (f"{_OPTIMIZED}ecs:runTask", {"TaskDefinition": "x"}, "what ecs needs cannot be derived yet"),
        (f"{_SDK}ec2:runInstances", {}, "which resource ec2:runInstances of 'do it' acts on cannot be derived"),
        (f"{_SDK}s3:copyObject", {"Bucket": "a"}, "which resource s3:copyObject of 'do it' acts on"),
        (f"{_SDK}dynamodb:executeStatement", {"Statement": "x"}, "TableName of 'do it' is missing"),
        (f"{_SDK}dynamodb:transactWriteItems", {"TransactItems": "{% $t %}"}, "TransactItems of 'do it' is known"),
        (f"{_SDK}dynamodb:transactWriteItems", {"TransactItems": ["{% $t %}"]}, "TransactItems of 'do it' is known"),
        (f"{_SDK}dynamodb:batchGetItem", {"RequestItems": "{% $t %}"}, "RequestItems of 'do it' is known"),
        (f"{_SDK}dynamodb:batchGetItem", "{% {'RequestItems': {$t: {}}} %}", "RequestItems of 'do it' is known"),
        (f"{_OPTIMIZED}lambda:invoke", "{% {'FunctionName': 'f', $k: 'g'} %}", "FunctionName of 'do it' is"),
    ],
)
def test_what_cannot_be_derived_is_refused_and_can_be_said(resource, arguments, message):
    machine = _machine({"do it": _task(resource, arguments)})
    with pytest.raises(CompileError) as caught:
        derive(machine, Surroundings("own"))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SL702"
    assert diagnostic.message.startswith(message)
    assert diagnostic.location == "/States/do it"
    assert "App(grants=(Grant('do it', actions, resources),))" in (diagnostic.hint or "")
    (statement,) = derive(machine, Surroundings("own"), [Grant("do it", ("x:Do",), ("arn:x",))])
    assert (statement.sid, statement.actions, statement.resources) == ("DoIt", ("x:Do",), ("arn:x",))


def test_all_faults_are_told_at_once():
    bad = _task(f"{_OPTIMIZED}lambda:invoke", {"FunctionName": "{% $f %}"})
    with pytest.raises(CompileError) as caught:
        derive(_machine({"one": bad, "two": bad}), Surroundings("own"))
    assert [each.location for each in caught.value.diagnostics] == ["/States/one", "/States/two"]


def test_a_sid_is_short_and_of_letters_and_digits():
    assert sid_of(["print_label(item) for item in order.items"]) == "PrintLabelItemForItemInOrderItems"
    assert sid_of(["a", "b", "c", "d", "e", "f"]) == "AAndBAndCAndDAnd2More"
    assert sid_of(["☃"]) == "State"
