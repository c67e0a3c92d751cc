"""Names of states and labels."""

from __future__ import annotations

import pytest

END = {"End": True}
PASS = {"Type": "Pass", **END}
SCOPE = {"StartAt": "X", "States": {"X": PASS}}
DISTRIBUTED = {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
FAR_MAP = {"Type": "Map", "ItemProcessor": DISTRIBUTED, **END}


def test_names_are_unique_in_the_whole_machine(faults_of):
    branches = [{"StartAt": "A", "States": {"A": PASS}}, {"StartAt": "X", "States": {"X": PASS}}, SCOPE]
    assert faults_of({"Type": "Parallel", "Branches": branches, **END}) == [
        ("DUPLICATE_STATE_NAME", "/States/A/Branches[0]/States/A", "Duplicate State name: A"),
        ("DUPLICATE_STATE_NAME", "/States/A/Branches[2]/States/X", "Duplicate State name: X"),
    ]


def test_labels_are_unique(errors_of):
    maps = {
        name: {
            **FAR_MAP,
            "Label": "l",
            "ItemProcessor": {**DISTRIBUTED, "StartAt": f"{name}i", "States": {f"{name}i": PASS}},
        }
        for name in "AB"
    }
    maps["A"] = {**maps["A"], "Next": "B", "End": False}
    assert errors_of({"StartAt": "A", "States": maps}) == [
        ("DUPLICATE_LABEL_NAME", "/States/B/Label", "Duplicate Label name: l")
    ]


@pytest.mark.parametrize(
    ("name", "fine"), [("", False), ("n" * 80, True), ("n" * 81, False), ("Ist das $5 <wert>?", True)]
)
def test_state_names(errors_of, name, fine):
    found = errors_of({"StartAt": name, "States": {name: PASS}})
    assert [code for code, _, _ in found] == ([] if fine else ["INVALID_STATE_NAME"])
