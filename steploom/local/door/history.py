"""`GetExecutionHistory`: the events of an execution, in pages, forwards or backwards."""

from __future__ import annotations

from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.paging import page

__all__ = ["get_execution_history", "without_data"]

#: What an event carries of the user's data; the rest of it tells what happened.
_DATA = frozenset(
    {"input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables", "assignedVariablesDetails"}
)


def get_execution_history(desk: Desk, request: JsonObject) -> JsonObject:
    """Return a page of the history of a Standard execution."""
    run = desk.run(request["executionArn"])
    run.seen = True
    token = request.get("nextToken")
    if token is None:
        desk.hall.look(run, "history")
    backwards = bool(request.get("reverseOrder"))
    entries = run.execution.history
    ids = range(len(entries), 0, -1) if backwards else range(1, len(entries) + 1)
    scope = f"history of {run.execution.arn}{' backwards' if backwards else ''}"
    shown, following = page(ids, scope, request.get("maxResults"), token)
    events = list(run.execution.select_events(shown))
    if request.get("includeExecutionData") is False:
        events = [without_data(event) for event in events]
    return {"events": events, **({"nextToken": following} if following else {})}


def without_data(event: JsonObject) -> JsonObject:
    """Return an event without the user's data.

    Example:
        >>> without_data({"id": 2, "stateEnteredEventDetails": {"name": "charge", "input": "{}"}})
        {'id': 2, 'stateEnteredEventDetails': {'name': 'charge'}}
    """
    return {
        key: {name: each for name, each in value.items() if name not in _DATA} if isinstance(value, dict) else value
        for key, value in event.items()
    }
