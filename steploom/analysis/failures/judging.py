"""What is to be thought of the end of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from steploom.analysis.failures.model import Ending
from steploom.analysis.failures.sagas import SagaPlan
from steploom.jsontext import JsonObject
from steploom.local import Run, TaskCall

__all__ = ["ending_of", "missing_undos"]

#: Events between a failure inside a Map or Parallel and the failure of the execution.
_PASSED_ON = ("Failed", "Aborted")
_OUTER = ("Map", "Parallel")


def ending_of(run: Run, missing: Sequence[object]) -> Ending:
    """Return what a run's end is.

    Args:
        run: The run, with nothing left to happen.
        missing: The steps that were not undone.
    """
    if run.status == "RUNNING":
        return "stuck"
    if missing:
        return "uncompensated"
    if run.status == "SUCCEEDED" or (run.status == "FAILED" and _deliberate(run.history())):
        return "handled"
    return "unhandled"


def _deliberate(history: list[JsonObject]) -> bool:
    """Whether the execution failed by a Fail state, itself or in a branch."""
    event = history[-1]
    while True:
        previous = event.get("previousEventId", 0)
        if not previous:
            return False
        event = history[previous - 1]
        kind = event["type"]
        if kind == "FailStateEntered":
            return True
        if not (kind.startswith(_OUTER) and kind.endswith(_PASSED_ON)):
            return False


def missing_undos(
    plans: Iterable[SagaPlan], run: Run, calls: Sequence[TaskCall], site: str | None
) -> tuple[tuple[str, str | None], ...]:
    """Return the steps that were done and not undone, where their saga has failed.

    Args:
        plans: The sagas.
        run: The run.
        calls: Its attempts, in order.
        site: The state whose failure is the first.
    """
    called = {each.state for each in calls}
    done = {each.state for each in calls if each.done and each.ending in ("succeeded", "timed out")}
    done |= _answered(run.history())
    found: list[tuple[str, str | None]] = []
    for plan in plans:
        if not _failed(plan, run, calls, site):
            continue
        for step in plan.steps:
            name = next((each for each in step.states if each in done), None)
            if name is not None and not step.harmless and step.undo not in called:
                found.append((name, step.undo))
    return tuple(found)


def _failed(plan: SagaPlan, run: Run, calls: Sequence[TaskCall], site: str | None) -> bool:
    if any(each.state in plan.undos for each in calls):
        return True
    if plan.declared:
        return run.status != "SUCCEEDED"
    step = next((each for each in plan.steps if site in each.states), None)
    if step is None:
        return False
    last = [each for each in calls if each.state == site][-1:]
    failed = bool(last) and last[0].ending in ("failed", "timed out")
    return failed and (not step.guarded or run.status != "SUCCEEDED")


def _answered(history: list[JsonObject]) -> set[str]:
    """The Tasks that got an answer by token: a state that ends well is left behind its task's success."""
    found = set()
    for event in history:
        if event["type"] == "TaskStateExited":
            before = history[event["previousEventId"] - 1]["type"]
            if before in ("TaskSucceeded", "LambdaFunctionSucceeded", "ActivitySucceeded"):
                found.add(event["stateExitedEventDetails"]["name"])
    return found
