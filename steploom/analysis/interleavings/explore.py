"""Explore the interleavings of a run."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from steploom.analysis.failures.trying import START, Fakes, put_fakes
from steploom.analysis.interleavings.model import Exploration, FailingSchedule, Outcome
from steploom.analysis.interleavings.naming import Unknown, identity, shown
from steploom.dsl import Workflow
from steploom.engine import Due
from steploom.jsontext import compact
from steploom.local import Cloud, Run, TaskCall, mock_cloud
from steploom.local.cloud import Startable
from steploom.local.schedule import Scripted, schedule_text

__all__ = ["explore"]

#: Says whether a run is as it should be: raises an AssertionError or returns False where it is not.
Check = Callable[[Run, Cloud], object]

_AGREE: Final = "it ends as {} here, and as {} in the default order"


def explore(
    target: Startable,
    input: Any = None,  # noqa: A002 - AWS's name
    *,
    check: Check | None = None,
    fakes: Fakes | None = None,
    prepare: Callable[[Cloud], object] | None = None,
    limit: int = 1000,
    seed: int = 0,
) -> Exploration:
    """Run a workflow in every order in which things of one virtual moment can happen, and report the first that fails.

    Branches and Map items, answers by token and timeouts have no order on AWS. Each run has a cloud of its own. Those
    that differ least from first come, first served are run first, so that what is reported is a smallest one. The
    search ends at the first failure, at `limit` runs, or when nothing is left. What is not explored: orders in which
    something is due later than it is here; fakes that `time.sleep` make room for them.

    Args:
        target: A workflow, or a definition: its object, text or file.
        input: What each run is started with.
        check: Called with the run, which has ended, and its cloud: raises an AssertionError, or returns False, where
            something is wrong. Without it, all runs must end alike: status, output and error.
        fakes: As for `inject_every_failure`; a function that makes the table, where fakes remember something.
        prepare: Called with each cloud before the run.
        limit: How many schedules are run at most.
        seed: The seed of each cloud.

    Returns:
        What was found; `assert_passed()` fails a test where a schedule fails.

    Raises:
        NestedCloud: A cloud is open.

    Example:
        >>> from steploom import activity, gather, workflow
        >>> @activity
        ... def add(name: str) -> str:
        ...     return name
        >>> @workflow
        ... async def both(word: str) -> str:
        ...     first, second = await gather(add("a"), add("b"))
        ...     return first + second
        >>> explore(both, {"word": ""}).text()
        'both: 6 schedules run (all there are): none fails'
    """
    return _Search(target, input, check, fakes or {}, prepare, seed).run(limit)


@dataclass
class _Tried:
    """One run, with the points at which it could have gone another way."""

    outcome: Outcome
    reason: str | None
    points: list[_Point]
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class _Point:
    """A choice: what was due, in words, and what the moment is equal by, or None."""

    due: tuple[str, ...]
    key: Any


class _Watching(Scripted):
    """A written order that notes what it passes.

    Args:
        choices: What is written.
    """

    def __init__(self, choices: Sequence[int]) -> None:
        super().__init__(choices)
        self.points: list[_Point] = []
        self.calls: list[TaskCall] = []
        self._ran: Counter[Any] = Counter()
        self._known = True

    def choose(self, due: Sequence[Due]) -> int:
        chosen = super().choose(due)
        names = self._names(due)
        key = None
        if names is not None:
            log = tuple(map(_told, self.calls))
            key = (log, frozenset(self._ran.items()), frozenset(Counter(names).items()))
            self._ran[names[chosen]] += 1
        self.points.append(_Point(tuple(map(shown, due)), key))
        return chosen

    def _names(self, due: Sequence[Due]) -> list[Any] | None:
        """What is due, each as a value; None from the moment on at which something is not known."""
        if self._known:
            try:
                return [identity(each) for each in due]
            except Unknown:
                self._known = False
        return None


def _told(call: TaskCall) -> tuple[Any, ...]:
    arguments = compact(call.arguments)
    return call.execution_arn, call.state, call.item, call.attempt, arguments, call.ending, call.error


class _Search:
    """The schedules of one subject."""

    def __init__(
        self,
        target: Startable,
        given: Any,
        check: Check | None,
        fakes: Fakes,
        prepare: Callable[[Cloud], object] | None,
        seed: int,
    ) -> None:
        self._target = target
        self._given = given
        self._check = check
        self._fakes = fakes
        self._prepare = prepare
        self._seed = seed
        self._first: Outcome | None = None

    def run(self, limit: int) -> Exploration:
        """Run schedules, those that differ least first."""
        numbers = count()
        queue: list[tuple[int, int, tuple[int, ...]]] = [(0, next(numbers), ())]
        seen: set[Any] = set()
        outcomes: dict[str, Outcome] = {}
        failure, runs = None, 0
        while queue and runs < limit and failure is None:
            changes, _, choices = heapq.heappop(queue)
            tried = self._try(choices)
            runs += 1
            outcomes.setdefault(repr(tried.outcome), tried.outcome)
            if tried.reason is not None:
                failure = _failing(choices, tried)
            for other in _others(choices, tried, seen):
                heapq.heappush(queue, (changes + 1, next(numbers), other))
        name = self._target.name if isinstance(self._target, Workflow) else "machine"
        return Exploration(name, runs, not queue and failure is None, tuple(outcomes.values()), failure)

    def _try(self, choices: tuple[int, ...]) -> _Tried:
        order = _Watching(choices)
        made = mock_cloud(seed=self._seed, start=START, order=order)
        # Not a `with` block: that a fake is not used in one of many runs is no fault of it.
        cloud = made.start()
        try:
            if self._prepare is not None:
                self._prepare(cloud)
            put_fakes(cloud, self._fakes)
            order.calls = cloud.world.stage.calls
            run = cloud.run(self._target, self._given)
            cloud.run_until_idle()
            outcome = Outcome(run.status, run.output, run.error)
            reason = self._wrong(run, cloud, outcome)
            return _Tried(outcome, reason, order.points, tuple(map(_task, order.calls)))
        finally:
            made.stop()

    def _wrong(self, run: Run, cloud: Cloud, outcome: Outcome) -> str | None:
        """Say what is wrong with a run; None where nothing is."""
        if self._check is None:
            self._first = self._first or outcome
            return None if outcome == self._first else _AGREE.format(_end(outcome), _end(self._first))
        try:
            return "the check returns False" if self._check(run, cloud) is False else None
        except AssertionError as error:
            return str(error) or "the check fails"


def _others(choices: tuple[int, ...], tried: _Tried, seen: set[Any]) -> list[tuple[int, ...]]:
    """Return the schedules that first differ from a run's after what is written of it."""
    found: list[tuple[int, ...]] = []
    for place in range(len(choices), len(tried.points)):
        point = tried.points[place]
        if point.key is not None:
            if point.key in seen:
                break
            seen.add(point.key)
        before = choices + (0,) * (place - len(choices))
        found += [(*before, other) for other in range(1, len(point.due))]
    return found


def _failing(choices: tuple[int, ...], tried: _Tried) -> FailingSchedule:
    told = [
        f"{point.due[chosen]} before {point.due[0]}"
        for chosen, point in zip(choices, tried.points, strict=False)
        if chosen
    ]
    return FailingSchedule(schedule_text(choices), tried.reason or "", tried.outcome, tuple(told), tried.tasks)


def _task(call: TaskCall) -> str:
    return call.state if call.item is None else f"{call.state}[{call.item}]"


def _end(outcome: Outcome) -> str:
    if outcome.status == "SUCCEEDED":
        return f"SUCCEEDED {compact(outcome.output)}"
    return f"{outcome.status} {outcome.error or ''}".strip()
