"""Activities: plain functions that run in Lambda, as steps of a workflow."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from steploom.dsl.ambient import the_runner
from steploom.dsl.annotations import Declared, enclosing_names, names_needed
from steploom.dsl.callbacks import find_token
from steploom.dsl.checks import is_name
from steploom.dsl.places import fault, function_span
from steploom.dsl.retry import Retry, check_retries
from steploom.dsl.seconds import Duration, whole_seconds
from steploom.dsl.tasktoken import TaskToken

__all__ = ["Activity", "ActivityDecorator", "ActivityOptions", "activity"]

P = ParamSpec("P")
R = TypeVar("R")

_UNSUITABLE = (inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction)


@dataclass(frozen=True, slots=True)
class ActivityOptions:
    """What a declaration says beside the function.

    Attributes:
        retry: The retriers in order.
        timeout: Whole seconds that one call may take, or None.
        heartbeat: Whole seconds that a callback may stay silent, or None.
        idempotent_by: Parameter, or path into one (`order.order_id`), whose value makes two calls the same call.
    """

    retry: tuple[Retry, ...] = ()
    timeout: float | None = None
    heartbeat: float | None = None
    idempotent_by: str | None = None


class Activity(Declared, Generic[P, R]):
    """A function that a workflow calls as a step; made by `@activity`.

    `await charge(order_id, amount)` in a workflow is one step: in Lambda where the workflow is compiled, in process
    under `native`. Arguments and results travel as JSON, by value.

    Attributes:
        name: Its name among functions and states.
        function: The plain function, its `TaskToken` parameter included.
        options: Retriers, timeout, heartbeat, idempotency.
        signature: What callers pass: without the token.
        token_parameter: Name of the leading `TaskToken` parameter; None where this is no callback.
    """

    function: Callable[..., R]
    __signature__: inspect.Signature

    def __init__(
        self,
        function: Callable[..., R],
        options: ActivityOptions = ActivityOptions(),
        name: str | None = None,
        names: Mapping[str, object] | None = None,
    ) -> None:
        _check_function(function)
        self.function = function
        self.name = function.__name__ if name is None else name
        self.options = options
        self._names = names_needed(function, names)
        self.token_parameter, self.signature = find_token(function, self._names)
        _check_options(self)
        functools.update_wrapper(self, function)
        self.__signature__ = self.signature

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[None, None, R]:
        """Return the step, to be awaited in a workflow.

        Args:
            args: The function's arguments, without the token.
            kwargs: The same, by name.

        Raises:
            OutsideWorkflow: No workflow is running; `function` or `local` call the plain function.
            TypeError: The arguments do not fit the parameters.
        """
        runner = the_runner(f"{self.name}(...)", f"write {self.name}.local(...) to call the plain function")
        return runner.call(self, runner.bind(self, args, kwargs))

    def local(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the plain function, here and now; a callback gets a token without a meaning."""
        tokens = () if self.token_parameter is None else (TaskToken("local"),)
        return self.function(*tokens, *args, **kwargs)

    def __repr__(self) -> str:
        return f"<activity {self.name}>"

    @property
    def is_callback(self) -> bool:
        """Whether the step waits for an answer by token."""
        return self.token_parameter is not None


class ActivityDecorator(Protocol):
    """What `activity(...)` returns: it turns a function into an `Activity`."""

    @overload
    def __call__(self, function: Callable[Concatenate[TaskToken, P], R], /) -> Activity[P, R]: ...
    @overload
    def __call__(self, function: Callable[P, R], /) -> Activity[P, R]: ...


