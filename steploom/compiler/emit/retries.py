"""Retriers."""

from __future__ import annotations

from dataclasses import replace

from steploom.asl import Retrier
from steploom.compiler.passes.names import ALL, QUERY_ERROR, error_names
from steploom.dsl import Retry
from steploom.dsl.sagas import UNDO_RETRY
from steploom.errors import ResultError

__all__ = ["EMIT_RETRY", "activity_retries", "is_implied", "to_retrier"]

#: What the Lambda service itself may answer before a function ran; the guide's best practice is to try again.
_SERVICE_ERRORS = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)

_SERVICE = Retrier(
    error_equals=_SERVICE_ERRORS, interval_seconds=1, max_attempts=3, backoff_rate=2, jitter_strategy="FULL"
)

#: News must not be lost to a throttled bus. The idempotency key is the same in every attempt.
EMIT_RETRY = Retrier(
    error_equals=("States.TaskFailed",), interval_seconds=1, max_attempts=3, backoff_rate=2, jitter_strategy="FULL"
)


def activity_retries(
    retries: tuple[Retry, ...], *, undo: bool, checks_input: bool, checks_answer: bool = False
) -> tuple[Retrier, ...]:
    """Return the retriers of an activity's state.

    The user's own come first; the one for the service's errors stands before a user's retrier for everything.

    Args:
        retries: As declared.
        undo: Whether this is a compensation, which is always retried.
        checks_input: Whether the state checks the workflow's input: a fault in it stays one.
        checks_answer: Whether the state checks what somebody answered: a fault in it is a ResultError.
    """
    own = [to_retrier(each) for each in retries]
    if checks_answer:
        own = [_with_bad_answers(each) for each in own]
    if undo and not any(each.matches_all for each in retries):
        own.append(to_retrier(UNDO_RETRY))
    for_all = [each for each in own if each.error_equals == (ALL,)]
    named = [each for each in own if each.error_equals != (ALL,)]
    first = [Retrier(error_equals=(QUERY_ERROR,), max_attempts=0)] if checks_input and for_all else []
    return (*first, *named, _SERVICE, *for_all)


def _with_bad_answers(retrier: Retrier) -> Retrier:
    if ResultError.__name__ not in retrier.error_equals:
        return retrier
    return replace(retrier, error_equals=(*retrier.error_equals, QUERY_ERROR))


def to_retrier(retry: Retry) -> Retrier:
    """Return one declared retrier; `attempts` counts all calls, `MaxAttempts` the repetitions."""
    return Retrier(
        error_equals=error_names(retry.exceptions),
        interval_seconds=int(retry.interval),
        max_attempts=retry.attempts - 1,
        backoff_rate=int(retry.backoff) if retry.backoff == int(retry.backoff) else retry.backoff,
        max_delay_seconds=None if retry.max_delay is None else int(retry.max_delay),
        jitter_strategy="FULL" if retry.jitter else None,
    )


def is_implied(retrier: Retrier) -> bool:
    """Return whether a retrier is one that the compiler writes by itself: no line of a workflow asks for it."""
    stops = Retrier(error_equals=(QUERY_ERROR,), max_attempts=0)
    return retrier in (_SERVICE, EMIT_RETRY, to_retrier(UNDO_RETRY), stops)
