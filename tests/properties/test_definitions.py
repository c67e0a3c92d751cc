"""Definitions out of real repositories, run with generated answers; the long run is `definitions/real.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.definitions.demands import demands_of
from tests.properties.definitions.mutations import broken
from tests.properties.definitions.real import accepted, changed_run, is_accepted
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


def test_each_broken_rule_is_refused(shared: Path) -> None:
    count, taken = 0, []
    for number, (name, definition) in enumerate(accepted(shared / "conformance" / "asl" / "real.jsonl")):
        if number % 19 or len(definition["States"]) > 5:
            continue
        for mutant in broken(definition):
            count += 1
            if is_accepted(mutant.definition):
                taken.append(f"{name}: {mutant.what}")
    assert taken == []
    assert count >= 500


@pytest.mark.parametrize("suite", ["assign.test_assign_base", "query_language.test_mixed_query_language"])
def test_what_is_changed_by_chance_is_refused_or_ends(shared: Path, suite: str) -> None:
    ran = 0
    for name, definition in accepted(shared / "conformance" / "sfn" / f"{suite}.jsonl"):
        for seed in range(10):
            ending = changed_run(definition, seed)
            if ending is not None:
                ran += 1
                assert ending.faults == (), (name, seed)
    assert ran >= 10
