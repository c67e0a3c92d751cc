"""One attempt of a state's work: what was asked, and what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from steploom.analysis.replaying.bare import Working
from steploom.analysis.replaying.comparing import UNKNOWN, Difference, Unknown
from steploom.analysis.replaying.deciding import Failed
from steploom.analysis.replaying.events import Group, details, payload
from steploom.analysis.replaying.outcomes import Ended, Ledger, Open, Outcome, Place
from steploom.analysis.replaying.worlds import Mocks, Pair
from steploom.analysis.runs import Run
from steploom.asl import ABSENT, MapState, ParallelState, Scope, TaskState, parse_resource
from steploom.engine import MockedResult
from steploom.jsontext import Json, JsonObject

__all__ = ["Follow", "Worked", "follow_attempt"]

#: Follows a scope: the scope, its path, the pass through it, what it may read.
Follow: TypeAlias = Callable[[Scope, str, Run, Mapping[str, Json]], Outcome]


@dataclass(frozen=True, slots=True)
class Worked:
    """The work is done.

    Attributes:
        results: Its result in both worlds.
        guessed: Whether the history does not hold it.
    """

    results: Mocks
    guessed: bool = False


#: For a result that stands in no event, as that of a Map Run: whatever depends on it is not decided.
_GUESSES = Worked((MockedResult([]), MockedResult([{"unknown": 1}])), guessed=True)


def follow_attempt(
    ledger: Ledger, state: Working, place: Place, group: Group, entered: Pair, follow: Follow
) -> Worked | Failed | Open:
    """Follow one attempt that has begun.

    Args:
        ledger: What is known.
        state: The state of the definition.
        place: The visit.
        group: The attempt.
        entered: What the definition makes before the work.
        follow: Follows what runs inside.

    Raises:
        Diverged: The definition asks for something else.
    """
    match state:
        case TaskState():
            return _task(ledger, state, place, group, entered)
        case ParallelState():
            return _parallel(ledger, state, place, group, entered, follow)
        case MapState() if state.item_processor.distributed:
            return _distributed(ledger, place, group)
        case MapState():
            return _map(ledger, state, place, group, entered, follow)
        case _:
            assert_never(state)


def _task(ledger: Ledger, state: TaskState, place: Place, group: Group, entered: Pair) -> Worked | Failed | Open:
    began = group.began or {}
    own = details(began)
    wanted = _called(state)
    recorded = f"{own['resourceType']}:{own['resource']}" if "resourceType" in own else own.get("resource")
    if recorded != wanted:
        found = Difference("", recorded, wanted)
        raise ledger.stop("arguments", began, place.path, "another resource is called", found)
    sent = payload(began, "parameters" if "resourceType" in own else "input")
    stage = entered.stage("afterArguments", "afterParameters")
    differs = None if stage is None else ledger.differs(sent, *stage)
    if differs is not None:
        raise ledger.stop("arguments", began, place.path, "the arguments differ", differs)
    if ledger.timings:
        _compare_limits(ledger, state, place, began)
    return _end(group)


def _end(group: Group) -> Worked | Failed | Open:
    if group.end is None:
        return Open()
    if not group.failed:
        return _worked(payload(group.end, "output"))
    own = details(group.end)
    error, cause = own.get("error"), own.get("cause")
    return Failed((error, error), (cause, cause), recorded=True, event=group.end["id"])


def _called(state: TaskState) -> str:
    """Return a resource as events show it."""
    resource = parse_resource(state.resource)
    if resource.kind in ("lambda", "activity"):
        return resource.arn
    service = f"aws-sdk:{resource.service}" if resource.kind == "sdk" else resource.service
    suffix = "" if resource.pattern == "request" else f".{resource.pattern}"
    return f"{service}:{resource.action}{suffix}"


def _compare_limits(ledger: Ledger, state: TaskState, place: Place, began: JsonObject) -> None:
    own = details(began)
    for name, wanted, path in (
        ("timeoutInSeconds", state.timeout_seconds, state.timeout_seconds_path),
        ("heartbeatInSeconds", state.heartbeat_seconds, state.heartbeat_seconds_path),
    ):
        recorded = own.get(name)
        if path is None and not isinstance(wanted, str) and recorded != wanted:
            found = Difference(f"$.{name}", recorded, wanted)
            raise ledger.stop("time", began, place.path, "the time allowed differs, in seconds", found)


def _parallel(
    ledger: Ledger, state: ParallelState, place: Place, group: Group, entered: Pair, follow: Follow
) -> Worked | Failed | Open:
    inputs = entered.stage("afterArguments", "afterParameters") or (place.value, place.value)
    runs: dict[int, Run] = {}
    for run in _runs(place, group):
        index = _branch(state, run)
        if index is None or index in runs:
            event, name = ledger.events[run.visits[0].entered], run.visits[0].name
            raise ledger.stop("steps", event, place.path, f"the definition has no branch that starts at {name!r}")
        runs[index] = run
    outcomes: list[tuple[int, Run | None, Outcome]] = []
    for index, branch in enumerate(state.branches):
        begun = runs.get(index)
        if begun is None:
            outcomes.append((index, None, Open()))
            continue
        path = f"{place.path}/Branches[{index}]"
        _compare_input(ledger, begun, path, inputs)
        outcomes.append((index, begun, follow(branch, path, begun, place.variables)))
    return _joined(ledger, place, group, outcomes, len(state.branches))


def _runs(place: Place, group: Group) -> list[Run]:
    return [each for each in place.visit.runs if each.attempt == group.number and each.visits]


def _branch(state: ParallelState, run: Run) -> int | None:
    """Return the branch that a pass goes through: events do not number them, but names of states are unique."""
    first = run.visits[0].name
    for index, branch in enumerate(state.branches):
        if first == branch.start_at:
            return index
    return next((index for index, branch in enumerate(state.branches) if first in branch.states), None)


def _map(
    ledger: Ledger, state: MapState, place: Place, group: Group, entered: Pair, follow: Follow
) -> Worked | Failed | Open:
    began = group.began or {}
    if "MapRunStarted" in place.events.types:
        raise ledger.stop("steps", began, place.path, "the Map was distributed, and is inline")
    one, other = entered.stage("afterItemSelector") or ([], [])
    wrapped = state.item_selector is ABSENT and state.parameters is ABSENT
    if wrapped and (state.query_language or ledger.worlds.language) == "JSONPath":
        one, other = [each["item"] for each in one], [each["item"] for each in other]
    length = details(began).get("length", len(one))
    if length != len(one) == len(other):
        raise ledger.stop("input", began, place.path, "the number of items differs", Difference("", length, len(one)))
    processor = state.item_processor
    path = f"{place.path}/{'Iterator' if processor.legacy else 'ItemProcessor'}"
    outcomes: list[tuple[int, Run | None, Outcome]] = []
    for run in _runs(place, group):
        if run.index < len(one) == len(other):
            _compare_input(ledger, run, path, (one[run.index], other[run.index]))
        outcomes.append((run.index, run, follow(processor, path, run, place.variables)))
    return _joined(ledger, place, group, outcomes, length)


def _compare_input(ledger: Ledger, run: Run, path: str, wanted: tuple[Json, Json]) -> None:
    first = run.visits[0]
    event = ledger.events[first.entered]
    found = ledger.differs(payload(event, "input"), *wanted)
    if found is not None:
        raise ledger.stop("input", event, f"{path}/States/{first.name}", "the input differs", found)


def _joined(
    ledger: Ledger,
    place: Place,
    group: Group,
    outcomes: Sequence[tuple[int, Run | None, Outcome]],
    size: int,
) -> Worked | Failed | Open:
    """Return how branches or iterations ended together."""
    failed = [each for _, _, each in outcomes if isinstance(each, Failed)]
    if failed and not group.whole:
        return min(failed, key=lambda each: each.event)
    for index, run, outcome in outcomes:
        if group.whole and not (isinstance(outcome, Ended) and outcome.ends):
            event = ledger.events[(run.visits[-1].left or run.visits[-1].entered) if run else place.visit.entered]
            what = f"fails with {outcome.errors[0]}" if isinstance(outcome, Failed) else "goes on"
            raise ledger.stop(
                "steps", event, place.path, f"number {index} ends in the history, and the definition {what}"
            )
    if not group.whole or len(outcomes) < size:
        return Open()
    ordered = sorted(((index, run) for index, run, _ in outcomes if run is not None), key=lambda each: each[0])
    results = [ledger.output(run) for _, run in ordered]
    return _worked(UNKNOWN if any(isinstance(each, Unknown) for each in results) else results)


def _worked(result: Json) -> Worked:
    return _GUESSES if isinstance(result, Unknown) else Worked((MockedResult(result), MockedResult(result)))


def _distributed(ledger: Ledger, place: Place, group: Group) -> Worked | Failed | Open:
    if place.visit.runs:
        raise ledger.stop("steps", group.first, place.path, "the Map was inline, and is distributed")
    if group.end is None and not group.whole:
        return Open()
    return _end(group) if group.failed else _GUESSES
