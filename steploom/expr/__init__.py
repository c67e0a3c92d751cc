"""Expressions of the States Language: JSONata, JSONPath and intrinsic functions.

Input: the text of an expression. Output: a compiled program, and its JSON result for given values.
Must not: know of states, executions or services; load an evaluator that nobody asked for (name its sub-package).
"""

from steploom.expr.environment import AWS_LIMITS, Environment, Limits
from steploom.expr.undefined import UNDEFINED, Undefined

__all__ = ["AWS_LIMITS", "UNDEFINED", "Environment", "Limits", "Undefined"]
