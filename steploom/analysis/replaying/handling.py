"""A visit of a Task, Parallel or Map: its attempts, and what becomes of their failures."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from steploom.analysis.replaying.bare import Working, entering, leaving
from steploom.analysis.replaying.comparing import Difference
from steploom.analysis.replaying.deciding import Caught, Decision, Failed, Lost, Retried, Tries, in_time
from steploom.analysis.replaying.events import Group, details
from steploom.analysis.replaying.outcomes import Ended, Ledger, Open, Outcome, Place
from steploom.analysis.replaying.working import Follow, Worked, follow_attempt
from steploom.analysis.replaying.worlds import Mocks, Pair, Question
from steploom.asl import ABSENT, Absent, MapState, TaskState
from steploom.asl.resources import is_resource
from steploom.engine import MockedFailure, MockedResult
from steploom.engine.failure import QUERY_EVALUATION, RUNTIME, TIMEOUT

__all__ = ["follow_work"]

_NOTHING: Mocks = (MockedResult({}), MockedResult({}))


def follow_work(ledger: Ledger, state: Working, place: Place, follow: Follow) -> Outcome | None:
    """Follow one visit; None where the history and the definition alone do not decide it.

    Args:
        ledger: What is known.
        state: The state of the definition.
        place: The visit.
        follow: Follows what runs inside.

    Raises:
        Diverged: The definition goes another way.
    """
    if isinstance(state, TaskState) and not is_resource(state.resource):
        return _unknown_resource(ledger, state, place)
    return _Visit(ledger, state, place, follow, Tries(state), deque(place.events.groups)).outcome()


def _unknown_resource(ledger: Ledger, state: TaskState, place: Place) -> Failed:
    """Nothing can be called: the execution fails when it comes here."""
    shown = place.events.groups[0].first if place.events.groups else place.events.exit
    if shown is not None:
        message = f"the history goes on, and the definition calls what is not known: {state.resource}"
        raise ledger.stop("failure", shown, place.path, message)
    return Failed((RUNTIME, RUNTIME), ("one cause", "other: text"))


@dataclass(slots=True)
class _Visit:
    """One visit under way.

    Attributes:
        ledger: What is known.
        state: The state of the definition.
        place: The visit.
        follow: Follows what runs inside.
        tries: Its retries so far.
        groups: The attempts that were not followed yet.
        last: The attempt that was followed last.
    """

    ledger: Ledger
    state: Working
    place: Place
    follow: Follow
    tries: Tries
    groups: deque[Group]
    last: Group | None = field(default=None)

    def outcome(self) -> Outcome | None:
        while True:
            met = self._attempt()
            if not isinstance(met, Failed):
                return met
            decided = self._handle(met)
            if not isinstance(decided, Retried):
                return decided
            self.tries.again(met, heartbeat=self._of_heartbeat(met))

    # One attempt.

    def _attempt(self) -> Outcome | None:
        entered = self._ask(entering(self.state, self._language), _NOTHING)
        if not entered.decided:
            return None
        if entered.failed:
            return self._failed_early(entered)
        if not self.groups or self.groups[0].began is None:
            return self._without_work()
        self.last = self.groups.popleft()
        worked = follow_attempt(self.ledger, self.state, self.place, self.last, entered, self.follow)
        if isinstance(worked, Worked):
            return self._leave(worked)
        if isinstance(worked, Open):
            return self._unfinished()
        return worked

    def _failed_early(self, entered: Pair) -> Failed:
        """An expression fails before the work: the history must show that, or nothing."""
        error = entered.one.error
        if self.groups and self.groups[0].began is not None and not self._fails_after_start():
            message = f"the history starts its work, and the definition fails with {error}: {entered.one.cause}"
            raise self.ledger.stop("failure", self.groups[0].first, self.place.path, message)
        return self._expression_failed(entered)

    def _fails_after_start(self) -> bool:
        """Whether the start shows before the expression fails, as a distributed Map's does."""
        bare = not self.place.visit.runs and "MapRunStarted" not in self.place.events.types
        if isinstance(self.state, MapState) and bare:
            self.groups.popleft()
            return True
        return False

    def _expression_failed(self, pair: Pair) -> Failed:
        shown = self.groups.popleft() if self.groups and self.groups[0].began is None else None
        if shown is None or shown.end is None:
            return self._unshown(pair)
        self.last = shown
        own = details(shown.end)
        if own.get("error") != pair.one.error:
            found = Difference("", own.get("error"), pair.one.error)
            raise self.ledger.stop("failure", shown.end, self.place.path, "the error differs", found)
        recorded = own.get("cause")
        return Failed((pair.one.error, pair.one.error), (recorded, recorded), recorded=True, event=shown.end["id"])

    def _unshown(self, pair: Pair) -> Failed:
        """No event shows the failure: JSONPath has none for it, and JSONata's always stands in the history."""
        error = pair.one.error
        after = self.groups[0].first if self.groups else self.place.events.exit
        if error == QUERY_EVALUATION and after is not None:
            message = f"the history shows no failure, and the definition fails with {error}: {pair.one.cause}"
            raise self.ledger.stop("failure", after, self.place.path, message)
        # The text is the engine's own, and no part of the comparison.
        return Failed((error, pair.other.error), ("one cause", "other: text"))

    def _without_work(self) -> Outcome | None:
        """The definition begins its work, and the history does not."""
        shown = self.groups[0].end if self.groups else self.place.events.exit
        if shown is not None:
            error = details(shown).get("error")
            what = f"fails with {error}" if error is not None else "leaves the state"
            message = f"the history {what} before its work, and the definition begins it"
            raise self.ledger.stop("failure", shown, self.place.path, message)
        model = self.ledger.model
        if isinstance(self.state, TaskState) and model.status == "FAILED" and model.error == RUNTIME:
            return None  # AWS refuses what a service would not take, and no service is asked here
        return self._stand()

    def _unfinished(self) -> Outcome:
        """The attempt shows no end: it runs still, was cut short, or failed by what the definition does not do."""
        shown = self.groups[0].first if self.groups else self.place.events.exit
        if shown is None:
            return self._stand()
        message = "the history goes on, and the definition is not done with its work"
        raise self.ledger.stop("failure", shown, self.place.path, message)

    def _stand(self) -> Open:
        self.ledger.standing.append(self.place.path)
        return Open()

    def _leave(self, worked: Worked) -> Outcome | None:
        pair = self._ask(leaving(self.state, catch=False), worked.results)
        if not pair.decided or (worked.guessed and pair.failed):
            return None
        if pair.failed:
            return self._expression_failed(pair)
        if self.groups:
            shown = self.groups[0].first
            message = "the history goes on after its work, and the definition leaves the state"
            raise self.ledger.stop("failure", shown, self.place.path, message)
        if self.place.events.exit is None:
            return Open()
        self.ledger.compare_exit(self.place, pair)
        return Ended(frozenset({pair.one.next, pair.other.next}))

    # A failure.

    def _handle(self, met: Failed) -> Outcome | Retried | None:
        decision = self._decide(met)
        shown = self.place.events.exit
        match decision:
            case Retried():
                if self.groups:
                    self._compare_delay(met, decision)
                    return decision
                if shown is not None:
                    raise self._otherwise(shown, met, "leaves the state", "tries again")
                return self._stand()
            case Caught():
                if self.groups:
                    raise self._otherwise(self.groups[0].first, met, "tries again", "catches it")
                return self._caught(met)
            case Lost():
                if self.groups:
                    raise self._otherwise(self.groups[0].first, met, "tries again", "fails")
                if shown is not None:
                    raise self._otherwise(shown, met, "catches it", "fails")
                return met

    def _otherwise(self, event: dict[str, object], met: Failed, history: str, definition: str) -> Exception:
        message = f"after {met.errors[0]}, the history {history}, and the definition {definition}"
        return self.ledger.stop("failure", event, self.place.path, message)

    def _decide(self, met: Failed) -> Decision:
        """Return what the definition does; a timeout is the heartbeat's where only that agrees with the history."""
        return self.tries.decide(met, heartbeat=self._of_heartbeat(met))

    def _of_heartbeat(self, met: Failed) -> bool:
        state = self.state
        if met.errors[0] != TIMEOUT or not isinstance(state, TaskState):
            return False
        if state.heartbeat_seconds is None and state.heartbeat_seconds_path is None:
            return False
        plain = self.tries.decide(met)
        agrees = Retried if self.groups else Caught if self.place.events.exit is not None else Lost
        return not isinstance(plain, agrees)

    def _caught(self, met: Failed) -> Outcome | None:
        mocks: Mocks = (MockedFailure(met.errors[0], met.causes[0]), MockedFailure(met.errors[1], met.causes[1]))
        pair = self._ask(leaving(self.state, catch=True), mocks)
        if not pair.decided:
            return None
        shown = self.place.events.exit
        if pair.failed:
            if shown is not None:
                raise self._otherwise(shown, met, "catches it", f"fails in the catcher with {pair.one.error}")
            return Failed((pair.one.error, pair.other.error), (pair.one.cause, pair.other.cause))
        if shown is None:
            return Open()
        self.ledger.compare_exit(self.place, pair)
        return Ended(frozenset({pair.one.next, pair.other.next}))

    def _compare_delay(self, met: Failed, wanted: Retried) -> None:
        if not self.ledger.timings or not met.event:
            return
        event = self.groups[0].first
        recorded = event["timestamp"] - self.ledger.events[met.event]["timestamp"]
        if not in_time(recorded, wanted.least, wanted.most):
            found = Difference("", round(recorded, 3), round(wanted.most, 3))
            raise self.ledger.stop(
                "time", event, self.place.path, "the wait before the retry differs, in seconds", found
            )

    # Questions.

    @property
    def _language(self) -> str:
        return self.state.query_language or self.ledger.worlds.language

    def _ask(self, state: Working, mocks: Mocks) -> Pair:
        place, visit = self.place, self.place.visit
        reads = isinstance(state, MapState) and (state.item_reader is not None or state.item_selector is ABSENT)
        moment = self.groups[0].first["timestamp"] if self.groups else visit.started
        items: list[object] | Absent = [] if reads else ABSENT
        return self.ledger.worlds.ask(
            Question(visit.name, state, place.value, place.variables, moment, mocks, self.tries.count, items)
        )
