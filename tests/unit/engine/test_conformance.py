"""Recorded executions that need nothing but the engine, event by event."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import pytest

from steploom.clock import VirtualClock
from steploom.engine import Engine, FunctionIntegration, StartOptions

SHARED = Path(os.environ.get("STEPLOOM_SHARED", Path(__file__).parents[4] / "shared"))
KIT = SHARED / "conformance"
KINDS = ("execution", "execution_error")
# As the kit's own runner does: headers of real requests, and fields that AWS added after many recordings.
IGNORED = ("SdkHttpMetadata", "SdkResponseMetadata", "RedriveCount")

pytestmark = pytest.mark.skipif(not KIT.is_dir(), reason="the conformance kit is not here (STEPLOOM_SHARED)")


def suites():
    return sorted(path.name for path in KIT.glob("sfn/*.jsonl")) if KIT.is_dir() else []


def pure_cases(suite):
    lines = (KIT / "sfn" / suite).read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    drift = {line.split("\t")[0] for line in (KIT / "known_drift.txt").read_text().splitlines()}
    pure = (case for case in cases if not case["needs"] and case["kind"] in KINDS and case["id"] not in drift)
    return [case for case in pure if not altered(case)]


def altered(case):
    """Say whether a payload, which is JSON text on AWS, was kept as something else when the case was recorded."""
    events = case["expect"].get("history", [])
    details = (each for event in events for each in event.values() if isinstance(each, dict))
    return any(not isinstance(each.get(key, ""), str | dict) for each in details for key in ("input", "output"))


@pytest.fixture(scope="module")
def compare():
    sys.path.insert(0, str(KIT))
    try:
        return importlib.import_module("compare").compare_case
    finally:
        sys.path.remove(str(KIT))


def refuse(request):
    raise AssertionError(f"a pure case called {request.resource.arn}")


def names(case):
    """Return the names of a recorded execution, as far as they are recorded."""
    arn = case.get("execution_arn")
    if arn is None:
        return {}
    *base, _, machine, name = arn.split(":")[:8]
    machine_arn = ":".join([*base, "stateMachine", machine])
    return {"arn": arn, "name": name, "machine_name": machine, "machine_arn": machine_arn}


def replay(case):
    engine = Engine(FunctionIntegration(refuse), clock=VirtualClock())
    options = StartOptions(type=case["type"], role_arn=case.get("role_arn", ""), **names(case))
    text = case.get("definition_text") or json.dumps(case["definition"])
    value = json.loads(case["input_text"]) if "input_text" in case else case["input"]
    execution = engine.start(engine.compile(text), value, options)
    if case["expect"].get("status") == "RUNNING":
        engine.run_ready()
    else:
        engine.run_until_idle()
    return execution


@pytest.mark.parametrize("suite", suites())
def test_recorded_histories(suite, compare):
    cases = pure_cases(suite)
    if not cases:
        pytest.skip("every case of this suite needs more than the engine")
    faults = {}
    for case in cases:
        execution = replay(case)
        found = compare(case, {"history": execution.events()}, ignore_keys=IGNORED)
        if found:
            faults[case["id"]] = str(found[0])
    assert not faults
