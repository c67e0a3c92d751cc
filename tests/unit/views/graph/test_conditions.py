from __future__ import annotations

import pytest

from steploom.asl import ChoiceRule
from steploom.views.graph.conditions import condition_text


@pytest.mark.parametrize(
    ("comparison", "text"),
    [
        ({"Variable": "$.a", "StringEquals": "x"}, '$.a = "x"'),
        ({"Variable": "$.a", "BooleanEquals": True}, "$.a = true"),
        ({"Variable": "$.a", "NumericGreaterThanEquals": 5}, "$.a ≥ 5"),
        ({"Variable": "$.a", "NumericLessThanPath": "$.b"}, "$.a < $.b"),
        ({"Variable": "$.a", "NumericLessThanEqualsPath": "$.b"}, "$.a ≤ $.b"),
        ({"Variable": "$.a", "StringMatches": "log-*"}, '$.a matches "log-*"'),
        ({"Variable": "$.a", "TimestampEquals": "2020-01-01T00:00:00Z"}, '$.a = "2020-01-01T00:00:00Z"'),
        ({"Variable": "$.a", "IsPresent": True}, "$.a is present"),
        ({"Variable": "$.a", "IsPresent": False}, "$.a is not present"),
        ({"Not": {"Variable": "$.a", "IsNull": True}}, "$.a is not null"),
        ({"Not": {"Variable": "$.a", "StringEquals": "x"}}, 'not $.a = "x"'),
        (
            {"And": [{"Variable": "$.a", "IsPresent": True}, {"Variable": "$.a", "NumericEquals": 1}]},
            "$.a is present and $.a = 1",
        ),
        (
            {
                "Or": [
                    {"And": [{"Variable": "$.a", "IsNull": True}, {"Variable": "$.b", "IsNull": True}]},
                    {"Not": {"Or": [{"Variable": "$.c", "NumericEquals": 1}, {"Variable": "$.d", "NumericEquals": 2}]}},
                ]
            },
            "($.a is null and $.b is null) or not ($.c = 1 or $.d = 2)",
        ),
        ({"Variable": "$.a"}, "$.a"),
    ],
)
def test_comparisons(comparison, text):
    assert condition_text(ChoiceRule(next="n", comparison=comparison)) == text


@pytest.mark.parametrize(("condition", "text"), [("{% $a > 1 %}", "$a > 1"), (True, "true"), (None, ""), ("{% %}", "")])
def test_conditions(condition, text):
    assert condition_text(ChoiceRule(next="n", condition=condition)) == text
