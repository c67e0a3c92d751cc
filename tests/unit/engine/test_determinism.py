"""One seed, one history, event for event: in one process, and in others whose hashes are salted otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

STORY = Path(__file__).with_name("story.py")


def told(seed: int, salt: str = "random") -> str:
    """The story as another process tells it."""
    environment = {"PYTHONHASHSEED": salt, "PYTHONPATH": ":".join(each for each in sys.path if each)}
    command = [sys.executable, str(STORY), str(seed)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def first() -> str:
    return told(7, "1")


@pytest.mark.parametrize("salt", ["2", "random"])
def test_another_process_tells_the_same_story(first, salt):
    assert told(7, salt) == first


def test_another_seed_tells_another_story(first):
    other, same = json.loads(told(8)), json.loads(first)
    assert [event["type"] for event in other["events"]] != [] != [event["type"] for event in same["events"]]
    assert other["events"] != same["events"]


def test_the_story_has_everything_that_chance_decides(first):
    story = json.loads(first)
    types = {event["type"] for event in story["events"]}
    assert {"MapIterationStarted", "ParallelStateStarted", "LambdaFunctionFailed", "MapRunStarted"} <= types
    assert story["status"] == "SUCCEEDED", story["cause"]
    assert len(story["output"]["drawn"]) == 3
    delays = {event["timestamp"] % 1 for event in story["events"]}
    assert len(delays) > 3, "jitter leaves whole seconds"
