"""Handlers: plain functions that run in Lambda when an event comes, or when a schedule says so."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import FunctionType
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload

from steploom.dsl.annotations import Declared, check_named, enclosing_names, names_needed, types_if_known
from steploom.dsl.checks import is_name
from steploom.dsl.emitting import EventClass, EventSelection
from steploom.dsl.places import fault, function_span
from steploom.dsl.seconds import Duration, whole_seconds

__all__ = ["Handler", "HandlerDecorator", "HandlerOptions", "on"]

P = ParamSpec("P")
E = TypeVar("E")

_MOST_RETRIES = 2
_LEAST_AGE, _MOST_AGE = 60.0, 21_600.0
_LONGEST = 900.0


@dataclass(frozen=True, slots=True)
class HandlerOptions:
    """What a declaration says beside the function.

    Attributes:
        on: The event class, or selection of its events, that it handles; None where a schedule calls it.
        schedule: `rate(…)` or `cron(…)`; None where events call it.
        timezone: The IANA time zone in which a cron expression counts.
        timeout: Whole seconds that one call may take, or None for the application's usual.
        retries: How often Lambda calls it again after it failed: 0, 1 or 2.
        max_age: Seconds after which an event is not tried any more.
        idempotent: Whether a second delivery of the same news is answered without calling it again.
        emits: The event classes that it may tell.
    """

    on: EventClass | EventSelection | None = None
    schedule: str | None = None
    timezone: str = "UTC"
    timeout: float | None = None
    retries: int = _MOST_RETRIES
    max_age: float = _MOST_AGE
    idempotent: bool = True
    emits: tuple[EventClass, ...] = ()


class Handler(Declared, Generic[P]):
    """A function that handles events of one class, or what a schedule starts; made by `@on`.

    It may be called directly: `notify(OrderPlaced(…))` runs the plain function.

    Attributes:
        name: Its name among functions and rules.
        function: The plain function.
        options: What it handles, and how often it is tried.
        signature: One parameter of the event's type; of a schedule none, or one `datetime`.
    """

    function: Callable[P, object]
    __signature__: inspect.Signature

    def __init__(
        self,
        function: Callable[P, object],
        options: HandlerOptions,
        name: str | None = None,
        names: Mapping[str, object] | None = None,
    ) -> None:
        plain = _plain(function)
        self.function = function
        self.name = function.__name__ if name is None else name
        self.options = options
        self._names = names_needed(function, names)
        self.signature = check_named(plain, "handler")
        _check_handler(self)
        functools.update_wrapper(self, function)
        self.__signature__ = self.signature

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> object:
        """Call the plain function, here and now."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<handler {self.name}>"

    @property
    def event_type(self) -> EventClass | None:
        """The event class that it handles, or None where a schedule calls it."""
        heard: Any = self.options.on
        found: Any = heard if isinstance(heard, type) else getattr(heard, "event_type", None)
        return found  # type: ignore[no-any-return] # an event class, checked where it was declared


class HandlerDecorator(Protocol[E]):
    """What `on(...)` returns: it turns a function of one event into a `Handler`."""

    def __call__(self, function: Callable[[E], object], /) -> Handler[[E]]:
        """Declare `function`."""
        ...


class _ScheduleDecorator(Protocol):
    @overload
    def __call__(self, function: Callable[[], object], /) -> Handler[[]]: ...
    @overload
    def __call__(self, function: Callable[[datetime], object], /) -> Handler[[datetime]]: ...


@overload
def on(
    events: type[E],
    /,
    *,
    name: str | None = None,
    timeout: Duration | None = None,
    retries: int = _MOST_RETRIES,
    max_age: Duration = _MOST_AGE,
    idempotent: bool = True,
    emits: Sequence[type] = (),
) -> HandlerDecorator[E]: ...
@overload
def on(
    events: EventSelection,
    /,
    *,
    name: str | None = None,
    timeout: Duration | None = None,
    retries: int = _MOST_RETRIES,
    max_age: Duration = _MOST_AGE,
    idempotent: bool = True,
    emits: Sequence[type] = (),
) -> HandlerDecorator[Any]: ...
@overload
def on(
    *,
    schedule: str,
    timezone: str = "UTC",
    name: str | None = None,
    timeout: Duration | None = None,
    retries: int = _MOST_RETRIES,
    max_age: Duration = _MOST_AGE,
    idempotent: bool = True,
    emits: Sequence[type] = (),
) -> _ScheduleDecorator: ...
def on(  # noqa: PLR0913 - one keyword for each option
    events: Any = None,
    /,
    *,
    schedule: str | None = None,
    timezone: str = "UTC",
    name: str | None = None,
    timeout: Duration | None = None,
    retries: int = _MOST_RETRIES,
    max_age: Duration = _MOST_AGE,
    idempotent: bool = True,
    emits: Sequence[type] = (),
) -> Any:
    """Declare a plain function as the handler of events, or of a schedule: a Lambda function with a rule.

    An event that the function fails on is tried again, and at the end kept in the handler's dead-letter queue. The
    second delivery of the same news (its `_meta.idempotency_key`; the envelope's id where there is none) does not
    call the function again.

    Args:
        events: The event class, or `Class.where(...)`.
        schedule: `rate(…)` or `cron(…)` instead of events.
        timezone: IANA name of the time zone in which the fields of `cron(…)` count.
        name: Name of the Lambda function; the function's where absent. Letters, digits, `_`, `-`; at most 64.
        timeout: Whole seconds, or a timedelta, that one call may take: at most 900.
        retries: How often Lambda calls it again after a failure: 0, 1 or 2.
        max_age: Seconds, or a timedelta, from 60 to 21,600: an event that has grown older is not tried any more.
        idempotent: Switch it off where a second call does no harm.
        emits: The event classes that it tells by `publish`: its role lets it tell them and no others, and the map of
            an application's events shows them.

    Raises:
        DeclarationError: SL201 (a type is missing), SL207 (an argument of the decorator), SL211 (no plain function),
            SL503 (the parameter does not take what comes).

    Example:
        >>> @on(schedule="rate(5 minutes)")
        ... def tidy() -> None:
        ...     pass
        >>> tidy.options.schedule, tidy.options.retries
        ('rate(5 minutes)', 2)
    """
    names = enclosing_names(1)

    def declare(function: Callable[..., object], /) -> Handler[...]:
        seconds = functools.partial(_seconds, function)
        options = HandlerOptions(
            _heard(function, events, schedule),
            schedule,
            timezone,
            None if timeout is None else seconds("timeout", timeout, 1.0, _LONGEST),
            retries,
            seconds("max_age", max_age, _LEAST_AGE, _MOST_AGE),
            idempotent,
            _told(function, emits),
        )
        return Handler(function, options, name, names)

    return declare


