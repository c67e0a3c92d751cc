"""Task: calls something outside the machine."""

from __future__ import annotations

from steploom.asl.model import TaskState
from steploom.asl.resources import parse_resource
from steploom.engine.dataflow import Language
from steploom.engine.failure import Fault, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.integration import Deferred, Failure, Pending, Refused, Success, TaskRequest
from steploom.engine.node import Node
from steploom.engine.quota import check
from steploom.engine.states.fallible import FallibleNode
from steploom.engine.states.task_events import TaskEvents, events_of
from steploom.engine.states.task_run import TaskRun
from steploom.jsontext import Json

__all__ = ["TaskNode"]


class TaskNode(FallibleNode):
    """A compiled Task.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
        region: The region that events show.
    """

    __slots__ = ("_enter", "_events", "_heartbeat", "_resource", "_role", "_timeout", "_waits")

    aborted = kinds.TASK_ABORTED

    def __init__(self, name: str, state: TaskState, language: Language) -> None:
        super().__init__(name, state, language, (kinds.TASK_ENTERED, kinds.TASK_EXITED))
        self._enter = language.enter(state)
        self._timeout, self._heartbeat = language.seconds(state)
        self._role = language.role(state)
        self._resource = parse_resource(state.resource)
        self._events: TaskEvents = events_of(self._resource)
        self._waits = self._resource.kind == "activity" or self._resource.pattern != "request"

    def attempt(self, frame: Frame) -> Node | None:
        """Call the integration once."""
        run = TaskRun(frame, self._events, self._done)
        try:
            request = self._request(frame, run)
        except (Fault, StateFailure):
            run.cancel()
            raise
        finally:
            frame.token = None
        outcome = frame.execution.host.integration.call(request)
        if frame.over:
            run.cancel()  # the call itself stopped the execution
            return None
        match outcome:
            case Refused():
                run.cancel()
                raise Fault(outcome.cause)
            case Pending() if run.token is None:
                run.cancel()
                raise ValueError(f"{request.resource.arn} answers directly: an integration cannot leave it pending")
            case Success() | Failure() | Pending() | Deferred():
                return run.begin(request, outcome)

    def _request(self, frame: Frame, run: TaskRun) -> TaskRequest:
        raw, execution = frame.value, frame.execution
        if self._waits:
            run.token = frame.token = execution.host.mint(run)
        timeout = None if self._timeout is None else self._timeout(frame, raw)
        heartbeat = None if self._heartbeat is None else self._heartbeat(frame, raw)
        role = None if self._role is None else self._role(frame, raw)
        arguments = raw if self._enter is None else self._enter(frame, raw)
        if arguments is not raw:
            check(arguments, self.name)
        return TaskRequest(
            self._resource,
            arguments,
            self.name,
            execution.info,
            run.token,
            frame.attempts,
            role,
            timeout,
            heartbeat,
            frame,
        )

    def _done(self, frame: Frame, result: Json) -> Node | None:
        self._exit.take(frame, result)
        return self.next
