"""Histories to look at: `record({...}, input, task)` runs a machine on the engine and gives its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import Engine, FunctionIntegration, Outcome, StartOptions, Success, TaskRequest
from steploom.jsontext import JsonObject
from steploom.views import GraphModel, RunModel, build_graph, run_model

LAMBDA = "arn:aws:states:::lambda:invoke"


def echo(request: TaskRequest) -> Outcome:
    return Success(request.arguments)


def task(name: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": LAMBDA, "Arguments": {"FunctionName": name}, **fields}


@pytest.fixture
def record() -> Callable[..., list[JsonObject]]:
    def run(
        states: dict[str, Any], value: Any = None, work: Callable[[TaskRequest], Outcome] = echo
    ) -> list[JsonObject]:
        engine = Engine(FunctionIntegration(work), clock=VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)))
        definition = {"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states}
        execution = engine.start(engine.compile(load(definition)), {} if value is None else value, StartOptions())
        engine.run_until_idle()
        return execution.events()

    return run


@pytest.fixture
def model(record) -> Callable[..., RunModel]:
    return lambda *arguments, **named: run_model(record(*arguments, **named))


@pytest.fixture
def graph() -> Callable[..., GraphModel]:
    def make(states: dict[str, Any], **fields: Any) -> GraphModel:
        return build_graph(
            load({"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states, **fields})
        )

    return make
