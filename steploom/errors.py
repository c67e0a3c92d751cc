"""Every error that steploom raises, as one tree.

SteploomError
├── DiagnosticError          bad input of a user; carries `diagnostics`, all that were found
│   ├── CompileError         a workflow that cannot be compiled
│   ├── DefinitionError      a state machine definition that AWS would refuse
│   ├── DeclarationError     a wrong `@activity`, `@workflow`, `Event` or predicate, at import time
│   ├── MockError            a mock or fault that cannot be on AWS, is never used, or has nothing left to answer
│   └── MissingExtra         an optional part whose distributions are not installed: a ModuleNotFoundError, too
├── ExpressionError          an expression that cannot be parsed or evaluated; carries `code` and `position`
├── WorkflowError            what a workflow ends with; carries `error` and `cause` as AWS shows them
│   ├── InputError           the input breaks the contract of the workflow's parameters
│   ├── ResultError          an activity's result breaks its declared type
│   └── CompensationFailed   a saga whose undo failed too
└── Unsupported              something steploom knows and does not do; carries `code`
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.diagnostics import Diagnostic

__all__ = [
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
]


class SteploomError(Exception):
    """The root of the tree: `except SteploomError` catches all that is ours."""


class DiagnosticError(SteploomError):
    """Bad input of a user.

    Args:
        diagnostics: All faults that were found, in source order; at least one.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class CompileError(DiagnosticError):
    """A workflow that cannot be compiled."""


class DefinitionError(DiagnosticError):
    """A state machine definition that AWS would refuse."""


class DeclarationError(DiagnosticError):
    """A declaration (`@activity`, `@workflow`, `Event`, a predicate) that cannot mean anything."""


class MockError(DiagnosticError):
    """A mock or fault that cannot be on AWS, that nothing has used, or that has nothing left to answer."""


class MissingExtra(DiagnosticError, ModuleNotFoundError):
    """An optional part of steploom whose distributions are not installed.

    Args:
        diagnostic: SL903, with what to install.
        missing: The module that is not there.
    """

    def __init__(self, diagnostic: Diagnostic, missing: str) -> None:
        super().__init__([diagnostic])
        self.name = missing


class ExpressionError(SteploomError):
    """An expression that cannot be parsed or evaluated.

    Args:
        code: The code of the language: `T1006`, `S0201` … in JSONata, `path` or `intrinsic` elsewhere.
        message: What is wrong, in AWS's words where they are recorded.
        position: Offset in the expression's text, or None.
    """

    def __init__(self, code: str, message: str, position: int | None = None) -> None:
        self.code = code
        self.message = message
        self.position = position
        super().__init__(f"{code}: {message}" if code else message)


class WorkflowError(SteploomError):
    """What a workflow ends with.

    Args:
        cause: The text that `describe_execution` shows as `cause`.
    """

    def __init__(self, cause: str = "") -> None:
        self.cause = cause
        super().__init__(cause)

    @property
    def error(self) -> str:
        """The error name that `describe_execution` shows."""
        return type(self).__name__


class InputError(WorkflowError):
    """The input breaks the contract of the workflow's parameters; the cause names each path."""


class ResultError(WorkflowError):
    """The result of an activity breaks its declared type; the cause names each path."""


class CompensationFailed(WorkflowError):
    """A saga whose undo failed after its retries; the cause names the first error and each failed undo."""


class Unsupported(SteploomError):
    """Something that steploom knows and does not do yet.

    Args:
        code: `SL` and three digits.
        message: What is not done, and what to use instead.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}")
