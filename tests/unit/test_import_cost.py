"""A program pays only for the rooms it enters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"pydantic", "boto3", "botocore", "asyncio", "rich", "yaml"}


def loaded_by(code: str) -> set[str]:
    program = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_steploom_loads_none_of_its_rooms():
    modules = loaded_by("import steploom")
    assert not modules & HEAVY
    assert {name for name in modules if name.startswith("steploom")} == {"steploom"}


@pytest.mark.parametrize(
    "code",
    [
        "from steploom import activity, workflow, Retry, TaskToken, saga, gather, emit, sleep, aws, fakes",
        """
from steploom import activity, aws, fakes, workflow

@activity(timeout=3)
def double(number: int) -> int:
    return 2 * number

@workflow(timeout=60)
async def run(number: int) -> int:
    await aws.dynamodb.put_item(TableName="t")
    return await double(number)

with fakes({double: lambda number: number, aws.dynamodb.put_item: dict}):
    assert run.native and double.local(2) == 4 and double.signature
""",
    ],
)
def test_declaring_loads_nothing_heavy(code):
    assert not loaded_by(code) & HEAVY


def test_running_natively_loads_no_boto3_and_no_pydantic():
    code = """
from steploom import activity, workflow

@activity
def double(number: int) -> int:
    return 2 * number

@workflow
async def run(number: int) -> int:
    return await double(number)

assert run.native(2) == 4
"""
    modules = loaded_by(code)
    assert "asyncio" in modules
    assert not modules & {"pydantic", "boto3", "botocore"}
