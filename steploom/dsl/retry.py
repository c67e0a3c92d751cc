"""When a failed activity is called again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steploom.dsl.checks import is_exception_class, is_number, is_whole
from steploom.dsl.places import caller_span, fault
from steploom.dsl.seconds import MAX_SECONDS, Duration, whole_seconds

if TYPE_CHECKING:
    from steploom.diagnostics import Span
    from steploom.errors import DeclarationError

__all__ = ["Retry", "check_retries"]

_MAX_DELAY = 31_622_400


@dataclass(frozen=True, slots=True, init=False)
class Retry:
    """One retrier: which errors, how many calls, how long between them.

    The rule is that of Step Functions. When a call fails, the retriers are looked at in order, and the first that
    matches the error is the one that counts: while it has calls left it waits and calls again, and once it has none
    the error goes on, whatever later retriers say. Each retrier counts for itself, from the start of the step. The
    wait before its n-th repetition is `interval * backoff ** (n - 1)` seconds, at most `max_delay`; with `jitter` it
    is drawn evenly from 0 to that.

    Args:
        exceptions: Classes whose instances, of subclasses too, are tried again. None of them: every `Exception`,
            a timeout (`TimeoutError`) included; such a retrier must be the last.
        attempts: All calls that this retrier allows, the first one included; 1 is no repetition.
        interval: Whole seconds (or a timedelta) before the first repetition.
        backoff: Factor by which the wait grows, at least 1.0.
        max_delay: Longest wait in whole seconds (or a timedelta), more than `interval`; None for no limit.
        jitter: Whether the wait is drawn at random (`JitterStrategy: FULL`).

    Raises:
        DeclarationError: SL207, an argument is of the wrong type or out of AWS's range.

    Example:
        >>> Retry(ConnectionError, attempts=4, max_delay=3).delay(3)
        3.0
        >>> Retry(OSError).matches(ConnectionError()), Retry().matches(KeyError())
        (True, True)
    """

    exceptions: tuple[type[Exception], ...]
    attempts: int
    interval: float
    backoff: float
    max_delay: float | None
    jitter: bool

    def __init__(
        self,
        *exceptions: type[Exception],
        attempts: int = 3,
        interval: Duration = 1.0,
        backoff: float = 2.0,
        max_delay: Duration | None = None,
        jitter: bool = False,
    ) -> None:
        span = caller_span(1)
        for each in exceptions:
            if not is_exception_class(each):
                hint = "name classes that derive from Exception: Retry(PaymentGatewayDown, attempts=4)"
                raise fault("SL207", f"Retry takes exception classes, not {each!r}", span, hint)
        if not is_whole(attempts, 1, MAX_SECONDS):
            message = f"Retry(attempts=…) must be a whole number from 1, not {attempts!r}"
            raise fault("SL207", message, span, "attempts counts all calls, the first one included")
        if not (is_number(backoff) and 1 <= backoff < float("inf")):
            raise fault("SL207", f"Retry(backoff=…) must be at least 1.0, not {backoff!r}", span)
        set_ = object.__setattr__
        set_(self, "exceptions", exceptions)
        set_(self, "attempts", attempts)
        set_(self, "interval", _seconds("interval", interval, MAX_SECONDS, span))
        set_(self, "backoff", float(backoff))
        set_(self, "max_delay", None if max_delay is None else _max_delay(self, max_delay, span))
        set_(self, "jitter", bool(jitter))

    @property
    def matches_all(self) -> bool:
        """Whether every exception is tried again, as with `States.ALL`."""
        return not self.exceptions or Exception in self.exceptions

    def matches(self, error: BaseException) -> bool:
        """Whether this retrier is for `error`."""
        return isinstance(error, self.exceptions or Exception)

    def delay(self, repetition: int) -> float:
        """Return the seconds before the n-th repetition (from 1), without jitter."""
        try:
            delay = self.interval * self.backoff ** (repetition - 1)
        except OverflowError:
            delay = float("inf")
        return delay if self.max_delay is None else min(delay, self.max_delay)


def check_retries(what: str, retry: object, span: Span | None) -> tuple[Retry, ...]:
    """Return the retriers of a declaration in order; `retry` is one, or a list of them.

    Raises:
        DeclarationError: SL207, something is no `Retry`, or one that matches everything is not the last.
    """
    given: Sequence[object] = retry if isinstance(retry, list | tuple) else (retry,)
    retries: list[Retry] = []
    for place, each in enumerate(given):
        if not isinstance(each, Retry):
            raise fault("SL207", f"retry of {what} must be a Retry or a list of them, not {each!r}", span)
        retries.append(each)
        if each.matches_all and place + 1 < len(given):
            message = f"a Retry of {what} that matches every exception hides the ones after it"
            raise fault("SL207", message, span, "put it last")
    return tuple(retries)


def _max_delay(retry: Retry, max_delay: Duration, span: Span | None) -> float:
    seconds = _seconds("max_delay", max_delay, _MAX_DELAY, span)
    if seconds <= retry.interval:
        message = f"Retry(max_delay={seconds:g}) must be more than its interval of {retry.interval:g} s"
        raise fault("SL207", message, span)
    return seconds


def _seconds(name: str, value: Duration, most: int, span: Span | None) -> float:
    try:
        return whole_seconds(value, most=most)
    except (TypeError, ValueError) as error:
        raise _refused(name, error, span) from None


def _refused(name: str, error: Exception, span: Span | None) -> DeclarationError:
    return fault("SL207", f"Retry({name}=…): {error}", span, "AWS counts retries in whole seconds")
