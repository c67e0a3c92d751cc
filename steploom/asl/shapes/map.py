"""Table of Map with its item processor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from steploom.asl.faults import Faults
from steploom.asl.fields import REFUSED, Field, Refused, Shape, read_object, write_object
from steploom.asl.model import ABSENT, ItemProcessor, MapState, ProcessorConfig
from steploom.asl.readers import integer, number, object_field, payload, text, word
from steploom.asl.shapes.common import (
    ASSIGN,
    CATCH,
    HEAD,
    INPUT_PATH,
    NEXT_OR_END,
    OUTPUT,
    OUTPUT_PATH,
    PARAMETERS,
    RESULT_PATH,
    RESULT_SELECTOR,
    RETRY,
)
from steploom.asl.shapes.distributed import ITEM_BATCHER, ITEM_READER, RESULT_WRITER
from steploom.asl.shapes.scope import COMMENT, START_AT, STATES
from steploom.jsontext import Json, JsonObject

__all__ = ["MAP", "PROCESSOR"]

_CONFIG = Shape(
    ProcessorConfig,
    (
        Field("Mode", "mode", word("INLINE", "DISTRIBUTED")),
        Field("ExecutionType", "execution_type", word("STANDARD", "EXPRESS")),
    ),
)

PROCESSOR = Shape(
    ItemProcessor, (COMMENT, object_field("ProcessorConfig", "processor_config", _CONFIG), START_AT, STATES)
)


def _read_processor(value: Json, location: str, faults: Faults) -> ItemProcessor | Refused:
    return read_object(PROCESSOR, value, location, faults)


def _read_iterator(value: Json, location: str, faults: Faults) -> ItemProcessor | Refused:
    processor = read_object(PROCESSOR, value, location, faults)
    return REFUSED if processor is REFUSED else replace(processor, legacy=True)


def _write(*, legacy: bool) -> Any:
    def write(processor: ItemProcessor) -> Json:
        return write_object(PROCESSOR, processor) if processor.legacy is legacy else ABSENT

    return write


def _one_processor(value: JsonObject, location: str, faults: Faults) -> bool:
    """Both names fill one attribute, so that one of them alone may stand."""
    match "ItemProcessor" in value, "Iterator" in value:
        case True, True:
            faults.schema(location, "There should only be one of the following fields: [ItemProcessor, Iterator]")
        case False, False:
            faults.schema(
                location, "This object should have only one of the following fields: [ItemProcessor, Iterator]"
            )
        case _:
            return True
    return False


MAP = Shape(
    MapState,
    (
        *HEAD,
        INPUT_PATH,
        object_field("ItemReader", "item_reader", ITEM_READER),
        Field("ItemsPath", "items_path", text),
        Field("Items", "items", payload),
        PARAMETERS,
        Field("ItemSelector", "item_selector", payload),
        object_field("ItemBatcher", "item_batcher", ITEM_BATCHER),
        Field("MaxConcurrency", "max_concurrency", integer(0, expression=True)),
        Field("MaxConcurrencyPath", "max_concurrency_path", text),
        Field("ToleratedFailureCount", "tolerated_failure_count", integer(0, expression=True)),
        Field("ToleratedFailureCountPath", "tolerated_failure_count_path", text),
        Field("ToleratedFailurePercentage", "tolerated_failure_percentage", number(0.0, 100.0, expression=True)),
        Field("ToleratedFailurePercentagePath", "tolerated_failure_percentage_path", text),
        Field("Label", "label", text),
        Field("ItemProcessor", "item_processor", _read_processor, _write(legacy=False)),
        Field("Iterator", "item_processor", _read_iterator, _write(legacy=True)),
        object_field("ResultWriter", "result_writer", RESULT_WRITER),
        RESULT_SELECTOR,
        RESULT_PATH,
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
        RETRY,
        CATCH,
        *NEXT_OR_END,
    ),
    check=_one_processor,
)
