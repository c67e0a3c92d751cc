"""Workflows: async functions over activities, compiled to state machines or run as Python."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload

from steploom.dsl.ambient import the_runner
from steploom.dsl.annotations import (
    Declared,
    check_named,
    enclosing_names,
    mentions_token,
    names_needed,
    types_if_known,
)
from steploom.dsl.checks import is_name
from steploom.dsl.emitting import EventClass, EventSelection
from steploom.dsl.places import fault, function_span
from steploom.dsl.seconds import Duration, whole_seconds
from steploom.dsl.twin import Native

__all__ = ["Workflow", "WorkflowDecorator", "WorkflowOptions", "workflow"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class WorkflowOptions:
    """What a declaration says beside the function.

    Attributes:
        on: The event class, or selection of its events, that starts the workflow; None where nothing does.
        timeout: Whole seconds that an execution may take, or None.
    """

    on: EventClass | EventSelection | None = None
    timeout: float | None = None


class Workflow(Declared, Generic[P, R]):
    """An async function that the compiler turns into a state machine; made by `@workflow`.

    Attributes:
        name: Name of the state machine.
        function: The async function itself.
        options: The event it starts on, its timeout.
        signature: Its parameters, which make the input.
    """

    function: Callable[P, Coroutine[Any, Any, R]]
    __signature__: inspect.Signature

    def __init__(
        self,
        function: Callable[P, Coroutine[Any, Any, R]],
        options: WorkflowOptions = WorkflowOptions(),
        name: str | None = None,
        names: Mapping[str, object] | None = None,
    ) -> None:
        _check_async(function)
        self._names = names_needed(function, names)
        self.signature = _check(function, self._names)
        self.function = function
        self.name = function.__name__ if name is None else name
        if not is_name(self.name, 80):
            hint = "use letters, digits, _ and -, at most 80"
            raise fault("SL207", f"{self.name!r} is no name for a state machine", function_span(function), hint)
        self.options = options
        functools.update_wrapper(self, function)
        self.__signature__ = self.signature

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[None, None, R]:
        """Run another workflow as a step: an execution of its own, whose end is waited for.

        Its arguments are its input, by value, and checked; what it fails with is raised here, by name and text.

        Raises:
            OutsideWorkflow: No workflow is running; `native` runs one.
        """
        runner = the_runner(f"{self.name}(...)", f"write {self.name}.native(...) to run the workflow as Python")
        return runner.call_workflow(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<workflow {self.name}>"

    @property
    def native(self) -> Native[P, R]:
        """The workflow as plain Python: `fulfil.native(order)` runs it on virtual time with the active fakes."""
        return Native(self)


class WorkflowDecorator(Protocol):
    """What `workflow(...)` returns: it turns an async function into a `Workflow`."""

    def __call__(self, function: Callable[P, Coroutine[Any, Any, R]], /) -> Workflow[P, R]:
        """Declare `function`."""
        ...


@overload
def workflow(function: Callable[P, Coroutine[Any, Any, R]], /) -> Workflow[P, R]: ...
@overload
def workflow(
    *,
    on: EventClass | EventSelection | None = None,
    timeout: Duration | None = None,
    name: str | None = None,
) -> WorkflowDecorator: ...
def workflow(
    function: Callable[..., Coroutine[Any, Any, Any]] | None = None,
    /,
    *,
    on: EventClass | EventSelection | None = None,
    timeout: Duration | None = None,
    name: str | None = None,
) -> Any:
    """Declare an async function as a workflow.

    One parameter of model, event, dataclass or TypedDict type takes the whole input; else the input is an object keyed
    by parameter name. It is checked against the types before anything runs; faults end the execution as `InputError`.

    Args:
        function: The function, where the decorator stands bare: `@workflow`.
        on: Event class, or `Class.where(...)`, whose events start executions.
        timeout: Whole seconds, or a timedelta, that an execution may take. When they are over it stops where it
            stands, with `TimeoutError` (`TIMED_OUT` on AWS): no handler and no undo runs any more.
        name: Name of the state machine; the function's where absent. Letters, digits, `_`, `-`; at most 80.

    Raises:
        DeclarationError: SL107 (not async), SL201 (no type), SL205 (a token), SL207 (an option), SL210 (`*args`).

    Example:
        >>> @workflow(timeout=60)
        ... async def double(number: int) -> int:
        ...     return number * 2
        >>> double.native(21)
        42
    """
    names = enclosing_names(1)
    if function is not None:
        return Workflow(function, names=names)

    def declare(declared: Callable[..., Coroutine[Any, Any, Any]], /) -> Workflow[..., Any]:
        _check_async(declared)
        options = WorkflowOptions(_check_on(declared, on), _timeout(declared, timeout))
        return Workflow(declared, options, name, names)

    return declare


def _timeout(function: Callable[..., Any], value: Duration | None) -> float | None:
    try:
        return None if value is None else whole_seconds(value)
    except (TypeError, ValueError) as error:
        message = f"timeout of workflow {function.__name__!r}: {error}"
        raise fault("SL207", message, function_span(function), "AWS counts timeouts in whole seconds") from None


def _check_on(function: Callable[..., Any], on: Any) -> EventClass | EventSelection | None:
    chosen = on if isinstance(on, type) else getattr(on, "event_type", None)
    if on is None or hasattr(chosen, "detail_type"):
        return on  # type: ignore[no-any-return]
    message = f"on={on!r} of workflow {function.__name__!r} is no event"
    raise fault("SL207", message, function_span(function), "write on=OrderPlaced, or on=OrderPlaced.where(lambda e: …)")


def _check(function: Any, names: Mapping[str, object] | None) -> inspect.Signature:
    signature = check_named(function, "workflow")
    types = types_if_known(function, names) or {}
    for name, type_ in types.items():
        if mentions_token(type_):
            message = f"TaskToken stands at the wrong place: {name!r} of workflow {function.__name__!r}"
            raise fault("SL205", message, function_span(function), "only an activity takes a token")
    return signature


def _check_async(function: object) -> None:
    if not isinstance(function, FunctionType):
        raise fault("SL107", f"a workflow is an async function, not {function!r}", None, "decorate an async def")
    if not inspect.iscoroutinefunction(function):
        message = f"workflow {function.__name__!r} is no async function"
        raise fault("SL107", message, function_span(function), f"write async def {function.__name__}(…)")
