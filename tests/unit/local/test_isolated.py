"""Functions in processes of their own."""

from __future__ import annotations

import io
import json
import os
import zipfile

import boto3
import pytest

from steploom.local import mock_cloud


@pytest.fixture
def cloud():
    with mock_cloud(isolated=True) as running:
        yield running


@pytest.fixture
def invoke(cloud, function):
    def called(source, event=None, **request):
        function(source, **request)
        answer = cloud.client("lambda").invoke(FunctionName="worker", Payload=json.dumps(event).encode())
        return json.loads(answer["Payload"].read()), answer.get("FunctionError")

    return called


def zipped(source):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("handler.py", source)
    return archive.getvalue()


def test_another_process_answers(invoke):
    source = "import os\n\ndef handler(event, context):\n    return [os.getpid(), event, context.function_name]\n"
    (pid, event, name), error = invoke(source, {"n": 1})
    assert pid != os.getpid()
    assert (event, name, error) == ({"n": 1}, "worker", None)


def test_a_worker_stays_warm_and_sleeps_on_virtual_time(cloud, invoke):
    source = """
import time

seen = []

def handler(event, context):
    seen.append(1)
    time.sleep(60)
    return len(seen)
"""
    before = cloud.now()
    assert invoke(source) == (1, None)
    answer = cloud.client("lambda").invoke(FunctionName="worker")
    assert json.loads(answer["Payload"].read()) == 2
    assert (cloud.now() - before).total_seconds() == 120


def test_its_boto3_reaches_the_cloud(cloud, invoke):
    cloud.client("sqs").create_queue(QueueName="q")
    source = """
import boto3
from concurrent.futures import ThreadPoolExecutor

def handler(event, context):
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="q")["QueueUrl"]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: sqs.send_message(QueueUrl=url, MessageBody=str(n)), range(3)))
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="made-by-worker")
    s3.put_object(Bucket="made-by-worker", Key="k", Body=b"text")
    return s3.get_object(Bucket="made-by-worker", Key="k")["Body"].read().decode()
"""
    assert invoke(source) == ("text", None)
    queue = boto3.resource("sqs").get_queue_by_name(QueueName="q")
    assert sorted(each.body for each in queue.receive_messages(MaxNumberOfMessages=10)) == ["0", "1", "2"]


def test_it_may_exit_and_is_started_again(cloud, invoke):
    source = "import os\n\ndef handler(event, context):\n    os._exit(3) if event else None\n    return 'well'\n"
    told, error = invoke(source, {"n": 1})
    assert (told["errorType"], error) == ("Runtime.ExitError", "Unhandled")
    assert told["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    answer = cloud.client("lambda").invoke(FunctionName="worker", Payload=b"{}")
    assert json.loads(answer["Payload"].read()) == "well"


def test_errors_have_the_shape_of_lambda(invoke):
    told, error = invoke("def handler(event, context):\n    raise KeyError('sku')\n")
    assert (told["errorType"], told["errorMessage"], error) == ("KeyError", "'sku'", "Unhandled")
    assert told["stackTrace"] == ["  File \"/var/task/handler.py\", line 2, in handler\n    raise KeyError('sku')\n"]


def test_what_it_prints_is_its_log(cloud, invoke):
    source = "import os\n\ndef handler(event, context):\n    print('hello')\n    os.write(1, b'stray')\n    return 1\n"
    assert invoke(source) == (1, None)
    events = cloud.client("logs").filter_log_events(logGroupName="/aws/lambda/worker")["events"]
    assert "hello" in [each["message"] for each in events]


def test_variables_of_the_test_are_not_seen(invoke, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEST", "yes")
    source = """
import os

def handler(event, context):
    return [os.environ.get("SECRET_OF_THE_TEST"), os.environ["MINE"]]
"""
    assert invoke(source, Environment={"Variables": {"MINE": "1"}}) == ([None, "1"], None)


def test_new_code_is_run(cloud, function):
    function("def handler(event, context):\n    return 1\n")
    client = cloud.client("lambda")
    assert client.invoke(FunctionName="worker")["Payload"].read() == b"1"
    client.update_function_code(FunctionName="worker", ZipFile=zipped("def handler(event, context):\n    return 2\n"))
    assert client.invoke(FunctionName="worker")["Payload"].read() == b"2"


def test_a_loop_without_end_is_ended(monkeypatch, invoke):
    monkeypatch.setattr("steploom.local.functions.isolated._GRACE", 2.0)
    told, error = invoke("def handler(event, context):\n    while True:\n        pass\n", Timeout=1)
    assert (told["errorType"], error) == ("Sandbox.Timedout", "Unhandled")


def test_one_function_may_be_isolated():
    source = "import os\n\ndef handler(event, context):\n    return os.getpid()\n"
    with mock_cloud() as running:
        client = running.client("lambda")
        client.create_function(
            FunctionName="worker",
            Runtime="python3.12",
            Role="arn:aws:iam::123456789012:role/test",
            Handler="handler.handler",
            Code={"ZipFile": zipped(source)},
        )
        assert json.loads(client.invoke(FunctionName="worker")["Payload"].read()) == os.getpid()
        running.isolate("worker")
        assert json.loads(client.invoke(FunctionName="worker")["Payload"].read()) != os.getpid()
        running.isolate("worker", apart=False)
        assert json.loads(client.invoke(FunctionName="worker")["Payload"].read()) == os.getpid()
