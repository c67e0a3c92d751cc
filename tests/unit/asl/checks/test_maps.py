"""The two modes of a Map."""

from __future__ import annotations

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
PASS = {"Type": "Pass", **END}
SCOPE = {"StartAt": "X", "States": {"X": PASS}}
DISTRIBUTED = {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
MAP = {"Type": "Map", "ItemProcessor": SCOPE, **END}
FAR_MAP = {"Type": "Map", "ItemProcessor": DISTRIBUTED, **END}


READ = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}
WRITE = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}


@pytest.mark.parametrize(
    ("state", "place", "message"),
    [
        (
            {"ItemProcessor": {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED"}}},
            "ItemProcessor/ProcessorConfig",
            "These fields are required: [ExecutionType]",
        ),
        (
            {"ItemProcessor": {**SCOPE, "ProcessorConfig": {"Mode": "INLINE", "ExecutionType": "EXPRESS"}}},
            "ItemProcessor/ProcessorConfig",
            "Field 'ExecutionType' is not supported",
        ),
        ({"ItemBatcher": {"BatchInput": {}}}, "ItemBatcher", "A batch needs a limit"),
        ({"ItemReader": READ}, "ItemReader", "These fields are required: [ReaderConfig]"),
        (
            {"ItemReader": {**READ, "Parameters": "$", "ReaderConfig": {"InputType": "JSON"}}},
            "ItemReader/Parameters",
            "Expected value of type [OBJECT]",
        ),
        ({"ResultWriter": {**WRITE, "Parameters": []}}, "ResultWriter/Parameters", "Expected value of type [OBJECT]"),
        (
            {"ItemReader": {**READ, "ReaderConfig": {}}},
            "ItemReader/ReaderConfig",
            "The field 'InputType' is required but was missing",
        ),
        (
            {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV"}}},
            "ItemReader/ReaderConfig",
            "The field 'CSVHeaderLocation' is required but was missing",
        ),
        (
            {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}}},
            "ItemReader/ReaderConfig",
            "These fields are required: [CSVHeaders]",
        ),
        (
            {"ItemReader": {**READ, "ReaderConfig": {"InputType": "JSON", "CSVDelimiter": "TAB"}}},
            "ItemReader/ReaderConfig",
            "Field 'CSVDelimiter' is not supported",
        ),
        (
            {"ItemReader": {"Resource": "arn:aws:states:::s3:putObject"}},
            "ItemReader/Resource",
            "The field 'Resource' does not match any of the allowed values",
        ),
        ({"ResultWriter": {}}, "ResultWriter", "Value cannot be empty"),
        ({"ResultWriter": {"Parameters": {}}}, "ResultWriter", "These fields are required: [Resource]"),
        (
            {"ResultWriter": {"Resource": "arn:aws:states:::s3:putObject"}},
            "ResultWriter",
            "A Resource needs the bucket to write to",
        ),
        (
            {"ResultWriter": {**WRITE, "Resource": "arn:aws:states:::s3:getObject"}},
            "ResultWriter/Resource",
            "The field 'Resource' does not match any of the allowed values",
        ),
    ],
)
def test_maps(faults_of, state, place, message):
    assert faults_of({**FAR_MAP, **state}) == [(SCHEMA, f"/States/A/{place}", message)]


@pytest.mark.parametrize(
    "state",
    [
        {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}}},
        {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV", "ManifestType": "ATHENA_DATA"}}},
        {"ItemReader": {**READ, "ReaderConfig": {"ManifestType": "S3_INVENTORY"}}},
        {"ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "b"}}},
        {"ItemBatcher": {"MaxInputBytesPerBatchPath": "$.n"}},
        {"ResultWriter": {"WriterConfig": {"OutputType": "JSON"}}},
        {"ResultWriter": WRITE, "Label": "rows-1"},
    ],
)
def test_good_maps(faults_of, state):
    assert faults_of({**FAR_MAP, **state}) == []


@pytest.mark.parametrize(
    "label", ["", "a b", "a?", "a*", "<", "{", "]", ":", "a,b", "|", "^", "~", "%", "&", '"', "\x00", "\x80", "x" * 41]
)
def test_labels_that_cannot_be(faults_of, label):
    ((code, location, _),) = faults_of({**FAR_MAP, "Label": label})
    assert (code, location) == ("INVALID_LABEL_NAME", "/States/A/Label")


def test_what_an_inline_map_ignores(doubts_of):
    state = {**MAP, "Label": "x", "ItemBatcher": {"MaxItemsPerBatch": 1}, "ToleratedFailureCount": 1}
    assert doubts_of(state) == [("SL401", "/States/A/ItemBatcher"), ("SL401", "/States/A/Label")]


def test_express_has_no_distributed_map(faults_of):
    ((_, location, _),) = faults_of(FAR_MAP, express=True)
    assert location == "/States/A/ItemProcessor/ProcessorConfig/Mode"
