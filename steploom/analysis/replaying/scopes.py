"""A pass through a scope, visit by visit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from steploom.analysis.replaying.comparing import Difference, Unknown
from steploom.analysis.replaying.deciding import Failed, in_time
from steploom.analysis.replaying.events import details
from steploom.analysis.replaying.handling import follow_work
from steploom.analysis.replaying.model import DivergenceKind
from steploom.analysis.replaying.outcomes import Ended, Ledger, Open, Outcome, Place
from steploom.analysis.replaying.worlds import Pair, Question
from steploom.analysis.runs import Run, StateVisit
from steploom.asl import (
    FailState,
    MapState,
    ParallelState,
    Scope,
    State,
    SucceedState,
    TaskState,
    WaitState,
    transitions,
)
from steploom.engine.failure import TIMEOUT
from steploom.jsontext import Json

__all__ = ["follow_scope"]


def follow_scope(ledger: Ledger, scope: Scope, path: str, run: Run, variables: Mapping[str, Json]) -> Outcome:
    """Follow the visits of one pass through a scope.

    Args:
        ledger: What is known.
        scope: The scope of the definition.
        path: Where it stands, `/States/all/Branches[0]`; empty for the machine.
        run: The pass.
        variables: What its states may read.

    Raises:
        Diverged: The definition goes another way.
    """
    outcome: Outcome = Ended(frozenset({scope.start_at}))
    before: State | None = None
    begun = False
    for visit in run.visits:
        state = _next_state(ledger, scope, path, visit, outcome, before)
        place = ledger.place(visit, f"{path}/States/{visit.name}", variables)
        outcome = _follow(ledger, state, place)
        variables, before, begun = ledger.assigned(place), state, True
    return outcome if begun else Open()


def _next_state(
    ledger: Ledger, scope: Scope, path: str, visit: StateVisit, outcome: Outcome, before: State | None
) -> State:
    """Return the state that a visit is one of, where the definition goes there."""
    event, name = ledger.events[visit.entered], visit.name
    own = f"{path}/States/{name}"
    state = scope.states.get(name)
    if state is None:
        raise ledger.stop("state", event, own, f"the definition has no state {name!r} here")
    match outcome:
        case Failed():
            message = f"the history goes on to {name!r}, and the definition fails with {outcome.errors[0]}"
            raise ledger.stop("failure", event, own, message)
        case Ended() if name not in outcome.nexts:
            kind: DivergenceKind = "choice" if before is not None and before.type == "Choice" else "steps"
            now = [each for each in outcome.nexts if each is not None]
            message = "the definition goes to another state" if now else "the definition ends here"
            raise ledger.stop(kind, event, own, message, Difference("", name, now[0] if now else None))
        case _:
            pass
    if state.type != visit.type:
        raise ledger.stop("state", event, own, f"the state was a {visit.type}, and is a {state.type}")
    return state


def _follow(ledger: Ledger, state: State, place: Place) -> Outcome:
    if isinstance(place.value, Unknown) or any(isinstance(each, Unknown) for each in place.variables.values()):
        return believe(ledger, state, place)
    if isinstance(state, TaskState | ParallelState | MapState):
        made = follow_work(ledger, state, place, partial(follow_scope, ledger))
        return believe(ledger, state, place) if made is None else made
    visit = place.visit
    pair = ledger.worlds.ask(Question(visit.name, state, place.value, place.variables, visit.started))
    if not pair.decided:
        return believe(ledger, state, place)
    return _failed(ledger, state, place, pair) if pair.failed else _ended(ledger, state, place, pair)


def believe(ledger: Ledger, state: State, place: Place) -> Outcome:
    """Take what the history says, since the definition alone does not decide it."""
    ledger.undecided.append((place.visit.entered, place.path))
    if place.events.exit is not None:
        ends = isinstance(state, SucceedState) or bool(getattr(state, "end", False))
        ways: list[str | None] = [each.target for each in transitions(state)]
        return Ended(frozenset([*ways, None] if ends else ways))
    return Open()


def _failed(ledger: Ledger, state: State, place: Place, pair: Pair) -> Outcome:
    errors = (pair.one.error, pair.other.error)
    if isinstance(state, WaitState) and errors[0] == TIMEOUT:
        return _waits_too_long(ledger, place, pair)
    shown = place.events.groups[-1].end if place.events.groups else None
    if place.events.exit is not None:
        message = f"the history leaves the state, and the definition fails with {errors[0]}: {pair.one.cause}"
        raise ledger.stop("failure", place.events.exit, place.path, message)
    if shown is not None and details(shown).get("error") != errors[0]:
        found = Difference("", details(shown).get("error"), errors[0])
        raise ledger.stop("failure", shown, place.path, "the error differs", found)
    declared = isinstance(state, FailState)
    return Failed(errors, (pair.one.cause, pair.other.cause), declared=declared, event=place.visit.entered)


def _waits_too_long(ledger: Ledger, place: Place, pair: Pair) -> Outcome:
    """The wait is longer than any execution lives."""
    if place.events.exit is None:
        ledger.standing.append(place.path)
        return Open()
    found = Difference("", round(place.events.exit["timestamp"] - place.visit.started, 3), round(pair.seconds, 3))
    raise ledger.stop("time", place.events.exit, place.path, "the wait differs, in seconds", found)


def _ended(ledger: Ledger, state: State, place: Place, pair: Pair) -> Outcome:
    if place.events.exit is None:
        if place.events.groups:
            shown = place.events.groups[-1].first
            message = f"the history fails with {details(shown).get('error')}, and the definition does not"
            raise ledger.stop("failure", shown, place.path, message)
        ledger.standing.append(place.path)
        return Open()
    ledger.compare_exit(place, pair)
    if isinstance(state, WaitState):
        _compare_wait(ledger, place, pair)
    return Ended(frozenset({pair.one.next, pair.other.next}))


def _compare_wait(ledger: Ledger, place: Place, pair: Pair) -> None:
    visit = place.visit
    if not ledger.timings or place.events.exit is None or visit.stopped is None:
        return
    recorded = visit.stopped - visit.started
    if not in_time(recorded, pair.seconds, pair.seconds):
        found = Difference("", round(recorded, 3), round(pair.seconds, 3))
        raise ledger.stop("time", place.events.exit, place.path, "the wait differs, in seconds", found)
