"""Payload templates: JSON in which keys that end in `.$` hold paths and calls of intrinsic functions.

Input: the value of `Parameters`, `ResultSelector`, `ItemSelector`, `Assign` and the like. Output: a function of view
and environment to the payload. Must not: copy what has nothing to evaluate in it; all payloads share such parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from steploom.errors import ExpressionError
from steploom.expr.environment import Environment
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.jsonpath import PathError, compile_path
from steploom.expr.jsonpath.texts import field_not_path, field_not_text, not_found
from steploom.expr.view import View
from steploom.jsontext import Json, JsonObject

__all__ = ["Template", "TemplateError", "TemplateSyntaxError", "compile_template", "template_variables"]

Template: TypeAlias = Callable[[View, Environment], Json]

_SUFFIX = ".$"


class TemplateSyntaxError(ExpressionError):
    """A payload template that AWS refuses when the machine is created.

    Args:
        location: JSON pointer to the field within the template, for example `/order/id.$`.
        message: AWS's text.
        fault: What is wrong with the field's expression, if it is text.
    """

    def __init__(self, location: str, message: str, fault: ExpressionError | None = None) -> None:
        self.location = location
        self.fault = fault
        detail = f" ({fault.message})" if fault else ""
        super().__init__("path", f"{message}{detail} at {location}", fault.position if fault else None)
        self.aws_message = message


class TemplateError(PathError):
    """A path of a payload template that finds nothing; `message` is AWS's whole text.

    Args:
        error: What the path says.
        field: The field's key as written, for example `value.$`.
        view: What the template read.
    """

    def __init__(self, error: PathError, field: str, view: View) -> None:
        self.field = field
        text = not_found(error.path, field, view.input)
        super().__init__(error.path, text, missing=error.missing, past_end=error.past_end)


def compile_template(value: Json) -> Template:
    """Compile a payload template.

    Args:
        value: Any JSON value. At every depth a key `"k.$"` has its value evaluated (a path, else a call) and becomes
            `"k"`; everything else stays as it is, text in lists included.

    Returns:
        A function of view and environment. It raises TemplateError where a path finds nothing, IntrinsicError where a
        call fails.

    Raises:
        TemplateSyntaxError: The value of a key `"k.$"` is no text, no path and no call, or a key is there twice.

    Example:
        >>> template = compile_template({"id.$": "$.order.id", "n.$": "States.MathAdd($.n, 1)", "tags": ["$.n"]})
        >>> template(View({"order": {"id": "a"}, "n": 1}), Environment())
        {'id': 'a', 'n': 2, 'tags': ['$.n']}
    """
    try:
        return _compile(value, "") or _constant(value)
    except RecursionError:
        raise TemplateSyntaxError("/", "The template nests too deeply") from None


def template_variables(value: Json) -> frozenset[str]:
    """Return the names of the variables that a payload template reads, without the dollar sign.

    Raises:
        TemplateSyntaxError: As `compile_template`.

    Example:
        >>> sorted(template_variables({"a.$": "$x.y", "b": {"c.$": "States.Array($y, $.z)"}}))
        ['x', 'y']
    """
    found: set[str] = set()
    waiting = [value]
    while waiting:
        match waiting.pop():
            case dict() as fields:
                for key, item in fields.items():
                    if not key.endswith(_SUFFIX):
                        waiting.append(item)
                    elif isinstance(item, str):
                        found |= _variables(item)
            case list() as items:
                waiting += items
    return frozenset(found)


def _variables(text: str) -> frozenset[str]:
    return compile_path(text).variables if text.startswith("$") else compile_intrinsic(text).variables


def _constant(value: Json) -> Template:
    return lambda _view, _environment: value


def _compile(value: Json, location: str) -> Template | None:
    """Return None where there is nothing to evaluate."""
    if isinstance(value, dict):
        return _compile_object(value, location)
    if isinstance(value, list):
        return _compile_array(value, location)
    return None


def _compile_array(items: list[Json], location: str) -> Template | None:
    parts = [(number, _compile(item, f"{location}/{number}")) for number, item in enumerate(items)]
    evaluated = [(number, part) for number, part in parts if part is not None]
    if not evaluated:
        return None

    def build(view: View, environment: Environment) -> Json:
        payload = items.copy()
        for number, part in evaluated:
            payload[number] = part(view, environment)
        return payload

    return build


def _compile_object(fields: JsonObject, location: str) -> Template | None:
    skeleton: JsonObject = {}
    paths: list[tuple[str, Callable[[View], Json]]] = []
    evaluated: list[tuple[str, Template]] = []
    for key, value in fields.items():
        name = key.removesuffix(_SUFFIX)
        place = f"{location}/{_escape(key)}"
        if name in skeleton:
            raise TemplateSyntaxError(place, f"The field '{name}' is there twice, once with '.$' and once without")
        skeleton[name] = None
        if name != key:
            _check_field(key, value, place)
            if value.startswith("$"):
                paths.append((name, compile_path(value).read))
            else:
                evaluated.append((name, compile_intrinsic(value).evaluate))
        elif part := _compile(value, place):
            evaluated.append((name, part))
        else:
            skeleton[name] = value
    return _build_object(skeleton, paths, evaluated) if paths or evaluated else None


def _build_object(
    skeleton: JsonObject, paths: list[tuple[str, Callable[[View], Json]]], evaluated: list[tuple[str, Template]]
) -> Template:
    """Fill a copy of the skeleton, which keeps the order of the keys."""

    def build(view: View, environment: Environment) -> Json:
        payload = skeleton.copy()
        for name, read in paths:
            try:
                payload[name] = read(view)
            except PathError as error:
                # Reported from AWS: an index past the end gives null here, though not as an argument of a call.
                if not error.past_end:
                    raise TemplateError(error, name + _SUFFIX, view) from None
        for name, part in evaluated:
            payload[name] = part(view, environment)
        return payload

    return build


def _check_field(key: str, value: Json, place: str) -> None:
    if not isinstance(value, str):
        raise TemplateSyntaxError(place, field_not_text(key, value))
    try:
        _variables(value)
    except ExpressionError as fault:
        raise TemplateSyntaxError(place, field_not_path(key), fault) from None


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
