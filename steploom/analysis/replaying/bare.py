"""States with parts left out, so that one question at a time is asked of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias, assert_never

from steploom.asl import ABSENT, MapState, ParallelState, TaskState

__all__ = ["Working", "entering", "leaving"]

Working: TypeAlias = TaskState | ParallelState | MapState

_LAMBDA = "arn:aws:states:::lambda:invoke"
_ITEM = {"JSONata": "{% $states.context.Map.Item.Value %}", "JSONPath": {"item.$": "$$.Map.Item.Value"}}


def entering(state: Working, language: str) -> Working:
    """Return a state that does what comes before its work, and then ends.

    A Parallel is asked as a Task, whose arguments can be seen. A Map without a selector gets one, so that its items can
    be seen; in JSONPath each is wrapped as `{"item": …}`.
    """
    match state:
        case TaskState():
            return replace(state, **_WITHOUT_LEAVING, retry=None, catch=None, next=None, end=True)
        case ParallelState():
            return TaskState(
                resource=_LAMBDA,
                query_language=state.query_language,
                input_path=state.input_path,
                parameters=state.parameters,
                arguments=state.arguments,
                end=True,
            )
        case MapState():
            selector = state.item_selector if state.item_selector is not ABSENT else _selector(state, language)
            return replace(
                state,
                **_WITHOUT_LEAVING,
                item_selector=selector,
                parameters=ABSENT,
                item_batcher=None,
                result_writer=None,
                retry=None,
                catch=None,
                next=None,
                end=True,
            )
        case _:
            assert_never(state)


def _selector(state: MapState, language: str) -> object:
    """Return what selects where `ItemSelector` does not: its old name, or the item itself."""
    return state.parameters if state.parameters is not ABSENT else _ITEM[language]


def leaving(state: Working, *, catch: bool) -> Working:
    """Return a state that does what comes after its work: with its catchers, or without.

    Args:
        state: The state.
        catch: Whether its catchers stay; its retriers never do.
    """
    caught = state.catch if catch else None
    match state:
        case TaskState():
            return replace(state, **_WITHOUT_ENTERING, **_WITHOUT_LIMITS, resource=_LAMBDA, catch=caught)
        case ParallelState():
            return replace(state, **_WITHOUT_ENTERING, catch=caught)
        case MapState():
            return replace(state, **_WITHOUT_ENTERING, **_WITHOUT_ITEMS, catch=caught)
        case _:
            assert_never(state)


_WITHOUT_LEAVING: dict[str, Any] = {
    "result_selector": ABSENT,
    "result_path": ABSENT,
    "output": ABSENT,
    "output_path": ABSENT,
    "assign": None,
}
_WITHOUT_ENTERING: dict[str, Any] = {"parameters": ABSENT, "arguments": ABSENT, "retry": None}
_WITHOUT_LIMITS: dict[str, Any] = {
    "timeout_seconds": None,
    "timeout_seconds_path": None,
    "heartbeat_seconds": None,
    "heartbeat_seconds_path": None,
    "credentials": ABSENT,
}
_WITHOUT_ITEMS: dict[str, Any] = {
    "items": ABSENT,
    "items_path": ABSENT,
    "item_selector": ABSENT,
    "item_reader": None,
    "item_batcher": None,
    "max_concurrency": None,
    "max_concurrency_path": None,
    "tolerated_failure_count": None,
    "tolerated_failure_count_path": None,
    "tolerated_failure_percentage": None,
    "tolerated_failure_percentage_path": None,
}
