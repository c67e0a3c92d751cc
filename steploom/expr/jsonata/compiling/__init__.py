"""From the plan to closures: one file for each family of constructs.

Input: a plan. Output: a function of context and scope that returns the value. Must not: read the plan again while
evaluating, or change a JSON value.
"""

from steploom.expr.jsonata.compiling import (
    application,
    calls,
    constructors,
    control,
    leaves,
    operators,
    paths,
    transform,
)
from steploom.expr.jsonata.compiling.core import HANDLERS, Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator

__all__ = ["HANDLERS", "Compiler", "Evaluator"]

for _family in (application, calls, constructors, control, leaves, operators, paths, transform):
    HANDLERS.update(_family.HANDLERS)
