"""How an execution begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steploom.engine.execution import Execution, StartOptions
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.host import Host
    from steploom.engine.machine import Machine

__all__ = ["start_execution"]


def start_execution(machine: Machine, value: Json, options: StartOptions, host: Host) -> Execution:
    """Start an execution of `machine` with complete options; it runs when the engine does."""
    execution = Execution(machine, value, options, host)
    execution.on_end = host.hooks.on_end
    details = (value, options.role_arn, options.alias_arn, options.version_arn)
    execution.history.append((kinds.EXECUTION_STARTED, 0, execution.started, *details))
    execution.root = Frame(execution, machine.start, value, {})
    if machine.timeout_seconds is not None or options.type == "EXPRESS":
        execution.arm()
    host.scheduler.call_soon(execution.root.start)
    return execution
