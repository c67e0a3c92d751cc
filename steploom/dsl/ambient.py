"""Who carries out the steps of a workflow that runs as Python."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from steploom.errors import SteploomError

if TYPE_CHECKING:
    from steploom.dsl.activities import Activity
    from steploom.dsl.awsproxy import AwsCall
    from steploom.dsl.emitting import EventLike
    from steploom.dsl.retry import Retry
    from steploom.dsl.workflows import Workflow
    from steploom.jsontext import Json

__all__ = ["OutsideWorkflow", "Runner", "running", "the_runner"]


class OutsideWorkflow(SteploomError):
    """A step (an activity call, `sleep`, `emit`, …) where no workflow is running."""


class Runner(Protocol):
    """Carries out steps. `native` is the one implementation; compiled workflows never come here."""

    def bind(self, activity: Activity[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]) -> Json:
        """Return the arguments of a call as they are at this moment, by parameter name, as JSON."""
        ...

    def call(
        self, activity: Activity[..., Any], arguments: Json, besides: tuple[Retry, ...] = ()
    ) -> Coroutine[None, None, Any]:
        """Call an activity with bound arguments; `besides` are retriers after its own."""
        ...

    def call_workflow(
        self, workflow: Workflow[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> Coroutine[None, None, Any]:
        """Run another workflow and wait for its end."""
        ...

    def call_aws(self, call: AwsCall, arguments: Mapping[str, object]) -> Coroutine[None, None, dict[str, Any]]:
        """Make an AWS call."""
        ...

    def emit(self, event: EventLike) -> Coroutine[None, None, None]:
        """Tell an event."""
        ...

    def sleep(self, seconds: float) -> Coroutine[None, None, None]:
        """Let virtual time pass."""
        ...

    def sleep_until(self, moment: float) -> Coroutine[None, None, None]:
        """Let virtual time pass until a moment, in seconds since the epoch."""
        ...

    def gather(self, awaitables: Iterable[Awaitable[Any]], limit: int | None) -> Coroutine[None, None, list[Any]]:
        """Await several at once, at most `limit` at a time."""
        ...


_runner: ContextVar[Runner | None] = ContextVar("steploom_runner", default=None)


def the_runner(what: str, instead: str) -> Runner:
    """Return who carries out the steps of the workflow that is running.

    Args:
        what: What was to be done, for the message: `charge(...)`.
        instead: What to write where no workflow is meant.

    Raises:
        OutsideWorkflow: None is running here.
    """
    runner = _runner.get()
    if runner is None:
        raise OutsideWorkflow(f"{what} is a step of a workflow, and none is running here; {instead}")
    return runner


@contextmanager
def running(runner: Runner | None) -> Iterator[None]:
    """Make `runner` the one that steps in this block reach; None for code that is no workflow."""
    token = _runner.set(runner)
    try:
        yield
    finally:
        _runner.reset(token)
