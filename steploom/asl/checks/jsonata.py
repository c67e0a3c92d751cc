"""JSONata in a field: every text in it that is an expression, and texts that look like a half of one."""

from __future__ import annotations

from dataclasses import replace

from steploom.asl.checks.visit import ExpressionCheck, ExpressionUse
from steploom.asl.faults import Faults, child, item
from steploom.asl.readers import is_expression
from steploom.jsontext import Json

__all__ = ["check_value"]


def check_value(value: Json, use: ExpressionUse, look: ExpressionCheck | None, faults: Faults) -> None:
    """Report wrong delimiters in `value` and what `look` finds in its expressions.

    Args:
        value: The value of a field, or a part of it.
        use: Where it stands; `text` is filled in for each expression.
        look: What looks into expressions, or None.
        faults: Where faults go.
    """
    if isinstance(value, dict):
        for key, each in value.items():
            inside = replace(use, field=child(use.field, key), location=child(use.location, key))
            check_value(each, inside, look, faults)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            inside = replace(use, field=item(use.field, index), location=item(use.location, index))
            check_value(each, inside, look, faults)
    elif is_expression(value):
        if look is not None:
            faults.extend(look(replace(use, text=value[2:-2].strip())))
    elif isinstance(value, str) and (value.startswith("{%") or value.endswith("%}")):
        faults.schema(use.location, "JSONata string must start with {% and end with %}", code="SL404")
