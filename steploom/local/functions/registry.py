"""Every function of a cloud: which code or activity a name stands for, and how it is invoked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final

from steploom.dsl import NO_ANSWER, Activity
from steploom.jsontext import Json, compact, size_in_bytes
from steploom.local.functions.activities import TOKEN, Answer, invoke_activity
from steploom.local.functions.deployed import DeployedFunctions
from steploom.local.functions.handlers import Handlers
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.functions.isolated import IsolatedFunctions

__all__ = ["FunctionName", "Functions", "parse_function_name"]

#: What a synchronous invocation may answer.
_MOST_BYTES: Final = 6_291_556


@dataclass(frozen=True, slots=True)
class FunctionName:
    """A function as somebody names it.

    Attributes:
        name: The bare name.
        qualifier: Version or alias, or None.
        account: From an ARN, or None.
        region: From an ARN, or None.
    """

    name: str
    qualifier: str | None = None
    account: str | None = None
    region: str | None = None


def parse_function_name(text: str) -> FunctionName:
    """Return the parts of a function's name, partial ARN or ARN.

    Example:
        >>> parse_function_name("arn:aws:lambda:eu-west-1:123456789012:function:charge:live")
        FunctionName(name='charge', qualifier='live', account='123456789012', region='eu-west-1')
        >>> parse_function_name("charge:7").qualifier
        '7'
    """
    before, marker, after = text.rpartition(":function:")
    parts = (after if marker else text).split(":")
    qualifier = parts[1] if len(parts) > 1 else None
    prefix = before.split(":")
    if marker and prefix[0] == "arn":
        return FunctionName(parts[0], qualifier, prefix[4], prefix[3])
    return FunctionName(parts[0], qualifier, prefix[0] if marker else None, None)


class Functions:
    """The functions of one cloud.

    Args:
        now: The virtual moment.
        uuid: Makes request ids.
        answer: Sends an answer by token, later.
        write_log: Keeps what a function wrote.
        handlers: The event handlers that functions stand for.
        unlocked: The surroundings of a user's code.
        loopback: Where the boto3 of isolated workers sends its requests.
    """

    def __init__(
        self,
        now: Callable[[], float],
        uuid: Callable[[], str],
        answer: Callable[[str, Answer], object],
        write_log: Callable[[DeployedFunction, str], object],
        handlers: Handlers,
        unlocked: Callable[[], AbstractContextManager[None]] = nullcontext,
        loopback: Callable[[], str] = str,
    ) -> None:
        self._now = now
        self._uuid = uuid
        self._answer = answer
        self._write_log = write_log
        self._unlocked = unlocked
        self._deployed = DeployedFunctions()
        self._isolated = IsolatedFunctions(loopback)
        #: Whether uploaded code runs in a process of its own, and for which functions it is otherwise.
        self.isolated, self.otherwise = False, set[str]()
        self._given: dict[str, Any] = {}
        #: Activities that functions stand for, by the function's name.
        self.activities: dict[str, Activity[..., Any]] = {}
        #: Event handlers that functions stand for.
        self.handlers = handlers

    def give(self, activity: Activity[..., Any], answer: Any) -> None:
        """Say how a callback is answered from now on: a value, a function of its arguments, or `NO_ANSWER`."""
        if answer is NO_ANSWER:
            self._given.pop(activity.name, None)
        else:
            self._given[activity.name] = answer if callable(answer) else lambda *_args, **_kwargs: answer

    def isolate(self, name: str, apart: bool) -> None:  # noqa: FBT001 - what is said of the function
        """Say whether a function's uploaded code runs in a process of its own."""
        if apart == self.isolated:
            self.otherwise.discard(name)
        else:
            self.otherwise.add(name)

    def close(self) -> None:
        """End every worker."""
        self._isolated.close()

    def invoke(self, function: DeployedFunction, event: Json, now: float | None = None) -> Invocation:
        """Invoke a function: the activity that its name stands for, or its code.

        Args:
            function: What Lambda knows of it.
            event: Its event.
            now: The virtual moment; that of the clock when absent.

        Raises:
            Unsupported: SL412, its runtime is not Python.
        """
        moment, request_id = self._now() if now is None else now, self._uuid()
        activity, handler = self.activities.get(function.name), self.handlers.known.get(function.name)
        if handler is not None:
            with self._unlocked():
                return self.handlers.invoke(handler, event, now=moment, request_id=request_id)
        if activity is None:
            with self._unlocked():
                apart = self.isolated != (function.name in self.otherwise)
                runner = self._isolated if apart else self._deployed
                told = runner.invoke(function, event, now=moment, request_id=request_id)
            self._write_log(function, told.log)
            return _limited(told)
        given = self._given.get(function.name)
        with self._unlocked():
            made, answer = invoke_activity(activity, event, now=moment, request_id=request_id, given=given)
        if answer is not None and isinstance(event, dict) and isinstance(event.get(TOKEN), str):
            self._answer(event[TOKEN], answer)
        return made


def _limited(made: Invocation) -> Invocation:
    """Lambda gives no answer of more than six megabytes."""
    if size_in_bytes(made.payload) <= _MOST_BYTES:
        return made
    message = f"Response payload size exceeded maximum allowed payload size ({_MOST_BYTES} bytes)."
    payload = compact({"errorMessage": message, "errorType": "Function.ResponseSizeTooLarge"})
    return replace(made, payload=payload, failed=True)
