"""Our own activities, called directly: no zip, no import, the same payloads and errors as in Lambda."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from steploom.clock import handler_time
from steploom.dsl import NO_ANSWER, Activity, call_fake, fake_for, record_call
from steploom.dsl.ambient import running
from steploom.dsl.exchange import answer_json, argument_objects, declared_arguments, fake_result_json
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.functions.faults import error_payload, task_file
from steploom.local.functions.invocation import Invocation
from steploom.runtime import invoke

__all__ = ["TOKEN", "Answer", "invoke_activity"]

#: The key of a callback's payload that holds its token.
TOKEN: Final = "taskToken"  # noqa: S105 - the name of a key


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody outside answers to a callback.

    Attributes:
        output: The result, where `error` is None.
        error: Error name, or None.
        cause: Cause text, or None.
        after: Virtual seconds until it comes.
    """

    output: Json = None
    error: str | None = None
    cause: str | None = None
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class _Came:
    """What a piece of plain code came to, and the virtual seconds that it slept."""

    value: Any
    error: Exception | None
    took: float


def invoke_activity(
    activity: Activity[..., Any], payload: Json, *, now: float, request_id: str, given: Any = None
) -> tuple[Invocation, Answer | None]:
    """Call an activity, or the fake that stands for it.

    Args:
        activity: What to call.
        payload: Its payload, a callback's token under `taskToken`.
        now: The virtual moment at which it starts.
        request_id: The invocation's id.
        given: For a callback: a function of its arguments that says what is answered, or None where nobody answers.

    Returns:
        What Lambda answers, and for a callback what is answered by token, if anything is.
    """
    arguments: JsonObject = (
        {key: value for key, value in payload.items() if key != TOKEN} if isinstance(payload, dict) else {}
    )
    record_call(activity, declared_arguments(activity, arguments))
    fake = fake_for(activity)
    if fake is not None and activity.is_callback:
        said = _carry_out(lambda: _said(activity, fake, arguments), now)
        return Invocation("null", failed=False, took=0.0, log="", request_id=request_id), _answer(said)
    if fake is not None:
        came = _carry_out(
            lambda: fake_result_json(activity, call_fake(activity, fake, argument_objects(activity, payload))), now
        )
        return _invocation(came, request_id), None
    came = _carry_out(lambda: invoke(activity, payload), now)
    made = _invocation(came, request_id)
    if given is None or came.error is not None:
        return made, None
    return made, _answer(_carry_out(lambda: _said(activity, given, arguments), now + came.took), came.took)


def _said(activity: Activity[..., Any], speaker: Callable[..., Any], arguments: JsonObject) -> Json:
    value = call_fake(activity, speaker, argument_objects(activity, arguments))
    return value if value is NO_ANSWER else answer_json(activity, value)


def _carry_out(code: Callable[[], Any], now: float) -> _Came:
    value: Any = None
    error: Exception | None = None
    with handler_time(now) as taken, running(None):
        try:
            value = code()
        except Exception as raised:  # noqa: BLE001 - the boundary: whatever user code raises becomes Lambda's answer
            error = raised
    return _Came(value, error, taken.slept)


def _invocation(came: _Came, request_id: str) -> Invocation:
    if came.error is None:
        return Invocation(compact(came.value), failed=False, took=came.took, log="", request_id=request_id)
    payload = compact(error_payload(came.error, request_id, task_file))
    return Invocation(payload, failed=True, took=came.took, log="", request_id=request_id)


def _answer(said: _Came, after: float = 0.0) -> Answer | None:
    if said.value is NO_ANSWER:
        return None
    if said.error is None:
        return Answer(said.value, after=after + said.took)
    return Answer(error=type(said.error).__name__, cause=str(said.error), after=after + said.took)
