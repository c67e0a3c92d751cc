"""Sagas: steps that are undone, in reverse order, when a later one fails."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec

from steploom.dsl.ambient import the_runner
from steploom.dsl.naming import describe
from steploom.dsl.retry import Retry
from steploom.errors import CompensationFailed

if TYPE_CHECKING:
    from steploom.dsl.activities import Activity
    from steploom.jsontext import Json

__all__ = ["UNDO_RETRY", "Saga", "Undo", "compensation_cause", "saga"]

P = ParamSpec("P")

#: The retrier that every undo has after those of its activity: three calls, 1 s and 2 s apart.
UNDO_RETRY = Retry(attempts=3, interval=1, backoff=2.0)


@dataclass(frozen=True, slots=True)
class _Registered:
    activity: Activity[..., Any]
    arguments: Json


class Undo:
    """What `async with saga() as undo` gives: a call registers one undo."""

    __slots__ = ("_registered",)

    def __init__(self) -> None:
        self._registered: list[_Registered] = []

    def __call__(self, activity: Activity[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Register `activity` to be called with these arguments, as they are now, if the block fails.

        Registered before its step, an undo must tolerate that nothing has happened.

        Args:
            activity: The step that undoes another.
            args: Its arguments.
            kwargs: The same, by name.

        Raises:
            TypeError: The arguments do not fit the activity's parameters.
        """
        arguments = the_runner("undo(...)", "register an undo inside the saga's block").bind(activity, args, kwargs)
        self._registered.append(_Registered(activity, arguments))


class Saga:
    """The context manager of `saga()`."""

    __slots__ = ("_undo",)

    def __init__(self) -> None:
        self._undo = Undo()

    async def __aenter__(self) -> Undo:
        """Begin with nothing registered."""
        the_runner("saga()", "open a saga in a workflow")
        return self._undo

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo what is registered when the block ended with an `Exception`."""
        if not isinstance(error, Exception):
            return
        runner = the_runner("saga()", "open a saga in a workflow")
        failures: list[tuple[str, Exception]] = []
        for each in reversed(self._undo._registered):  # noqa: SLF001 - two halves of one thing
            try:
                await runner.call(each.activity, each.arguments, (UNDO_RETRY,))
            except Exception as failure:  # noqa: BLE001 - task boundary: a failing undo never stops the others
                failures.append((each.activity.name, failure))
        if failures:
            raise CompensationFailed(compensation_cause(error, failures)) from error


def saga() -> Saga:
    """Begin a block whose steps are undone, in reverse, if a later one fails.

    Written `async with saga() as undo:`.

    When the block ends with an `Exception`, what was registered by `undo(activity, ...)` is called in reverse order,
    one after the other. Each undo is a step with the retriers of its own activity and, after them, one for every
    exception (3 calls, 1 s and 2 s apart): an error that one of its own retriers matches is retried by that one alone,
    any other error by the saga's. An undo that fails for good does not stop the ones before it. In the end

    - all undone: the error of the block is raised again, unchanged;
    - an undo failed: `CompensationFailed` is raised, whose text is
      `<Error>: <message>; undo <activity> failed: <Error>: <message>`, with a further `; undo … failed: …` for each
      failed undo in the order they were tried. `<Error>` is the name of `error_name` (class name, or
      `States.Timeout`), `<message>` is `str(error)`, and `__cause__` is the block's error. Where that is itself the
      `CompensationFailed` of a saga inside the block, its text is carried on instead of being wrapped.

    Nothing is undone when the block succeeds, is left by `return`, or is stopped from outside: by the failure of
    another branch of a `gather`, or by the timeout of the workflow.

    Raises:
        OutsideWorkflow: No workflow is running, when it is entered.
    """
    return Saga()


def compensation_cause(error: BaseException, failures: list[tuple[str, Exception]]) -> str:
    """Return the text of `CompensationFailed`.

    Args:
        error: What the block ended with.
        failures: Name of the activity and last error of each failed undo, in the order they were tried.

    Example:
        >>> compensation_cause(KeyError("a"), [("refund", ValueError("gone"))])
        "KeyError: 'a'; undo refund failed: ValueError: gone"
    """
    first = error.cause if isinstance(error, CompensationFailed) else describe(error)
    undone = (f"undo {name} failed: {describe(failure)}" for name, failure in failures)
    return "; ".join((first, *undone))
