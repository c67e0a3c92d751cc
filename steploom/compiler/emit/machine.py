"""A whole state machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from steploom.asl import StateMachine
from steploom.compiler.emit.region import emit_region
from steploom.compiler.emit.shared import Shared
from steploom.compiler.hir import CallActivity
from steploom.compiler.ir import Region, Work, works
from steploom.compiler.options import AwsUse, CompileOptions
from steploom.diagnostics import Span
from steploom.dsl import Activity, Workflow
from steploom.dsl.contract import Shape

__all__ = ["Emitted", "Heading", "emit"]


@dataclass(frozen=True, slots=True)
class Emitted:
    """A state machine, where its states come from, and what they use."""

    definition: StateMachine
    spans: Mapping[str, Span]
    activities: tuple[Activity[Any, Any], ...]
    events: tuple[type[Any], ...]
    calls: tuple[AwsUse, ...]
    workflows: tuple[Workflow[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the top of a definition.

    Attributes:
        comment: The definition's `Comment`, or None.
        timeout: Seconds that an execution may take, or None.
        input_span: Where the parameters are declared.
    """

    comment: str | None
    timeout: float | None
    input_span: Span


def emit(region: Region, contract: Shape, options: CompileOptions, heading: Heading) -> Emitted:
    """Return the state machine of a workflow.

    Args:
        region: The workflow behind the passes.
        contract: What the input must fulfil.
        options: Names of what is called.
        heading: What stands at the top.
    """
    has_callbacks = any(map(_is_callback, works(region)))
    shared = Shared(options, has_callbacks=has_callbacks, input_span=heading.input_span)
    scope = emit_region(shared, region, contract)
    definition = StateMachine(
        comment=heading.comment,
        query_language="JSONata",
        timeout_seconds=None if heading.timeout is None else int(heading.timeout),
        start_at=scope.start_at,
        states=scope.states,
    )
    activities = tuple(shared.activities.values())
    workflows = tuple(shared.workflows.values())
    return Emitted(definition, shared.spans, activities, tuple(shared.events), tuple(shared.calls), workflows)


def _is_callback(work: Work) -> bool:
    return isinstance(work, CallActivity) and work.activity.is_callback
