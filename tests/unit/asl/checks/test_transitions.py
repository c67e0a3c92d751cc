"""Where states lead."""

from __future__ import annotations

END = {"End": True}
PASS = {"Type": "Pass", **END}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", **END}
PARAMETERS = {"Parameters": {"QueueUrl": "u", "MessageBody": "m"}}


def test_missing_targets(errors_of):
    rule = {"Variable": "$.x", "IsPresent": True, "Next": "N1"}
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "N4"}]
    found = errors_of(
        {
            "StartAt": "C",
            "States": {
                "C": {"Type": "Choice", "Choices": [rule, {**rule, "Next": "T"}], "Default": "N2"},
                "T": {**TASK, **PARAMETERS, "End": False, "Next": "N3", "Catch": catch},
                "Z": PASS,
            },
        }
    )
    target = "MISSING_TRANSITION_TARGET"
    assert found == [
        (target, "/States/C/Choices[0]/Next", "Missing 'Next' target: N1"),
        (target, "/States/C/Default", "Missing 'Next' target: N2"),
        (target, "/States/T/Next", "Missing 'Next' target: N3"),
        (target, "/States/T/Catch[0]/Next", "Missing 'Next' target: N4"),
        (target, "/States/Z", 'State "Z" is not reachable.'),
    ]


def test_a_start_that_is_not_there(errors_of):
    assert errors_of({"StartAt": "Nope", "States": {"A": PASS}}) == [
        ("MISSING_TRANSITION_TARGET", "/StartAt", "Missing 'Next' target: Nope"),
        ("MISSING_TRANSITION_TARGET", "/States/A", 'State "A" is not reachable.'),
    ]


def test_targets_stay_in_their_scope(faults_of):
    inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "Next": "B"}, "J": PASS}}
    assert faults_of({"Type": "Parallel", "Branches": [inner], "Next": "B"}) == [
        ("MISSING_TRANSITION_TARGET", "/States/A/Branches[0]/States/I/Next", "Missing 'Next' target: B"),
        ("MISSING_TRANSITION_TARGET", "/States/A/Branches[0]/States/J", 'State "J" is not reachable.'),
    ]


def loop(*names):
    return {name: {"Type": "Pass", "Next": after} for name, after in zip(names, (*names[1:], names[0]), strict=True)}


def test_no_end(errors_of):
    end = ("MISSING_END_STATE", None, "Workflow has no terminal state")
    assert errors_of({"StartAt": "A", "States": loop("A", "B")}) == [end]
    # Without an end, nothing is said about states that cannot be reached.
    assert errors_of({"StartAt": "A", "States": {**loop("A", "B"), "U": {"Type": "Pass", "Next": "A"}}}) == [end]
    assert errors_of({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "NOPE"}}}) == [
        ("MISSING_TRANSITION_TARGET", "/States/A/Next", "Missing 'Next' target: NOPE"),
        end,
    ]
    # An end that cannot be reached is an end, and is told to be out of reach.
    assert errors_of({"StartAt": "A", "States": {**loop("A", "B"), "C": PASS}}) == [
        ("MISSING_TRANSITION_TARGET", "/States/C", 'State "C" is not reachable.')
    ]


def test_only_the_machine_needs_an_end(faults_of):
    inner = {"StartAt": "X", "States": loop("X", "Y")}
    assert faults_of({"Type": "Map", "ItemProcessor": inner, **END}) == []


def test_nothing_follows_from_what_could_not_be_read(errors_of):
    states = {"A": {"Type": "Nap", "Next": "B"}, "B": PASS}
    assert [location for _, location, _ in errors_of({"StartAt": "A", "States": states})] == ["/States/A/Type"]
    states = {"A": {"Type": "Pass", "Next": ["B"]}, "B": {"Type": "Succeed"}}
    assert [location for _, location, _ in errors_of({"StartAt": "A", "States": states})] == ["/States/A/Next"]
