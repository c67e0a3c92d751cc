"""Definitions out of real repositories, run with generated answers; the long run is `definitions/real.py`."""

from __future__ import annotations

from pathlib import Path

from tests.properties.definitions.demands import demands_of
from tests.properties.definitions.real import accepted
from tests.properties.definitions.running import run_definition


def test_every_accepted_definition_comes_to_an_end(shared: Path) -> None:
    endings = {}
    for name, definition in accepted(shared / "conformance" / "asl" / "real.jsonl"):
        for seed in range(2):
            endings[name, seed] = run_definition(definition, seed)
    assert {key: ending.faults for key, ending in endings.items() if ending.faults} == {}
    assert len(endings) >= 500
    succeeded = {name for (name, _), ending in endings.items() if ending.status == "SUCCEEDED"}
    assert len(succeeded) >= 200


def test_what_a_definition_reads_is_seen() -> None:
    found = demands_of(
        {
            "States": {
                "A": {
                    "Parameters": {"x.$": "$.order.lines[0].price", "y.$": "States.StringToJson($.body)"},
                    "Choices": [{"Variable": "$.total", "NumericEquals": 7}],
                    "Output": "{% $states.result.rows[kind = 'a'].name %}",
                }
            }
        }
    )
    assert found.members["order"].members["lines"].many
    assert "price" in found.members["lines"].members
    assert found.members["body"].kinds == {"json"}
    assert found.members["total"].constants == [7]
    assert found.members["rows"].many