@overload
def activity(function: Callable[Concatenate[TaskToken, P], R], /) -> Activity[P, R]: ...
@overload
def activity(function: Callable[P, R], /) -> Activity[P, R]: ...
@overload
def activity(
    *,
    name: str | None = None,
    retry: Retry | Sequence[Retry] = (),
    timeout: Duration | None = None,
    heartbeat: Duration | None = None,
    idempotent_by: str | None = None,
) -> ActivityDecorator: ...
def activity(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    retry: Retry | Sequence[Retry] = (),
    timeout: Duration | None = None,
    heartbeat: Duration | None = None,
    idempotent_by: str | None = None,
) -> Any:
    """Declare a plain function as a step that runs in Lambda.

    Args:
        function: The function, where the decorator stands bare: `@activity`.
        name: Name among functions and states; the function's where absent. Letters, digits, `_`, `-`; at most 64.
        retry: One `Retry`, or several in order of precedence.
        timeout: Whole seconds, or a timedelta, that one call (for a callback: the wait for the answer) may take;
            after it the step fails with `TimeoutError`, whose message is empty. None: AWS's limit of about 3 years.
        heartbeat: Whole seconds, or a timedelta, less than `timeout`: a callback that stays silent that long fails
            as if its time had run out.
        idempotent_by: A parameter, or a path into one (`order.order_id`): a second call with the same value returns
            the first one's result.

    Raises:
        DeclarationError: SL201 (a type is missing), SL204 and SL205 (token), SL207 (an argument of the decorator),
            SL210 (`*args`), SL211 (no plain function).

    Example:
        >>> @activity(retry=Retry(ConnectionError, attempts=4), timeout=30)
        ... def charge(order_id: str, amount: float) -> float:
        ...     return amount
        >>> charge.local("o-1", 9.5), charge.options.timeout
        (9.5, 30.0)
    """
    declare = _Declaration(name, retry, timeout, heartbeat, idempotent_by, enclosing_names(1))
    return declare if function is None else declare(function)


@dataclass(frozen=True, slots=True)
class _Declaration:
    """The arguments of the decorator, before they are checked."""

    name: str | None
    retry: Retry | Sequence[Retry]
    timeout: Duration | None
    heartbeat: Duration | None
    idempotent_by: str | None
    names: Mapping[str, object] | None

    def __call__(self, function: Callable[..., Any], /) -> Activity[..., Any]:
        _check_function(function)
        options = ActivityOptions(
            check_retries(f"activity {function.__name__!r}", self.retry, function_span(function)),
            _seconds(function, "timeout", self.timeout),
            _seconds(function, "heartbeat", self.heartbeat),
            self.idempotent_by,
        )
        return Activity(function, options, self.name, self.names)


def _seconds(function: Callable[..., Any], what: str, value: Duration | None) -> float | None:
    try:
        return None if value is None else whole_seconds(value)
    except (TypeError, ValueError) as error:
        message = f"{what} of activity {function.__name__!r}: {error}"
        raise fault("SL207", message, function_span(function), "AWS counts timeouts in whole seconds") from None


def _check_function(function: object) -> None:
    if not isinstance(function, FunctionType):
        raise fault("SL211", f"an activity is a function, not {function!r}", None, "decorate a plain def")
    if any(test(function) for test in _UNSUITABLE):
        message = f"activity {function.__name__!r} is asynchronous or a generator"
        raise fault(
            "SL211", message, function_span(function), "write a plain def: it runs alone in its Lambda function"
        )


def _check_options(activity: Activity[..., Any]) -> None:
    options, span = activity.options, function_span(activity.function)
    if not is_name(activity.name, 64):
        hint = "use letters, digits, _ and -, at most 64"
        raise fault("SL207", f"{activity.name!r} is no name for a Lambda function", span, hint)
    if options.heartbeat is not None and options.timeout is not None and options.heartbeat >= options.timeout:
        message = f"heartbeat of activity {activity.name!r} must be less than its timeout"
        raise fault("SL207", message, span)
    key: object = options.idempotent_by
    if key is not None and not (isinstance(key, str) and key.partition(".")[0] in activity.signature.parameters):
        message = f"idempotent_by={key!r} of activity {activity.name!r} starts with none of its parameters"
        hint = "one of: " + ", ".join(activity.signature.parameters)
        raise fault("SL207", message, span, hint)
