"""A probe from its start to its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from steploom.asl.model import StateMachine
from steploom.engine.context import context_of
from steploom.engine.execution import Execution, StartOptions, Status
from steploom.engine.failure import TIMEOUT, Fault, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.host import Host
from steploom.engine.integration import Failure, Integration, Outcome, Success, TaskRequest
from steploom.engine.machine import Machine
from steploom.engine.node import Node
from steploom.engine.probe.language import noting
from steploom.engine.probe.nodes import probed_node
from steploom.engine.probe.request import MockedFailure, MockedResult, Notes, ProbeRequest
from steploom.jsontext import Json, JsonObject

__all__ = ["Probe", "ProbeResult", "begin_probe", "compile_probe"]


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """How the visit ended.

    Attributes:
        status: `SUCCEEDED`, `FAILED`, `RETRIABLE` or `CAUGHT_ERROR`, as the API names them.
        output: The state's output; None unless it succeeded or its error was caught.
        error: Error name, or None.
        cause: Cause text, or None.
        next: The state that follows, or None.
        stages: The stages of the data flow, under the names of the API's inspection data.
        details: Which retrier and catcher the error met, under the API's names.
        variables: The variables after the visit.
    """

    status: str
    output: Json
    error: str | None
    cause: str | None
    next: str | None
    stages: JsonObject
    details: JsonObject
    variables: JsonObject


class Probe:
    """A visit under way; made by `Engine.probe`.

    Attributes:
        execution: What the visit happens in: run the engine until it has ended.
    """

    def __init__(self, execution: Execution, frame: Frame, notes: Notes) -> None:
        self.execution = execution
        self._frame = frame
        self._notes = notes

    @property
    def refused(self) -> str | None:
        """Why the request makes no sense for this state, or None."""
        return self._notes.refused

    def result(self) -> ProbeResult:
        """Return how the visit ended."""
        run, notes = self.execution, self._notes
        failed = notes.caught or StateFailure(run.error, run.cause)
        status = _status(run.status, notes)
        late = run.status is Status.TIMED_OUT
        details: JsonObject = {"catchIndex": notes.catcher, "retryIndex": notes.retrier}
        if notes.delay is not None:
            details["retryBackoffIntervalSeconds"] = int(notes.delay)
        return ProbeResult(
            status,
            run.output,
            TIMEOUT if late else failed.error,
            failed.cause,
            notes.next,
            notes.stages,
            {name: each for name, each in details.items() if each is not None},
            dict(self._frame.variables),
        )


def compile_probe(request: ProbeRequest, notes: Notes) -> Machine:
    """Return the machine of one state.

    Raises:
        ExpressionError: An expression cannot be parsed.
    """
    language = noting(request.state.query_language or request.language, notes)
    node = probed_node(request.name, request.state, language, notes)
    return Machine(StateMachine(start_at=request.name, states={request.name: request.state}), node, None)


def begin_probe(request: ProbeRequest, options: StartOptions, host: Host) -> Probe:
    """Start the visit; it happens when the engine runs."""
    notes = Notes(request)
    machine = compile_probe(request, notes)
    if request.mock is not None:
        host = replace(host, integration=_Mocked(request.mock))
    execution = Execution(machine, request.input, options, host)
    frame = execution.root = _Frame(execution, machine.start, request.input, request.variables, request.context)
    execution.arm()
    host.scheduler.call_soon(frame.start)
    return Probe(execution, frame, notes)


class _Frame(Frame):
    """The thread of a probe: it shows the context that was asked for, and causes without the engine's prefix."""

    __slots__ = ("_given",)

    def __init__(
        self, execution: Execution, state: Node, value: Json, variables: Mapping[str, Json], given: JsonObject | None
    ) -> None:
        super().__init__(execution, state, value, variables)
        self._given = given

    def context(self) -> JsonObject:
        if self._given is None:
            return context_of(self)
        return self._given if self.item is None else {**self._given, "Map": {"Item": self.item}}

    def explain(self, problem: StateFailure | Fault) -> StateFailure:
        if isinstance(problem, StateFailure):
            return problem
        return StateFailure(problem.error, problem.text)


class _Mocked(Integration):
    """A mock in place of the world."""

    def __init__(self, mock: MockedResult | MockedFailure) -> None:
        self._mock = mock

    def call(self, request: TaskRequest) -> Outcome:
        del request
        match self._mock:
            case MockedResult(result):
                return Success(result)
            case MockedFailure(error, cause):
                return Failure(error, cause)


def _status(status: Status, notes: Notes) -> str:
    if notes.caught is not None:
        return "CAUGHT_ERROR"
    if notes.delay is not None:
        return "RETRIABLE"
    return "SUCCEEDED" if status is Status.SUCCEEDED else "FAILED"
