"""How a visit or a scope ended, and the events and facts that all who follow a history share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from steploom.analysis.replaying.comparing import UNKNOWN, Difference, Unknown, difference
from steploom.analysis.replaying.deciding import Failed
from steploom.analysis.replaying.events import VisitEvents, details, payload, visit_events
from steploom.analysis.replaying.model import Diverged, Divergence, DivergenceKind
from steploom.analysis.replaying.worlds import Pair, Worlds
from steploom.analysis.runs import Run, RunModel, StateVisit
from steploom.diagnostics import Span
from steploom.jsontext import Json, JsonObject

__all__ = ["Ended", "Ledger", "Open", "Outcome", "Place"]


@dataclass(frozen=True, slots=True)
class Ended:
    """It ended well.

    Attributes:
        nexts: The states that may follow; None stands for the end of the scope.
    """

    nexts: frozenset[str | None]

    @property
    def ends(self) -> bool:
        """Whether the scope may end here."""
        return None in self.nexts


@dataclass(frozen=True, slots=True)
class Open:
    """The history does not show its end: it still runs, or was cut short."""


Outcome: TypeAlias = Ended | Failed | Open


@dataclass(frozen=True, slots=True)
class Place:
    """A visit, where it stands, and what it begins with.

    Attributes:
        visit: The visit.
        path: The path of its state in the definition.
        value: Its raw input.
        variables: What it may read.
        events: Its events.
    """

    visit: StateVisit
    path: str
    value: Json
    variables: Mapping[str, Json]
    events: VisitEvents


@dataclass(slots=True)
class Ledger:
    """What is known of the history, and what was found so far.

    Attributes:
        model: The history as a tree.
        events: Its events by id.
        worlds: Where visits are evaluated.
        timings: Whether times are compared.
        ignore: Names of members that are not compared.
        spans: The place in a workflow of each state, by name.
        visits: How many visits were followed.
        undecided: As in `Replay`.
        standing: As in `Replay`.
    """

    model: RunModel
    events: Mapping[int, JsonObject]
    worlds: Worlds
    timings: bool
    ignore: Collection[str]
    spans: Mapping[str, Span]
    visits: int = 0
    undecided: list[tuple[int, str]] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    _own: dict[int, list[JsonObject]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, visit in self.model.places.items():
            self._own.setdefault(id(visit), []).append(self.events[number])

    def place(self, visit: StateVisit, path: str, variables: Mapping[str, Json]) -> Place:
        """Return a visit with its events and input."""
        self.visits += 1
        events = visit_events(self._own.get(id(visit), ()))
        return Place(visit, path, payload(self.events[visit.entered], "input"), variables, events)

    def assigned(self, place: Place) -> dict[str, Json]:
        """Return the variables after a visit, as the history has them."""
        made = dict(place.variables)
        if place.events.exit is not None:
            own = details(place.events.exit)
            whole = not own.get("assignedVariablesDetails", {}).get("truncated")
            for name, text in own.get("assignedVariables", {}).items():
                made[name] = payload({"EventDetails": {"text": text}}, "text") if whole else UNKNOWN
        return made

    def output(self, run: Run) -> Json:
        """Return what a branch or iteration that ended well gave."""
        left = run.visits[-1].left
        return UNKNOWN if left is None else payload(self.events[left], "output")

    def stop(
        self,
        kind: DivergenceKind,
        event: JsonObject,
        path: str,
        message: str,
        found: Difference | None = None,
    ) -> Diverged:
        """Return the error that ends the replay at an event."""
        name = path.rpartition("/States/")[2]
        shown = found or Difference("", None, None)
        return Diverged(
            Divergence(
                kind,
                event["id"],
                str(event["type"]),
                path or "/",
                message,
                shown.where,
                None if isinstance(shown.recorded, Unknown) else shown.recorded,
                shown.now,
                self.spans.get(name),
            )
        )

    def differs(self, recorded: Json, one: Json, other: Json, where: str = "$") -> Difference | None:
        """Return where a recorded value cannot be what the definition makes in two worlds, or None."""
        return difference(recorded, one, other, where, self.ignore)

    def compare_exit(self, place: Place, pair: Pair) -> None:
        """Compare the output and the variables with which a state was left.

        Raises:
            Diverged: They differ.
        """
        event = place.events.exit
        if event is None:
            return
        found = self.differs(payload(event, "output"), pair.one.output, pair.other.output)
        if found is not None:
            raise self.stop("output", event, place.path, "the output differs", found)
        found = self.differs(self.assigned(place), pair.one.variables, pair.other.variables, "")
        if found is not None:
            raise self.stop("output", event, place.path, "the variables differ", found)
