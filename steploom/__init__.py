"""Serverless workflows in typed Python: `from steploom import activity, workflow, Event, Retry, TaskToken, …`.

Input: a name of the public surface. Output: the object, loaded from its room on first use. Must not: load anything at
import; a program pays for the rooms it enters.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.dsl import (
        NO_ANSWER,
        Activity,
        Call,
        Calls,
        Handler,
        NativeRun,
        OutsideWorkflow,
        Retry,
        TaskToken,
        Workflow,
        activity,
        aws,
        emit,
        fakes,
        gather,
        on,
        saga,
        sleep,
        sleep_until,
        workflow,
    )
    from steploom.errors import (
        CompensationFailed,
        CompileError,
        DeclarationError,
        DefinitionError,
        DiagnosticError,
        ExpressionError,
        InputError,
        MissingExtra,
        MockError,
        ResultError,
        SteploomError,
        Unsupported,
        WorkflowError,
    )
    from steploom.events import Event, EventFilter

__all__ = [
    "NO_ANSWER",
    "Activity",
    "Call",
    "Calls",
    "CompensationFailed",
    "CompileError",
    "DeclarationError",
    "DefinitionError",
    "DiagnosticError",
    "Event",
    "EventFilter",
    "ExpressionError",
    "Handler",
    "InputError",
    "MissingExtra",
    "MockError",
    "NativeRun",
    "OutsideWorkflow",
    "ResultError",
    "Retry",
    "SteploomError",
    "TaskToken",
    "Unsupported",
    "Workflow",
    "WorkflowError",
    "activity",
    "aws",
    "emit",
    "fakes",
    "gather",
    "on",
    "saga",
    "sleep",
    "sleep_until",
    "workflow",
]

_ERRORS = {
    "CompensationFailed",
    "CompileError",
    "DeclarationError",
    "DefinitionError",
    "DiagnosticError",
    "ExpressionError",
    "InputError",
    "MissingExtra",
    "MockError",
    "ResultError",
    "SteploomError",
    "Unsupported",
    "WorkflowError",
}
_EVENTS = {"Event", "EventFilter"}


def __getattr__(name: str) -> object:
    """Load a public name from its room on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "steploom.errors" if name in _ERRORS else "steploom.events" if name in _EVENTS else "steploom.dsl"
    value: object = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Name what is public, loaded or not."""
    return sorted(__all__)
