"""How much of the suite moto does, too."""

from __future__ import annotations

import re
from pathlib import Path


def test_the_suite_is_mostly_what_moto_can_do() -> None:
    text = "".join(
        each.read_text() for each in Path(__file__).parent.glob("test_*.py") if each.name != Path(__file__).name
    )
    tests, cannot = len(re.findall(r"^def test_", text, re.MULTILINE)), text.count("@pytest.mark.moto_cannot(")
    assert tests - cannot >= 25
    assert tests >= 40
