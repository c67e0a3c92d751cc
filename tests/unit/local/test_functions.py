"""Uploaded code, run in process."""

from __future__ import annotations

import base64
import io
import json
import os
import time
import zipfile

import boto3
import pytest

from steploom.errors import Unsupported


@pytest.fixture
def call(cloud):
    """Invokes a function through boto3: (payload, FunctionError, log)."""

    def invoke(name="worker", event=None, **request):
        client = boto3.client("lambda", region_name=cloud.world.options.region)
        told = client.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail", **request)
        log = base64.b64decode(told.get("LogResult", "")).decode()
        return json.loads(told["Payload"].read() or "null"), told.get("FunctionError"), log

    return invoke


def test_the_handler_runs(function, call):
    function("def handler(event, context):\n    return {'got': event, 'name': context.function_name}\n")
    assert call(event={"n": 1})[:2] == ({"got": {"n": 1}, "name": "worker"}, None)


def test_an_error_has_the_shape_that_lambda_gives_it(function, call):
    source = """
class OutOfStock(Exception):
    pass

def inner(sku):
    raise OutOfStock(f"no {sku}")

def handler(event, context):
    inner(event["sku"])
"""
    function(source)
    payload, error, _ = call(event={"sku": "tea"})
    assert error == "Unhandled"
    assert len(payload.pop("requestId")) == 36
    assert payload == {
        "errorMessage": "no tea",
        "errorType": "OutOfStock",
        "stackTrace": [
            '  File "/var/task/handler.py", line 9, in handler\n    inner(event["sku"])\n',
            '  File "/var/task/handler.py", line 6, in inner\n    raise OutOfStock(f"no {sku}")\n',
        ],
    }


@pytest.mark.parametrize(
    ("source", "handler", "kind", "message"),
    [
        ("def other(e, c): ...", "handler.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module"),
        (
            "import nothing_here",
            "handler.handler",
            "Runtime.ImportModuleError",
            "Unable to import module 'handler': No",
        ),
        ("def handler(", "handler.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'handler'"),
        ("x = 1", "handler", "Runtime.MalformedHandlerName", "Bad handler 'handler'"),
        ("handler = lambda e, c: {1, 2}", "handler.handler", "Runtime.MarshalError", "Unable to marshal response"),
        ("raise KeyError('at import')", "handler.handler", "KeyError", "'at import'"),
        ("import sys\ndef handler(e, c): sys.exit(3)", "handler.handler", "Runtime.ExitError", "RequestId: "),
    ],
)
def test_what_can_be_wrong_with_code(function, call, source, handler, kind, message):
    function(source, Handler=handler)
    payload, error, _ = call()
    assert (error, payload["errorType"]) == ("Unhandled", kind)
    assert payload["errorMessage"].startswith(message)


def test_sleep_takes_virtual_time(function, call, cloud):
    function("import time\ndef handler(event, context):\n    time.sleep(event)\n    return time.time()\n")
    began, real = cloud.now().timestamp(), time.monotonic()
    assert call(event=600)[0] == began + 600
    assert cloud.now().timestamp() == began + 600
    assert time.monotonic() - real < 5


def test_a_function_is_cut_off_at_its_timeout(function, call, cloud):
    function("import time\ndef handler(event, context):\n    time.sleep(10)\n", Timeout=3)
    began = cloud.now()
    payload, error, _ = call()
    assert error == "Unhandled"
    assert payload["errorType"] == "Sandbox.Timedout"
    assert payload["errorMessage"].endswith("Error: Task timed out after 3.00 seconds")
    assert (cloud.now() - began).total_seconds() == 3


def test_the_remaining_time_is_virtual(function, call):
    source = """
import time
def handler(event, context):
    time.sleep(1)
    return context.get_remaining_time_in_millis()
"""
    function(source, Timeout=3)
    assert call()[0] == 2000


LATE = """
import helper
def handler(event, context):
    from helper import late
    return helper.NAME + late()
"""


def test_two_functions_may_have_modules_of_one_name(function, call):
    for name in ("one", "two"):
        function({"handler.py": LATE, "helper.py": f"NAME = '{name}'\ndef late():\n    return '!'\n"}, name)
    assert [call(name)[0] for name in ("one", "two", "one")] == ["one!", "two!", "one!"]


