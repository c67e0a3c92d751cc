"""Machines run in a line: `run({...}, input, task)` gives the execution at its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import Engine, Execution, FunctionIntegration, Outcome, StartOptions, Success, TaskRequest

Task = Callable[[TaskRequest], Outcome]


class Bench:
    """An engine with a fake world, at noon of New Year 2026."""

    def __init__(self, task: Task, seed: int = 0) -> None:
        self.world = FunctionIntegration(task)
        self.clock = VirtualClock(datetime(2026, 1, 1, 12, tzinfo=UTC))
        self.engine = Engine(self.world, clock=self.clock, seed=seed)

    def start(self, definition: dict[str, Any], value: Any = None, **options: Any) -> Execution:
        machine = self.engine.compile(load(definition))
        return self.engine.start(machine, {} if value is None else value, StartOptions(**options))


def echo(request: TaskRequest) -> Outcome:
    return Success(request.arguments)


@pytest.fixture
def bench() -> Callable[..., Bench]:
    return lambda task=echo, seed=0: Bench(task, seed)


@pytest.fixture
def run() -> Callable[..., Execution]:
    def runner(definition: dict[str, Any], value: Any = None, task: Task = echo, **options: Any) -> Execution:
        bench = Bench(task)
        execution = bench.start(definition, value, **options)
        bench.engine.run_until_idle()
        return execution

    return runner


@pytest.fixture
def shape() -> Callable[[Execution], list[tuple[int, int, str]]]:
    """Make the skeleton of a history: id, previous id, type."""
    return lambda run: [(each["id"], each["previousEventId"], each["type"]) for each in run.events()]
