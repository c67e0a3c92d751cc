"""What a compilation may be told, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from steploom.asl import StateMachine
from steploom.compiler.sourcemap import SourceMap
from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity, EventClass, EventSelection, Workflow
from steploom.jsontext import Json

__all__ = ["AwsUse", "CompileOptions", "CompiledWorkflow"]

AnyActivity: TypeAlias = Activity[Any, Any]
AnyWorkflow: TypeAlias = Workflow[Any, Any]


def _function_name(activity: AnyActivity) -> str:
    return activity.name


def _bus_name(event: Any) -> str | None:
    bus: str | None = event.event_bus
    return None if bus == "default" else bus


def _machine_arn(workflow: AnyWorkflow) -> str | None:
    del workflow
    return None


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """Names in the definition of what it calls.

    Attributes:
        function_name: FunctionName of an activity: a name, an ARN, or a placeholder such as `${charge}`.
        bus_name: EventBusName of an event; None for the default bus.
        machine_arn: ARN of another workflow's machine, or a placeholder; None for the one of its name beside this one.
    """

    function_name: Callable[[AnyActivity], str] = field(default=_function_name)
    bus_name: Callable[[Any], str | None] = field(default=_bus_name)
    machine_arn: Callable[[AnyWorkflow], str | None] = field(default=_machine_arn)


@dataclass(frozen=True, slots=True)
class AwsUse:
    """One AWS call of a workflow.

    Attributes:
        state: The state that makes it.
        service: The service as boto3 names it.
        operation: The operation as boto3 names it.
        arguments: The `Arguments` of the state.
    """

    state: str
    service: str
    operation: str
    arguments: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class CompiledWorkflow:
    """A workflow as a state machine.

    Attributes:
        name: Name of the state machine.
        definition: The state machine.
        source_map: Where each state comes from.
        activities: What it calls as Lambda functions, each once, in the order of its states.
        events: The event classes it emits, each once.
        calls: Its AWS calls.
        on: The event class or selection that starts it, or None.
        warnings: Diagnostics that did not stop the compilation.
        workflows: The workflows that it starts and waits for, each once.
    """

    name: str
    definition: StateMachine
    source_map: SourceMap
    activities: tuple[AnyActivity, ...] = ()
    events: tuple[type[Any], ...] = ()
    calls: tuple[AwsUse, ...] = ()
    on: EventClass | EventSelection | None = None
    warnings: tuple[Diagnostic, ...] = ()
    workflows: tuple[AnyWorkflow, ...] = ()
