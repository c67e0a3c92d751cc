"""The rules of a Choice state in the JSONPath language, compiled to predicates.

Input: a rule as it is written: `Variable` with one operator, or `And`, `Or`, `Not`. Output: a function of a view.
Must not: know where a rule leads; convert one type into another (a value of the wrong type makes a comparison false).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn, TypeAlias

from steploom.errors import ExpressionError
from steploom.expr.choice_operators import OPERATORS, Operator, Test
from steploom.expr.jsonpath import Path, PathError, PathSyntaxError, compile_path
from steploom.expr.jsonpath.texts import choice_path_invalid
from steploom.expr.view import View
from steploom.jsontext import Json

__all__ = ["Comparison", "ComparisonError", "ComparisonSyntaxError", "compile_comparison"]

Comparison: TypeAlias = Callable[[View], bool]

_LOGIC = frozenset({"And", "Or", "Not"})
#: What a rule at the top may have beside its logic; a nested one has the comment only.
_TOP_FIELDS = frozenset({"Next", "Assign", "Output", "Comment"})
_NESTED_FIELDS = frozenset({"Comment"})
_MAX_DEPTH = 200


class ComparisonSyntaxError(ExpressionError):
    """A rule that AWS refuses when the machine is created.

    Args:
        location: JSON pointer to the place within the rule, for example `/And/1/StringEquals`.
        problem: What is wrong and what to write instead.
    """

    def __init__(self, location: str, problem: str) -> None:
        self.location = location
        self.problem = problem
        super().__init__("choice", f"{problem} at {location or '/'}")


class ComparisonError(PathError):
    """A rule whose `Variable`, or path to compare with, finds nothing; `message` is AWS's whole text."""

    def __init__(self, error: PathError) -> None:
        super().__init__(error.path, choice_path_invalid(error.path), missing=error.missing)


def compile_comparison(rule: Mapping[str, Json]) -> Comparison:
    """Compile the logic of a Choice rule.

    `And` and `Or` stop at the first rule that decides. Only `IsPresent` tolerates a path that finds nothing.

    Args:
        rule: The rule; `Next`, `Assign`, `Output` and `Comment` at its top are ignored.

    Returns:
        A predicate. It raises ComparisonError where a path finds nothing.

    Raises:
        ComparisonSyntaxError: The rule cannot mean anything.

    Example:
        >>> adult = compile_comparison({"Variable": "$.age", "NumericGreaterThanEquals": 18, "Next": "Go"})
        >>> adult(View({"age": 18})), adult(View({"age": "18"}))
        (True, False)
    """
    return _compile(rule, "", _TOP_FIELDS)


def _compile(rule: Json, location: str, ignored: frozenset[str]) -> Comparison:
    if location.count("/") > _MAX_DEPTH:
        _fail("", "the rules nest too deeply")
    if not isinstance(rule, Mapping):
        _fail(location, "a rule is an object with a Variable and an operator, or with And, Or or Not")
    fields = [key for key in rule if key not in ignored]
    misplaced = _TOP_FIELDS.intersection(fields)
    if misplaced:
        _fail(location, f"{min(misplaced)} stands in the rule at the top only, not in a nested one")
    if _LOGIC.isdisjoint(fields):
        return _compile_test(rule, fields, location)
    if len(fields) > 1:
        _fail(location, f"{' and '.join(sorted(fields))} exclude each other: a rule has And, Or, Not or a Variable")
    (operator,) = fields
    place = f"{location}/{operator}"
    if operator == "Not":
        inner = _compile(rule[operator], place, _NESTED_FIELDS)
        return lambda view: not inner(view)
    rules = rule[operator]
    if not isinstance(rules, list) or not rules:
        _fail(place, f"{operator} takes a list of at least one rule")
    parts = [_compile(each, f"{place}/{number}", _NESTED_FIELDS) for number, each in enumerate(rules)]
    if operator == "And":
        return lambda view: all(part(view) for part in parts)
    return lambda view: any(part(view) for part in parts)


def _compile_test(rule: Mapping[str, Json], fields: list[str], location: str) -> Comparison:
    unknown = sorted(key for key in fields if key != "Variable" and key not in OPERATORS)
    if unknown:
        _fail(f"{location}/{unknown[0]}", f"{unknown[0]} is no comparison operator")
    if "Variable" not in fields:
        _fail(location, "the field Variable is missing: the path to the value to compare")
    operators = [key for key in fields if key != "Variable"]
    if len(operators) != 1:
        found = ", ".join(operators) or "none"
        _fail(location, f"a rule has exactly one comparison operator, but there is {found}; join rules with And or Or")
    variable = _path(rule["Variable"], f"{location}/Variable")
    name = operators[0]
    operator = OPERATORS[name]
    place = f"{location}/{name}"
    if operator.takes_path:
        return _compare_paths(variable, _reference(rule[name], place), operator.test)
    return _compare(variable, operator, rule[name], place)


def _compare(variable: Path, operator: Operator, operand: Json, location: str) -> Comparison:
    if not operator.accepts(operand):
        _fail(location, f"{operator.name} takes {operator.expected}")
    if operator.name == "IsPresent":
        return _compile_presence(variable, wanted=operand)
    holds = operator.prepare(operand)
    read = variable.read

    def compare(view: View) -> bool:
        try:
            value = read(view)
        except PathError as error:
            raise ComparisonError(error) from None
        return holds(value)

    return compare


def _compare_paths(variable: Path, operand: Path, test: Test) -> Comparison:
    read, read_operand = variable.read, operand.read

    def compare(view: View) -> bool:
        try:
            value, other = read(view), read_operand(view)
        except PathError as error:
            raise ComparisonError(error) from None
        return test(value, other)

    return compare


def _compile_presence(variable: Path, *, wanted: bool) -> Comparison:
    read = variable.read

    def is_present(view: View) -> bool:
        try:
            read(view)
        except PathError:
            return not wanted
        return wanted

    return is_present


def _path(text: Json, location: str) -> Path:
    if not isinstance(text, str) or not text.startswith("$"):
        _fail(location, "expected a path, which starts with $")
    try:
        return compile_path(text)
    except PathSyntaxError as error:
        _fail(location, error.message)


def _reference(text: Json, location: str) -> Path:
    path = _path(text, location)
    if path.reference_fault:
        _fail(location, f"'{path.text}' is no Reference Path: {path.reference_fault}")
    return path


def _fail(location: str, problem: str) -> NoReturn:
    raise ComparisonSyntaxError(location, problem)
