"""One run in a cloud of its own, with a failure in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from steploom.analysis.failures.judging import ending_of, missing_undos
from steploom.analysis.failures.model import Injection, Trial
from steploom.analysis.failures.sagas import SagaPlan
from steploom.asl import StateMachine
from steploom.compiler import CompiledWorkflow
from steploom.jsontext import Json
from steploom.local import Cloud, Fault, Run, TaskCall, fail, lost_reply, mock_cloud, timeout

__all__ = ["START", "Fakes", "Subject", "Tried", "put_fakes", "try_once"]

#: What answers for targets: a function of what the caller passed, or a value; or a function that makes such a table.
Fakes: TypeAlias = Mapping[Any, Any] | Callable[[], Mapping[Any, Any]]

#: Every run begins at the same moment.
START: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Subject:
    """What is examined.

    Attributes:
        name: Its name.
        definition: The state machine.
        compiled: What the compiler made, or None for a hand-written definition.
        input: What it is started with.
        fakes: What answers for its tasks.
        prepare: Called with each cloud before the run.
        seed: The seed of each cloud.
        plans: Its sagas.
    """

    name: str
    definition: StateMachine
    compiled: CompiledWorkflow | None
    input: Json
    fakes: Fakes = field(default_factory=dict)
    prepare: Callable[[Cloud], object] | None = None
    seed: int = 0
    plans: tuple[SagaPlan, ...] = ()


@dataclass(frozen=True)
class Tried:
    """A trial, with the attempts that its run made."""

    trial: Trial
    calls: tuple[TaskCall, ...]


def put_fakes(cloud: Cloud, fakes: Fakes) -> None:
    """Let mocks answer in a cloud: a callable is called, any other value is the answer."""
    table = fakes() if callable(fakes) else fakes
    for target, fake in table.items():
        if callable(fake) and not isinstance(fake, type):
            cloud.mock(target, side_effect=fake)
        else:
            cloud.mock(target, returns=fake)


def try_once(subject: Subject, injection: Injection | None) -> Tried:
    """Run the subject with a failure.

    Raises:
        NestedCloud: A cloud is open.
    """
    made = mock_cloud(seed=subject.seed, start=START)
    # Not a `with` block: that a fake is not used in one of many runs is no fault of it.
    cloud = made.start()
    try:
        if subject.prepare is not None:
            subject.prepare(cloud)
        put_fakes(cloud, subject.fakes)
        each = injection
        while each is not None:
            cloud.world.stage.fault(each.state, _fault(each))
            each = each.after
        machine = (
            cloud.deploy(subject.definition, name=subject.name)
            if subject.compiled is None
            else cloud.deploy(subject.compiled)
        )
        run = cloud.start(machine, subject.input).finish()
        return _tried(subject, injection, cloud, run)
    finally:
        made.stop()


def _fault(injection: Injection) -> Fault:
    match injection.kind:
        case "timeout":
            fault: Fault = timeout()
        case "lost_reply":
            fault = lost_reply()
        case "fail":
            fault = fail(injection.error or "")
    if not injection.every_attempt:
        fault = fault.on(attempt=1, times=1)
    return fault if injection.item is None else fault.on(item=injection.item)


def _tried(subject: Subject, injection: Injection | None, cloud: Cloud, run: Run) -> Tried:
    name = run.machine_arn.rpartition(":")[2]
    calls = tuple(each for each in cloud.tasks() if _of_machine(each.execution_arn, name))
    first = injection
    while first is not None and first.after is not None:
        first = first.after
    missing = missing_undos(subject.plans, run, calls, None if first is None else first.state)
    trial = Trial(
        injection,
        ending_of(run, missing),
        run.status,
        run.error,
        run.cause,
        tuple(each.state for each in calls),
        missing,
        tuple(each.state for each in cloud.pending) if run.status == "RUNNING" else (),
    )
    return Tried(trial, calls)


def _of_machine(execution_arn: str, name: str) -> bool:
    """Whether an execution is one of a machine, or a child of one of its Map Runs."""
    return execution_arn.split(":")[6].partition("/")[0] == name
