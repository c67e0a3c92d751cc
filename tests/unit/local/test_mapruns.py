"""Map Runs and their S3 through boto3."""

from __future__ import annotations

import json

import boto3
import pytest

CONFIG = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
PASS = {"ProcessorConfig": CONFIG, "StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}


@pytest.fixture
def s3(cloud):
    client = boto3.client("s3", region_name=cloud.world.options.region)
    client.create_bucket(Bucket="data")
    return client


def test_items_from_a_bucket_and_results_in_it(run, s3):
    s3.put_object(Bucket="data", Key="in.csv", Body=b"n\n1\n2\n")
    state = {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            "Parameters": {"Bucket": "data", "Key": "in.csv"},
        },
        "ItemProcessor": PASS,
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": "data", "Prefix": "out"},
            "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
        },
        "End": True,
    }
    output = json.loads(run({"M": state})["output"])
    manifest = json.loads(s3.get_object(Bucket="data", Key=output["ResultWriterDetails"]["Key"])["Body"].read())
    written = manifest["ResultFiles"]["SUCCEEDED"][0]["Key"]
    assert s3.get_object(Bucket="data", Key=written)["Body"].read() == b'{"n":"1"}\n{"n":"2"}'


def test_a_bucket_that_is_not_there(run):
    reader = {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "nowhere"}}
    told = run({"M": {"Type": "Map", "ItemReader": reader, "ItemProcessor": PASS, "End": True}})
    assert (told["status"], told["error"]) == ("FAILED", "States.ItemReaderFailed")
    assert told["cause"] == "The specified bucket does not exist"


def test_map_runs_and_their_children(sfn, run):
    told = run({"M": {"Type": "Map", "Label": "L", "MaxConcurrency": 3, "ItemProcessor": PASS, "End": True}}, [1, 2])
    listed = sfn.list_map_runs(executionArn=told["executionArn"])["mapRuns"]
    assert [each["executionArn"] for each in listed] == [told["executionArn"]]
    arn = listed[0]["mapRunArn"]
    described = sfn.describe_map_run(mapRunArn=arn)
    assert (described["status"], described["maxConcurrency"], described["itemCounts"]["succeeded"]) == (
        "SUCCEEDED",
        3,
        2,
    )
    children = sfn.list_executions(mapRunArn=arn)["executions"]
    assert len(children) == 2
    child = sfn.describe_execution(executionArn=children[0]["executionArn"])
    assert (child["mapRunArn"], child["input"], child["output"]) == (arn, "2", "2")
    assert child["stateMachineArn"].endswith("/L")
    assert sfn.get_execution_history(executionArn=child["executionArn"])["events"]
    labelled = sfn.describe_state_machine_for_execution(executionArn=child["executionArn"])
    assert (labelled["mapRunArn"], labelled["label"]) == (arn, "L")
    machine = told["stateMachineArn"]
    assert [each["executionArn"] for each in sfn.list_executions(stateMachineArn=machine)["executions"]] == [
        told["executionArn"]
    ]


def test_updating_a_map_run(sfn, cloud, machine, error_of):
    wait = {
        "ProcessorConfig": CONFIG,
        "StartAt": "W",
        "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}},
    }
    arn = machine({"M": {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": wait, "End": True}})
    started = sfn.start_execution(stateMachineArn=arn, input="[1,2,3,4,5]")
    run = sfn.list_map_runs(executionArn=started["executionArn"])["mapRuns"][0]["mapRunArn"]
    sfn.update_map_run(mapRunArn=run, maxConcurrency=4)
    cloud.run_until_idle()
    told = sfn.describe_execution(executionArn=started["executionArn"])
    assert (told["stopDate"] - told["startDate"]).total_seconds() == 120
    assert error_of(sfn.update_map_run, mapRunArn=run)[0] == "ValidationException"
    assert error_of(sfn.describe_map_run, mapRunArn=f"{run}x")[0] == "ResourceNotFound"


def test_the_machine_of_a_label_is_described(sfn, machine, cloud):
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "P",
        "States": {"P": {"Type": "Pass", "End": True}},
    }
    arn = machine({"M": {"Type": "Map", "Label": "each", "ItemProcessor": processor, "End": True}})
    told = sfn.describe_state_machine(stateMachineArn=f"{arn}/each")
    assert (told["name"], told["label"]) == ("machine/each", "each")
    inner = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    assert json.loads(told["definition"]) == inner
    run = sfn.start_execution(stateMachineArn=arn, input="[1]")["executionArn"]
    cloud.run_until_idle()
    map_run = sfn.list_map_runs(executionArn=run)["mapRuns"][0]["mapRunArn"]
    child = sfn.list_executions(mapRunArn=map_run)["executions"][0]["executionArn"]
    described = sfn.describe_state_machine_for_execution(executionArn=child)
    assert (json.loads(described["definition"])["States"], described["label"]) == (inner["States"], "each")


def test_children_tell_how_many_items_they_have(sfn, run):
    state = {"Type": "Map", "ItemBatcher": {"MaxItemsPerBatch": 2}, "ItemProcessor": PASS, "End": True}
    told = run({"M": state}, [1, 2, 3])
    arn = sfn.list_map_runs(executionArn=told["executionArn"])["mapRuns"][0]["mapRunArn"]
    assert [each["itemCount"] for each in sfn.list_executions(mapRunArn=arn)["executions"]] == [1, 2]
    parents = sfn.list_executions(stateMachineArn=told["stateMachineArn"])["executions"]
    assert "itemCount" not in parents[0]
