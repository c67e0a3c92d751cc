"""A replay from its arguments to its result."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from steploom.analysis.replaying.comparing import difference
from steploom.analysis.replaying.deciding import Failed
from steploom.analysis.replaying.events import details, payload
from steploom.analysis.replaying.model import Diverged, Replay
from steploom.analysis.replaying.outcomes import Ended, Ledger, Outcome
from steploom.analysis.replaying.scopes import follow_scope
from steploom.analysis.replaying.worlds import Worlds
from steploom.analysis.runs import History, HistoryError, read_history, run_model
from steploom.asl import StateMachine, load
from steploom.clock import VirtualClock
from steploom.compiler import CompiledWorkflow, compile_workflow
from steploom.diagnostics import Span
from steploom.dsl import Workflow
from steploom.engine import Engine, FunctionIntegration, Success

__all__ = ["Subject", "replay"]

#: What a history is held against.
Subject: TypeAlias = Workflow[Any, Any] | CompiledWorkflow | StateMachine | Mapping[str, Any] | str | Path


def replay(
    history: History,
    subject: Subject,
    *,
    execution_arn: str = "",
    timings: bool = True,
    ignore: Collection[str] = (),
) -> Replay:
    """Follow a recorded history through a definition, up to the first place where it goes another way.

    Results, failures and times of tasks come from the history; nothing is called. Each visit of a state begins with
    what was recorded, so that a divergence is shown where it arises. Values that a history does not tell (tokens, ids,
    the exact time, chance) may be any.

    Args:
        history: What GetExecutionHistory returned: a JSON file, a response, a list of pages, or events.
        subject: A workflow, a definition, its text, or a file with it (a `Path`).
        execution_arn: The execution's ARN, which a history does not tell; what is made from it is then compared.
        timings: Whether waits, delays of retries and time limits are compared.
        ignore: Names of members of objects that are not compared.

    Raises:
        HistoryError: The history is none, not complete, or one of a redriven execution.
        DefinitionError: The definition has faults.
        CompileError: The workflow cannot be compiled.

    Example:
        >>> events = [
        ...     {"id": 1, "type": "ExecutionStarted", "timestamp": 0, "executionStartedEventDetails": {"input": "{}"}},
        ...     {"id": 2, "type": "PassStateEntered", "timestamp": 0,
        ...      "stateEnteredEventDetails": {"name": "A", "input": "{}"}},
        ...     {"id": 3, "type": "PassStateExited", "timestamp": 0, "previousEventId": 2,
        ...      "stateExitedEventDetails": {"name": "A", "output": "1"}},
        ... ]
        >>> replay(events, {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1, "Next": "B"},
        ...     "B": {"Type": "Succeed"}}}).agrees
        True
        >>> changed = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 2, "End": True}}}
        >>> print(replay(events, changed).divergence)
        event 3 (PassStateExited) at /States/A: the output differs at $
          recorded: 1
          now:      2
    """
    events = read_history(history)
    if any(each["type"] == "ExecutionRedriven" for each in events):
        raise HistoryError("the execution was redriven, and two runs in one history are not replayed")
    definition, spans = _definition(subject)
    Engine(FunctionIntegration(lambda _: Success(None)), clock=VirtualClock()).compile(definition)
    model = run_model(events)
    started = details(events[0])
    worlds = Worlds(
        definition.query_language or "JSONPath",
        payload(events[0], "input"),
        events[0]["timestamp"],
        str(started.get("roleArn", "")),
        execution_arn,
    )
    ledger = Ledger(model, {each["id"]: each for each in events}, worlds, timings, ignore, spans)
    undecided = ledger.undecided
    try:
        outcome = follow_scope(ledger, definition, "", model.run, {})
        _judge(ledger, outcome)
    except Diverged as found:
        return Replay(found.divergence, model.status, ledger.visits, tuple(undecided))
    if model.status != "RUNNING":
        return Replay(None, model.status, ledger.visits, tuple(undecided))
    failing = (outcome.errors[0] or "an error without a name") if isinstance(outcome, Failed) else ""
    return Replay(None, model.status, ledger.visits, tuple(undecided), tuple(ledger.standing), failing)


def _definition(subject: Subject) -> tuple[StateMachine, Mapping[str, Span]]:
    match subject:
        case Workflow():
            return _definition(compile_workflow(subject))
        case CompiledWorkflow():
            return subject.definition, subject.source_map.states
        case StateMachine():
            return subject, {}
        case Path():
            return load(subject.read_text(encoding="utf-8"), file=str(subject)), {}
        case str():
            return load(subject), {}
        case _:
            return load(dict(subject)), {}


def _judge(ledger: Ledger, outcome: Outcome) -> None:
    """Compare how the execution ended.

    Raises:
        Diverged: The definition ends otherwise.
    """
    model, last = ledger.model, ledger.events[max(ledger.events)]
    visits = model.run.visits
    path = f"/States/{visits[-1].name}" if visits else ""
    match model.status:
        case "SUCCEEDED" if not (isinstance(outcome, Ended) and outcome.ends):
            what = f"fails with {outcome.errors[0]}" if isinstance(outcome, Failed) else _goes_on(outcome)
            raise ledger.stop("steps", last, path, f"the history ends here, and the definition {what}")
        case "FAILED" if visits:
            _judge_failure(ledger, outcome, path)
        case _:
            pass


def _goes_on(outcome: Outcome) -> str:
    following = [each for each in outcome.nexts if each is not None] if isinstance(outcome, Ended) else []
    return f"goes on to {following[0]!r}" if following else "does not"


def _judge_failure(ledger: Ledger, outcome: Outcome, path: str) -> None:
    last = ledger.events[max(ledger.events)]
    own = details(last)
    if not isinstance(outcome, Failed):
        full = "maximum number of history events" in str(own.get("cause"))
        latest = max(each.entered for each in ledger.model.visits())
        if not full and latest not in {event for event, _ in ledger.undecided}:
            message = f"the history fails with {own.get('error')}, and the definition does not"
            raise ledger.stop("failure", last, path, message)
        return
    found = difference(own.get("error"), *outcome.errors, "")
    if found is None and outcome.declared:
        found = difference(own.get("cause"), *outcome.causes, "")
    if found is not None:
        raise ledger.stop("failure", last, path, "the execution fails otherwise", found)
