"""JSONata 2.0.6 as Step Functions runs it.

Input: an expression and its variables. Output: a plain JSON value, or jsonata-js's error. Tokens become frozen syntax
nodes, these a plan of steps, that closures. Must not: change a JSON value, see real time, or run without bounds.
"""

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.check import check
from steploom.expr.jsonata.errors import MEMORY, STACK, TIMEOUT
from steploom.expr.jsonata.facts import WHOLE, Facts
from steploom.expr.jsonata.program import Program, compile_expression, parse

__all__ = [
    "MEMORY",
    "STACK",
    "TIMEOUT",
    "WHOLE",
    "Facts",
    "Function",
    "Program",
    "check",
    "compile_expression",
    "parse",
]
