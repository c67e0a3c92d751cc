"""Generated workflows: Python and the machine agree, or the compiler refuses with a diagnostic.

`python -m tests.properties.hunt` looks at as many as one has time for.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from tests.properties.choices import Replayed, Seeded
from tests.properties.examining import examine, examined
from tests.properties.programs import Program
from tests.properties.strategies import programs

COUNT = 150


def test_python_and_the_machine_agree() -> None:
    kinds: Counter[str] = Counter()

    @settings(max_examples=COUNT, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(programs())
    def agree(made: Program) -> None:
        verdict = examine(made)
        kinds[verdict.kind] += 1
        assert not verdict.bad, verdict.details

    agree()
    assert kinds["same"] >= 2 * kinds["refused"], kinds


def test_a_recording_makes_the_same_program_again() -> None:
    choices = Seeded(7)
    made, verdict = examined(choices)
    assert examined(Replayed(choices.made)) == (made, verdict)
    assert made is not None
    assert Program.from_text(made.to_text()) == made
