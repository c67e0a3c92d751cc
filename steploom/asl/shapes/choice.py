"""Table of Choice, and the rules, whose logic stands beside their other fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steploom.asl.faults import Faults, item
from steploom.asl.fields import REFUSED, Field, Refused, Shape, read_fields, write_object
from steploom.asl.model import ChoiceRule, ChoiceState
from steploom.asl.readers import flag, text
from steploom.asl.shapes.common import ASSIGN, HEAD, INPUT_PATH, OUTPUT, OUTPUT_PATH
from steploom.asl.shapes.comparison import LOGIC, check_comparison
from steploom.jsontext import Json, JsonObject

__all__ = ["CHOICE", "RULE"]


def _condition(value: Json, location: str, faults: Faults) -> bool | str | Refused:
    return value if isinstance(value, str) else flag(value, location, faults)


RULE = Shape(
    ChoiceRule,
    (
        Field("Comment", "comment", text),
        Field("Condition", "condition", _condition),
        ASSIGN,
        OUTPUT,
        Field("Next", "next", text, required=True),
    ),
)


def _read_rule(value: Json, location: str, faults: Faults) -> ChoiceRule | Refused:
    if not isinstance(value, dict):
        faults.schema(location, "Expected value of type [OBJECT]")
        return REFUSED
    attributes = read_fields(RULE, value, location, faults, LOGIC)
    comparison = {name: each for name, each in value.items() if name in LOGIC}
    sound = check_comparison(value, location, faults, top=True)
    if attributes is REFUSED or not sound:
        return REFUSED
    return ChoiceRule(**attributes, comparison=comparison or None)


def _write_rule(rule: ChoiceRule) -> JsonObject:
    """The logic stands after the comment, before what happens when it is true."""
    rest = write_object(RULE, rule)
    written = {"Comment": rest.pop("Comment")} if "Comment" in rest else {}
    return written | _ordered(rule.comparison or {}) | rest


def _ordered(logic: Mapping[str, Json]) -> JsonObject:
    """`logic` as one would say it: what is compared before how."""
    first = {name: logic[name] for name in ("Comment", "Variable") if name in logic}
    return first | {name: _operand(name, each) for name, each in logic.items() if name not in first}


def _operand(name: str, value: Json) -> Json:
    if name in ("And", "Or"):
        return [_ordered(each) for each in value]
    return _ordered(value) if name == "Not" else value


def _read_rules(value: Json, location: str, faults: Faults) -> tuple[Any, ...] | Refused:
    if not isinstance(value, list):
        faults.schema(location, "Expected value of type [ARRAY]")
        return REFUSED
    if not value:
        faults.schema(location, "Value cannot be empty")
        return REFUSED
    rules = [_read_rule(each, item(location, index), faults) for index, each in enumerate(value)]
    return REFUSED if any(each is REFUSED for each in rules) else tuple(rules)


CHOICE = Shape(
    ChoiceState,
    (
        *HEAD,
        INPUT_PATH,
        Field("Choices", "choices", _read_rules, lambda rules: [_write_rule(each) for each in rules], required=True),
        Field("Default", "default", text),
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
    ),
)
