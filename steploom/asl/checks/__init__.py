"""The rules that need more than one field: validation of a whole definition.

Input: a machine (or text, which is read first). Output: diagnostics in AWS's words, errors and warnings.
Must not: parse an expression; whoever can hands in `check_expression`, and is called for each one.
"""

from __future__ import annotations

from steploom.asl.checks.run import check, validate, validate_state
from steploom.asl.checks.visit import ExpressionCheck, ExpressionKind, ExpressionUse

__all__ = ["ExpressionCheck", "ExpressionKind", "ExpressionUse", "check", "validate", "validate_state"]
