"""Definitions with one thing wrong in them: by the rules of the language, or by chance.

The rules are written down here a second time, as the tables of the language's reference have them, so that the tables
of the product are held against something.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

__all__ = ["Mutant", "broken", "by_chance"]

#: Fields by the states that may carry them: JSONPath alone, JSONata alone, both.
_PATH_ONLY: Final = {
    "InputPath": "Pass Task Choice Wait Succeed Parallel Map",
    "OutputPath": "Pass Task Choice Wait Succeed Parallel Map",
    "Parameters": "Pass Task Parallel Map",
    "Result": "Pass",
    "ResultPath": "Pass Task Parallel Map",
    "ResultSelector": "Task Parallel Map",
    "TimeoutSecondsPath": "Task",
    "HeartbeatSecondsPath": "Task",
    "SecondsPath": "Wait",
    "TimestampPath": "Wait",
    "ErrorPath": "Fail",
    "CausePath": "Fail",
    "ItemsPath": "Map",
    "MaxConcurrencyPath": "Map",
    "ToleratedFailureCountPath": "Map",
    "ToleratedFailurePercentagePath": "Map",
}
_JSONATA_ONLY: Final = {
    "Arguments": "Task Parallel",
    "Output": "Pass Task Choice Wait Succeed Parallel Map",
    "Items": "Map",
}
_BOTH: Final = {
    "Next": "Pass Task Wait Parallel Map",
    "End": "Pass Task Wait Parallel Map",
    "Assign": "Pass Task Choice Wait Parallel Map",
    "Retry": "Task Parallel Map",
    "Catch": "Task Parallel Map",
    "Resource": "Task",
    "TimeoutSeconds": "Task",
    "HeartbeatSeconds": "Task",
    "Credentials": "Task",
    "Choices": "Choice",
    "Default": "Choice",
    "Seconds": "Wait",
    "Timestamp": "Wait",
    "Error": "Fail",
    "Cause": "Fail",
    "Branches": "Parallel",
    "ItemProcessor": "Map",
    "ItemSelector": "Map",
    "MaxConcurrency": "Map",
}
_ALLOWED: Final = _PATH_ONLY | _JSONATA_ONLY | _BOTH
_SAMPLES: Final[dict[str, Any]] = {
    "Result": 1,
    "Parameters": {},
    "ResultSelector": {},
    "Arguments": {},
    "Output": "x",
    "Items": [1],
    "Next": "Nowhere",
    "End": True,
    "Assign": {"v": 1},
    "Retry": [],
    "Catch": [],
    "Credentials": {"RoleArn": "r"},
    "TimeoutSeconds": 5,
    "HeartbeatSeconds": 2,
    "Choices": [],
    "Seconds": 1,
    "Timestamp": "2026-01-01T00:00:00Z",
    "Branches": [],
    "ItemSelector": {},
    "MaxConcurrency": 1,
}
#: Of each field, values that no language of the two takes.
_WRONG: Final[dict[str, tuple[Any, ...]]] = {
    "Type": ("Passs", "", 1, None),
    "Comment": (1, ["x"]),
    "QueryLanguage": ("jsonata", 1),
    "Next": ("No such state", 5, ["A"]),
    "End": ("true", 1),
    "Resource": (5, ["x"], "nothing", ""),
    "Retry": ({}, "x", [{}], [{"ErrorEquals": []}], [5]),
    "Catch": ({}, [{"ErrorEquals": ["States.ALL"]}], [{"ErrorEquals": ["E"], "Next": "No such state"}]),
    "Branches": ([], {}, [{}], [{"StartAt": "A"}], [{"StartAt": "A", "States": {}}]),
    "Choices": ([], {}, [{}], [{"Next": "No such state"}]),
    "Default": ("No such state", 1),
    "ItemProcessor": ({}, [], {"StartAt": "X", "States": {}}),
    "Iterator": ({}, [], {"StartAt": "X", "States": {}}),
    "Seconds": (-1, 1.5, "5", 100_000_000, None, True),
    "Timestamp": ("2016-12-05", "2016-12-05T21:29:29", "2016-13-05T21:29:29Z", 5),
    "TimeoutSeconds": (0, -1, 1.5, "5", 100_000_000, None),
    "HeartbeatSeconds": (0, -1, 1.5, "5", 100_000_000),
    "MaxConcurrency": (-1, 1.5, "5"),
    "ToleratedFailurePercentage": (-1, 101, "5"),
    "ToleratedFailureCount": (-1, 1.5, "5"),
    "InputPath": ("x", 5, "", []),
    "OutputPath": ("x", 5, ""),
    "ResultPath": ("x", 5, "$.a[*]", "$..a", "$.a[?(@.b)]", "$$.a"),
    "ItemsPath": ("x", "$.a[*]", 5),
    "SecondsPath": ("x", "$.a[*]", 5),
    "TimestampPath": ("x", "$.a[*]", 5),
    "TimeoutSecondsPath": ("x", "$.a[*]", 5),
    "HeartbeatSecondsPath": ("x", "$.a[*]", 5),
    "MaxConcurrencyPath": ("x", "$.a[*]", 5),
    "Error": (5, ["x"]),
    "Cause": (5, {}),
    "Assign": ([], "x", 5, {"states": 1}, {"1x": 1}, {"a.b": 1}),
    "Label": ("", "a b", "x" * 41, 5, "a/b*"),
}
_RETRIER: Final[dict[str, tuple[Any, ...]]] = {
    "IntervalSeconds": (-1, 0, 1.5, "1", 100_000_000),
    "MaxAttempts": (-1, 1.5, "1", 100_000_000),
    "BackoffRate": (0.5, "2", -1),
    "MaxDelaySeconds": (0, -1, 31_622_401, "9"),
    "JitterStrategy": ("SOME", 1, "full"),
    "ErrorEquals": ([], "States.ALL", [5], None, ["States.ALL", "E"]),
    "Surprise": (1,),
}


@dataclass(frozen=True)
class Mutant:
    """A definition with one fault.

    Attributes:
        definition: It.
        what: What was done to it, for a reader.
    """

    definition: Any
    what: str


def broken(definition: Any) -> Iterator[Mutant]:
    """Yield definitions that the language's rules refuse, made of one that they take."""
    for name in ("States", "StartAt"):
        yield _changed(definition, (), _drop(name), f"without {name}")
    for name, values in {
        "StartAt": ("No such state", 5),
        "States": ({}, [], None),
        "Version": ("2.0", 1),
        "TimeoutSeconds": (0, -1, "5", 1.5, 100_000_000),
        "QueryLanguage": ("SQL", 1),
        "Comment": (5,),
        "Surprise": (1,),
    }.items():
        for value in values:
            yield _changed(definition, (), _put(name, value), f"{name}: {value!r}")
    machine_language = definition.get("QueryLanguage", "JSONPath")
    for path, state in _states(definition, ()):
        yield from _broken_state(definition, path, state, machine_language)


