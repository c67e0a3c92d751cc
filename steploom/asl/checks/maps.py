"""Map: its mode, what only the distributed mode has, its label (sections 3.6 and 3.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steploom.asl.checks.visit import Visit
from steploom.asl.faults import Faults, child
from steploom.asl.fields import present
from steploom.asl.limits import MAX_LABEL
from steploom.asl.model import ABSENT, Absent, ItemBatcher, ItemReader, MapState, ReaderConfig, ResultWriter
from steploom.asl.shapes import present_fields
from steploom.asl.shapes.distributed import ITEM_BATCHER, READER_CONFIG
from steploom.jsontext import Json

__all__ = ["check_map", "is_distributed"]

_READS = re.compile(r"arn:aws(?:-[a-z]+)*:states:[^:]*:[^:]*:s3:(getObject|listObjectsV2)")
_WRITES = re.compile(r"arn:aws(?:-[a-z]+)*:states:[^:]*:[^:]*:s3:putObject")
_FORBIDDEN = re.compile(r"""[\s?*<>{}\[\]:;,\\|^~$#%&`"\x00-\x1f\x7f-\x9f]""")
_DISTRIBUTED_ONLY = frozenset({"ItemReader", "ItemBatcher", "ResultWriter", "Label"})
_BATCH_LIMITS = frozenset(
    {"MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"}
)
_CSV_ONLY = frozenset({"CSVDelimiter", "CSVHeaderLocation", "CSVHeaders"})


def is_distributed(state: MapState) -> bool:
    """Return whether the Map starts a child execution for each item or batch."""
    config = state.item_processor.processor_config
    return config is not None and config.mode == "DISTRIBUTED"


def check_map(visit: Visit, faults: Faults) -> None:
    """Report what does not fit the mode of a Map, and wrong readers, batchers, writers and labels."""
    state = visit.state
    if not isinstance(state, MapState):
        return
    _check_mode(state, visit, faults)
    if state.label is not None:
        _check_label(state.label, child(visit.location, "Label"), faults)
    if state.item_reader is not None:
        _check_reader(state.item_reader, child(visit.location, "ItemReader"), faults)
    if state.item_batcher is not None:
        _check_batcher(state.item_batcher, child(visit.location, "ItemBatcher"), faults)
    if state.result_writer is not None:
        _check_writer(state.result_writer, child(visit.location, "ResultWriter"), faults)


def _check_mode(state: MapState, visit: Visit, faults: Faults) -> None:
    config = state.item_processor.processor_config
    processor = child(visit.location, "Iterator" if state.item_processor.legacy else "ItemProcessor")
    place = child(processor, "ProcessorConfig")
    if is_distributed(state):
        if config is not None and config.execution_type is None and child(place, "ExecutionType") not in faults.refused:
            faults.schema(place, "These fields are required: [ExecutionType]")
        if visit.express:
            faults.schema(child(place, "Mode"), "Express state machine does not support DISTRIBUTED mode")
        return
    if config is not None and config.execution_type is not None:
        faults.schema(place, "Field 'ExecutionType' is not supported", anchor=child(place, "ExecutionType"))
    for name in present_fields(state):
        if name not in _DISTRIBUTED_ONLY:
            continue
        hint = 'Add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"} to the processor'
        message = f"{name} has no effect: only a Map in DISTRIBUTED mode has it"
        faults.doubt("SL401", child(visit.location, name), message, hint)


def _check_label(label: str, place: str, faults: Faults) -> None:
    if not label:
        faults.refuse("INVALID_LABEL_NAME", place, "Label name cannot be empty")
    elif len(label) > MAX_LABEL:
        message = f"Label name '{label}' exceeds the {MAX_LABEL}-character limit allowed by the service"
        faults.refuse("INVALID_LABEL_NAME", place, message)
    elif match := _FORBIDDEN.search(label):
        message = f"Label name '{label}' contains the character {match.group()!r}"
        faults.refuse("INVALID_LABEL_NAME", place, message, "Use letters, digits, '-', '_' and '.'")


def _check_reader(reader: ItemReader, place: str, faults: Faults) -> None:
    match = _READS.fullmatch(reader.resource)
    if match is None:
        message = "The field 'Resource' does not match any of the allowed values"
        hint = "arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2"
        faults.schema(child(place, "Resource"), message, code="SL403", hint=hint)
    _check_object(reader.parameters, place, faults)
    config, within = reader.reader_config, child(place, "ReaderConfig")
    if config is not None:
        _check_config(config, within, needs_type=match is not None and match.group(1) == "getObject", faults=faults)
    elif match is not None and match.group(1) == "getObject" and within not in faults.refused:
        faults.schema(place, "These fields are required: [ReaderConfig]")


def _check_object(parameters: Json | Absent, place: str, faults: Faults) -> None:
    if parameters is not ABSENT and not isinstance(parameters, Mapping):
        faults.schema(child(place, "Parameters"), "Expected value of type [OBJECT]")


def _check_config(config: ReaderConfig, place: str, *, needs_type: bool, faults: Faults) -> None:
    given = present(READER_CONFIG, config)
    if any(child(place, name) in faults.refused for name in READER_CONFIG.by_name):
        return
    if needs_type and not given.keys() & {"InputType", "ManifestType"}:
        faults.schema(place, "The field 'InputType' is required but was missing")
    if config.input_type == "CSV" and not given.keys() & {"CSVHeaderLocation", "ManifestType"}:
        faults.schema(place, "The field 'CSVHeaderLocation' is required but was missing")
    if config.csv_header_location == "GIVEN" and "CSVHeaders" not in given:
        faults.schema(place, "These fields are required: [CSVHeaders]")
    if config.input_type in ("JSON", "JSONL", "PARQUET"):
        for name in given:
            if name in _CSV_ONLY:
                faults.schema(place, f"Field '{name}' is not supported", anchor=child(place, name))


def _check_batcher(batcher: ItemBatcher, place: str, faults: Faults) -> None:
    given = present(ITEM_BATCHER, batcher).keys() & _BATCH_LIMITS
    if not given and not any(child(place, name) in faults.refused for name in _BATCH_LIMITS):
        faults.schema(place, "A batch needs a limit", hint="Add MaxItemsPerBatch or MaxInputBytesPerBatch")


def _check_writer(writer: ResultWriter, place: str, faults: Faults) -> None:
    _check_object(writer.parameters, place, faults)
    given = not (writer.parameters is ABSENT and writer.arguments is ABSENT)
    if writer.resource is None and not given and writer.writer_config is None:
        faults.schema(place, "Value cannot be empty")
    elif writer.resource is None and given:
        faults.schema(place, "These fields are required: [Resource]")
    elif writer.resource is not None and not given:
        faults.schema(place, "A Resource needs the bucket to write to", hint="Add Parameters, under JSONata Arguments")
    if writer.resource is not None and not _WRITES.fullmatch(writer.resource):
        message = "The field 'Resource' does not match any of the allowed values"
        faults.schema(child(place, "Resource"), message, code="SL403", hint="arn:aws:states:::s3:putObject")
