"""The logic of a JSONPath choice rule: `Variable` with one operator, or `And`, `Or`, `Not`."""

from __future__ import annotations

from steploom.asl.faults import Faults, child, item, quoted_list
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

#: Every field of a rule that is part of its logic.
LOGIC = OPERATORS | _COMBINERS | {"Variable"}


def check_comparison(rule: JsonObject, location: str, faults: Faults, *, needed: bool) -> bool:
    """Report what is wrong with the logic of one rule; return whether all is well.

    Args:
        rule: The fields of the rule that are part of its logic.
        location: The rule's slash path.
        faults: Where faults go.
        needed: Whether there must be some logic (there is no `Condition`).
    """
    before = len(faults.found)
    combiners = [name for name in rule if name in _COMBINERS]
    operators = [name for name in rule if name in OPERATORS]
    if len(combiners) + len(operators) > 1:
        names = quoted_list([*combiners, *operators])
        faults.schema(location, f"There should only be one of the following fields: {names}")
    elif combiners:
        _check_combiner(combiners[0], rule, location, faults)
    elif operators:
        _check_operator(operators[0], rule, location, faults)
    elif needed or rule:
        message = "A choice rule needs a comparison operator, And, Or or Not"
        faults.schema(location, message, hint="Write a Variable with one operator, or a Condition under JSONata")
    return len(faults.found) == before


def _check_combiner(name: str, rule: JsonObject, location: str, faults: Faults) -> None:
    if "Variable" in rule:
        faults.schema(location, f"There should only be one of the following fields: {quoted_list(['Variable', name])}")
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
            faults.schema(location, f"Field '{name}' is not supported")
    logic = {name: each for name, each in value.items() if name in LOGIC}
    check_comparison(logic, location, faults, needed=True)


def _check_operator(name: str, rule: JsonObject, location: str, faults: Faults) -> None:
    if "Variable" not in rule:
        faults.schema(location, "These fields are required: [Variable]")
    else:
        text(rule["Variable"], child(location, "Variable"), faults)
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
