"""What a workflow did to the world: the activities and AWS operations it called, the events it told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from steploom.jsontext import Json, JsonObject, compact

__all__ = ["Call", "Calls", "canonical"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call; a retried step makes several.

    Attributes:
        name: Name of the activity, or `aws.<service>.<operation>`.
        arguments: What was passed, by parameter name, as JSON; no token, no defaults filled in.
    """

    name: str
    arguments: Mapping[str, Json]


#: A call, or an event: detail type and detail.
_Item: TypeAlias = Call | tuple[str, JsonObject]


@dataclass
class Calls:
    """Calls and events in the order they happened.

    Attributes:
        calls: Every call, faked or not.
        events: Every event told: its detail type, and its detail without `_meta`.
    """

    calls: list[Call] = field(default_factory=list)
    events: list[tuple[str, JsonObject]] = field(default_factory=list)
    #: For each call and event, the number of the outermost gather it happened in; 0 outside of all.
    _call_groups: list[int] = field(default_factory=list, repr=False, compare=False)
    _event_groups: list[int] = field(default_factory=list, repr=False, compare=False)

    def add_call(self, call: Call, group: int = 0) -> None:
        """Record a call; `group` numbers the outermost gather it happens in, 0 outside of all."""
        self.calls.append(call)
        self._call_groups.append(group)

    def add_event(self, detail_type: str, detail: JsonObject, group: int = 0) -> None:
        """Record an event; `group` numbers the outermost gather it happens in, 0 outside of all."""
        self.events.append((detail_type, detail))
        self._event_groups.append(group)

    def of(self, target: Any) -> list[Mapping[str, Json]]:
        """Return the arguments of each call of one activity or AWS operation.

        Args:
            target: What was called; anything with a `name`, or the name itself.
        """
        name = target if isinstance(target, str) else target.name
        return [call.arguments for call in self.calls if call.name == name]

    def differences(self, other: Calls) -> list[str]:
        """Say where another recording of the same run differs; nothing where it does not.

        Calls and events compare in order; those of one gather, whose order is nobody's promise, as multisets. Which
        ones those are is known by this recording, which must come from `native`.

        Args:
            other: The recording of a compiled run.
        """
        calls = _differences("call", self.calls, self._call_groups, other.calls)
        return calls + _differences("event", self.events, self._event_groups, other.events)


def _differences(what: str, mine: Sequence[_Item], groups: list[int], others: Sequence[_Item]) -> list[str]:
    found: list[str] = []
    start = 0
    while start < len(mine):
        end = start + 1
        while end < len(mine) and groups[start] and groups[end] == groups[start]:
            end += 1
        left, right = sorted(map(_text, mine[start:end])), sorted(map(_text, others[start:end]))
        if left != right:
            found.append(f"{what} {start + 1}: {'; '.join(left)} against {'; '.join(right) or 'nothing'}")
        start = end
    found += [f"{what} {place + 1}: nothing against {_text(others[place])}" for place in range(start, len(others))]
    return found


def _text(item: _Item) -> str:
    name, value = (item.name, item.arguments) if isinstance(item, Call) else item
    return f"{name} {compact(canonical(value))}"


def canonical(value: Json) -> Json:
    """Return `value` with sorted keys and whole floats as integers: the order and the spelling mean nothing.

    Example:
        >>> canonical({"b": [2.0], "a": 1.5})
        {'a': 1.5, 'b': [2]}
    """
    if isinstance(value, Mapping):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [canonical(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
