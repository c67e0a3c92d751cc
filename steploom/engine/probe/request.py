"""What a probe is asked, and what it notes on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from steploom.asl.model import ABSENT, Absent, QueryLanguage, State
from steploom.engine.dataflow import Evaluate
from steploom.engine.failure import StateFailure
from steploom.jsontext import Json, JsonObject

__all__ = ["Mock", "MockedFailure", "MockedResult", "Notes", "ProbeRequest"]


@dataclass(frozen=True, slots=True)
class MockedResult:
    """What the state's work is said to answer."""

    result: Json


@dataclass(frozen=True, slots=True)
class MockedFailure:
    """The error that the state's work is said to end with."""

    error: str | None
    cause: str | None


Mock: TypeAlias = MockedResult | MockedFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRequest:
    """One visit of a state.

    Attributes:
        name: The state's name.
        state: Its model.
        language: The query language of its machine.
        input: Its raw input.
        variables: What it may read.
        context: The context object, or None where the engine is to make it.
        mock: What stands for the state's work; None where the work is done.
        retries: How often every retrier is said to have retried.
        failures: How many iterations of a Map are said to have failed, or None.
        items: What the reader of a Map is said to have read.
        type: Of which type the execution is said to be; a Standard one may wait for longer than five minutes.
    """

    name: str
    state: State
    language: QueryLanguage = "JSONPath"
    input: Json = field(default_factory=dict)
    variables: Mapping[str, Json] = field(default_factory=dict)
    context: JsonObject | None = None
    mock: Mock | None = None
    retries: int = 0
    failures: int | None = None
    items: Json | Absent = ABSENT
    type: Literal["STANDARD", "EXPRESS"] = "EXPRESS"


@dataclass(slots=True)
class Notes:
    """What happened during the visit.

    Attributes:
        request: What was asked.
        stages: The stages of the data flow, under the names of the API's inspection data.
        next: The state that follows, or None.
        caught: The failure that a catcher took, or None.
        catcher: Index of that catcher.
        retrier: Index of the retrier that the failure met, or None.
        delay: Seconds until the retry that would follow, or None.
        refused: Why the request makes no sense for this state, or None.
    """

    request: ProbeRequest
    stages: JsonObject = field(default_factory=dict)
    next: str | None = None
    caught: StateFailure | None = None
    catcher: int | None = None
    retrier: int | None = None
    delay: float | None = None
    refused: str | None = None

    def after(self, stage: str, evaluate: Evaluate | None) -> Evaluate:
        """Return what evaluates, where there is something to evaluate, and notes the value under the stage's name."""

        def noted(frame: object, value: Json) -> Json:
            made = value if evaluate is None else evaluate(frame, value)  # type: ignore[arg-type] # a frame it is
            self.stages[stage] = made
            return made

        return noted
