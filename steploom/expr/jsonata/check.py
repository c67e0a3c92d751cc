"""Static faults of an expression: what AWS refuses, and what can only fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from steploom.errors import ExpressionError
from steploom.expr.jsonata.facts import walk
from steploom.expr.jsonata.nodes import Call, Partial, Variable
from steploom.expr.jsonata.program import Program, compile_expression

__all__ = ["check"]


def check(text: str, *, variables: Collection[str] | None = None) -> tuple[ExpressionError, ...]:
    """Return the faults of an expression that show without evaluating it.

    Args:
        text: The expression, without `{%` and `%}`.
        variables: The variables that may be assigned when it runs; None where that is not known.

    Returns:
        A syntax error alone; else calls of functions that do not exist (T1006), and variables that are never
        assigned (code empty), in the order of the text. An expression without faults gives an empty tuple.

    Example:
        >>> [str(each) for each in check("$eval('1')")]
        ['T1006: $eval is no function on Step Functions']
    """
    try:
        program = compile_expression(text)
    except ExpressionError as error:
        return (error,)
    faults = list(_calls(program))
    if variables is not None:
        faults += _reads(program, variables)
    return tuple(sorted(faults, key=lambda fault: fault.position or 0))


def _calls(program: Program) -> Iterator[ExpressionError]:
    for node in walk(program.ast):
        if isinstance(node, Call | Partial) and isinstance(node.procedure, Variable):
            name = node.procedure.name
            if name in program.unknown_functions:
                yield ExpressionError("T1006", f"${name} is no function on Step Functions", node.procedure.position)


def _reads(program: Program, variables: Collection[str]) -> Iterator[ExpressionError]:
    unassigned = program.free_variables - program.unknown_functions - set(variables) - {"states"}
    for node in walk(program.ast):
        if isinstance(node, Variable) and node.name in unassigned:
            yield ExpressionError("", f"${node.name} is never assigned", node.position)
