"""What is wrong with the events of an application: each finding with its code, its place, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steploom.analysis.choreography.model import Choreography, Reactor
from steploom.diagnostics import Diagnostic, Severity

__all__ = ["FAN_OUT", "examine"]

#: So many may react to one event before somebody should look.
FAN_OUT = 5


def examine(choreography: Choreography, *, fan_out: int = FAN_OUT) -> list[Diagnostic]:
    """Return the findings: cycles, events that nobody hears or tells, wide fan-out, handlers that may act twice.

    Args:
        choreography: The map of an application's events.
        fan_out: How many may react to one event.
    """
    return [
        *_cycles(choreography),
        *_unheard(choreography),
        *_untold(choreography),
        *_wide(choreography, fan_out),
        *_twice(choreography),
    ]


def _cycles(choreography: Choreography) -> Iterator[Diagnostic]:
    for group in _knots(choreography):
        hears = [each.hears for each in group if each.hears is not None]
        names = " → ".join([*(each.name for each in group), group[0].name])
        if len(group) == 1:
            event = hears[0].event.detail_type
            message = f"{group[0].kind} {group[0].name} is started by {event}, which it tells itself"
            hint = "let it call itself no more: tell another event, or finish the work in one run"
        elif any(each.is_conditional for each in hears):
            continue
        else:
            message = f"events go round for ever: {names}"
            hint = "give one of the rules a condition (`.where(…)`) that ends it"
        yield Diagnostic("SL801", message, group[0].span, hint=hint)


def _knots(choreography: Choreography) -> Iterator[list[Reactor]]:
    """Yield groups of reactors each of which can set off every other one: strongly connected, by Tarjan's rule."""
    following = {
        each.name: [other for told in each.tells for other in choreography.hearers(told)]
        for each in choreography.reactors
    }
    known = {each.name: each for each in choreography.reactors}
    reached = {name: _reach(name, following) for name in known}
    seen: set[str] = set()
    for name in known:
        if name in seen or name not in reached[name]:
            continue
        group = [each for each in known if each in reached[name] and name in reached[each]]
        seen.update(group)
        yield [known[each] for each in group]


def _reach(name: str, following: dict[str, list[Reactor]]) -> set[str]:
    found: set[str] = set()
    todo = [each.name for each in following[name]]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo += [other.name for other in following[each]]
    return found


def _unheard(choreography: Choreography) -> Iterator[Diagnostic]:
    for event in choreography.events:
        tellers = list(choreography.tellers(event))
        if tellers and not any(True for _ in choreography.hearers(event)):
            message = f"nobody reacts to {event.detail_type}, which {_and(tellers)} tells"
            hint = "leave it where other applications hear it; else do not tell it"
            yield Diagnostic("SL802", message, tellers[0].span, severity=Severity.WARNING, hint=hint)


def _untold(choreography: Choreography) -> Iterator[Diagnostic]:
    for event in choreography.events:
        hearers = list(choreography.hearers(event))
        if hearers and event not in choreography.outside and not any(True for _ in choreography.tellers(event)):
            message = f"{_and(hearers)} waits for {event.detail_type}, which nobody tells"
            hint = f"if it comes from outside, say so: App(…, outside=({event.detail_type},))"
            yield Diagnostic("SL803", message, hearers[0].span, hint=hint)


def _wide(choreography: Choreography, most: int) -> Iterator[Diagnostic]:
    for event in choreography.events:
        hearers = list(choreography.hearers(event))
        if len(hearers) > most:
            message = f"{len(hearers)} react to {event.detail_type}: {', '.join(each.name for each in hearers)}"
            hint = "let one of them tell the others a narrower event, or raise the limit"
            yield Diagnostic("SL804", message, hearers[0].span, severity=Severity.WARNING, hint=hint)


def _twice(choreography: Choreography) -> Iterator[Diagnostic]:
    for each in choreography.reactors:
        if each.kind == "handler" and not each.is_idempotent and each.tells:
            told = ", ".join(event.detail_type for event in each.tells)
            message = f"handler {each.name} is not idempotent, and tells {told} again for each second delivery"
            hint = "leave idempotent=True, unless whoever hears it can bear it"
            yield Diagnostic("SL805", message, each.span, severity=Severity.WARNING, hint=hint)


def _and(reactors: Iterable[Reactor]) -> str:
    return " and ".join(each.name for each in reactors)
