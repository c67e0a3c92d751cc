from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from steploom.events.schedules import Cron, InvalidSchedule, Once, Rate, parse_schedule

_SHARED = Path(os.environ.get("STEPLOOM_SHARED") or Path(__file__).parents[5] / "shared")
_CASES = _SHARED / "conformance" / "events" / "schedules.jsonl"


def _due(expression: str, moment: str, count: int = 3, zone: str = "UTC") -> list[str]:
    schedule = parse_schedule(f"cron({expression})", "scheduler")
    assert isinstance(schedule, Cron)
    found, at = [], datetime.fromisoformat(moment).replace(tzinfo=UTC)
    for _ in range(count):
        following = schedule.after(at, ZoneInfo(zone))
        if following is None:
            break
        found.append(following.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"))
        at = following
    return found


@pytest.mark.skipif(not _CASES.is_file(), reason="the conformance data is not beside the project")
def test_every_recorded_expression_is_judged_as_aws_judged_it():
    cases = [json.loads(line) for line in _CASES.read_text().splitlines()]
    assert len(cases) > 40
    wrong = []
    for case in cases:
        if "event_bus" in case:
            continue  # about the bus, not the expression
        try:
            parse_schedule(case["expression"], "events" if "PutRule" in case["service"] else "scheduler")
            verdict = "valid"
        except InvalidSchedule:
            verdict = "invalid"
        if verdict != case["expect"]:
            wrong.append(case["id"])
    assert wrong == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 10 * * ? *", ["2026-01-30T10:00", "2026-01-31T10:00", "2026-02-01T10:00"]),
        ("0/20 23 ? * FRI *", ["2026-01-30T23:00", "2026-01-30T23:20", "2026-01-30T23:40"]),
        ("0 8 1 * ? *", ["2026-02-01T08:00", "2026-03-01T08:00", "2026-04-01T08:00"]),
        ("0 8 L * ? *", ["2026-01-31T08:00", "2026-02-28T08:00", "2026-03-31T08:00"]),
        ("0 8 31 * ? *", ["2026-01-31T08:00", "2026-03-31T08:00", "2026-05-31T08:00"]),
        ("0 8 29 FEB ? *", ["2028-02-29T08:00", "2032-02-29T08:00", "2036-02-29T08:00"]),
        ("0 8 15W * ? *", ["2026-02-16T08:00", "2026-03-16T08:00", "2026-04-15T08:00"]),
        ("0 8 1W * ? *", ["2026-02-02T08:00", "2026-03-02T08:00", "2026-04-01T08:00"]),
        ("0 8 LW * ? *", ["2026-01-30T08:00", "2026-02-27T08:00", "2026-03-31T08:00"]),
        ("0 8 ? * 6L *", ["2026-01-30T08:00", "2026-02-27T08:00", "2026-03-27T08:00"]),
        ("0 8 ? * L *", ["2026-01-31T08:00", "2026-02-07T08:00", "2026-02-14T08:00"]),
        ("0 8 ? * TUE#2 *", ["2026-02-10T08:00", "2026-03-10T08:00", "2026-04-14T08:00"]),
        ("0 8 ? * 2#5 *", ["2026-03-30T08:00", "2026-06-29T08:00", "2026-08-31T08:00"]),
        ("0 8 ? * SUN,WED 2026", ["2026-02-01T08:00", "2026-02-04T08:00", "2026-02-08T08:00"]),
        ("0 8 1 1 ? 2026-2028", ["2027-01-01T08:00", "2028-01-01T08:00"]),
        ("0 8 1 1 ? 2020", []),
    ],
)
def test_a_cron_expression_is_due(expression, expected):
    assert _due(expression, "2026-01-30T00:00") == expected


def test_a_day_that_no_month_has_is_never_due():
    assert _due("0 0 31 2,4 ? *", "2026-01-01T00:00") == []


def test_what_is_due_now_has_been():
    assert _due("0 10 * * ? *", "2026-01-30T10:00", 1) == ["2026-01-31T10:00"]


def test_a_skipped_local_time_is_left_out_and_a_repeated_one_counts_once():
    assert _due("30 2 * * ? *", "2026-03-28T00:00", 2, "Europe/Berlin") == ["2026-03-28T02:30", "2026-03-30T02:30"]
    assert _due("30 2 * * ? *", "2026-10-24T12:00", 2, "Europe/Berlin") == ["2026-10-25T02:30", "2026-10-26T02:30"]


@pytest.mark.parametrize(
    "expression",
    [
        "cron(0 10 * * ?)",
        "cron(0 10 * * ? * *)",
        "cron(0  10 * * ? *)",
        "cron(0 10 ? * ? *)",
        "cron(0 10 * * * *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 0 * ? *)",
        "cron(0 10 32W * ? *)",
        "cron(0 10 * 13 ? *)",
        "cron(0 10 ? * 0 *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 ? * MON#6 *)",
        "cron(0 10 * * ? 1969)",
        "cron(0 10-8 * * ? *)",
        "cron(*/0 10 * * ? *)",
        "cron(,1 10 * * ? *)",
        "cron(٣ 10 * * ? *)",
        "rate(5 Minutes)",
        "rate(5  minutes)",
        "rate(5minutes)",
        "at(2030-01-01T00:00:00Z)",
        "at(2030-13-01T00:00:00)",
        "Rate(5 minutes)",
        "",
    ],
)
def test_what_aws_refuses_is_refused_with_a_reason(expression):
    with pytest.raises(InvalidSchedule, match=r".*: .+"):
        parse_schedule(expression, "scheduler")


def test_rules_know_no_single_moment():
    assert parse_schedule("at(2030-01-01T12:00:00)", "scheduler") == Once(datetime.fromisoformat("2030-01-01T12:00:00"))
    with pytest.raises(InvalidSchedule, match="rate"):
        parse_schedule("at(2030-01-01T12:00:00)", "events")


def test_a_single_moment_counts_in_its_zone_and_passes():
    once = Once(datetime.fromisoformat("2030-01-01T12:00:00"))
    assert once.after(datetime(2029, 1, 1, tzinfo=UTC), ZoneInfo("Asia/Tokyo")) == datetime(2030, 1, 1, 3, tzinfo=UTC)
    assert once.after(datetime(2030, 1, 1, 12, tzinfo=UTC)) is None


def test_a_rate_counts_from_its_base():
    base = datetime(2030, 1, 1, tzinfo=UTC)
    rate = Rate(86_400)
    assert rate.after(base - timedelta(hours=1), base=base) == base
    assert rate.after(base, base=base) == base + timedelta(days=1)
    assert rate.after(base + timedelta(days=2, seconds=-1), base=base) == base + timedelta(days=2)
