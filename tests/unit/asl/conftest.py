"""Small definitions to vary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from steploom.asl import check
from steploom.diagnostics import Severity

JsonObject = dict[str, Any]


def machine(state: JsonObject, **top: Any) -> JsonObject:
    """A machine of one state named A, and B after it where A goes there."""
    states = {"A": state}
    if state.get("Next") == "B":
        states["B"] = {"Type": "Succeed"}
    return {"StartAt": "A", "States": states, **top}


@pytest.fixture
def errors_of() -> Callable[..., list[tuple[str | None, str | None, str]]]:
    """The errors of a definition: AWS's code, location and message of each."""

    def find(definition: JsonObject, **options: Any) -> list[tuple[str | None, str | None, str]]:
        found = check(definition, **options)
        return [(each.service_code, each.location, each.message) for each in found if each.severity is Severity.ERROR]

    return find


@pytest.fixture
def faults_of(errors_of) -> Callable[..., list[tuple[str | None, str | None, str]]]:
    """The errors of a machine with one state: AWS's code, location and message of each."""

    def find(state: JsonObject, *, express: bool = False, **top: Any) -> list[tuple[str | None, str | None, str]]:
        return errors_of(machine(state, **top), express=express)

    return find


@pytest.fixture
def doubts_of() -> Callable[..., list[tuple[str, str | None]]]:
    """The warnings of a machine with one state: our code and the location of each."""

    def find(state: JsonObject, **top: Any) -> list[tuple[str, str | None]]:
        found = check(machine(state, **top))
        assert all(each.severity is Severity.WARNING for each in found), found
        return [(each.code, each.location) for each in found]

    return find
