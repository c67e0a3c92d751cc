"""Distributed Maps: child executions, readers, batches, results, tolerances."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import (
    Engine,
    ExecutionInfo,
    Failure,
    FunctionIntegration,
    MapRun,
    Outcome,
    StoreRefused,
    Success,
    TaskRequest,
)
from steploom.jsontext import JsonObject

CONFIG = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
PASS = {"ProcessorConfig": CONFIG, "StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
TASK = {
    "ProcessorConfig": CONFIG,
    "StartAt": "T",
    "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}},
}
GET = "arn:aws:states:::s3:getObject"


class Bucket:
    """A store in memory."""

    def __init__(self, **objects: bytes) -> None:
        self.objects = objects

    def get(self, _execution: ExecutionInfo, arguments: JsonObject) -> bytes:
        if arguments["Key"] not in self.objects:
            raise StoreRefused("The specified key does not exist.")
        return self.objects[arguments["Key"]]

    def listing(self, _execution: ExecutionInfo, _arguments: JsonObject) -> Iterator[JsonObject]:
        for key, body in self.objects.items():
            yield {"Key": key, "Size": len(body)}

    def put(self, _execution: ExecutionInfo, _bucket: str, key: str, body: bytes) -> None:
        self.objects[key] = body


class Bench:
    def __init__(self, store: Bucket, task: Any = None) -> None:
        self.most = self.running = 0
        self.runs: list[MapRun] = []
        self.children: list[Any] = []
        self.engine = Engine(FunctionIntegration(task or self.work), clock=VirtualClock(), store=store)
        self.engine.hooks.on_map_run = self.runs.append
        self.engine.hooks.on_child = lambda _run, child, _items: self.children.append(child)

    def work(self, request: TaskRequest) -> Outcome:
        if request.arguments == "bad":
            return Failure("Bad", "it is")
        return Success(request.arguments, took=1.0)

    def run(self, state: dict[str, Any], value: Any) -> Any:
        definition = {"StartAt": "M", "States": {"M": {"Type": "Map", "End": True, **state}}}
        execution = self.engine.start(self.engine.compile(load(definition)), value)
        self.engine.run_until_idle()
        return execution


@pytest.fixture
def bench():
    return lambda task=None, **objects: Bench(Bucket(**objects), task)


def reader(config: dict[str, Any], key: str = "data", **state: Any) -> dict[str, Any]:
    read = {"Resource": GET, "ReaderConfig": config, "Parameters": {"Bucket": "b", "Key": key}}
    return {"ItemReader": read, "ItemProcessor": PASS, **state}


def test_history_and_children(bench):
    made = bench()
    run = made.run({"Label": "Each", "ItemProcessor": PASS}, ["a", "b"])
    assert run.output == ["a", "b"]
    assert [(each["previousEventId"], each["type"]) for each in run.events()] == [
        (0, "ExecutionStarted"),
        (0, "MapStateEntered"),
        (2, "MapStateStarted"),
        (3, "MapRunStarted"),
        (4, "MapRunSucceeded"),
        (5, "MapStateSucceeded"),
        (4, "MapStateExited"),
        (7, "ExecutionSucceeded"),
    ]
    child = made.children[0]
    assert child.options.machine_arn.endswith(":stateMachine:machine/Each")
    assert ":execution:machine/Each:" in child.arn
    assert [each["type"] for each in child.events()][-1] == "ExecutionSucceeded"
    assert made.runs[0].items.shown() == {
        "pending": 0,
        "running": 0,
        "succeeded": 2,
        "failed": 0,
        "timedOut": 0,
        "aborted": 0,
        "total": 2,
        "resultsWritten": 2,
    }


def test_concurrency_holds_children_back(bench):
    run = bench().run({"MaxConcurrency": 2, "ItemProcessor": TASK}, [1, 2, 3, 4, 5])
    assert run.output == [1, 2, 3, 4, 5]
    assert run.stopped - run.started == 3.0


def test_objects_are_mapped_by_member(bench):
    state = {"ItemSelector": {"k.$": "$$.Map.Item.Key", "v.$": "$$.Map.Item.Value"}, "ItemProcessor": PASS}
    assert bench().run({"ItemProcessor": PASS}, {"x": 1}).output == [{"Key": "x", "Value": 1}]
    assert bench().run(state, {"x": 1, "y": 2}).output == [{"k": "x", "v": 1}, {"k": "y", "v": 2}]


@pytest.mark.parametrize(
    ("tolerance", "status"),
    [
        ({}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 34}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 33}, "FAILED"),
        ({"ToleratedFailureCount": 2, "ToleratedFailurePercentage": 10}, "FAILED"),
        ({"ToleratedFailureCount": 0, "ToleratedFailurePercentage": 50}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 1, "ToleratedFailurePercentage": 0}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 0, "ToleratedFailurePercentage": 0}, "FAILED"),
    ],
)
def test_failures_are_tolerated(bench, tolerance, status):
    made = bench()
    run = made.run({"ItemProcessor": TASK, **tolerance}, ["a", "bad", "c"])
    assert run.status.value == made.runs[0].status.value == status
    if status == "FAILED":
        assert run.error == "States.ExceedToleratedFailureThreshold"
        assert [each["type"] for each in run.events()][-3:] == ["MapRunFailed", "MapStateFailed", "ExecutionFailed"]
    else:
        first, failed, last = run.output
        assert (first, last) == ("a", "c")
        assert failed == {"Status": "FAILED", "Error": made.children[1].error, "Cause": made.children[1].cause}


def test_a_broken_run_aborts_its_children(bench):
    made = bench()
    made.run({"ItemProcessor": TASK}, ["slow", "bad"])
    assert [child.status.value for child in made.children] == ["ABORTED", "FAILED"]
    assert (made.runs[0].items.aborted, made.runs[0].items.failed) == (1, 1)


def test_csv_as_aws_reads_it(bench):
    body = b'name,note\n"a, b","say ""hi"""\nshort\nx,y,extra\nc\\,d,back\\slash\n'
    run = bench(data=body).run(reader({"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}), {})
    assert run.output == [
        {"name": "a, b", "note": 'say "hi"'},
        {"name": "short", "note": ""},
        {"name": "x", "note": "y"},
        {"name": "c,d", "note": "backslash"},
    ]


def test_headers_are_given_and_cells_parted_by_pipes(bench):
    config = {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "PIPE"}
    assert bench(data=b"1|2\n").run(reader(config), {}).output == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("config", "body", "items"),
    [
        ({"InputType": "JSON"}, b"[1, 2]", [1, 2]),
        ({"InputType": "JSON", "MaxItems": 1}, b"[1, 2]", [1]),
        ({"InputType": "JSON", "ItemsPointer": "/a/1"}, b'{"a": [0, [7, 8]]}', [7, 8]),
        ({"InputType": "JSONL"}, b'{"n": 1}\n\n{"n": 2}', [{"n": 1}, {"n": 2}]),
    ],
)
def test_json_documents(bench, config, body, items):
    assert bench(data=body).run(reader(config), {}).output == items


def test_packed_objects(bench):
    made = bench(**{"data.gz": gzip.compress(b"[1]")})
    assert made.run(reader({"InputType": "JSON"}, "data.gz"), {}).output == [1]


def test_objects_packed_by_zstd(bench):
    zstandard = pytest.importorskip("zstandard")
    made = bench(**{"data.zstd": zstandard.ZstdCompressor().compress(b"[1]"), "bad.zstd": b"[1]"})
    assert made.run(reader({"InputType": "JSON"}, "data.zstd"), {}).output == [1]
    assert made.run(reader({"InputType": "JSON"}, "bad.zstd"), {}).error == "States.ItemReaderFailed"


def test_parquet(bench):
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    file = io.BytesIO()
    day = datetime(2026, 1, 2, tzinfo=UTC)
    table = arrow.table({"n": [1, 2], "price": [Decimal("1.50"), Decimal("2.00")], "at": [day, None]})
    parquet.write_table(table, file)
    made = bench(data=file.getvalue(), bad=b"no")
    assert made.run(reader({"InputType": "PARQUET"}), {}).output == [
        {"n": 1, "price": 1.5, "at": "2026-01-02T00:00:00+00:00"},
        {"n": 2, "price": 2, "at": None},
    ]
    assert made.run(reader({"InputType": "PARQUET"}, "bad"), {}).cause == "The file is not in Parquet format."


def test_objects_of_a_bucket_and_their_contents(bench):
    listed = {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "b"}}
    flat = {**listed, "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"}}
    made = bench(x=b"1\n2\n", y=b"3")
    assert made.run({"ItemReader": listed, "ItemProcessor": PASS}, {}).output == [
        {"Key": "x", "Size": 4},
        {"Key": "y", "Size": 1},
    ]
    assert made.run({"ItemReader": flat, "ItemProcessor": PASS}, {}).output == [1, 2, 3]


