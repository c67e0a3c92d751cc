"""How JSONPath fields are read: compiled paths, templates and rules, with AWS's words for what they cannot find."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from steploom.engine.failure import INTRINSIC, Fault
from steploom.errors import ExpressionError
from steploom.expr.comparison import compile_comparison
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.jsonpath import PathError, compile_path, texts
from steploom.expr.template import compile_template
from steploom.expr.view import View
from steploom.jsontext import Json, JsonObject

if TYPE_CHECKING:
    from steploom.engine.dataflow.flow import Evaluate, Test
    from steploom.engine.frame import Frame

__all__ = ["Worded", "fault_of", "read_field", "read_path", "read_template", "read_test", "view_of"]

#: Words a path that finds nothing, given the value that `$` names.
Worded: TypeAlias = Callable[[PathError, Json], str]


def view_of(frame: Frame, value: Json) -> View:
    """Return what expressions see where `$` names `value`."""
    return View(value, frame.context, frame.variables)


def fault_of(problem: ExpressionError) -> Fault:
    """Return the fault of an expression whose message is worded already."""
    return Fault(problem.message, INTRINSIC) if problem.code == "intrinsic" else Fault(problem.message)


def read_path(text: str, worded: Worded) -> Evaluate:
    """Return what reads the path `text`; `worded` says what is wrong where it finds nothing."""
    read = compile_path(text).read

    def evaluate(frame: Frame, value: Json) -> Json:
        try:
            return read(View(value, frame.context, frame.variables))
        except PathError as problem:
            raise Fault(worded(problem, value)) from None

    return evaluate


def read_template(template: Json) -> Evaluate:
    """Return what evaluates a payload template."""
    evaluate_template = compile_template(template)

    def evaluate(frame: Frame, value: Json) -> Json:
        try:
            return evaluate_template(View(value, frame.context, frame.variables), frame.execution.host.environment)
        except ExpressionError as problem:
            raise fault_of(problem) from None

    return evaluate


def read_field(text: str, field: str) -> Evaluate:
    """Return what evaluates a field that holds a path or an intrinsic function call (`ErrorPath`, `CausePath`)."""
    if text.startswith("$"):
        return read_path(text, lambda problem, value: texts.not_found(problem.path, field, value))
    call = compile_intrinsic(text)

    def evaluate(frame: Frame, value: Json) -> Json:
        try:
            return call.evaluate(View(value, frame.context, frame.variables), frame.execution.host.environment)
        except ExpressionError as problem:
            raise fault_of(problem) from None

    return evaluate


def read_test(comparison: JsonObject) -> Test:
    """Return what tests a rule of a Choice."""
    applies = compile_comparison(comparison)

    def test(frame: Frame, value: Json) -> bool:
        try:
            return applies(View(value, frame.context, frame.variables))
        except ExpressionError as problem:
            raise fault_of(problem) from None

    return test
