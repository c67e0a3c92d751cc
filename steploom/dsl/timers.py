"""Waiting in a workflow."""

from __future__ import annotations

from collections.abc import Coroutine

from steploom.dsl.ambient import the_runner
from steploom.dsl.seconds import Duration, whole_seconds

__all__ = ["MAX_WAIT", "sleep"]

#: The longest wait that AWS takes: 24,855 days.
MAX_WAIT = 24_855 * 86_400


def sleep(duration: Duration) -> Coroutine[None, None, None]:
    """Let time pass, as a step of a workflow; it costs nothing while it waits.

    Args:
        duration: Whole seconds from 0, or a timedelta of whole seconds; at most 24,855 days.

    Raises:
        OutsideWorkflow: No workflow is running.
        ValueError: The duration is negative, too long, or has a fraction, which a Wait state cannot wait.
    """
    runner = the_runner("sleep(...)", "write time.sleep(...) in an activity")
    return runner.sleep(whole_seconds(duration, least=0, most=MAX_WAIT))
