"""The patterns that AWS was seen to judge, and those that AWS's event-ruler judged."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern

_SHARED = Path(os.environ.get("STEPLOOM_SHARED") or Path(__file__).parents[4] / "shared")
_EVENTS = _SHARED / "conformance" / "events"

pytestmark = pytest.mark.skipif(not _EVENTS.is_dir(), reason="the conformance data is not beside the project")


def _cases(name: str) -> list[dict]:
    with (_EVENTS / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _verdict(pattern: str, case: dict) -> tuple[str, InvalidPattern | None]:
    try:
        matcher = compile_pattern(pattern)
    except InvalidPattern as refusal:
        return "invalid", refusal
    if case["expect"] == "valid":
        return "valid", None
    event = json.loads(case["event_text"]) if "event_text" in case else case["event"]
    return "match" if matcher.matches(event) else "no_match", None


def _places(message: str) -> list[str]:
    return re.findall(r"line: \d+, column: \d+", message)


def test_every_recorded_pattern_is_judged_as_aws_judged_it():
    # Three cases are about TestEventPattern's own check of the event: the API's business.
    cases = [case for case in _cases("patterns.jsonl") if case.get("invalid_part") != "event"]
    assert len(cases) > 100
    wrong = []
    for case in cases:
        verdict, refusal = _verdict(case.get("pattern_text") or json.dumps(case["pattern"]), case)
        if verdict != case["expect"]:
            wrong.append((case["id"], verdict))
        elif refusal is not None:
            recorded = case["error"]
            reason = f"Event pattern is not valid. Reason: {refusal.reason}"
            same = _places(refusal.service_message) == _places(recorded["message_raw"])
            if reason != recorded["message"] or not same:
                wrong.append((case["id"], refusal.service_message))
    assert wrong == []


def test_every_ruler_case_is_judged_as_event_ruler_judged_it():
    cases = _cases("ruler_cases.jsonl")
    assert len(cases) > 800
    wrong = []
    for case in cases:
        text = case.get("rule_text") or json.dumps(case["rule"])
        verdict, refusal = _verdict(text, case)
        # The reasons come from a compiler of event-ruler that does not know the nested forms of anything-but.
        told = refusal is None or '"anything-but": {' in text or refusal.reason == case["error"].split("\n")[0]
        if verdict != case["expect"] or not told:
            wrong.append((case["id"], verdict, refusal))
    assert wrong == []
