"""Mocks: what answers in the place of a task's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any, Final

from steploom.clock import handler_time
from steploom.dsl import NO_ANSWER, Activity, AwsCall, Workflow, call_fake, record_call
from steploom.dsl.ambient import running
from steploom.dsl.contract import build, input_shape, takes_whole_input
from steploom.dsl.exchange import argument_objects, declared_arguments
from steploom.dsl.native.boto import as_json
from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import InputError, MockError
from steploom.jsontext import Json, compact
from steploom.local.bench.answering import check_value, failure_of, success_of
from steploom.local.bench.faults import Fail
from steploom.local.bench.record import input_of
from steploom.local.bench.refusing import refusal
from steploom.local.bench.requests import operation_of, payload_of
from steploom.local.bench.targets import Aim
from steploom.local.functions.faults import error_payload, task_file
from steploom.local.tasks.requests import BadArguments, boto_arguments, refused

__all__ = ["UNSET", "Mock"]


class _Unset(Enum):
    UNSET = "UNSET"


#: An argument that was not given; None is a result like others.
UNSET: Final = _Unset.UNSET


class Mock:
    """What stands for a target; made by `Cloud.mock`.

    Args:
        aim: Its target.
        returns: What it returns each time.
        raises: What it raises each time: an exception, its class, or an error name.
        side_effect: A function of what the caller passed, or what it gives one after the other; `fail(error, cause)`
            among the answers is an error by name.

    Attributes:
        calls: What each call passed, as JSON: an activity's arguments by name, a request under boto3's names, the
            input of a workflow or function, the arguments of any other Task.

    Raises:
        MockError: SL420, not exactly one is given; SL421, SL422, it can never answer so.
    """

    def __init__(self, aim: Aim, returns: Any, raises: Any, side_effect: Any) -> None:
        given = [each for each in (returns, raises, side_effect) if each is not UNSET]
        if len(given) != 1:
            raise refusal("SL420", f"a mock of {aim.name} has one of returns, raises and side_effect")
        self.aim = aim
        self.calls: list[Json] = []
        self._speak: Callable[..., Any] | None = None
        self._script: Iterator[Any] | None = None
        self._same: Any = UNSET
        if side_effect is UNSET:
            self._same = _Raised(raises) if raises is not UNSET else returns
            _check(aim, self._same)
        elif callable(side_effect) and not isinstance(side_effect, type):
            self._speak = side_effect
        elif isinstance(side_effect, Sequence) and not isinstance(side_effect, str):
            script = [_Raised(each) if _is_error(each) else each for each in side_effect]
            for each in script:
                _check(aim, each)
            self._script = iter(script)
        else:
            raise refusal("SL420", f"side_effect of {aim.name} is a function or a list, not {side_effect!r}")

    @property
    def used(self) -> bool:
        """Whether it has answered."""
        return bool(self.calls)

    def outcome(self, request: TaskRequest, now: float, request_id: str) -> Outcome:
        """Answer a request.

        Args:
            request: What is asked for.
            now: The virtual moment.
            request_id: An id for the answer.

        Raises:
            MockError: SL421, SL422: AWS cannot answer so; SL424: nothing is left.
        """
        try:
            given = _given(self.aim, request)
        except BadArguments as error:
            return refused(request.arguments, error)
        except InputError as error:
            payload = payload_of(request)
            self._record(payload)
            return Failure("InputError", compact(error_payload(error, request_id, task_file)))
        self._record(given.shown)
        with handler_time(now) as taken, running(None):
            said = self._said(given)
        outcome = self._outcome(request, said, request_id)
        if taken.slept and isinstance(outcome, Success | Failure):
            return replace(outcome, took=taken.slept)
        return outcome

    def _record(self, shown: Any) -> None:
        self.calls.append(shown)
        if isinstance(self.aim.target, Activity | AwsCall):
            record_call(self.aim.target, shown)

    def _said(self, given: _Given) -> Any:
        if self._script is not None:
            said = next(self._script, UNSET)
            if said is UNSET:
                text = f"the mock of {self.aim.name} has no answer for call {len(self.calls)}: {compact(given.shown)}"
                raise refusal("SL424", text, "give side_effect one more, or use returns for all calls")
            return said
        if self._speak is None:
            return self._same
        try:
            said = given.call(self._speak)
        except MockError:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: a mock may raise what the work may
            return _Raised(error)
        return _Raised(said) if isinstance(said, Fail) else said

    def _outcome(self, request: TaskRequest, said: Any, request_id: str) -> Outcome:
        if isinstance(said, _Raised):
            error = said.error
            return failure_of(self.aim, request, error() if isinstance(error, type) else error, request_id)
        if said is NO_ANSWER:
            if request.token is None:
                raise refusal(
                    "SL421", f"the mock of {self.aim.name} gives no answer, and nobody waits for one by token"
                )
            return Pending({})
        return success_of(self.aim, request, said, request_id)


class _Raised:
    """An error among answers."""

    def __init__(self, error: Any) -> None:
        if not (_is_error(error) or (isinstance(error, str) and error)):
            raise refusal("SL420", f"raises is an exception, its class, fail(…) or an error name, not {error!r}")
        self.error = error


def _is_error(value: object) -> bool:
    return isinstance(value, BaseException | Fail) or (isinstance(value, type) and issubclass(value, BaseException))


def _check(aim: Aim, said: Any) -> None:
    if said is not NO_ANSWER and not isinstance(said, _Raised):
        check_value(aim, said)


class _Given:
    """What a caller passed.

    Args:
        shown: As JSON.
        call: Calls a function with it.
    """

    def __init__(self, shown: Json, call: Callable[[Callable[..., Any]], Any]) -> None:
        self.shown = shown
        self.call = call


def _given(aim: Aim, request: TaskRequest) -> _Given:
    """Return what the caller of a target passed.

    Raises:
        InputError: It breaks the contract of an activity.
        BadArguments: The operation has no such parameter.
    """
    match aim.target:
        case Activity() as activity:
            payload = payload_of(request)
            objects = argument_objects(activity, payload)
            return _Given(declared_arguments(activity, payload), lambda speak: call_fake(activity, speak, objects))
        case AwsCall():
            found = operation_of(request.resource)
            arguments = boto_arguments(None if found is None else found.model.input_shape, request.arguments or {})
            return _Given(as_json(arguments), lambda speak: speak(**arguments))
        case Workflow() as workflow:
            return _Given(input_of(request), lambda speak: _call_workflow(workflow, speak, input_of(request)))
        case str():
            shown = payload_of(request) if aim.kind == "function" else request.arguments
            shown = input_of(request) if aim.kind == "machine" else shown
            return _Given(shown, lambda speak: speak(shown))


def _call_workflow(workflow: Workflow[..., Any], speak: Callable[..., Any], given: Json) -> Any:
    types = workflow.parameter_types
    value = build(input_shape(workflow.signature, types, workflow.name), given)
    whole = takes_whole_input(workflow.signature, types)
    return speak(value) if whole is not None else speak(**value)
