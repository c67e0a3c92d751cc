"""Run a program twice, as Python and as a state machine on the engine, with the same fakes."""

from __future__ import annotations

import builtins
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType
from typing import Any
from zlib import crc32

from steploom.asl import dump
from steploom.clock import VirtualClock, handler_time
from steploom.compiler import compile_workflow
from steploom.diagnostics import Severity
from steploom.dsl import NO_ANSWER, Activity, Calls, call_fake, fake_for, fakes, record_call, record_event
from steploom.dsl.contract import shape_of
from steploom.dsl.contract.dump import to_json
from steploom.dsl.exchange import argument_objects, declared_arguments
from steploom.dsl.native import WaitsForever
from steploom.engine import Engine, Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import DefinitionError
from steploom.jsontext import Json, JsonObject, compact, parse
from steploom.local.door.definitions import diagnose
from steploom.local.functions.activities import invoke_activity
from steploom.views.causes import message_of
from tests.properties.comparing import same
from tests.properties.programs import Program

__all__ = ["Ended", "differences", "run_compiled", "run_native"]

TOKEN = "taskToken"


@dataclass
class Ended:
    """What a caller and the world see of a run; `RUNNING` where it waits for ever."""

    status: str
    output: Json
    error: str | None
    cause: str | None
    seconds: float
    calls: Calls = field(repr=False)


def table_of(program: Program, module: ModuleType) -> dict[Activity[..., Any], Callable[..., Any]]:
    """Return a fake for each activity, fresh for one run."""
    counts: Counter[tuple[str, str]] = Counter()
    return {
        getattr(module, name): partial(_answer, program.plans[name], getattr(module, name), counts, vars(module))
        for name in program.plans
    }


def _answer(plan: Any, activity: Any, counts: Counter[Any], names: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    # Who is asked first must not matter inside a gather: the arguments decide, and how often they came.
    key = compact([_plain(each) for each in (*args, *kwargs.values())])
    variant = plan[crc32(key.encode()) % len(plan)]
    count = counts[activity.name, key]
    counts[activity.name, key] += 1
    answer = variant[min(count, len(variant) - 1)]
    # No two answers from outside come at one moment: which counts first would be nobody's promise.
    apart = crc32(f"{activity.name} {count} {key}".encode()) % 997 / 4096 if activity.is_callback else 0
    time.sleep(answer.get("sleep", 0) + apart)
    if "raise" in answer:
        cls = names.get(answer["raise"]) or getattr(builtins, answer["raise"])
        raise cls(answer["text"])
    return answer.get("value", NO_ANSWER)


def _plain(value: object) -> Json:
    shape = shape_of(type(value)) if hasattr(type(value), "__annotations__") else None
    if shape is not None:
        return _numbers(to_json(shape, value)[0])
    return _numbers(value) if isinstance(value, dict | list | tuple | int | float | str | None) else str(value)


def _numbers(value: Any) -> Json:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def run_native(program: Program, module: ModuleType) -> Ended:
    """Run as Python."""
    with fakes(table_of(program, module)) as calls:
        try:
            run = module.flow.native.run_json(program.input)
        except WaitsForever:
            return Ended("RUNNING", None, None, None, 0.0, calls)
    return Ended(run.status, run.output, run.error_name, run.cause, run.seconds, calls)


def run_compiled(program: Program, module: ModuleType) -> Ended:
    """Compile, start and run to the end on virtual time.

    Raises:
        CompileError: The compiler refuses it.
        DefinitionError: AWS would refuse what it made.
    """
    compiled = compile_workflow(module.flow)
    world = _World({each.name: each for each in compiled.activities})
    engine = world.engine = Engine(world, clock=VirtualClock())
    definition = dump(compiled.definition)
    faults = [each for each in diagnose(definition, "STANDARD") if each.severity is Severity.ERROR]
    if faults:
        raise DefinitionError(faults)
    machine = engine.compile(definition)
    with fakes(table_of(program, module)) as calls:
        execution = engine.start(machine, program.input)
        engine.run_until_idle()
    seconds = 0.0 if execution.stopped is None else execution.stopped - execution.started
    return Ended(execution.status.value, execution.output, execution.error, execution.cause, seconds, calls)


@dataclass
class _World:
    """Serves what generated workflows reach: functions, with and without a token, and the bus."""

    activities: dict[str, Activity[..., Any]]
    engine: Engine = field(init=False)

    def call(self, request: TaskRequest) -> Outcome:
        """Do what a task asks for."""
        if request.resource.service == "events":
            for entry in request.arguments["Entries"]:
                record_event(entry["DetailType"], entry["Detail"])
            return Success({"Entries": [{"EventId": "e"}], "FailedEntryCount": 0})
        activity = self.activities[request.arguments["FunctionName"]]
        payload = parse(compact(request.arguments["Payload"]))
        if request.token is not None:
            return self._ask(activity, payload, request.token)
        made, _ = invoke_activity(activity, payload, now=self.engine.clock.now, request_id="r")
        told = parse(made.payload)
        if made.failed:
            return Failure(told["errorType"], made.payload, made.took)
        return Success({"Payload": told}, made.took)

    def _ask(self, activity: Activity[..., Any], payload: JsonObject, token: str) -> Outcome:
        """Answer a callback as somebody outside would, who is bound by no declared type."""
        arguments = {key: each for key, each in payload.items() if key != TOKEN}
        record_call(activity, declared_arguments(activity, arguments))
        fake = fake_for(activity)
        assert fake is not None
        send: Callable[[], object]
        with handler_time(self.engine.clock.now) as taken:
            try:
                value = call_fake(activity, fake, argument_objects(activity, arguments))
                send = partial(self.engine.send_success, token, value)
            except Exception as error:  # noqa: BLE001 - whatever a fake raises is its answer
                value = None
                send = partial(self.engine.send_failure, token, type(error).__name__, str(error))
        if value is not NO_ANSWER:
            self.engine.call_at(self.engine.clock.now + taken.slept, lambda: self.engine.waits(token) and send())
        return Pending({})


def differences(native: Ended, compiled: Ended) -> list[str]:
    """Say where two runs differ; nothing where they do not."""
    found: list[str] = []
    for name in ("status", "error"):
        left, right = getattr(native, name), getattr(compiled, name)
        if left != right:
            found.append(f"{name}: {left!r} against {right!r}")
    if native.cause not in (compiled.cause, message_of(compiled.cause)):
        found.append(f"cause: {native.cause!r} against {compiled.cause!r}")
    if not same(native.output, compiled.output):
        found.append(f"output: {native.output!r} against {compiled.output!r}")
    if abs(native.seconds - compiled.seconds) > 1e-3:
        found.append(f"seconds: {native.seconds} against {compiled.seconds}")
    return found + native.calls.differences(compiled.calls)
