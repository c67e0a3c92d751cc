"""Tables of what only a distributed Map has: reader, batcher, writer."""

from __future__ import annotations

from steploom.asl.fields import Field, Shape
from steploom.asl.limits import MAX_BATCH_BYTES, MAX_READER_ITEMS
from steploom.asl.model import ItemBatcher, ItemReader, ReaderConfig, ResultWriter, WriterConfig
from steploom.asl.readers import integer, object_field, payload, text, texts, word
from steploom.asl.shapes.common import ARGUMENTS, PARAMETERS

__all__ = ["ITEM_BATCHER", "ITEM_READER", "READER_CONFIG", "RESULT_WRITER", "WRITER_CONFIG"]

READER_CONFIG = Shape(
    ReaderConfig,
    (
        Field("InputType", "input_type", word("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
        Field("Transformation", "transformation", word("NONE", "LOAD_AND_FLATTEN")),
        Field("ManifestType", "manifest_type", word("ATHENA_DATA", "S3_INVENTORY")),
        Field("CSVDelimiter", "csv_delimiter", word("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
        Field("CSVHeaderLocation", "csv_header_location", word("FIRST_ROW", "GIVEN")),
        Field("CSVHeaders", "csv_headers", texts, list),
        Field("ItemsPointer", "items_pointer", text),
        Field("MaxItems", "max_items", integer(0, MAX_READER_ITEMS, expression=True)),
        Field("MaxItemsPath", "max_items_path", text),
    ),
)

ITEM_READER = Shape(
    ItemReader,
    (
        Field("Resource", "resource", text, required=True),
        object_field("ReaderConfig", "reader_config", READER_CONFIG),
        PARAMETERS,
        ARGUMENTS,
    ),
)

ITEM_BATCHER = Shape(
    ItemBatcher,
    (
        Field("MaxItemsPerBatch", "max_items_per_batch", integer(0, expression=True)),
        Field("MaxItemsPerBatchPath", "max_items_per_batch_path", text),
        Field("MaxInputBytesPerBatch", "max_input_bytes_per_batch", integer(0, MAX_BATCH_BYTES, expression=True)),
        Field("MaxInputBytesPerBatchPath", "max_input_bytes_per_batch_path", text),
        Field("BatchInput", "batch_input", payload),
    ),
)

WRITER_CONFIG = Shape(
    WriterConfig,
    (
        Field("Transformation", "transformation", word("NONE", "COMPACT", "FLATTEN")),
        Field("OutputType", "output_type", word("JSON", "JSONL")),
    ),
)

RESULT_WRITER = Shape(
    ResultWriter,
    (
        Field("Resource", "resource", text),
        object_field("WriterConfig", "writer_config", WRITER_CONFIG),
        PARAMETERS,
        ARGUMENTS,
    ),
)
