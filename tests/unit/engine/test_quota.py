from __future__ import annotations

import pytest

from steploom.engine.failure import StateFailure
from steploom.engine.quota import check, too_large


@pytest.mark.parametrize(
    "value",
    [None, True, 1, -1.5, "text", [], {}, {"a": [1, "ü", None]}, "x" * 262_142, ["\x01"] * 20_000],
)
def test_what_fits(value):
    assert not too_large(value)


@pytest.mark.parametrize(
    "value",
    [
        "x" * 262_143,  # with its quotes one byte too many
        "ü" * 131_072,  # two bytes each
        "\x01" * 43_700,  # six bytes each as JSON, one byte marshalled
        [None] * 60_000,
        [False] * 50_000,
        {str(number): number for number in range(30_000)},
    ],
)
def test_what_does_not(value):
    assert too_large(value)


def test_the_refusal_names_the_state_in_aws_words():
    with pytest.raises(StateFailure) as caught:
        check("x" * 300_000, "lambda")
    assert caught.value.error == "States.DataLimitExceeded"
    assert caught.value.cause == (
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit."
    )
