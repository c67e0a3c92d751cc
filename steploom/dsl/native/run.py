"""Run a workflow from its input to its result."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from steploom.clock import VirtualClock
from steploom.dsl.ambient import running
from steploom.dsl.calls import Calls
from steploom.dsl.contract import dump
from steploom.dsl.naming import timed_out
from steploom.dsl.native.branches import current_branch
from steploom.dsl.native.inputs import begin, input_json
from steploom.dsl.native.loop import VirtualLoop, WaitsForever, outside_loop
from steploom.dsl.native.runner import NativeRunner
from steploom.dsl.twin import NativeOptions, NativeRun
from steploom.errors import InputError
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.dsl.workflows import Workflow

__all__ = ["run_native", "run_native_json"]

P = ParamSpec("P")
R = TypeVar("R")


def run_native(
    workflow: Workflow[P, R], options: NativeOptions, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> NativeRun[R]:
    """Run a workflow on Python objects.

    Args:
        workflow: What to run.
        options: How.
        args: Its parameters.
        kwargs: The same, by name.

    Raises:
        TypeError: The arguments do not fit the parameters.
        WaitsForever: A callback without a timeout is never answered.
        DiagnosticError: A declaration or an AWS call is wrong.
    """
    try:
        json = input_json(workflow, args, kwargs)
    except InputError as error:
        return _refused(error)
    return run_native_json(workflow, options, json)


def run_native_json(workflow: Workflow[P, R], options: NativeOptions, input: Json) -> NativeRun[R]:  # noqa: A002 - AWS's name
    """Run a workflow on a JSON input, checked against the contract first.

    Args:
        workflow: What to run.
        options: How.
        input: A JSON value.

    Raises:
        WaitsForever: A callback without a timeout is never answered.
        DiagnosticError: A declaration or an AWS call is wrong.
    """
    try:
        coroutine = begin(workflow, input)
    except InputError as error:
        return _refused(error)
    with outside_loop():
        return _run(workflow, options, lambda: coroutine)


def _run(
    workflow: Workflow[..., R], options: NativeOptions, begin: Callable[[], Coroutine[Any, Any, R]]
) -> NativeRun[R]:
    loop = VirtualLoop()
    runner = NativeRunner(loop, options, VirtualClock(options.start).now)
    task = _started(loop, runner, begin)
    try:
        expired = _until_end(loop, runner, task, workflow.options.timeout)
        seconds = loop.time()
    finally:
        _drain(loop, runner, task)
        loop.close()
    if expired:
        return NativeRun(None, None, timed_out(), timed_out=True, calls=runner.calls, seconds=seconds)
    if runner.fault is not None:
        raise runner.fault
    return _ended(workflow, task, runner.calls, seconds)


def _started(loop: VirtualLoop, runner: NativeRunner, begin: Callable[[], Coroutine[Any, Any, R]]) -> asyncio.Task[R]:
    """Make the task of the run, in a context of its own."""
    context = copy_context()
    context.run(current_branch.set, runner.root)

    async def main() -> R:
        with running(runner):
            return await begin()

    return loop.create_task(main(), context=context)


def _until_end(loop: VirtualLoop, runner: NativeRunner, task: asyncio.Task[Any], timeout: float | None) -> bool:
    """Run until the workflow has ended or is stopped; say whether its time has run out."""
    deadline = None if timeout is None else loop.call_at(timeout, runner.stop)

    def ended(_: object) -> None:
        loop.stop()

    task.add_done_callback(ended)
    try:
        loop.run_forever()
    except WaitsForever:
        runner.stop(_waits_forever(runner))
    task.remove_done_callback(ended)
    if deadline is not None:
        deadline.cancel()
    return not task.done() and runner.fault is None


def _waits_forever(runner: NativeRunner) -> WaitsForever:
    names = ", ".join(sorted(set(runner.unanswered))) or "something that is no step"
    hint = "fake it, or give it a timeout" if runner.unanswered else "await nothing but steps"
    return WaitsForever(f"the workflow waits for {names}, and nothing can happen any more: {hint}")


def _drain(loop: VirtualLoop, runner: NativeRunner, task: asyncio.Task[Any]) -> None:
    """Let what is left of the run end: no step of it does anything any more."""
    runner.root.stopped = True
    tasks = asyncio.all_tasks(loop)
    for each in tasks:
        each.cancel()
    # The run's own task is awaited in any case, so that asyncio does not report its error as one nobody has seen.
    loop.run_until_complete(asyncio.gather(task, *tasks, return_exceptions=True))


def _ended(workflow: Workflow[..., R], task: asyncio.Task[R], calls: Calls, seconds: float) -> NativeRun[R]:
    try:
        result = task.result()
        output = dump(workflow.return_type, result)
    except Exception as error:  # noqa: BLE001 - task boundary: any error of a workflow is its outcome
        return NativeRun(None, None, error, timed_out=False, calls=calls, seconds=seconds)
    return NativeRun(result, output, None, timed_out=False, calls=calls, seconds=seconds)


def _refused(error: InputError) -> NativeRun[Any]:
    return NativeRun(None, None, error, timed_out=False, calls=Calls(), seconds=0.0)