def test_manifests(bench):
    inventory = {
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key",
        "destinationBucket": "arn:aws:s3:::b",
        "files": [{"key": "part"}],
    }
    made = bench(
        data=json.dumps(inventory).encode(), part=b'"src","k1"\n"src","k2"\n', athena=b"s3://b/part2\n", part2=b"5\n"
    )
    rows = [{"Bucket": "src", "Key": "k1"}, {"Bucket": "src", "Key": "k2"}]
    assert made.run(reader({"ManifestType": "S3_INVENTORY"}), {}).output == rows
    unloaded = {"ManifestType": "ATHENA_DATA", "InputType": "JSONL"}
    assert made.run(reader(unloaded, "athena"), {}).output == [5]


@pytest.mark.parametrize(
    ("config", "body", "cause"),
    [
        ({"InputType": "JSON"}, b"{}", "Attempting to map over non-iterable node."),
        (
            {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            b"a,a\n1,2\n",
            "CSV headers cannot contain duplicates.",
        ),
        ({"InputType": "JSON", "MaxItemsPath": "$.n"}, b"[1]", "field MaxItems must be positive"),
    ],
)
def test_readers_that_fail(bench, config, body, cause):
    run = bench(data=body).run(reader(config), {"n": -1})
    assert (run.error, run.cause) == ("States.ItemReaderFailed", cause)


def test_an_object_that_is_not_there(bench):
    state = reader({"InputType": "JSON"}, Catch=[{"ErrorEquals": ["States.ItemReaderFailed"], "Next": "M2"}])
    made = bench()
    definition = {
        "StartAt": "M",
        "States": {"M": {"Type": "Map", "End": True, **state}, "M2": {"Type": "Pass", "End": True}},
    }
    execution = made.engine.start(made.engine.compile(load(definition)), {})
    made.engine.run_until_idle()
    assert execution.output["Cause"] == "The specified key does not exist."


def test_batches(bench):
    state = {"ItemBatcher": {"MaxItemsPerBatch": 2, "BatchInput": {"run.$": "$.run"}}, "ItemProcessor": PASS}
    run = bench().run({"ItemsPath": "$.items", **state}, {"items": [1, 2, 3], "run": 9})
    assert run.output == [{"BatchInput": {"run": 9}, "Items": [1, 2]}, {"BatchInput": {"run": 9}, "Items": [3]}]


def test_batches_by_size(bench):
    state = {"ItemBatcher": {"MaxInputBytesPerBatch": 30}, "ItemProcessor": PASS}
    run = bench().run(state, ["x" * 5, "y" * 5, "z" * 5])
    assert [batch["Items"] for batch in run.output] == [["xxxxx", "yyyyy"], ["zzzzz"]]
    assert all(len(json.dumps(batch, separators=(",", ":"))) <= 30 for batch in run.output)


def test_results_are_exported(bench):
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "out"}}
    made = bench()
    run = made.run({"ItemProcessor": TASK, "ResultWriter": writer, "ToleratedFailureCount": 1}, ["a", "bad"])
    objects = made.engine._host.store.objects
    key = run.output["ResultWriterDetails"]["Key"]
    assert run.output["MapRunArn"] == made.runs[0].arn
    assert key == f"out/{made.runs[0].arn.rpartition(':')[2]}/manifest.json"
    manifest = json.loads(objects[key])
    told = {name: json.loads(objects[manifest["ResultFiles"][name][0]["Key"]]) for name in ("SUCCEEDED", "FAILED")}
    assert (told["SUCCEEDED"][0]["Output"], told["SUCCEEDED"][0]["Status"]) == ('"a"', "SUCCEEDED")
    assert (told["FAILED"][0]["Error"], told["FAILED"][0]["Input"]) == ("Bad", '"bad"')
    assert manifest["ResultFiles"]["PENDING"] == []


def test_results_are_flattened(bench):
    writer = {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}
    assert bench().run({"ItemProcessor": PASS, "ResultWriter": writer}, [[1, 2], 3]).output == [1, 2, 3]


def test_stopping_the_parent_aborts_the_run(bench):
    made = bench()
    definition = {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemProcessor": TASK, "End": True}}}
    execution = made.engine.start(made.engine.compile(load(definition)), ["a"])
    made.engine.run_ready()
    made.engine.stop(execution)
    assert (made.runs[0].status.value, made.children[0].status.value) == ("ABORTED", "ABORTED")