def test_a_warm_function_keeps_its_globals_and_new_code_starts_cold(function, call):
    function("count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return count\n")
    assert [call()[0] for _ in range(3)] == [1, 2, 3]
    function("def handler(event, context):\n    return 'other'\n", name="other")
    assert call("other")[0] == "other"
    assert call()[0] == 4


def test_modules_of_layers(function, call, cloud):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr("python/shared_helper.py", "NAME = 'layer'\n")
    layer = cloud.client("lambda").publish_layer_version(LayerName="l", Content={"ZipFile": archive.getvalue()})
    code = "import shared_helper\ndef handler(event, context):\n    return shared_helper.NAME\n"
    function(code, Layers=[layer["LayerVersionArn"]])
    assert call()[0] == "layer"


def test_environment_and_output_are_the_functions_own(function, call, capsys):
    source = """
import os, sys
def handler(event, context):
    print("hello", file=sys.stderr)
    os.environ["LEFT_BEHIND"] = "1"
    return [os.environ["STAGE"], os.environ["AWS_LAMBDA_FUNCTION_NAME"], os.environ["AWS_REGION"]]
"""
    function(source, Environment={"Variables": {"STAGE": "test"}})
    result, _, log = call()
    assert result == ["test", "worker", "us-east-1"]
    assert log.splitlines()[1] == "hello"
    assert log.startswith("START RequestId: ")
    assert capsys.readouterr().err == ""
    assert "LEFT_BEHIND" not in os.environ


def test_logs_reach_cloudwatch(function, call, cloud):
    function("def handler(event, context):\n    print('hello')\n")
    call()
    found = cloud.client("logs").filter_log_events(logGroupName="/aws/lambda/worker")["events"]
    assert "hello" in [each["message"] for each in found]


def test_handlers_reach_the_cloud_and_each_other(function, call, cloud):
    inner = "import time\ndef handler(event, context):\n    time.sleep(5)\n    return event + 1\n"
    outer = """
import boto3, json
def handler(event, context):
    boto3.client("sqs").create_queue(QueueName="made")
    told = boto3.client("lambda").invoke(FunctionName="inner", Payload=json.dumps(event))
    return json.loads(told["Payload"].read())
"""
    function(inner, "inner")
    function(outer, "outer")
    began = cloud.now()
    assert call("outer", 41)[0] == 42
    assert (cloud.now() - began).total_seconds() == 5
    assert cloud.client("sqs").list_queues()["QueueUrls"][0].endswith("/made")


def test_events_are_accepted_and_tried_three_times(function, cloud):
    source = """
import boto3
def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=event["url"], MessageBody="tried")
    raise ValueError("no")
"""
    function(source)
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    told = cloud.client("lambda").invoke(
        FunctionName="worker", InvocationType="Event", Payload=json.dumps({"url": url})
    )
    assert told["StatusCode"] == 202

    def count():
        names = ["ApproximateNumberOfMessages"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]

    assert count() == "1"
    cloud.advance(60)
    assert count() == "2"
    cloud.run_until_idle()
    assert count() == "3"
    (lost,) = cloud.lost_invocations
    assert (lost.function, json.loads(lost.last.payload)["errorType"]) == ("worker", "ValueError")


def test_reserved_concurrency_of_nothing_throttles(function, cloud):
    function("def handler(event, context): ...")
    client = cloud.client("lambda")
    client.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)
    with pytest.raises(client.exceptions.TooManyRequestsException, match="Rate Exceeded"):
        client.invoke(FunctionName="worker")


def test_other_languages_are_refused_with_what_to_do(function, call):
    function("exports.handler = 1", Runtime="nodejs20.x")
    with pytest.raises(Unsupported, match=r"SL412: worker has the runtime nodejs20\.x; .* a Python stand-in"):
        call()


def test_an_answer_has_six_megabytes_at_most(function, cloud):
    function("def handler(event, context):\n    return 'x' * event\n")
    client = cloud.client("lambda")
    fits = client.invoke(FunctionName="worker", Payload=b"5000000")
    assert "FunctionError" not in fits
    told = client.invoke(FunctionName="worker", Payload=b"6291555")
    assert told["FunctionError"] == "Unhandled"
    assert json.loads(told["Payload"].read())["errorType"] == "Function.ResponseSizeTooLarge"
