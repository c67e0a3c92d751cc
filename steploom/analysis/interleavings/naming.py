"""What something that is due is: for people, and as a value that is equal where it does the same."""

from __future__ import annotations

from functools import partial
from types import FunctionType, MethodType
from typing import Any

from steploom.engine import Due, place_of
from steploom.engine.execution import Execution
from steploom.engine.failure import StateFailure
from steploom.engine.frame import Frame
from steploom.engine.scheduler import Fire
from steploom.engine.states.task_run import TaskRun
from steploom.jsontext import compact
from steploom.local.world import World

__all__ = ["Unknown", "identity", "shown"]


class Unknown(Exception):
    """Something of which nobody can say that two of its kind do the same."""


def identity(due: Due) -> Any:
    """Return a value that two things have only where they do the same, whatever came before them.

    Raises:
        Unknown: That cannot be said.
    """
    return _of(due)


def _of(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Fire():
            callback = value.timer.callback
            return ("cancelled",) if callback is None else ("timer", _of(callback))
        case partial():
            named = tuple(sorted((key, _of(each)) for key, each in value.keywords.items()))
            return (_of(value.func), *map(_of, value.args), named)
        case MethodType():
            return (value.__func__.__qualname__, _of(value.__self__))
        case FunctionType():
            cells = () if value.__closure__ is None else value.__closure__
            return (value.__qualname__, *(_of(each.cell_contents) for each in cells))
        case Frame():
            return (_of(value.execution), *place_of(value))
        case TaskRun():
            return ("task", _of(value.frame))
        case Execution():
            return value.arn
        case StateFailure():
            return (value.error, value.cause)
        case World():
            return "world"
        case dict() | list():
            return _json(value)
        case _:
            raise Unknown


def _json(value: Any) -> str:
    try:
        return compact(value)
    except (TypeError, ValueError):
        raise Unknown from None


def shown(due: Due) -> str:
    """Return what something is, in words."""
    frame = _frame(due, 4)
    if frame is None:
        return "an event from outside"
    place = "".join(f"{each.state}[{each.index}]/" for each in place_of(frame))
    kind = " (time is up)" if isinstance(due, Fire) else ""
    return f"{place}{frame.state.name}{kind}"


def _frame(value: Any, depth: int) -> Frame | None:
    """The frame that something belongs to."""
    if isinstance(value, Frame) or depth == 0:
        return value if isinstance(value, Frame) else None
    inside: list[Any] = []
    match value:
        case Fire():
            inside = [value.timer.callback]
        case partial():
            inside = [value.func, *value.args]
        case MethodType():
            inside = [value.__self__]
        case FunctionType() if value.__closure__ is not None:
            inside = [each.cell_contents for each in value.__closure__]
        case TaskRun():
            inside = [value.frame]
        case _:
            return None
    return next((found for found in (_frame(each, depth - 1) for each in inside) if found is not None), None)
