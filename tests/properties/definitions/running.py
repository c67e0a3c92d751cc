"""One run of a definition with generated answers, and what must hold of it however it ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from steploom.clock import VirtualClock
from steploom.engine import Engine, Execution, FunctionIntegration, Outcome, Pending, TaskRequest
from tests.properties.definitions.answers import Answers, Objects

__all__ = ["Ending", "execute", "faults_of", "run_definition"]

_CALLBACK_SECONDS: Final = 5.0
_ENDS: Final = frozenset({"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"})


@dataclass(frozen=True)
class Ending:
    """How a run ended, and what is wrong with it."""

    status: str
    error: str | None
    cause: str | None
    events: int
    faults: tuple[str, ...]


def run_definition(definition: Any, seed: int) -> Ending:
    """Run a valid definition to its end with answers that the seed decides, and look at it.

    Raises:
        Exception: Whatever the engine raises: a fault of the engine.
    """
    execution = execute(definition, seed)
    faults = tuple(faults_of(definition, execution))
    return Ending(execution.status.value, execution.error, execution.cause, len(execution.history), faults)


def execute(definition: Any, seed: int) -> Execution:
    """Run a valid definition to its end with answers that the seed decides."""
    answers = Answers(definition, seed)

    def answer(request: TaskRequest) -> Outcome:
        outcome = answers.outcome(request)
        if isinstance(outcome, Pending) and request.token is not None:
            engine.call_at(engine.clock.now + _CALLBACK_SECONDS, partial(_send, engine, request.token, answers))
        return outcome

    engine = Engine(FunctionIntegration(answer), clock=VirtualClock(), seed=seed, store=Objects(answers))
    execution = engine.start(engine.compile(json.dumps(definition)), answers.value())
    engine.run_until_idle()
    return execution


def faults_of(definition: Any, execution: Execution) -> list[str]:
    """Return what is wrong with the history of a run that should have ended."""
    if execution.running:
        return ["it has not ended"]
    events = execution.events()
    names = set(_state_names(definition))
    faults = [] if events[-1]["type"] in _ENDS else [f"it ends with {events[-1]['type']}"]
    for place, event in enumerate(events, start=1):
        if event["id"] != place or not 0 <= event["previousEventId"] < place:
            faults.append(f"event {place} has the ids {event['id']}, {event['previousEventId']}")
        name = (event.get("stateEnteredEventDetails") or event.get("stateExitedEventDetails") or {}).get("name")
        if name is not None and name not in names:
            faults.append(f"event {place} names the state {name!r}")
    return faults


def _send(engine: Engine, token: str, answers: Answers) -> None:
    if engine.waits(token):
        engine.send_success(token, answers.value())


def _state_names(scope: Any) -> list[str]:
    names = []
    for name, state in scope.get("States", {}).items():
        names.append(name)
        inner = [*state.get("Branches", ()), state.get("ItemProcessor"), state.get("Iterator")]
        for each in inner:
            names += _state_names(each) if each else []
    return names
