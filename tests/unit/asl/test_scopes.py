"""Walking a definition."""

from __future__ import annotations

import pytest

from steploom.asl import load, load_state, scopes, successors, transitions, walk

END = {"Type": "Pass", "End": True}
NESTED = {
    "StartAt": "P",
    "States": {
        "P": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "a", "States": {"a": END}},
                {
                    "StartAt": "m",
                    "States": {"m": {"Type": "Map", "Iterator": {"StartAt": "i", "States": {"i": END}}, "End": True}},
                },
            ],
            "Next": "Q",
        },
        "Q": {"Type": "Map", "ItemProcessor": {"StartAt": "j", "States": {"j": END}}, "End": True},
    },
}


def test_walk_goes_scope_by_scope():
    assert [("/".join(path), name) for path, name, _ in walk(load(NESTED))] == [
        ("", "P"),
        ("", "Q"),
        ("States/P/Branches[0]", "a"),
        ("States/P/Branches[1]", "m"),
        ("States/P/Branches[1]/States/m/Iterator", "i"),
        ("States/Q/ItemProcessor", "j"),
    ]


def test_scopes():
    assert [(path[-2:], scope.start_at) for path, scope in scopes(load(NESTED))] == [
        ((), "P"),
        (("P", "Branches[0]"), "a"),
        (("P", "Branches[1]"), "m"),
        (("m", "Iterator"), "i"),
        (("Q", "ItemProcessor"), "j"),
    ]


@pytest.mark.parametrize(
    ("state", "ways"),
    [
        (END, []),
        ({"Type": "Pass", "Next": "B"}, [("Next", "B")]),
        ({"Type": "Wait", "Seconds": 1, "Next": "B"}, [("Next", "B")]),
        ({"Type": "Succeed"}, []),
        ({"Type": "Fail"}, []),
        (
            {
                "Type": "Choice",
                "Choices": [{"Condition": True, "Next": "B"}, {"Condition": False, "Next": "C"}],
                "Default": "B",
            },
            [("Choices[0]/Next", "B"), ("Choices[1]/Next", "C"), ("Default", "B")],
        ),
        (
            {
                "Type": "Task",
                "Resource": "r:r",
                "Next": "B",
                "Catch": [{"ErrorEquals": ["E"], "Next": "C"}, {"ErrorEquals": ["F"], "Next": "B"}],
            },
            [("Next", "B"), ("Catch[0]/Next", "C"), ("Catch[1]/Next", "B")],
        ),
    ],
)
def test_ways_out(state, ways):
    loaded = load_state(state)
    assert [(each.field, each.target) for each in transitions(loaded)] == ways
    assert successors(loaded) == tuple(dict.fromkeys(target for _, target in ways))
