"""The States Language as frozen data: one class a state type, one a sub-object.

Attributes are the language's field names in snake case. A field that is not there holds `ABSENT` where JSON null
means something of its own (paths, payloads), and None elsewhere. Both query languages share the classes; which field
may stand where is the validator's business (`steploom.asl.validate`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Literal, TypeAlias

from steploom.jsontext import Json

__all__ = [
    "ABSENT",
    "Absent",
    "Catcher",
    "ChoiceRule",
    "ChoiceState",
    "FailState",
    "ItemBatcher",
    "ItemProcessor",
    "ItemReader",
    "MapState",
    "ParallelState",
    "PassState",
    "ProcessorConfig",
    "QueryLanguage",
    "ReaderConfig",
    "ResultWriter",
    "Retrier",
    "Scope",
    "State",
    "StateMachine",
    "SucceedState",
    "TaskState",
    "WaitState",
    "WriterConfig",
]

QueryLanguage: TypeAlias = Literal["JSONPath", "JSONata"]


class Absent(Enum):
    """The type of `ABSENT`: a field that is not written, which differs from one that is null."""

    ABSENT = "ABSENT"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent.ABSENT

_Payload: TypeAlias = Json | Absent
_Number: TypeAlias = int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrier:
    """One entry of `Retry` (section 4.3 of the guide's error handling page).

    `interval_seconds`, `max_attempts` and `backoff_rate` are None where the defaults 1, 3 and 2.0 hold.
    """

    error_equals: tuple[str, ...]
    interval_seconds: int | None = None
    max_attempts: int | None = None
    backoff_rate: float | None = None
    max_delay_seconds: int | None = None
    jitter_strategy: Literal["FULL", "NONE"] | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catcher:
    """One entry of `Catch`."""

    error_equals: tuple[str, ...]
    next: str
    result_path: str | Absent | None = ABSENT
    output: _Payload = ABSENT
    assign: Mapping[str, Json] | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRule:
    """One entry of `Choices`.

    JSONata: `condition`. JSONPath: `comparison`, the rule's logic as it is written: `Variable` with one operator, or
    `And`, `Or`, `Not`.
    """

    next: str
    condition: bool | str | None = None
    comparison: Mapping[str, Json] | None = None
    assign: Mapping[str, Json] | None = None
    output: _Payload = ABSENT
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """`ReaderConfig` of an item reader."""

    input_type: str | None = None
    transformation: str | None = None
    manifest_type: str | None = None
    csv_delimiter: str | None = None
    csv_header_location: str | None = None
    csv_headers: tuple[str, ...] | None = None
    items_pointer: str | None = None
    max_items: _Number | None = None
    max_items_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReader:
    """`ItemReader` of a distributed Map."""

    resource: str
    reader_config: ReaderConfig | None = None
    parameters: _Payload = ABSENT
    arguments: _Payload = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBatcher:
    """`ItemBatcher` of a distributed Map."""

    max_items_per_batch: _Number | None = None
    max_items_per_batch_path: str | None = None
    max_input_bytes_per_batch: _Number | None = None
    max_input_bytes_per_batch_path: str | None = None
    batch_input: _Payload = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterConfig:
    """`WriterConfig` of a result writer."""

    transformation: str | None = None
    output_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWriter:
    """`ResultWriter` of a distributed Map."""

    resource: str | None = None
    parameters: _Payload = ABSENT
    arguments: _Payload = ABSENT
    writer_config: WriterConfig | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorConfig:
    """`ProcessorConfig` of an item processor."""

    mode: Literal["INLINE", "DISTRIBUTED"] = "INLINE"
    execution_type: Literal["STANDARD", "EXPRESS"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A `States` object with its start: a branch, an item processor, the machine itself."""

    start_at: str
    states: Mapping[str, State]
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProcessor(Scope):
    """The scope that a Map runs for each item; `legacy` where it is written as `Iterator`."""

    processor_config: ProcessorConfig | None = None
    legacy: bool = False

    @property
    def distributed(self) -> bool:
        """Whether each item or batch is a child execution."""
        return self.processor_config is not None and self.processor_config.mode == "DISTRIBUTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What every state has."""

    type: ClassVar[str]
    comment: str | None = None
    query_language: QueryLanguage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow(_Common):
    """What a state that goes on has: exactly one of `next` and `end`."""

    next: str | None = None
    end: bool = False
    assign: Mapping[str, Json] | None = None
    output: _Payload = ABSENT
    input_path: str | Absent | None = ABSENT
    output_path: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fallible(_Flow):
    """What a state that can fail has."""

    retry: tuple[Retrier, ...] | None = None
    catch: tuple[Catcher, ...] | None = None
    parameters: _Payload = ABSENT
    arguments: _Payload = ABSENT
    result_selector: _Payload = ABSENT
    result_path: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class PassState(_Flow):
    """Passes or builds data."""

    type: ClassVar[str] = "Pass"
    result: _Payload = ABSENT
    parameters: _Payload = ABSENT
    result_path: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState(_Fallible):
    """Calls something outside the machine."""

    type: ClassVar[str] = "Task"
    resource: str
    timeout_seconds: int | str | None = None
    timeout_seconds_path: str | None = None
    heartbeat_seconds: int | str | None = None
    heartbeat_seconds_path: str | None = None
    credentials: _Payload = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceState(_Common):
    """Chooses the next state."""

    type: ClassVar[str] = "Choice"
    choices: tuple[ChoiceRule, ...]
    default: str | None = None
    assign: Mapping[str, Json] | None = None
    output: _Payload = ABSENT
    input_path: str | Absent | None = ABSENT
    output_path: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitState(_Flow):
    """Waits for a time or until a moment: exactly one of the four fields."""

    type: ClassVar[str] = "Wait"
    seconds: int | str | None = None
    timestamp: str | None = None
    seconds_path: str | None = None
    timestamp_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SucceedState(_Common):
    """Ends its scope well."""

    type: ClassVar[str] = "Succeed"
    output: _Payload = ABSENT
    input_path: str | Absent | None = ABSENT
    output_path: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class FailState(_Common):
    """Ends its scope badly."""

    type: ClassVar[str] = "Fail"
    error: str | None = None
    cause: str | None = None
    error_path: str | None = None
    cause_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelState(_Fallible):
    """Runs its branches side by side."""

    type: ClassVar[str] = "Parallel"
    branches: tuple[Scope, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapState(_Fallible):
    """Runs its processor for each item."""

    type: ClassVar[str] = "Map"
    item_processor: ItemProcessor
    items: _Payload = ABSENT
    items_path: str | Absent | None = ABSENT
    item_selector: _Payload = ABSENT
    max_concurrency: _Number | None = None
    max_concurrency_path: str | None = None
    item_reader: ItemReader | None = None
    item_batcher: ItemBatcher | None = None
    result_writer: ResultWriter | None = None
    label: str | None = None
    tolerated_failure_count: _Number | None = None
    tolerated_failure_count_path: str | None = None
    tolerated_failure_percentage: _Number | None = None
    tolerated_failure_percentage_path: str | None = None


State: TypeAlias = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMachine(Scope):
    """A whole definition."""

    query_language: QueryLanguage | None = None
    timeout_seconds: int | None = None
    version: str | None = None
