"""The events of executions in CloudWatch Logs, as far as a machine's logging configuration wants them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from steploom.engine.history import Entry
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.history import without_data
from steploom.local.door.records import Run
from steploom.local.outside import Outside

__all__ = ["ExecutionLogs", "is_logged", "message_of", "record_of"]

#: What an event of CloudWatch Logs has room for.
_MOST_BYTES: Final = 262_118
_PAYLOADS: Final = ("input", "output", "parameters")

_FATAL = frozenset({"ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"})


def is_logged(type_: str, level: str) -> bool:
    """Return whether events of a type are logged at a level.

    Example:
        >>> is_logged("TaskFailed", "ERROR"), is_logged("TaskFailed", "FATAL"), is_logged("PassStateEntered", "ERROR")
        (True, False, False)
    """
    match level:
        case "ALL":
            return True
        case "ERROR":
            return type_.endswith(("Failed", "Aborted", "TimedOut")) or type_ == "FailStateEntered"
        case "FATAL":
            return type_ in _FATAL
        case _:
            return False


def record_of(event: JsonObject, arn: str, *, data: bool, redrives: int = 0) -> JsonObject:
    """Return an event of a history as the log shows it: numbers are texts.

    Args:
        event: As GetExecutionHistory shows it.
        arn: ARN of the execution.
        data: Whether input and output are included.
        redrives: How often the execution was redriven so far.
    """
    shown = event if data else without_data(event)
    details: Json = next((value for key, value in shown.items() if key.endswith("EventDetails")), {})
    return {
        "id": str(event["id"]),
        "type": event["type"],
        "details": {
            key: str(each) if isinstance(each, int) and not isinstance(each, bool) else each
            for key, each in details.items()
        },
        "previous_event_id": str(event["previousEventId"]),
        "event_timestamp": str(round(event["timestamp"] * 1000)),
        "execution_arn": arn,
        "redrive_count": str(redrives),
    }


class _Watched(list[Entry]):
    """A history that tells when it grows: nobody has to look through all that are open."""

    grows: Callable[[], object]

    def append(self, entry: Entry, /) -> None:
        super().append(entry)
        self.grows()


def message_of(record: JsonObject) -> str:
    """Return a record as CloudWatch Logs takes it: payloads are cut where it would be too long.

    Example:
        >>> message_of({"id": "1", "details": {"input": "{}"}})
        '{"id":"1","details":{"input":"{}"}}'
    """
    message = compact(record)
    for name in _PAYLOADS:
        excess = len(message.encode()) - _MOST_BYTES
        text = record["details"].get(name)
        if excess > 0 and isinstance(text, str):
            # A character is a byte at least; a few more make room for the mark.
            cut = text[: max(0, len(text) - excess - 8)]
            details = record["details"] | {name: cut, f"{name}Details": {"truncated": True}}
            record = record | {"details": details}
            message = compact(record)
    return message


class ExecutionLogs:
    """Writes the events of executions whose machines log.

    Args:
        outside: Where the log groups are.
        uuid: Makes the names of streams.
    """

    def __init__(self, outside: Outside, uuid: Callable[[], str]) -> None:
        self._outside = outside
        self._uuid = uuid
        self._grown: dict[str, tuple[Run, str]] = {}

    def watch(self, run: Run) -> None:
        """Log an execution from its start, if its machine logs."""
        if run.revision.logging.get("level", "OFF") == "OFF" or not run.revision.logging.get("destinations"):
            return
        day = datetime.fromtimestamp(run.execution.started, UTC).strftime("%Y-%m-%d-%H-%M")
        stream = f"states/{run.machine_name}/{day}/{self._uuid()[:8]}"
        history = run.execution.history = _Watched(run.execution.history)
        history.grows = partial(self._grown.__setitem__, run.execution.arn, (run, stream))
        history.grows()

    def flush(self) -> None:
        """Write what has happened since the last time."""
        grown = list(self._grown.values())
        self._grown.clear()
        for run, stream in grown:
            self._write(run, stream)

    def _write(self, run: Run, stream: str) -> None:
        execution, logging = run.execution, run.revision.logging
        if run.logged == len(execution.history):
            return
        events = list(execution.iter_events(run.logged + 1))
        run.logged = len(execution.history)
        data = bool(logging.get("includeExecutionData"))
        messages = [
            message_of(record_of(event, execution.arn, data=data, redrives=execution.redrives))
            for event in events
            if is_logged(event["type"], logging["level"])
        ]
        if messages:
            group = logging["destinations"][0]["cloudWatchLogsLogGroup"]["logGroupArn"]
            self._outside.write_logs(group, stream, messages)
