"""Waiting in a workflow."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import datetime

from steploom.dsl.ambient import the_runner
from steploom.dsl.seconds import MAX_SECONDS, Duration, whole_seconds

__all__ = ["MAX_WAIT", "WAIT_RANGE", "sleep", "sleep_until"]

#: The longest wait that AWS takes, in seconds: about three years.
MAX_WAIT = MAX_SECONDS

#: What a wait that is out of range is told.
WAIT_RANGE = f"a wait takes whole seconds from 0 to {MAX_WAIT}"


def sleep(duration: Duration) -> Coroutine[None, None, None]:
    """Let time pass, as a step of a workflow; it costs nothing while it waits.

    Args:
        duration: Whole seconds from 0, or a timedelta of whole seconds; at most 99,999,999 seconds.

    Raises:
        OutsideWorkflow: No workflow is running.
        ValueError: The duration is negative, too long, or has a fraction, which a Wait state cannot wait.
    """
    runner = the_runner("sleep(...)", "write time.sleep(...) in an activity")
    try:
        seconds = whole_seconds(duration, least=0, most=MAX_WAIT)
    except ValueError:
        raise ValueError(WAIT_RANGE) from None
    return runner.sleep(seconds)


def sleep_until(when: datetime) -> Coroutine[None, None, None]:
    """Wait for a moment, as a step of a workflow; one that is over is not waited for.

    Args:
        when: A moment with an offset.

    Raises:
        OutsideWorkflow: No workflow is running.
        ValueError: It has no offset, so that nobody can say when it is.
    """
    runner = the_runner("sleep_until(...)", "wait in an activity")
    if when.tzinfo is None:
        raise ValueError("a moment needs an offset: datetime(…, tzinfo=UTC)")
    return runner.sleep_until(when.timestamp())
