"""One attempt of a Task while it is under way: its answer, its timeout, its heartbeat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from steploom.asl.model import ABSENT
from steploom.engine.failure import HEARTBEAT, TIMEOUT, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.integration import Deferred, Failure, Pending, Success, TaskRequest
from steploom.engine.node import Node, Step
from steploom.engine.quota import check
from steploom.engine.scheduler import Timer
from steploom.engine.states.task_events import TaskEvents
from steploom.jsontext import Json

__all__ = ["TaskRun"]


class TaskRun:
    """One attempt; the frame's suspension while it waits.

    Args:
        frame: The frame that is in the Task state.
        events: How the attempt shows in the history.
        done: What the frame does with the result.
    """

    __slots__ = (
        "_abandon",
        "_beat",
        "_beats",
        "_done",
        "_early",
        "_events",
        "_frame",
        "_limit",
        "_pending",
        "_timers",
        "token",
    )

    def __init__(self, frame: Frame, events: TaskEvents, done: Callable[[Frame, Json], Node | None]) -> None:
        self._frame = frame
        self._events = events
        self._done = done
        self._timers: list[Timer] = []
        self._limit: float | None = None
        self._beats: float | None = None
        self._beat: Timer | None = None
        self._pending = False
        self._early: Step | None = None
        self._abandon: Callable[[], object] | None = None
        #: The task token of the attempt, or None where the resource answers directly.
        self.token: str | None = None

    @property
    def frame(self) -> Frame:
        """The frame that is in the Task state."""
        return self._frame

    def begin(self, request: TaskRequest, outcome: Success | Failure | Pending | Deferred) -> Node | None:
        """Show the attempt and wait for its end; an end that takes no time comes at once."""
        frame = self._frame
        self._limit, self._beats = request.timeout_seconds, request.heartbeat_seconds
        self._events.scheduled(frame, request)
        frame.suspension = self
        if isinstance(outcome, Pending):
            self._abandon = outcome.abandon
            self._hand_over(outcome)
            return None
        if isinstance(outcome, Deferred):
            self._start_clock()
            self._accept()
            outcome.subscribe(self)
            return None
        if outcome.submitted is not ABSENT:
            self._events.submitted(frame, outcome.submitted)
        if self._limit is not None and outcome.took > self._limit:
            self._after(self._limit, self._expired)
            return None
        end = self._end_of(outcome)
        if outcome.took > 0:
            self._after(outcome.took, end)
            return None
        frame.suspension = None
        self._close()
        return end(frame)

    # Answers from outside; they take effect when the scheduler comes to them.

    def succeed(self, output: Json) -> None:
        """End the attempt with a result."""
        self._answer(partial(self._succeeded, output=output))

    def fail(self, error: str | None, cause: str | None) -> None:
        """End the attempt with an error; absent names show as null to a catcher."""
        self._answer(partial(self._failed, failure=StateFailure(error, cause)))

    def heartbeat(self) -> None:
        """Start the heartbeat's time anew."""
        if self._beat is not None:
            self._beat.cancel()
            self._watch()

    def take(self, worker: str | None) -> None:
        """Note that an activity worker took the work: its clocks start."""
        self._events.taken(self._frame, worker)
        self._start_clock()
        self._watch()

    @property
    def wanted(self) -> bool:
        """Whether an answer still matters."""
        return self._pending

    def answer(self, outcome: Success | Failure) -> None:
        """End the attempt, which waits without a token, if it still waits."""
        if self._pending:
            self._answer(self._end_of(outcome))

    def cancel(self) -> None:
        """Forget the attempt: no timer and no answer reaches the frame any more."""
        self._pending = False
        self._close()
        self._give_up()

    # The course of an attempt.

    def _hand_over(self, outcome: Pending) -> None:
        if self._events.takes:
            self._accept()
            return
        self._start_clock()
        if outcome.took > 0:
            host = self._frame.execution.host
            submit = partial(self._submit, outcome.submitted)
            self._timers.append(self._frame.at(host.clock.now + outcome.took, submit))
        else:
            self._submit(outcome.submitted)

    def _submit(self, answer: Json) -> None:
        self._events.submitted(self._frame, answer)
        self._watch()
        self._accept()

    def _accept(self) -> None:
        self._pending = True
        if self._limit is None and self._beats is None:
            # Nothing else ends it if nobody answers, but a year that passes.
            self._frame.execution.arm(awaited=False)
        if self._early is not None:
            self._answer(self._early)

    def _answer(self, step: Step) -> None:
        self._abandon = None
        if self.token is not None:
            self._frame.execution.host.tokens[self.token] = None
        if not self._pending:
            # The work answered before the call that handed it over came back.
            self._early = step
            return
        self._pending = False
        self._close()
        self._frame.execution.host.scheduler.call_soon(partial(self._frame.resume, step))

    def _end_of(self, outcome: Success | Failure) -> Step:
        if isinstance(outcome, Success):
            return partial(self._succeeded, output=outcome.output)
        return partial(self._failed, failure=StateFailure(outcome.error, outcome.cause))

    def _succeeded(self, frame: Frame, output: Json) -> Node | None:
        try:
            check(output, self._events.measured)
        except StateFailure as failure:
            self._events.failed(frame, failure.error, failure.cause)
            raise
        self._events.succeeded(frame, output)
        scheduler = frame.execution.host.scheduler
        if scheduler.ready:
            # Others that are due get their turn at each task, as they would side by side.
            scheduler.call_soon(partial(frame.resume, lambda resumed: self._done(resumed, output)))
            return None
        return self._done(frame, output)

    def _failed(self, frame: Frame, failure: StateFailure) -> Node | None:
        self._events.failed(frame, failure.error, failure.cause)
        raise failure

    def _expired(self, frame: Frame, *, heartbeat: bool = False) -> Node | None:
        self._give_up()
        self._events.timed_out(frame, TIMEOUT)
        also = (HEARTBEAT,) if heartbeat else ()
        raise StateFailure(TIMEOUT, None, also=also)

    def _give_up(self) -> None:
        """Tell whoever does the work that nobody waits for it any more."""
        abandon, self._abandon = self._abandon, None
        if abandon is not None:
            abandon()

    # Time.

    def _after(self, seconds: float, step: Step) -> None:
        frame = self._frame

        def end() -> None:
            self._pending = False
            self._close()
            frame.resume(step)

        self._timers.append(frame.at(frame.execution.host.clock.now + seconds, end))

    def _start_clock(self) -> None:
        if self._limit is not None:
            self._after(self._limit, self._expired)

    def _watch(self) -> None:
        if self._beats is not None:
            self._after(self._beats, partial(self._expired, heartbeat=True))
            self._beat = self._timers.pop()

    def _close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        if self._beat is not None:
            self._beat.cancel()
        if self.token is not None:
            self._frame.execution.host.tokens[self.token] = None
