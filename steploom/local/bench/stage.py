"""The stage: every task's request passes here on its way out, to mocks, faults and the record."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, assert_never

from steploom.engine import (
    Deferred,
    Failure,
    Integration,
    Outcome,
    Pending,
    Refused,
    Success,
    TaskRequest,
    Waiting,
    place_of,
)
from steploom.engine.failure import StateFailure
from steploom.engine.frame import Frame
from steploom.local.bench.faults import Delay, Duplicate, Fail, Fault, LostReply, Throttle, Timeout
from steploom.local.bench.mocks import Mock
from steploom.local.bench.naming import check_error, check_scope_error, named_failure, throttled, unanswered_error
from steploom.local.bench.planned import PlannedFault, ambient
from steploom.local.bench.record import Ending, TaskCall
from steploom.local.bench.refusing import refusal
from steploom.local.bench.targets import Target, aim_at

__all__ = ["Stage"]


class Stage:
    """Stands between the engine and the work.

    Args:
        work: What does the real work.
        now: The virtual moment.
        call_at: Calls back at a virtual moment.
        uuid: Makes ids.
        unlocked: The surroundings of a test's own code.
        strict: Whether a task that nothing answers is an error of the test.

    Attributes:
        mocks: The mocks, the latest first.
        faults: The faults, in order.
        calls: Every attempt so far.
        children: Index of the item of each child of a Map Run, by the child's ARN.
    """

    def __init__(
        self,
        work: Integration,
        now: Callable[[], float],
        call_at: Callable[[float, Callable[[], object]], object],
        uuid: Callable[[], str],
        unlocked: Callable[[], AbstractContextManager[None]] = nullcontext,
        *,
        strict: bool = False,
    ) -> None:
        self._work = work
        self._now = now
        self._call_at = call_at
        self._uuid = uuid
        self._unlocked = unlocked
        self._strict = strict
        self._late: dict[str, float] = {}
        self.mocks: list[Mock] = []
        self.faults: list[PlannedFault] = []
        self.calls: list[TaskCall] = []
        self.children: dict[str, int] = {}

    def mock(self, target: Target, returns: Any, raises: Any, side_effect: Any) -> Mock:
        """Let a mock answer for a target from now on.

        Raises:
            MockError: SL420, SL421, SL422.
        """
        made = Mock(aim_at(target), returns, raises, side_effect)
        self.mocks.insert(0, made)
        return made

    def fault(self, target: Target, fault: Fault) -> PlannedFault:
        """Let something go wrong with a target from now on.

        Raises:
            MockError: SL420.
        """
        made = PlannedFault(aim_at(target), fault)
        self.faults.append(made)
        return made

    def unused(self) -> list[str]:
        """Return what was prepared and has met nothing, in words."""
        mocks = [f"the mock of {each.aim.name}" for each in reversed(self.mocks) if not each.used]
        return mocks + [f"the fault {each.fault.kind} of {each.aim.name}" for each in self.faults if each.expected]

    def call(self, request: TaskRequest) -> Outcome:
        """Answer a request, and record it.

        Raises:
            MockError: SL421, SL422, SL424.
        """
        item, around = self._item_of(request.frame, request.execution.arn), ambient()
        if not (self.mocks or self.faults or around):
            outcome, _ = self._answer(request)
            self.calls.append(_told(request, item, outcome, done=not isinstance(outcome, Failure | Refused)))
            return outcome
        planned = [each.fault for each in (*around, *self.faults) if each.meets(request, item)]
        attempt = _Attempt(self._answer, self._now, self._call_at, self._uuid)
        outcome = attempt.perform(request, planned)
        if attempt.late and request.token is not None:
            self._late[request.token] = attempt.late
        kinds = tuple(each.kind for each in planned)
        told = _told(request, item, outcome, done=attempt.done, mocked=attempt.mocked, kinds=kinds)
        self.calls.append(told)
        return outcome

    def gate(self, frame: Frame) -> None:
        """Let an attempt of a Map or Parallel begin, or fail it where a fault says so.

        Raises:
            StateFailure: It fails.
            MockError: SL420, SL422: a fault that no Map or Parallel can have.
        """
        planned = (*ambient(), *self.faults)
        if not planned:
            return
        name, item = frame.state.name, self._item_of(frame, frame.execution.arn)
        for each in planned:
            if each.meets_scope(name, frame.attempts + 1, item):
                if not isinstance(each.fault, Fail):
                    hint = "a Map or Parallel does no work of its own: use fail(error), or name a Task in it"
                    raise refusal("SL420", f"the fault {each.fault.kind} of {name} needs a Task", hint)
                check_scope_error(each.fault.error)
                raise StateFailure(each.fault.error, each.fault.cause)

    def lateness(self, token: str) -> float:
        """Return by how many seconds a fault makes the answer to a token late; infinite where it is lost."""
        return self._late.get(token, 0.0)

    def _answer(self, request: TaskRequest) -> tuple[Outcome, bool]:
        """Do the work, by a mock where there is one."""
        for each in self.mocks:
            if each.aim.matches(request):
                with self._unlocked():
                    return each.outcome(request, self._now(), self._uuid()), True
        outcome = self._work.call(request)
        if self._strict and isinstance(outcome, Failure) and outcome.error == "Lambda.ResourceNotFoundException":
            raise refusal("SL424", f"{request.state} calls what is not there: {outcome.cause}", "mock it, or deploy it")
        return outcome, False

    def _item_of(self, frame: Frame | None, execution_arn: str) -> int | None:
        """Return the index of the innermost Map item around a frame, or None."""
        if frame is not None and frame.parent is not None:
            for place in reversed(place_of(frame)):
                if place.of_map:
                    return place.index
        return self.children.get(execution_arn)


class _Attempt:
    """One attempt with all that goes wrong with it.

    Args:
        answer: Does the work, and says whether a mock did.
        now: The virtual moment.
        call_at: Calls back at a virtual moment.
        uuid: Makes ids.

    Attributes:
        done: Whether the work was done.
        mocked: Whether a mock did it.
        late: Seconds by which the answer to a token is late.
        reply: What the work itself came to.
    """

    def __init__(
        self,
        answer: Callable[[TaskRequest], tuple[Outcome, bool]],
        now: Callable[[], float],
        call_at: Callable[[float, Callable[[], object]], object],
        uuid: Callable[[], str],
    ) -> None:
        self._answer = answer
        self._now = now
        self._call_at = call_at
        self._uuid = uuid
        self.done = False
        self.mocked = False
        self.late = 0.0
        self.reply: Outcome | None = None

    def perform(self, request: TaskRequest, faults: Sequence[Fault]) -> Outcome:
        """Return the outcome of the work behind these faults."""
        if not faults:
            self.reply, self.mocked = self._answer(request)
            self.done = not isinstance(self.reply, Failure | Refused)
            return self.reply
        fault, rest = faults[0], faults[1:]
        match fault:
            case Fail():
                check_error(request, fault.error)
                return named_failure(request, fault.error, fault.cause, self._uuid())
            case Throttle():
                return throttled(request, self._uuid())
            case Timeout():
                return self._unanswered(request)
            case LostReply():
                outcome = self.perform(request, rest)
                self.late = math.inf
                return outcome if isinstance(outcome, Refused | Pending) else self._unanswered(request)
            case Duplicate():
                outcome = self.perform(request, rest)
                self.perform(request, rest)
                return outcome
            case Delay():
                return self._later(self.perform(request, rest), fault.seconds)
            case _:
                assert_never(fault)

    def _unanswered(self, request: TaskRequest) -> Outcome:
        if request.token is not None:
            return Pending({})
        if request.timeout_seconds is not None:
            return Success(None, took=math.inf)
        return unanswered_error(request, self._uuid())

    def _later(self, outcome: Outcome, seconds: float) -> Outcome:
        match outcome:
            case Success() | Failure():
                return replace(outcome, took=outcome.took + seconds)
            case Deferred():
                return Deferred(lambda waiting: self._subscribe(outcome, waiting, seconds))
            case Pending():
                self.late += seconds
                return outcome
            case Refused():
                return outcome
            case _:
                assert_never(outcome)

    def _subscribe(self, outcome: Deferred, waiting: Waiting, seconds: float) -> None:
        self._call_at(self._now() + seconds, lambda: outcome.subscribe(waiting))


def _told(
    request: TaskRequest,
    item: int | None,
    outcome: Outcome,
    *,
    done: bool,
    mocked: bool = False,
    kinds: tuple[str, ...] = (),
) -> TaskCall:
    ending, error = _ending(request, outcome)
    return TaskCall(
        request.state,
        request.resource,
        request.arguments,
        request.attempt + 1,
        item,
        request.execution.arn,
        ending,
        done,
        error,
        mocked,
        kinds,
    )


def _ending(request: TaskRequest, outcome: Outcome) -> tuple[Ending, str | None]:
    match outcome:
        case Pending() | Deferred():
            return "waiting", None
        case Refused():
            return "refused", "States.Runtime"
        case Success() | Failure() if request.timeout_seconds is not None and outcome.took > request.timeout_seconds:
            return "timed out", "States.Timeout"
        case Success():
            return "succeeded", None
        case Failure():
            return "failed", outcome.error
