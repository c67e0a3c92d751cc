"""Which steps a workflow's sagas have, and what undoes each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from steploom.compiler import CompiledWorkflow
from steploom.compiler.frontend import build
from steploom.compiler.hir import AwsTask, CallActivity, RegisterUndo, Saga, Try
from steploom.compiler.hir.walk import variables
from steploom.diagnostics import Collector, Span
from steploom.dsl import Workflow

__all__ = ["SagaPlan", "Step", "declared_plan", "sagas_of"]

#: Operations that change nothing begin so.
_READING = ("get_", "describe_", "list_", "query", "scan", "head_", "batch_get_", "select_")


@dataclass(frozen=True, slots=True)
class Step:
    """A step that something undoes, or should.

    Attributes:
        states: Names of its Tasks.
        undo: Name of the Task that undoes it, or None.
        guarded: Whether its failure may be caught inside the saga.
        harmless: Whether it needs no undo.
    """

    states: tuple[str, ...]
    undo: str | None
    guarded: bool = False
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class SagaPlan:
    """One saga.

    Attributes:
        steps: Its steps, in the order of the text.
        declared: Whether the user said so, for a definition that has no sagas of its own.
    """

    steps: tuple[Step, ...]
    declared: bool = False

    @property
    def states(self) -> frozenset[str]:
        """The Tasks whose failure ends the saga."""
        return frozenset(name for step in self.steps for name in step.states)

    @property
    def undos(self) -> frozenset[str]:
        """The Tasks that undo."""
        return frozenset(step.undo for step in self.steps if step.undo is not None)


def declared_plan(compensations: Mapping[str, str]) -> tuple[SagaPlan, ...]:
    """Return the plan that a user declares: undo states by the states that they undo."""
    steps = tuple(Step((state,), undo) for state, undo in compensations.items())
    return (SagaPlan(steps, declared=True),) if steps else ()


def sagas_of(
    workflow: Workflow[..., Any],
    compiled: CompiledWorkflow,
    harmless: frozenset[str],
    undone_by: Mapping[str, str],
) -> tuple[SagaPlan, ...]:
    """Return the sagas of a workflow.

    An undo whose arguments use the result of a step belongs to that step; any other one to the step before it, if
    that has none yet, else to the step after it.

    Args:
        workflow: The workflow.
        compiled: What became of it.
        harmless: Names of activities that need no undo.
        undone_by: Names of activities that undo others, by those: what is said here is not guessed.
    """
    body = build(workflow, Collector())
    names = _names(compiled.source_map.states)
    plans = []
    for saga, _ in _inside(body.statements, Saga, guarded=False):
        found = list(_inside(saga.body, (CallActivity, AwsTask, RegisterUndo), guarded=False))
        pairs = _paired([each for each, _ in found], undone_by)
        plans.append(
            SagaPlan(
                tuple(
                    Step(_states(step, names), _undo_state(pairs.get(index), names), guarded, _harmless(step, harmless))
                    for index, (step, guarded) in enumerate(found)
                    if not isinstance(step, RegisterUndo)
                )
            )
        )
    return tuple(plans)


def _inside(block: Any, kinds: Any, *, guarded: bool) -> Iterator[tuple[Any, bool]]:
    """Yield the statements of some kinds in a block, in order, with whether a `try` is around them."""
    for each in block:
        if isinstance(each, kinds):
            yield each, guarded
        if isinstance(each, tuple):
            yield from _inside(each, kinds, guarded=guarded)
        elif dataclasses.is_dataclass(each) and hasattr(each, "span"):
            for field in dataclasses.fields(each):
                value = getattr(each, field.name)
                if isinstance(value, tuple):
                    inner = guarded or (isinstance(each, Try) and field.name == "body" and bool(each.handlers))
                    yield from _inside(value, kinds, guarded=inner)


def _paired(found: list[Any], undone_by: Mapping[str, str]) -> dict[int, RegisterUndo]:
    """Return which undo belongs to the step at which place."""
    steps = {index: each for index, each in enumerate(found) if not isinstance(each, RegisterUndo)}
    undos = {index: each for index, each in enumerate(found) if isinstance(each, RegisterUndo)}
    pairs: dict[int, RegisterUndo] = {}
    for place, undo in undos.items():
        said = {index for index, step in steps.items() if undone_by.get(_name(step)) == undo.activity.name}
        used = {name for _, value in undo.arguments for name in variables(value)}
        by_result = {i for i, step in steps.items() if i < place and step.target is not None and step.target in used}
        for index in said or ({max(by_result)} if by_result else set()):
            pairs[index] = undo
    for place, undo in undos.items():
        if undo in pairs.values():
            continue
        before = max((index for index in steps if index < place), default=None)
        after = min((index for index in steps if index > place), default=None)
        near = (each for each in (before, after) if each is not None)
        free = (each for each in near if each not in pairs and _name(steps[each]) not in undone_by)
        pairs.update((index, undo) for index in [*free][:1])
    return pairs


def _name(step: CallActivity | AwsTask) -> str:
    return step.activity.name if isinstance(step, CallActivity) else f"aws.{step.service}.{step.operation}"


def _harmless(step: CallActivity | AwsTask, harmless: frozenset[str]) -> bool:
    if isinstance(step, AwsTask) and step.operation.startswith(_READING):
        return True
    return _name(step) in harmless


def _names(states: Mapping[str, Span]) -> dict[tuple[str, int, int], list[str]]:
    places: dict[tuple[str, int, int], list[str]] = {}
    for name, span in states.items():
        places.setdefault((span.file, span.line, span.column), []).append(name)
    return places


def _states(step: Any, names: Mapping[tuple[str, int, int], list[str]]) -> tuple[str, ...]:
    span = step.span
    return tuple(names.get((span.file, span.line, span.column), ()))


def _undo_state(undo: RegisterUndo | None, names: Mapping[tuple[str, int, int], list[str]]) -> str | None:
    found = () if undo is None else _states(undo, names)
    return found[0] if found else None
