from __future__ import annotations

import pytest

from steploom.views.svg.lines import rounded


@pytest.mark.parametrize(
    ("points", "path"),
    [
        (((0, 0), (0, 50)), "M0 0V50"),
        (((0, 0), (0, 10), (6, 10), (6, 40)), "M0 0V7Q0 10 3 10H3Q6 10 6 13V40"),
        (((0, 0), (30, 0), (30, 40)), "M0 0H22Q30 0 30 8V40"),
    ],
)
def test_corners_are_round_and_never_larger_than_the_way(points, path):
    assert rounded(points) == path
