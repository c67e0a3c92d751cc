"""HIR expressions as values of ASL fields: objects stay objects, `{% … %}` only where something is computed."""

from __future__ import annotations

from steploom.compiler.emit.jsonata import write
from steploom.compiler.emit.literals import literal
from steploom.compiler.emit.variables import Variables
from steploom.compiler.hir import Const, Expr, MakeError, MakeList, MakeObject
from steploom.jsontext import Json

__all__ = ["expression", "output", "template"]


def expression(text: str) -> str:
    """Return JSONata as the value of a field."""
    return f"{{% {text} %}}"


def template(value: Expr, variables: Variables) -> Json:
    """Return `value` as JSON in which computed parts are expressions."""
    match value:
        case Const(value=constant):
            return _constant(constant)
        case MakeObject(entries=entries):
            return {key: template(each, variables) for key, each in entries}
        case MakeList(items=items):
            return [template(each, variables) for each in items]
        case MakeError(error=error, message=message):
            return {"Error": error, "Cause": template(message, variables)}
        case _:
            return expression(write(value, variables))


def output(value: Expr, variables: Variables) -> Json:
    """Return `value` as an `Output`: an object as one, everything else as an expression.

    AWS takes any JSON there (recorded: `outputdecl.test_output::test_base_output_any_non_dict`), but cfn-lint and
    asl-validator take objects and expressions only, and people run them.
    """
    return template(value, variables) if isinstance(value, MakeObject) else expression(write(value, variables))


def _constant(value: Json) -> Json:
    """A literal; text that would be taken for an expression becomes one that gives it."""
    if isinstance(value, str) and (value.startswith("{%") or value.endswith("%}")):
        return expression(literal(value))
    if isinstance(value, list):
        return [_constant(each) for each in value]
    if isinstance(value, dict):
        return {key: _constant(each) for key, each in value.items()}
    return value