def by_chance(definition: Any, random: Random) -> Mutant:
    """Return a definition in which something, anything, was replaced, removed, doubled or moved."""
    mutant = copy.deepcopy(definition)
    places = list(_places(mutant))
    holder, key = random.choice(places)
    old = holder[key]
    other, other_key = random.choice(places)
    values = (
        None,
        True,
        0,
        -1,
        1.5,
        "",
        "$",
        "$.a",
        "$$.b",
        "$v",
        "{% $x %}",
        "{% 1 + %}",
        "States.UUID()",
        [],
        {},
        old,
    )
    match random.randrange(4):
        case 0:
            holder[key] = random.choice(values)
        case 1:
            del holder[key]
        case 2:
            holder[key] = copy.deepcopy(other[other_key])
        case _ if isinstance(holder, dict):
            holder[random.choice((*_ALLOWED, "Surprise"))] = holder.pop(key)
        case _:
            holder.append(copy.deepcopy(old))
    return Mutant(mutant, f"{key!r} of {list(holder)[:4] if isinstance(holder, dict) else 'a list'}")


def _broken_state(definition: Any, path: tuple[Any, ...], state: Any, machine_language: str) -> Iterator[Mutant]:
    kind, language = state["Type"], state.get("QueryLanguage", machine_language)
    where = "/".join(map(str, path))
    changes: dict[str, Any] = {"Surprise": _put("Surprise", 1), **_strangers(state, kind, language)}
    changes |= {f"without {name}": _drop(name) for name in ("Type", "Resource", "Branches", "Choices") if name in state}
    if kind in _BOTH["Next"].split():
        changes["without Next and End"] = lambda each: [each.pop(name, None) for name in ("Next", "End")]
        changes["Next and End"] = lambda each: each.update(Next=next(iter(definition["States"])), End=True)
    changes |= {
        f"{name}: {value!r}": _put(name, value) for name in state.keys() & _WRONG.keys() for value in _WRONG[name]
    }
    for name, values in _RETRIER.items() if state.get("Retry") else ():
        changes |= {f"Retry {name}: {value!r}": _put_in_retrier(name, value) for value in values}
    if "QueryLanguage" not in state and machine_language == "JSONata":
        changes["JSONPath in JSONata"] = _put("QueryLanguage", "JSONPath")
    for what, change in changes.items():
        yield _changed(definition, path, change, f"{where}: {what}")


def _strangers(state: Any, kind: str, language: str) -> dict[str, Any]:
    """Fields of other states, and of the other language."""
    other = _PATH_ONLY if language == "JSONata" else _JSONATA_ONLY
    found = {name: f"{name} in {kind}" for name, carriers in _ALLOWED.items() if kind not in carriers.split()}
    found |= {name: f"{name} in {language}" for name, carriers in other.items() if kind in carriers.split()}
    return {what: _put(name, _SAMPLES.get(name, "$.a")) for name, what in found.items() if name not in state}


def _put_in_retrier(name: str, value: Any) -> Any:
    return lambda each: each["Retry"][0].update({name: value})


def _drop(name: str) -> Any:
    return lambda each: each.pop(name)


def _put(name: str, value: Any) -> Any:
    return lambda each: each.__setitem__(name, value)


def _changed(definition: Any, path: tuple[Any, ...], change: Any, what: str) -> Mutant:
    mutant = copy.deepcopy(definition)
    place = mutant
    for step in path:
        place = place[step]
    change(place)
    return Mutant(mutant, what)


def _states(scope: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for name, state in scope["States"].items():
        here = (*path, "States", name)
        yield here, state
        for index, branch in enumerate(state.get("Branches", ())):
            yield from _states(branch, (*here, "Branches", index))
        for inner in ("ItemProcessor", "Iterator"):
            if inner in state:
                yield from _states(state[inner], (*here, inner))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in list(items):
        yield value, key
        yield from _places(each)
