"""JSONata payloads: any JSON value whose texts in `{% … %}` are expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from steploom.engine.failure import EvaluationFault
from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment
from steploom.expr.jsonata import Function, compile_expression
from steploom.jsontext import Json, compact

__all__ = ["Part", "compile_payload", "expected", "expression_of", "type_name"]

#: `(bindings, environment) -> value`
Part: TypeAlias = "Callable[[Mapping[str, Json], Environment], Json]"


def expression_of(value: Json) -> str | None:
    """Return the expression that a text delimits, trimmed; None where the value is a literal.

    Example:
        >>> expression_of("{% $x + 1 %}"), expression_of(" {% $x %} "), expression_of(3)
        ('$x + 1', None, None)
    """
    if isinstance(value, str) and value.startswith("{%") and value.endswith("%}") and len(value) >= 4:  # noqa: PLR2004
        return value[2:-2].strip()
    return None


def compile_payload(value: Json, field: str) -> tuple[Part | None, frozenset[str]]:
    """Return what evaluates a payload, and which members of `$states` it reads.

    Args:
        value: The payload as it is written.
        field: Its place in the state, which AWS names in causes.

    Returns:
        None instead of a function where the payload is a constant.
    """
    text = expression_of(value)
    if text is not None:
        return _leaf(text, field)
    if isinstance(value, dict):
        return _object(value, field)
    if isinstance(value, list):
        return _array(value, field)
    return None, frozenset()


def type_name(value: Json) -> str:
    """Return AWS's word for the type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def expected(want: str, value: Json, text: str | None, field: str) -> EvaluationFault:
    """Return the fault of a value that is not of the type that the field wants."""
    what = "value" if text is None else f"JSONata expression '{text}'"
    return EvaluationFault(
        f"The {what} specified for the field '{field}' returned an unexpected result type."
        f" Expected '{want}', but was '{type_name(value)}' for value: {compact(value)}",
        field,
    )


def _leaf(text: str, field: str) -> tuple[Part, frozenset[str]]:
    program = compile_expression(text)
    evaluate = program.evaluate
    what = f"The JSONata expression '{text}' specified for the field '{field}'"

    def part(bindings: Mapping[str, Json], environment: Environment) -> Json:
        try:
            value = evaluate(bindings, environment)
        except ExpressionError as problem:
            code = f"{problem.code}: " if problem.code else ""
            why = f"{what} threw an error during evaluation. {code}{problem.message}"
            raise EvaluationFault(why, field) from None
        if value is UNDEFINED:
            raise EvaluationFault(f"{what} returned nothing (undefined).", field)
        if isinstance(value, Function):
            raise EvaluationFault(f"{what} returned an unsupported result type.", field)
        return value

    return part, program.state_members


def _object(value: dict[str, Json], field: str) -> tuple[Part | None, frozenset[str]]:
    found = {key: compile_payload(each, f"{field}/{key}") for key, each in value.items()}
    parts = tuple((key, part) for key, (part, _) in found.items() if part is not None)
    if not parts:
        return None, frozenset()

    def made(bindings: Mapping[str, Json], environment: Environment) -> Json:
        result = dict(value)
        for key, part in parts:
            result[key] = part(bindings, environment)
        return result

    return made, frozenset().union(*(members for _, members in found.values()))


def _array(value: list[Json], field: str) -> tuple[Part | None, frozenset[str]]:
    found = [compile_payload(each, f"{field}[{index}]") for index, each in enumerate(value)]
    parts = tuple((index, part) for index, (part, _) in enumerate(found) if part is not None)
    if not parts:
        return None, frozenset()

    def made(bindings: Mapping[str, Json], environment: Environment) -> Json:
        result = list(value)
        for index, part in parts:
            result[index] = part(bindings, environment)
        return result

    return made, frozenset().union(*(members for _, members in found))
