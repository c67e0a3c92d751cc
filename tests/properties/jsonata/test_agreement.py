"""Generated expressions do here what they do in npm's jsonata 2.0.6, the version that Step Functions runs.

`python -m tests.properties.jsonata.hunt --count 50000 --seed 1` looks at as many as one has time for.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.properties.choices import Replayed, Seeded
from tests.properties.jsonata.grammar import Case, make_case
from tests.properties.jsonata.hunt import examine
from tests.properties.jsonata.peer import Outcome, Peer, compare, ours, package

COUNT = 2_500
PACKAGE = package()


@pytest.mark.skipif(PACKAGE is None, reason="npm's jsonata 2.0.6 is not installed")
def test_generated_expressions_agree_with_jsonata() -> None:
    assert PACKAGE is not None
    verdicts: Counter[str] = Counter()
    with Peer(PACKAGE) as peer:
        for seed in range(COUNT):
            case = make_case(Seeded(seed))
            verdict, mine, theirs = examine(peer, case)
            assert not verdict.startswith("different"), (seed, verdict, case, mine, theirs)
            verdicts[mine.kind if verdict == "same" else verdict] += 1
    assert verdicts["value"] + verdicts["function"] > COUNT / 4, verdicts
    assert verdicts["limit"] + verdicts["crash"] < COUNT / 50, verdicts


def test_a_recording_makes_the_same_expression_again() -> None:
    choices = Seeded(11)
    made = make_case(choices)
    assert make_case(Replayed(choices.made)) == made


def test_what_counts_as_a_difference() -> None:
    value = Outcome("value", {"a": [1, "x"]})
    assert compare(value, Outcome("value", {"a": [1.0, "x"]})) == "same"
    assert compare(value, Outcome("value", {"a": [True, "x"]})) == "different: value"
    assert compare(value, Outcome("nothing")) == "different: value for nothing"
    assert compare(Outcome("error", code="T1003", message="a"), Outcome("error", code="T1003", message="b")) == (
        "different: text of T1003"
    )
    assert compare(Outcome("value", {"a": 1, "b": 2}), Outcome("value", {"b": 2, "a": 1})) == "different: value"
    assert ours(Case("1 +", None, has_data=False)).code == "S0207"
