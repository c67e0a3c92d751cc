from __future__ import annotations

import pytest

from steploom.engine.variables import with_assigned

KIB = 1_024


def text(size: int) -> str:
    """A text whose JSON has so many bytes."""
    return "x" * (size - 2)


def held(count: int, size: int) -> dict[str, str]:
    """Variables of two-letter names, each as large, assigned one by one."""
    variables = {}
    for number in range(count):
        variables = with_assigned(variables, {f"{number:02}": text(size)})
    return variables


@pytest.mark.parametrize(
    ("assigned", "fits"),
    [
        ({"a": text(256 * KIB - 6)}, True),  # {"a":…}
        ({"a": text(256 * KIB - 5)}, False),
        ({"a": text(128 * KIB), "b": text(128 * KIB - 11)}, True),
        ({"a": text(128 * KIB), "b": text(128 * KIB - 10)}, False),
        # What is weighed too heavily at first is decided exactly.
        ({f"n{number:05}": number for number in range(15_000)}, True),
        ({f"n{number:05}": number for number in range(20_000)}, False),
    ],
)
def test_one_assign_has_256_kib(assigned, fits):
    made = with_assigned({}, assigned)
    assert made == (assigned if fits else None)


def test_all_variables_together_have_10_mib():
    # 40 of 256 KiB with their names would be a little too much: the last one must be smaller.
    nearly = held(40, 256 * KIB - 300)
    assert nearly is not None
    left = 10 * KIB * KIB - (40 * (256 * KIB - 300 + 6) + 1)
    assert with_assigned(nearly, {"zz": text(left - 6)}) is not None
    assert with_assigned(nearly, {"zz": text(left - 5)}) is None


def test_what_replaces_a_large_variable_counts_alone():
    full = held(40, 256 * KIB - 300)
    assert with_assigned(full, {"00": "small", "zz": text(200 * KIB)}) is not None


def test_variables_that_nobody_weighed_count():
    plain = {f"{number:02}": text(250 * KIB) for number in range(42)}
    assert with_assigned(plain, {"a": 1}) is None
    assert with_assigned({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}


def test_a_state_that_assigns_too_much_fails_in_aws_words(run):
    states = {"A": {"Type": "Pass", "Assign": {"kept.$": "States.Array($, $)"}, "End": True}}
    execution = run({"StartAt": "A", "States": states}, text(200 * KIB))
    assert (execution.status, execution.error) == ("FAILED", "States.DataLimitExceeded")
    assert execution.cause == (
        "The state/task 'A' assigned variables with a size exceeding the maximum number of bytes service limit."
    )


def test_inner_scopes_read_the_variables_of_outer_ones(run):
    inner = {"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"b": 2}, "Next": "C"}}}
    inner["States"]["C"] = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $a + $b %}", "End": True}
    states = {
        "A": {"Type": "Pass", "Assign": {"a": 1}, "Next": "P"},
        "P": {"Type": "Parallel", "Branches": [inner], "End": True},
    }
    assert run({"StartAt": "A", "States": states}).output == [3]
