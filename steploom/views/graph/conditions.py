"""The rules of a Choice as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl import ChoiceRule
from steploom.jsontext import Json, compact
from steploom.views.graph.words import bare

__all__ = ["condition_text"]

_SIGNS = {
    "Equals": "=",
    "GreaterThanEquals": "≥",
    "GreaterThan": ">",
    "LessThanEquals": "≤",
    "LessThan": "<",
    "Matches": "matches",
}
_FAMILIES = ("String", "Numeric", "Boolean", "Timestamp")
_TESTS = {
    "IsPresent": "present",
    "IsNull": "null",
    "IsString": "a string",
    "IsNumeric": "a number",
    "IsBoolean": "a boolean",
    "IsTimestamp": "a timestamp",
}


def condition_text(rule: ChoiceRule) -> str:
    """Return what must hold for a rule to be taken.

    Example:
        >>> condition_text(ChoiceRule(next="A", comparison={"Variable": "$.n", "NumericGreaterThan": 5}))
        '$.n > 5'
        >>> condition_text(ChoiceRule(next="A", condition="{% $n > 5 %}"))
        '$n > 5'
    """
    if rule.comparison is not None:
        return _logic(rule.comparison, inside=False)
    if isinstance(rule.condition, str):
        return bare(rule.condition)
    return "" if rule.condition is None else compact(rule.condition)


def _logic(rule: Mapping[str, Json], *, inside: bool) -> str:
    for key, word in (("And", " and "), ("Or", " or ")):
        if key in rule:
            parts = [_logic(each, inside=True) for each in rule[key]]
            joined = word.join(parts)
            return f"({joined})" if inside and len(parts) > 1 else joined
    if "Not" in rule:
        inner = rule["Not"]
        return _test(inner, negated=True) or f"not {_logic(inner, inside=True)}"
    return _test(rule, negated=False) or _comparison(rule)


def _test(rule: Mapping[str, Json], *, negated: bool) -> str:
    """Return the text of a test of kind, `$.a is present`; empty for other rules."""
    for operator, word in _TESTS.items():
        if operator in rule:
            holds = bool(rule[operator]) is not negated
            return f"{rule.get('Variable', '?')} is {'' if holds else 'not '}{word}"
    return ""


def _comparison(rule: Mapping[str, Json]) -> str:
    variable = str(rule.get("Variable", "?"))
    for operator, value in rule.items():
        family = next((each for each in _FAMILIES if operator.startswith(each)), None)
        if family is None:
            continue
        by_path = operator.endswith("Path")
        sign = _SIGNS.get(operator.removeprefix(family).removesuffix("Path"), operator)
        return f"{variable} {sign} {value if by_path else compact(value)}"
    return variable
