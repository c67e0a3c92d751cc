"""The native twin of a workflow: what `workflow.native` is; the code that runs it loads on first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from steploom.dsl.calls import Calls
from steploom.dsl.naming import error_name

if TYPE_CHECKING:
    from steploom.dsl.emitting import EventLike
    from steploom.dsl.workflows import Workflow
    from steploom.jsontext import Json

__all__ = ["Native", "NativeOptions", "NativeRun"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class NativeOptions:
    """How a workflow runs as Python.

    Attributes:
        seed: What random delays are drawn from.
        start: The first moment of virtual time; the real time when None.
        sender: Called with each emitted event, to deliver it; None to record it only.
    """

    seed: int = 0
    start: datetime | None = None
    sender: Callable[[EventLike], object] | None = None


@dataclass(frozen=True, slots=True)
class NativeRun(Generic[R]):
    """What came of one run.

    Attributes:
        result: What the workflow returned, as the Python object; None after an error.
        output: The same as JSON.
        error: What it raised, or None.
        timed_out: Whether its own timeout ended it (`TIMED_OUT` on AWS).
        calls: What it called and told, in order.
        seconds: Virtual seconds it took.
    """

    result: R | None
    output: Json
    error: Exception | None
    timed_out: bool
    calls: Calls
    seconds: float

    @property
    def status(self) -> str:
        """`SUCCEEDED`, `FAILED` or `TIMED_OUT`, as `describe_execution` says it."""
        if self.timed_out:
            return "TIMED_OUT"
        return "SUCCEEDED" if self.error is None else "FAILED"

    @property
    def error_name(self) -> str | None:
        """The error as `describe_execution` shows it: None after success, and after the workflow's own timeout."""
        return None if self.error is None or self.timed_out else error_name(self.error)

    @property
    def cause(self) -> str | None:
        """The error's message, or None where `error_name` is None."""
        return None if self.error is None or self.timed_out else str(self.error)


@dataclass(frozen=True, slots=True)
class Native(Generic[P, R]):
    """A workflow as plain Python on virtual time, with the same retries, timeouts and contract as on AWS.

    Activities run in process: the fake of `fakes({...})` where there is one, else the function itself. Waits take no
    real time.

    Attributes:
        workflow: What runs.
        options: How it runs.
    """

    workflow: Workflow[P, R]
    options: NativeOptions = NativeOptions()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the workflow and return what it returns.

        Args:
            args: Its parameters, as Python objects.
            kwargs: The same, by name.

        Raises:
            InputError: The arguments break the contract.
            ResultError: An activity's result, or the workflow's, breaks its declared type.
            TimeoutError: The workflow's timeout is over.
            Exception: Whatever the workflow raises.
        """
        run = self.run(*args, **kwargs)
        if run.error is not None:
            raise run.error
        return run.result  # type: ignore[return-value] # a run without an error has what the function returned

    def run(self, *args: P.args, **kwargs: P.kwargs) -> NativeRun[R]:
        """Run the workflow and return all that came of it; an error is in it, not raised."""
        from steploom.dsl.native import run_native  # noqa: PLC0415 - asyncio and pydantic load on first use

        return run_native(self.workflow, self.options, args, kwargs)

    def run_json(self, input: Json) -> NativeRun[R]:  # noqa: A002 - the name that AWS gives it
        """Run the workflow on a JSON input, as an execution of its state machine does.

        Args:
            input: Checked against the contract first; where it breaks it, nothing runs and no event is told.
        """
        from steploom.dsl.native import run_native_json  # noqa: PLC0415 - asyncio and pydantic load on first use

        return run_native_json(self.workflow, self.options, input)

    def using(
        self,
        *,
        seed: int | None = None,
        start: datetime | None = None,
        sender: Callable[[EventLike], object] | None = None,
    ) -> Native[P, R]:
        """Return the same twin with other options: `fulfil.native.using(seed=7).run(order)`.

        Args:
            seed: As in `NativeOptions`; None keeps what it was, here and below.
            start: As in `NativeOptions`.
            sender: As in `NativeOptions`.
        """
        given = {"seed": seed, "start": start, "sender": sender}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return replace(self, options=replace(self.options, **changes))
