"""Carry out the steps of one run."""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from steploom.clock import handler_time
from steploom.dsl.activities import Activity
from steploom.dsl.ambient import running
from steploom.dsl.awsproxy import AwsCall
from steploom.dsl.calls import Call, Calls
from steploom.dsl.contract import build, dump
from steploom.dsl.emitting import EventLike
from steploom.dsl.exchange import (
    answer_json,
    argument_objects,
    arguments_json,
    call_function,
    event_json,
    result_json,
)
from steploom.dsl.faking import NO_ANSWER, Fake, call_fake, fake_for, record_call, record_event
from steploom.dsl.naming import timed_out
from steploom.dsl.native import boto
from steploom.dsl.native.attempts import Attempts
from steploom.dsl.native.branches import Branch, Gathering, close_unstarted, current_branch, require_alive
from steploom.dsl.native.inputs import begin, input_json
from steploom.dsl.native.loop import VirtualLoop, outside_loop
from steploom.dsl.retry import Retry
from steploom.dsl.tasktoken import TaskToken
from steploom.dsl.twin import NativeOptions
from steploom.errors import CompileError
from steploom.jsontext import Json, JsonObject

if TYPE_CHECKING:
    from steploom.dsl.workflows import Workflow

__all__ = ["NativeRunner"]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one call came to, and the virtual seconds until it is known (infinite: never)."""

    value: object
    error: Exception | None
    took: float


class NativeRunner:
    """The `Runner` of one native run.

    Args:
        loop: Its virtual time.
        options: Seed and sender.
        start: Seconds since the epoch when it starts.

    Attributes:
        calls: What it called and told.
        root: The branch of the run.
        fault: The misuse of a step that ended the run; no handler of the workflow sees it.
        unanswered: Names of callbacks that nobody will answer.
    """

    def __init__(self, loop: VirtualLoop, options: NativeOptions, start: float) -> None:
        self.calls = Calls()
        self.root = Branch()
        self.fault: Exception | None = None
        self.unanswered: list[str] = []
        self._loop = loop
        self._start = start
        self._sender = options.sender
        self._random = Random(options.seed)  # noqa: S311 - jitter is no secret
        self._groups = itertools.count(1)
        self._tokens = itertools.count(1)

    def bind(self, activity: Activity[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]) -> JsonObject:
        """Return the arguments of a call as they are at this moment, by parameter name, as JSON."""
        return arguments_json(activity, args, kwargs)

    async def call(self, activity: Activity[..., Any], arguments: JsonObject, besides: tuple[Retry, ...] = ()) -> Any:
        """Call an activity, again and again while a retrier allows it."""
        attempts = Attempts((*activity.options.retry, *besides), self._random)
        while True:
            try:
                return await self._attempt(activity, arguments)
            except Exception as error:
                delay = attempts.delay_after(error)
                if delay is None:
                    raise
            await self._pass(delay)

    def call_workflow(
        self, workflow: Workflow[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> Coroutine[None, None, Any]:
        """Run another workflow, with the arguments as they are at this moment."""
        return self._call_workflow(workflow, input_json(workflow, args, kwargs))

    async def _call_workflow(self, workflow: Workflow[..., Any], given: Json) -> Any:
        require_alive()
        branch = Branch(current_branch.get(), current_branch.get().group)
        task = self._loop.create_task(_in_branch(branch, begin(workflow, given)))
        done, _ = await asyncio.wait({task}, timeout=workflow.options.timeout)
        if not done:
            branch.stopped = True
            task.cancel()
            raise timed_out()
        return build(workflow.return_type, dump(workflow.return_type, task.result()))

    def call_aws(self, call: AwsCall, arguments: Mapping[str, object]) -> Coroutine[None, None, dict[str, Any]]:
        """Make an AWS call with the arguments as they are at this moment."""
        return self._call_aws(call, boto.copied(arguments))

    def emit(self, event: EventLike) -> Coroutine[None, None, None]:
        """Tell an event with the fields it has at this moment."""
        return self._emit(event, event_json(event))

    async def sleep(self, seconds: float) -> None:
        """Let virtual time pass."""
        require_alive()
        await self._pass(seconds)

    async def sleep_until(self, moment: float) -> None:
        """Let virtual time pass until a moment."""
        require_alive()
        await self._pass(moment - self._start - self._loop.time())

    def gather(self, awaitables: Iterable[Awaitable[Any]], limit: int | None) -> Coroutine[None, None, list[Any]]:
        """Await several at once."""
        return self._gather(list(awaitables), limit)

    def stop(self, fault: Exception | None = None) -> None:
        """End the run where it stands: from now on no step does anything."""
        self.fault = self.fault or fault
        self.root.stopped = True
        if self._loop.is_running():
            self._loop.stop()

    async def _gather(self, awaitables: list[Awaitable[Any]], limit: int | None) -> list[Any]:
        parent = current_branch.get()
        if not parent.alive:
            close_unstarted(awaitables)
            raise asyncio.CancelledError
        branch = Branch(parent, parent.group or next(self._groups))
        return await Gathering.of(branch, awaitables).run(limit)

    async def _attempt(self, activity: Activity[..., Any], arguments: JsonObject) -> Any:
        self._record(activity, arguments)
        fake = fake_for(activity)
        outcome = self._carry_out(lambda: self._answer(activity, fake, arguments))
        limit = _limit(activity, fake, outcome)
        if outcome.value is NO_ANSWER:
            outcome = _Outcome(None, None, math.inf)
        if outcome.took > limit:
            await self._pass(limit)
            raise timed_out()
        if math.isinf(outcome.took):
            self.unanswered.append(activity.name)
        if activity.is_callback:
            # An answer by token comes after what functions return at the same moment.
            await asyncio.sleep(0)
        return await self._await(outcome)

    async def _call_aws(self, call: AwsCall, arguments: dict[str, Any]) -> Any:
        require_alive()
        try:
            boto.require_valid(call, arguments)
        except CompileError as error:
            self.stop(error)
            raise asyncio.CancelledError from error
        self._record(call, boto.as_json(arguments))
        fake = fake_for(call)
        send = partial(boto.send, call) if fake is None else fake
        return boto.as_json(await self._await(self._carry_out(lambda: send(**arguments))))

    async def _emit(self, event: EventLike, detail: JsonObject) -> None:
        branch = require_alive()
        self.calls.add_event(event.detail_type, detail, branch.group)
        record_event(event.detail_type, detail, branch.group)
        if self._sender is not None:
            self._sender(event)

    def _record(self, target: Activity[..., Any] | AwsCall, arguments: JsonObject) -> None:
        branch = require_alive()
        self.calls.add_call(Call(target.name, arguments), branch.group)
        record_call(target, arguments, branch.group)

    def _carry_out(self, code: Callable[[], object]) -> _Outcome:
        """Run plain code here and now, as no part of the workflow; the time it slept passes afterwards."""
        value: object = None
        error: Exception | None = None
        with handler_time(self._start + self._loop.time()) as taken, running(None), outside_loop():
            try:
                value = code()
            except Exception as failure:  # noqa: BLE001 - task boundary: any error of an activity is its outcome
                error = failure
        return _Outcome(value, error, taken.slept)

    def _answer(self, activity: Activity[..., Any], fake: Fake | None, arguments: JsonObject) -> object:
        objects = argument_objects(activity, arguments)
        if fake is not None:
            value = call_fake(activity, fake, objects)
            if value is NO_ANSWER and activity.is_callback:
                return NO_ANSWER
            return build(activity.return_type, answer_json(activity, value))
        if activity.is_callback:
            # What the function of a callback returns is nobody's answer.
            call_function(activity, TaskToken(f"native-{next(self._tokens)}"), objects)
            return NO_ANSWER
        return build(activity.return_type, result_json(activity, call_function(activity, None, objects)))

    async def _await(self, outcome: _Outcome) -> Any:
        # Even what takes no time lets the others of a gather start before its outcome is known, as on AWS.
        await (self._pass(outcome.took) if outcome.took > 0 else asyncio.sleep(0))
        if outcome.error is not None:
            raise outcome.error
        return outcome.value

    async def _pass(self, seconds: float) -> None:
        if math.isinf(seconds):
            await self._loop.create_future()
        elif seconds > 0:
            await asyncio.sleep(seconds)


async def _in_branch(branch: Branch, work: Coroutine[Any, Any, Any]) -> Any:
    current_branch.set(branch)
    return await work


def _limit(activity: Activity[..., Any], fake: Fake | None, outcome: _Outcome) -> float:
    """Return the seconds after which a call has failed.

    Nobody sends heartbeats here, so that of a callback counts from the moment its function has returned; a fake
    stands for both the function and the one who answers.
    """
    options = activity.options
    limit = math.inf if options.timeout is None else options.timeout
    if not activity.is_callback or options.heartbeat is None:
        return limit
    return min(limit, options.heartbeat + (outcome.took if fake is None else 0.0))
