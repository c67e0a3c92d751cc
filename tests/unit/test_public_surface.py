"""What `from steploom import …` offers, fixed: a change here is a change for every user."""

from __future__ import annotations

import importlib

import pytest

import steploom

PUBLIC = [
    "NO_ANSWER",
    "Activity",
    "Call",
    "Calls",
    "CompensationFailed",
    "CompileError",
    "DeclarationError",
    "DefinitionError",
    "DiagnosticError",
    "Event",
    "EventFilter",
    "ExpressionError",
    "Handler",
    "InputError",
    "MissingExtra",
    "MockError",
    "NativeRun",
    "OutsideWorkflow",
    "ResultError",
    "Retry",
    "SteploomError",
    "TaskToken",
    "Unsupported",
    "Workflow",
    "WorkflowError",
    "activity",
    "aws",
    "emit",
    "fakes",
    "gather",
    "on",
    "saga",
    "sleep",
    "sleep_until",
    "workflow",
]


def test_the_list():
    assert steploom.__all__ == PUBLIC
    assert dir(steploom) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_is_the_one_of_its_room(name):
    rooms = [importlib.import_module(f"steploom.{room}") for room in ("dsl", "errors", "events")]
    homes = [room for room in rooms if name in room.__all__]
    assert len(homes) == 1
    assert getattr(steploom, name) is getattr(homes[0], name)


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="module 'steploom' has no attribute 'lambda_'"):
        steploom.lambda_  # noqa: B018 - the read is the test
