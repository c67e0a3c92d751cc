"""What can go wrong with a call of intrinsic functions: it cannot be understood, or it fails."""

from __future__ import annotations

from steploom.errors import ExpressionError

__all__ = ["CallFault", "IntrinsicError", "IntrinsicSyntaxError"]


class IntrinsicSyntaxError(ExpressionError):
    """Text that is no call of an intrinsic function, or one that can never work.

    Args:
        expression: The whole text.
        problem: What is wrong and what to write instead.
        position: Offset in `expression`.
    """

    def __init__(self, expression: str, problem: str, position: int) -> None:
        self.expression = expression
        self.problem = problem
        message = f"'{expression}' is no call of an intrinsic function: {problem} (offset {position})"
        super().__init__("intrinsic", message, position)


class IntrinsicError(ExpressionError):
    """A call that fails while a state runs.

    `message` is AWS's, `The function 'States.F(…)' had the following error: <reason>`, where the whole expression is
    named, not the inner call that failed.

    Args:
        expression: The whole expression as it is written.
        reason: For example `Invalid arguments in States.MathAdd`.
        hint: What AWS does not say: which argument, and what it should have been.
    """

    def __init__(self, expression: str, reason: str, hint: str = "") -> None:
        self.expression = expression
        self.reason = reason
        self.hint = hint
        super().__init__("intrinsic", f"The function '{expression}' had the following error: {reason}")


class CallFault(Exception):
    """A function's refusal of its arguments.

    Args:
        hint: What is wrong with them.
        reason: AWS's reason where it is not `Invalid arguments in <function>`.
    """

    def __init__(self, hint: str, reason: str = "") -> None:
        self.hint = hint
        self.reason = reason
        super().__init__(hint)
