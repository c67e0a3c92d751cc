"""One visit of a state, evaluated twice: in worlds that differ in everything that a history does not tell.

The names of the execution and its machine, the account, the token, the exact moment and chance are other in each; what
comes out the same does not depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from steploom.analysis.replaying.comparing import Unknown
from steploom.asl import ABSENT, MapState, ParallelState, QueryLanguage, State, TaskState, parse_resource
from steploom.clock import VirtualClock
from steploom.engine import Engine, FunctionIntegration, MockedFailure, MockedResult, ProbeRequest, ProbeResult, Success
from steploom.engine.context import timestamp
from steploom.jsontext import Json, JsonObject

__all__ = ["Mocks", "Pair", "Question", "Worlds"]

_APART: Final = 1.001
# No part of one may stand in the other: a definition may take them apart.
_BASES: Final = ("arn:aws:states:us-east-1:111111111111", "arn:aws-cn:states:cn-north-1:222222222222")
_MACHINES: Final = ("orders-live", "zebra_test")
_NAMES: Final = ("a1b2c3d4-0001", "run_9f8e7d")
_TOKENS: Final = ("AAAAKgAAAAIA", "token/9f8e")
Mocks = tuple[MockedResult | MockedFailure | None, MockedResult | MockedFailure | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What a visit begins with.

    Attributes:
        name: The state's name.
        state: Its model.
        input: Its raw input.
        variables: What it may read.
        moment: When it is entered, in epoch seconds.
        mocks: What stands for its work, in each world.
        attempts: How often it was tried before.
        items: What the reader of a Map is said to have read.
    """

    name: str
    state: State
    input: Json
    variables: Mapping[str, Json]
    moment: float
    mocks: Mocks = (None, None)
    attempts: int = 0
    items: Any = ABSENT


@dataclass(frozen=True, slots=True)
class Pair:
    """How a visit went in both worlds, and how many seconds it waited."""

    one: ProbeResult
    other: ProbeResult
    seconds: float

    @property
    def decided(self) -> bool:
        """Whether both worlds agree on how it ends, and on what failed."""
        return (self.one.status, self.one.error) == (self.other.status, self.other.error)

    @property
    def failed(self) -> bool:
        """Whether it failed, uncaught."""
        return self.one.status == "FAILED"

    def stage(self, *names: str) -> tuple[Json, Json] | None:
        """Return a stage of the data flow in both worlds; None where it was not reached."""
        for name in names:
            if name in self.one.stages and name in self.other.stages:
                return self.one.stages[name], self.other.stages[name]
        return None


@dataclass(frozen=True, slots=True)
class Worlds:
    """What is known of an execution.

    Attributes:
        language: The query language of its machine.
        input: Its input.
        started: When it started, in epoch seconds.
        role_arn: The role that its machine had.
        arn: Its ARN, or empty where that is not known: a history does not tell.
    """

    language: QueryLanguage
    input: Json
    started: float
    role_arn: str
    arn: str = ""

    def ask(self, question: Question) -> Pair:
        """Visit a state in both worlds."""
        one, seconds = self._visit(question, 0)
        other, _ = self._visit(question, 1)
        return Pair(one, other, seconds)

    def _visit(self, question: Question, world: int) -> tuple[ProbeResult, float]:
        clock = VirtualClock(datetime.fromtimestamp(question.moment + world * _APART, UTC))
        engine = Engine(FunctionIntegration(lambda _: Success(None)), clock=clock, seed=world)
        probe = engine.probe(
            ProbeRequest(
                name=question.name,
                state=question.state,
                language=self.language,
                input=question.input,
                variables=question.variables,
                context=self._context(question, world),
                mock=question.mocks[world],
                items=question.items,
                type="STANDARD",
            )
        )
        engine.run_to_end(probe.execution)
        execution = probe.execution
        return probe.result(), (execution.stopped or clock.now) - execution.started

    def _context(self, question: Question, world: int) -> JsonObject:
        base, machine, name = _BASES[world], _MACHINES[world], _NAMES[world]
        if self.arn:
            base, _, names = self.arn.partition(":execution:")
            machine, _, name = names.partition(":")
        entered = timestamp(question.moment + world * _APART)
        about: JsonObject = {"Name": question.name, "EnteredTime": entered}
        if isinstance(question.state, TaskState | ParallelState | MapState):
            about["RetryCount"] = question.attempts
        made: JsonObject = {
            "Execution": {
                "Id": f"{base}:execution:{machine}:{name}",
                "Input": {"unknown": name} if isinstance(self.input, Unknown) else self.input,
                "StartTime": timestamp(self.started + world * _APART),
                "Name": name,
                "RoleArn": self.role_arn,
                "RedriveCount": 0,
            },
            "StateMachine": {"Id": f"{base}:stateMachine:{machine}", "Name": machine},
            "State": about,
        }
        if isinstance(question.state, TaskState) and _waits(question.state):
            made["Task"] = {"Token": _TOKENS[world]}
        return made


def _waits(state: TaskState) -> bool:
    resource = parse_resource(state.resource)
    return resource.kind == "activity" or resource.pattern != "request"
