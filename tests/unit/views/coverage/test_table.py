from __future__ import annotations

import pytest

from steploom.analysis.coverage import Count, Coverage, MachineCoverage, points_of
from steploom.asl import load
from steploom.diagnostics import Span
from steploom.views import coverage_table
from steploom.views.coverage.words import conditions, label, percent

LAMBDA = "arn:aws:states:::lambda:invoke"
ITEM = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
MACHINE = load(
    {
        "QueryLanguage": "JSONata",
        "StartAt": "which",
        "States": {
            "which": {
                "Type": "Choice",
                "Choices": [{"Condition": "{% $states.input.n > 1 %}", "Next": "work"}],
                "Default": "both",
            },
            "work": {
                "Type": "Task",
                "Resource": LAMBDA,
                "Retry": [{"ErrorEquals": ["A", "B", "C"]}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "both"}],
                "End": True,
            },
            "both": {"Type": "Parallel", "Branches": [ITEM], "Next": "each"},
            "each": {
                "Type": "Map",
                "ItemProcessor": {**ITEM, "StartAt": "one", "States": {"one": ITEM["States"]["item"]}},
                "End": True,
            },
        },
    }
)


def test_words_of_every_kind():
    known = conditions(MACHINE)
    words = {each.path: label(each, known) for each in points_of(MACHINE) if each.kind != "state"}
    assert words == {
        "/States/which/Choices[0]": "if $states.input.n > 1 → work",
        "/States/which/Default": "default → both",
        "/States/work/Retry[0]": "retry A, B, and 1 more",
        "/States/work/Catch[0]": "catch States.ALL → both",
        "/States/both/Branches[0]": "branch 1",
        "/States/each/ItemProcessor": "each item",
    }


@pytest.mark.parametrize(
    ("hit", "total", "shown"), [(0, 3, "0%"), (3, 3, "100%"), (1, 1000, "1%"), (999, 1000, "99%"), (0, 0, "100%")]
)
def test_only_all_is_everything(hit, total, shown):
    assert percent(Count(hit, total)) == shown


def test_the_table():
    hits = {"/States/which": 2, "/States/which/Default": 2, "/States/both": 2}
    one = MachineCoverage.of("orders", MACHINE, hits, {"work": Span("flow.py", 7, 1, 7, 9)})
    two = MachineCoverage.of("x", MACHINE, {}, file="x.asl.json")
    lines = coverage_table(Coverage((one, two)), missing=True)
    assert lines[2] == "orders      2/6    1/2       0/1       0/1     0/2    25%"
    assert lines[3:9] == [
        "             which: if $states.input.n > 1 → work",
        "  flow.py:7  work",
        "             both: branch 1",
        "             item",
        "             each",
        "             one",
    ]
    assert "  x.asl.json  which" in lines
    assert lines[-1] == "TOTAL      2/12    1/4       0/2       0/2     0/4    12%"


def test_nothing_measured():
    assert coverage_table(Coverage()) == ["No state machine was measured."]
