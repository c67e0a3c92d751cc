"""One expression as a workflow, run natively and compiled."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from steploom.asl import dump
from steploom.clock import VirtualClock
from steploom.compiler import compile_workflow
from steploom.engine import Engine, Outcome, TaskRequest
from steploom.jsontext import Json
from tests.properties.comparing import same
from tests.properties.loading import load_source

PRELUDE = """\
from __future__ import annotations

import copy
import dataclasses
import hashlib
import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from typing_extensions import NotRequired, TypedDict

from steploom import activity, workflow


class Item(BaseModel):
    sku: str
    price: float = 1.5
    count: int = 1
    tags: list[str] = []


class Card(BaseModel):
    kind: Literal["card"] = "card"
    number: str


class Cash(BaseModel):
    kind: Literal["cash"]
    amount: int


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass
class Point:
    x: int
    y: int = 0


class Row(TypedDict):
    name: str
    size: NotRequired[int]


LIMIT = 3
NAMES = ("tea", "mug")
"""


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    status: str
    output: Json
    error: str | None
    cause: str | None


class _Nobody:
    """Serves no task: the expressions stand between tasks."""

    def call(self, request: TaskRequest) -> Outcome:
        raise AssertionError(request)


def module_of(parameters: str, expression: str, returns: str = "Any", before: str = "") -> ModuleType:
    """Return a module with a workflow that returns an expression of its parameters."""
    lines = "".join(f"    {each}\n" for each in before.splitlines())
    source = f"{PRELUDE}\n\n@workflow\nasync def flow({parameters}) -> {returns}:\n{lines}    return {expression}\n"
    return load_source(source)


def run_compiled(flow: Any, given: list[Json]) -> list[Ended]:
    """Run the compiled workflow on each input."""
    engine = Engine(_Nobody(), clock=VirtualClock())
    machine = engine.compile(dump(compile_workflow(flow).definition))
    ends = []
    for each in given:
        execution = engine.start(machine, each)
        engine.run_until_idle()
        ends.append(Ended(execution.status.value, execution.output, execution.error, execution.cause))
    return ends


def assert_alike(parameters: str, expression: str, given: list[Json], returns: str = "Any", before: str = "") -> None:
    """Fail unless the workflow ends alike, as Python and as a machine, on each input."""
    flow = module_of(parameters, expression, returns, before).flow
    for data, compiled in zip(given, run_compiled(flow, given), strict=True):
        native = flow.native.run_json(data)
        seen = Ended(native.status, native.output, native.error_name, native.cause)
        assert _alike(seen, compiled), f"{expression} on {data!r}: Python {seen}, machine {compiled}"


def _alike(native: Ended, compiled: Ended) -> bool:
    told = (native.status, native.error, native.cause) == (compiled.status, compiled.error, compiled.cause)
    return told and same(native.output, compiled.output)
