"""Fakes: what answers instead of an activity or an AWS operation, natively and in the local cloud alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from steploom.dsl.activities import Activity
from steploom.dsl.awsproxy import AwsCall
from steploom.dsl.calls import Call, Calls
from steploom.jsontext import Json, JsonObject

__all__ = ["NO_ANSWER", "Fake", "NoAnswer", "call_fake", "fake_for", "fakes", "record_call", "record_event"]

#: What can be faked, and what answers for it.
Target: TypeAlias = Activity[..., Any] | AwsCall
Fake: TypeAlias = Callable[..., Any]


class NoAnswer(Enum):
    """The type of `NO_ANSWER`."""

    NO_ANSWER = "NO_ANSWER"

    def __repr__(self) -> str:
        return self.value


#: What the fake of a callback activity returns when nobody answers: the step waits until its time is over.
NO_ANSWER: Final = NoAnswer.NO_ANSWER


@dataclass(frozen=True, slots=True)
class _Active:
    table: Mapping[Target, Fake]
    calls: Calls


_active: ContextVar[tuple[_Active, ...]] = ContextVar("steploom_fakes", default=())


@contextmanager
def fakes(table: Mapping[Any, Fake] | None = None) -> Iterator[Calls]:
    """Let fakes answer in this block, and record all calls and events.

    A fake takes what the caller passed (for a callback: without the token) and returns the answer, as a Python object
    or as JSON; it is checked against the declared result like a real one. It may raise (the step fails with that
    error), `time.sleep` (virtual time passes), or, for a callback, return `NO_ANSWER`. Blocks nest: the innermost fake
    answers, every block records. A block is seen by the thread, or asyncio task, that opened it.

    Args:
        table: A callable for each activity or AWS operation (`aws.dynamodb.put_item`) to be faked. What is not in it
            runs for real, and is recorded too.

    Yields:
        The recording.

    Raises:
        TypeError: A key cannot be faked, or a fake does not take the activity's arguments.

    Example:
        >>> from steploom import activity, workflow
        >>> @activity
        ... def price(sku: str) -> int:
        ...     raise ConnectionError(sku)
        >>> @workflow
        ... async def double_price(sku: str) -> int:
        ...     return 2 * await price(sku)
        >>> with fakes({price: lambda sku: 21}) as calls:
        ...     double_price.native("a-1"), calls.of(price)
        (42, [{'sku': 'a-1'}])
    """
    chosen = dict(table or {})
    for target, fake in chosen.items():
        _check(target, fake)
    calls = Calls()
    token = _active.set((*_active.get(), _Active(chosen, calls)))
    try:
        yield calls
    finally:
        _active.reset(token)


def fake_for(target: Target) -> Fake | None:
    """Return what answers for `target`, or None where it runs for real."""
    for each in reversed(_active.get()):
        if target in each.table:
            return each.table[target]
    return None


def call_fake(activity: Activity[..., Any], fake: Fake, arguments: Mapping[str, object]) -> Any:
    """Call the fake of an activity as its caller called it.

    Args:
        activity: What it stands for.
        fake: Its fake.
        arguments: What the caller passed, by name, as Python objects; what is missing was left to its default.
    """
    positional: list[object] = []
    names = [each.name for each in activity.signature.parameters.values() if each.kind is not each.KEYWORD_ONLY]
    for name in names:
        if name not in arguments:
            break
        positional.append(arguments[name])
    by_name = {name: value for name, value in arguments.items() if name not in names[: len(positional)]}
    return fake(*positional, **by_name)


def record_call(target: Target, arguments: JsonObject, group: int = 0) -> None:
    """Record a call in every open block of fakes.

    Args:
        target: What is called.
        arguments: What was passed, as JSON, without the token.
        group: Number of the outermost gather it happens in; 0 outside of all, or where that is not known.
    """
    for each in _active.get():
        each.calls.add_call(Call(target.name, arguments), group)


def record_event(detail_type: str, detail: Mapping[str, Json], group: int = 0) -> None:
    """Record an event in every open block of fakes.

    Args:
        detail_type: The name of its class.
        detail: Its fields; `_meta` is left out.
        group: As for `record_call`.
    """
    plain = {key: value for key, value in detail.items() if key != "_meta"}
    for each in _active.get():
        each.calls.add_event(detail_type, plain, group)


def _check(target: object, fake: object) -> None:
    if not isinstance(target, Activity | AwsCall):
        hint = "an activity (charge) or an AWS operation (aws.dynamodb.put_item)"
        raise TypeError(f"{target!r} cannot be faked: a key of fakes() is {hint}")
    if not callable(fake):
        raise TypeError(f"the fake of {target!r} must be callable, not {fake!r}: write lambda *args: {fake!r}")
    if isinstance(target, Activity) and not _fits(target, fake):
        raise TypeError(f"the fake of {target!r} must take its arguments: {target.signature}")


def _fits(activity: Activity[..., Any], fake: Fake) -> bool:
    try:
        signature = inspect.signature(fake)
    except ValueError:  # some builtins have none
        return True
    parameters = list(activity.signature.parameters.values())
    required = [each for each in parameters if each.default is each.empty]
    return any(_binds(signature, chosen) for chosen in (parameters, required))


def _binds(signature: inspect.Signature, parameters: list[inspect.Parameter]) -> bool:
    positional = [each.name for each in parameters if each.kind is not each.KEYWORD_ONLY]
    by_name = {each.name: None for each in parameters if each.kind is each.KEYWORD_ONLY}
    try:
        signature.bind(*positional, **by_name)
    except TypeError:
        return False
    return True