def _plain(function: object) -> FunctionType:
    if not isinstance(function, FunctionType):
        raise fault("SL211", f"a handler is a function, not {function!r}", None, "decorate a plain def")
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        message = f"handler {function.__name__!r} is asynchronous or a generator"
        hint = "write a plain def: it runs alone in its Lambda function"
        raise fault("SL211", message, function_span(function), hint)
    return function


def _heard(function: Callable[..., object], events: Any, schedule: str | None) -> EventClass | EventSelection | None:
    if (events is None) == (schedule is None):
        message = f"handler {function.__name__!r} needs an event class or a schedule, one of the two"
        raise fault("SL207", message, function_span(function), 'write @on(OrderPlaced), or @on(schedule="rate(1 day)")')
    chosen = events if isinstance(events, type) else getattr(events, "event_type", None)
    if events is None or hasattr(chosen, "detail_type"):
        return events  # type: ignore[no-any-return]
    message = f"{events!r} of handler {function.__name__!r} is no event"
    raise fault("SL207", message, function_span(function), "write @on(OrderPlaced), or @on(OrderPlaced.where(…))")


def _told(function: Callable[..., object], emits: Sequence[type]) -> tuple[EventClass, ...]:
    classes: list[Any] = list(emits)
    for each in classes:
        if not hasattr(each, "detail_type"):
            message = f"emits={each!r} of handler {function.__name__!r} is no event class"
            raise fault("SL207", message, function_span(function), "write emits=[OrderShipped]")
        if not getattr(each, "is_ours", True):
            message = f"handler {function.__name__!r} cannot tell {each.__name__}, an event of AWS"
            raise fault("SL207", message, function_span(function))
    return tuple(dict.fromkeys(classes))


def _seconds(function: Callable[..., object], what: str, value: Duration, least: float, most: float) -> float:
    try:
        seconds = whole_seconds(value)
    except (TypeError, ValueError) as error:
        raise fault("SL207", f"{what} of handler {function.__name__!r}: {error}", function_span(function)) from None
    if not least <= seconds <= most:
        message = f"{what} of handler {function.__name__!r} must be from {least:g} to {most:g} seconds"
        raise fault("SL207", message, function_span(function))
    return seconds


def _check_handler(handler: Handler[...]) -> None:
    options, span = handler.options, function_span(handler.function)
    if not is_name(handler.name, 64):
        hint = "use letters, digits, _ and -, at most 64"
        raise fault("SL207", f"{handler.name!r} is no name for a Lambda function", span, hint)
    if isinstance(options.retries, bool) or options.retries not in range(_MOST_RETRIES + 1):
        raise fault("SL207", f"retries of handler {handler.name!r} must be 0, 1 or 2", span)
    wanted = datetime if options.on is None else handler.event_type
    parameters = list(handler.signature.parameters)
    if len(parameters) != 1 and (parameters or options.on is not None):
        name = getattr(wanted, "__name__", str(wanted))
        message = f"handler {handler.name!r} takes {len(parameters)} parameters, but one {name} comes"
        raise fault("SL503", message, span, f"write def {handler.function.__name__}(event: {name}) -> None")
    types = types_if_known(handler.function, handler._names)  # noqa: SLF001 - this module's own class
    if types is not None and parameters and not _takes(types[parameters[0]], wanted):
        name = getattr(wanted, "__name__", str(wanted))
        message = f"parameter {parameters[0]!r} of handler {handler.name!r} does not take {name}"
        raise fault("SL503", message, span, f"write {parameters[0]}: {name}")


def _takes(annotation: object, wanted: object) -> bool:
    """Whether a parameter of this type may be given the event: its class, or one that the class derives from."""
    return isinstance(annotation, type) and isinstance(wanted, type) and issubclass(wanted, annotation)
