"""Answers for whatever a definition asks: inputs, results of tasks, objects in buckets, made of its demands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from steploom.engine import ExecutionInfo, Failure, Outcome, Pending, Success, TaskRequest
from tests.properties.definitions.demands import Demand, demands_of, maps_whole_input

__all__ = ["Answers", "Objects"]

_MOST: Final = 3
_DEEPEST: Final = 8
_TEXTS: Final = ("order-7", "", "ä", "2026-01-01")
_NUMBERS: Final = (0, 1, 2, 7)
#: Of so many answers, one is a failure.
_FAILURES: Final = 12
_ERRORS: Final = ("States.TaskFailed", "States.Timeout", "Custom.Broken", "Lambda.TooManyRequestsException")


class Answers:
    """Makes JSON that a definition can read.

    Args:
        definition: The definition as parsed JSON.
        seed: Decides.
    """

    def __init__(self, definition: Any, seed: int) -> None:
        self.random = Random(seed)
        self._root = demands_of(definition)
        self._lists = maps_whole_input(definition)

    def value(self) -> Any:
        """Return an object with everything in it that the definition reads; where it maps inputs, a list of them."""
        if self._lists and self.random.randrange(2):
            return [self._object(self._root, 0) for _ in range(self.random.randint(0, _MOST))]
        return self._object(self._root, 0)

    def text(self) -> str:
        """Return it as JSON text."""
        return json.dumps(self.value())

    def outcome(self, request: TaskRequest) -> Outcome:
        """Return what a task answers: what is read, in the envelope of its service; now and then a failure."""
        if self.random.randrange(_FAILURES) == 0:
            return Failure(self.random.choice(_ERRORS), "generated", took=1.0)
        if request.token is not None and self.random.randrange(2):
            return Pending(submitted={"MessageId": "m"})
        result = self.value()
        if request.resource.kind == "optimized":
            result = {"StatusCode": 200, "Payload": result} | (result if isinstance(result, dict) else {})
        return Success(result, took=self.random.choice((0.0, 0.5, 30.0)))

    def _object(self, demand: Demand, depth: int) -> dict[str, Any]:
        return {name: self._of(each, depth + 1) for name, each in demand.members.items()}

    def _of(self, demand: Demand, depth: int) -> Any:
        if demand.many or "array" in demand.kinds:
            return [self._one(demand, depth) for _ in range(self.random.randint(1, _MOST))]
        return self._one(demand, depth)

    def _one(self, demand: Demand, depth: int) -> Any:
        if "json" in demand.kinds:
            return json.dumps(self._object(self._root, _DEEPEST - 1)) if depth < _DEEPEST - 1 else "{}"
        if demand.members:
            return self._object(demand, depth) if depth < _DEEPEST else {}
        if demand.constants and self.random.randrange(3):
            return self._near(self.random.choice(demand.constants))
        return self._scalar(demand.kinds)

    def _near(self, constant: Any) -> Any:
        if isinstance(constant, int | float) and not isinstance(constant, bool):
            return constant + self.random.choice((-1, 0, 1))
        return constant

    def _scalar(self, kinds: set[str]) -> Any:
        if "number" in kinds or "numeric" in kinds:
            return self.random.choice(_NUMBERS)
        if "boolean" in kinds:
            return bool(self.random.randrange(2))
        if "timestamp" in kinds:
            return "2026-01-01T00:00:00Z"
        if "base64" in kinds:
            return "eyJhIjogMX0="
        if "object" in kinds:
            return {"key": "value"}
        return self.random.choice(_TEXTS)


class Objects:
    """Buckets that hold what is read.

    Args:
        answers: Makes it.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        #: What was written, by bucket and key.
        self.written: dict[tuple[str, str], bytes] = {}

    def get(self, execution: ExecutionInfo, arguments: dict[str, Any]) -> bytes:
        """Return a CSV file, or a list of objects."""
        del execution
        if str(arguments.get("Key", "")).endswith(".csv"):
            return b"id,name\n1,one\n2,two\n"
        return json.dumps([self._answers.value() for _ in range(2)]).encode()

    def listing(self, execution: ExecutionInfo, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield two objects."""
        del execution, arguments
        for key in ("a.json", "b.json"):
            yield {"Etag": '"e"', "Key": key, "LastModified": 0, "Size": 1, "StorageClass": "STANDARD"}

    def put(self, execution: ExecutionInfo, bucket: str, key: str, body: bytes) -> None:
        """Keep what was written."""
        del execution
        self.written[bucket, key] = body
