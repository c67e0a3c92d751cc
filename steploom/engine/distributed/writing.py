"""Results: what the state gets of its children, and the files that a `ResultWriter` leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from steploom.asl.model import ResultWriter
from steploom.engine.distributed.map_run import MapRun
from steploom.engine.distributed.store import ItemStore, StoreRefused
from steploom.engine.execution import Execution, Status
from steploom.engine.failure import WRITER_FAILED, StateFailure
from steploom.jsontext import Json, JsonObject, compact

__all__ = ["Results"]


@dataclass(slots=True)
class Results:
    """What becomes of the children's results.

    Attributes:
        writer: The state's `ResultWriter`, or None.
        destination: Its arguments, evaluated, where it exports.
        records: The forms of succeeded children by index; where nothing is exported, of failed ones, too.
        failures: The forms of the others, by index.
    """

    writer: ResultWriter | None
    destination: JsonObject | None
    records: dict[int, Json] = field(default_factory=dict)
    failures: dict[int, Json] = field(default_factory=dict)

    def keep(self, index: int, child: Execution) -> None:
        """Keep the result of a child that has ended."""
        if child.status is not Status.SUCCEEDED:
            if self.destination is not None:
                self.failures[index] = _record(child)
            else:
                self.records[index] = _failed(child)
        elif self._form == "NONE":
            self.records[index] = _record(child)
        else:
            self.records[index] = child.output

    def forget(self, index: int) -> bool:
        """Drop the form of a child that runs again; returns whether it was to be exported."""
        return self.failures.pop(index, None) is not None

    def inline(self) -> Json:
        """Return the state's result where nothing is exported: the children's outputs in the order of their inputs."""
        values = self._in_order()
        config = None if self.writer is None else self.writer.writer_config
        return _lines(values) if config is not None and config.output_type == "JSONL" else values

    def export(self, store: ItemStore, run: MapRun) -> JsonObject:
        """Write the files, and return the state's result.

        Raises:
            StateFailure: `States.ResultWriterFailed`.
        """
        where = self.destination or {}
        bucket, prefix = str(where.get("Bucket", "")), str(where.get("Prefix", "")).strip("/")
        folder = "/".join(part for part in (prefix, run.arn.rpartition(":")[2]) if part)
        files: dict[str, list[Json]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
        groups = {"SUCCEEDED": self._in_order(), "FAILED": [self.failures[index] for index in sorted(self.failures)]}
        info = run.parent.info
        try:
            for name, values in groups.items():
                if values:
                    key, body = f"{folder}/{name}_0.{self._ending}", self._text(values).encode()
                    store.put(info, bucket, key, body)
                    files[name].append({"Key": key, "Size": len(body)})
            manifest = {"DestinationBucket": bucket, "MapRunArn": run.arn, "ResultFiles": files}
            store.put(info, bucket, f"{folder}/manifest.json", compact(manifest).encode())
        except StoreRefused as refusal:
            raise StateFailure(WRITER_FAILED, refusal.reason) from refusal
        details = {"Bucket": bucket, "Key": f"{folder}/manifest.json"}
        return {"MapRunArn": run.arn, "ResultWriterDetails": details}

    @property
    def _form(self) -> str:
        config = None if self.writer is None else self.writer.writer_config
        if config is not None and config.transformation is not None:
            return config.transformation
        return "COMPACT" if self.destination is None else "NONE"

    @property
    def _ending(self) -> str:
        config = None if self.writer is None else self.writer.writer_config
        return "json" if config is None or config.output_type != "JSONL" else "jsonl"

    def _in_order(self) -> list[Json]:
        values = [self.records[index] for index in sorted(self.records)]
        if self._form != "FLATTEN":
            return values
        return [each for value in values for each in (value if isinstance(value, list) else [value])]

    def _text(self, values: list[Json]) -> str:
        return _lines(values) if self._ending == "jsonl" else compact(values)


def _lines(values: list[Json]) -> str:
    return "\n".join(compact(value) for value in values)


def _failed(child: Execution) -> JsonObject:
    """What stands in the state's own result for a child whose failure is tolerated (section 14.5 of the reference)."""
    known = {"Status": child.status.value, "Error": child.error, "Cause": child.cause}
    return {name: value for name, value in known.items() if value is not None}


def _record(child: Execution) -> JsonObject:
    """The `NONE` form of a child: what the API knows of it."""
    redrivable = child.status is not Status.SUCCEEDED
    made: JsonObject = {
        "ExecutionArn": child.arn,
        "Input": compact(child.input),
        "InputDetails": {"Included": True},
        "Name": child.name,
        "RedriveCount": 0,
        "RedriveStatus": "REDRIVABLE" if redrivable else "NOT_REDRIVABLE",
        "StartDate": _iso(child.started),
        "StateMachineArn": child.options.machine_arn,
        "Status": child.status.value,
        "StopDate": _iso(child.stopped or child.started),
    }
    if redrivable:
        return made | {"Error": child.error, "Cause": child.cause}
    reason = "Execution is SUCCEEDED and cannot be redriven"
    output = {"Output": compact(child.output), "OutputDetails": {"Included": True}}
    return made | output | {"RedriveStatusReason": reason}


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
