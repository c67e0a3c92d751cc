"""Payload templates: keys that end with `.$`, and values that look as if theirs should (section 2.3)."""

from __future__ import annotations

from dataclasses import replace

from steploom.asl.checks.paths import looks_dynamic
from steploom.asl.checks.visit import ExpressionCheck, ExpressionUse
from steploom.asl.faults import Faults, child, item
from steploom.jsontext import Json

__all__ = ["check_result", "check_template"]


def check_template(value: Json, use: ExpressionUse, look: ExpressionCheck | None, faults: Faults) -> None:
    """Report wrong `.$` fields in `value` and what `look` finds in the others.

    Args:
        value: The template, or a part of it.
        use: Where it stands.
        look: What looks into paths and calls, or None.
        faults: Where faults go; AWS names the object around the key.
    """
    if isinstance(value, list):
        for index, each in enumerate(value):
            inside = replace(use, field=item(use.field, index), location=item(use.location, index))
            check_template(each, inside, look, faults)
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        if key.endswith(".$"):
            _check_dynamic(key, each, use, look, faults)
            if key.removesuffix(".$") in value:
                message = f"Duplicate field '{key.removesuffix('.$')}': it stands with and without '.$'"
                faults.schema(use.location, message, code="SL404", anchor=child(use.location, key))
        elif isinstance(each, str):
            _doubt(key, each, use, faults)
        else:
            inside = replace(use, field=child(use.field, key), location=child(use.location, key))
            check_template(each, inside, look, faults)


def _check_dynamic(key: str, value: Json, use: ExpressionUse, look: ExpressionCheck | None, faults: Faults) -> None:
    if not isinstance(value, str) or not looks_dynamic(value):
        message = f"The value for the field '{key}' must be a valid JSONPath or a valid intrinsic function call"
        faults.schema(use.location, message, code="SL404", anchor=child(use.location, key))
    elif look is not None:
        faults.extend(look(replace(use, kind="template", text=value, field=child(use.field, key))))


def _doubt(key: str, value: str, use: ExpressionUse, faults: Faults) -> None:
    if looks_dynamic(value):
        message = f"The value of '{key}' looks like a path or a call, but the key does not end with '.$'"
        faults.warn("NO_DOLLAR", child(use.location, key), message, f'Write "{key}.$" if it is to be evaluated')


def check_result(value: Json, location: str, faults: Faults) -> None:
    """Warn where the constant `Result` of a Pass looks as if it were evaluated."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key.endswith(".$"):
                message = f"Result is constant: '{key}' is not evaluated and keeps its name"
                faults.warn("PASS_RESULT_IS_STATIC", child(location, key), message, "Use Parameters")
            else:
                check_result(each, child(location, key), faults)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            check_result(each, item(location, index), faults)
    elif isinstance(value, str) and looks_dynamic(value):
        message = "Result is constant: this path is not evaluated"
        faults.warn("PASS_RESULT_IS_STATIC", location, message, "Use Parameters")
