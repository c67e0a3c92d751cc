"""The logic of a JSONPath choice rule: `Variable` with one operator, or `And`, `Or`, `Not`."""

from __future__ import annotations

from steploom.asl.faults import Faults, child, item, listed
from steploom.asl.readers import flag, number, text
from steploom.asl.shapes.moment import is_timestamp
from steploom.jsontext import Json, JsonObject

__all__ = ["LOGIC", "OPERATORS", "check_comparison"]

_ORDERED = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
_TESTS = ("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp")
_WITH_PATH = (
    *(f"{family}{order}" for family in ("String", "Numeric", "Timestamp") for order in _ORDERED),
    "BooleanEquals",
)

#: The 39 comparison operators.
OPERATORS = frozenset((*_WITH_PATH, *(f"{each}Path" for each in _WITH_PATH), "StringMatches", *_TESTS))
_COMBINERS = frozenset({"And", "Or", "Not"})
#: One of these says what a rule asks, in the order in which AWS lists them.
_SELECTORS = ("And", "Or", "Not", "Variable", "Condition")

_BESIDE = {"Assign", "Comment", "Condition", "Next", "Output"}

#: Every field of a rule that is part of its logic.
LOGIC = OPERATORS | _COMBINERS | {"Variable"}


def check_comparison(rule: JsonObject, location: str, faults: Faults, *, top: bool = False) -> bool:
    """Report what is wrong with the logic of one rule; return whether all is well.

    Args:
        rule: The fields of the rule.
        location: The rule's slash path.
        faults: Where faults go.
        top: Whether the rule stands in `Choices`, where a `Condition` may take the place of the comparison.
    """
    before = len(faults.found)
    selectors = [name for name in _SELECTORS if name in rule]
    operators = [name for name in rule if name in OPERATORS]
    if len(selectors) != 1:
        allowed = _SELECTORS if top else _SELECTORS[:-1]
        faults.schema(location, f"The object must have only one of the following fields, {listed(allowed)}")
    elif selectors[0] in _COMBINERS or selectors[0] == "Condition":
        for name in operators:
            faults.schema(location, f"Field '{name}' is not supported", anchor=child(location, name))
        if selectors[0] != "Condition":
            _check_combiner(selectors[0], rule, location, faults)
    elif not operators and rule.keys() - LOGIC - _BESIDE:
        # An operator that does not exist is reported as a field that is not supported.
        return False
    elif not operators:
        faults.schema(location, "A rule with a Variable needs a comparison", hint="Add StringEquals, IsPresent …")
    elif len(operators) > 1:
        faults.schema(location, f"There should only be one of the following fields: {listed(operators)}")
    else:
        text(rule["Variable"], child(location, "Variable"), faults)
        _check_operator(operators[0], rule, location, faults)
    return len(faults.found) == before


def _check_combiner(name: str, rule: JsonObject, location: str, faults: Faults) -> None:
    value, place = rule[name], child(location, name)
    if name == "Not":
        _check_nested(value, place, faults)
    elif not isinstance(value, list):
        faults.schema(place, "Expected value of type [ARRAY]")
    elif not value:
        faults.schema(place, "Value cannot be empty")
    else:
        for index, each in enumerate(value):
            _check_nested(each, item(place, index), faults)


def _check_nested(value: Json, location: str, faults: Faults) -> None:
    if not isinstance(value, dict):
        faults.schema(location, "Expected value of type [OBJECT]")
        return
    for name in value:
        if name not in LOGIC and name != "Comment":
            faults.schema(location, f"Field '{name}' is not supported", anchor=child(location, name))
    check_comparison(value, location, faults)


def _check_operator(name: str, rule: JsonObject, location: str, faults: Faults) -> None:
    value, place = rule[name], child(location, name)
    if name.endswith("Path") or name.startswith("String"):
        text(value, place, faults)
    elif name.startswith("Numeric"):
        number(float("-inf"))(value, place, faults)
    elif name.startswith("Timestamp"):
        if not isinstance(value, str) or not is_timestamp(value):
            faults.schema(place, "String does not match RFC3339 timestamp")
    else:
        flag(value, place, faults)
