"""How the bench refuses what cannot be."""

from __future__ import annotations

from steploom.diagnostics import Diagnostic
from steploom.errors import MockError

__all__ = ["refusal"]


def refusal(code: str, message: str, hint: str | None = None) -> MockError:
    """Return the error of a mock or fault that cannot be.

    Args:
        code: SL420 to SL424.
        message: What is wrong.
        hint: What to write instead, or None.
    """
    return MockError([Diagnostic(code, message, hint=hint)])
