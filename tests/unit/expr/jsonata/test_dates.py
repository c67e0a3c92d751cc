from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steploom.expr import UNDEFINED
from steploom.expr.jsonata.functions.calendar import epoch_millis, iso_week, moment_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$now()", "2026-09-15T13:36:42.245Z"),
        ("$now('[H]', '+0200')", "15"),
        ("$millis()", 1789479402245),
        ("$fromMillis(0)", "1970-01-01T00:00:00.000Z"),
        ("$fromMillis(-1)", "1969-12-31T23:59:59.999Z"),
        ("$fromMillis(1509380732935, '[D1o] [MNn] [Y], [FNn] [h]:[m01] [PN]')", "30th October 2017, Monday 4:25 PM"),
        ("$fromMillis(1509380732935, '[M01]/[D01]/[Y,2-2] [H01]:[m01] [z]', '-0500')", "10/30/17 11:25 GMT-05:00"),
        ("$fromMillis(1509380732935, '[Dwo] [MNn,3-3] [YI] [[[d]]]')", "thirtieth Oct MMXVII [303]"),
        ("$fromMillis(1104537600000, '[X]-W[W01]-[F1]')", "2004-W53-6"),
        ("$fromMillis(0, '[Z0]|[Z00:00]|[Z0000]|[Z01:01t]', '+0530')", "+5:30|+05:30|+0530|+05:30"),
        ("$toMillis('1970-01-01T00:00:00.001Z')", 1),
        ("$toMillis('2017-10-30')", 1509321600000),
        ("$toMillis('2017-10-30T16:25:32+01:00')", 1509377132000),
        ("$toMillis('2000-02-29T24:00:00Z')", 951868800000),
        ("$toMillis('30/10/2017', '[D]/[M]/[Y]')", 1509321600000),
        ("$toMillis('5 March 2020 at 3:07 pm', '[D] [MNn] [Y] at [h]:[m] [P]')", 1583420820000),
        ("$toMillis('2020-060', '[Y]-[d]')", 1582934400000),
        ("$toMillis('12:30', '[H]:[m]')", 1789475400000),
        ("$toMillis('one thousand, nine hundred and seventy', '[Yw]')", 0),
        ("$toMillis('nonsense', '[Y]')", UNDEFINED),
    ],
)
def test_moments(evaluate, text, expected):
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "$toMillis('2026-09-15 10:00:00')",
            (
                "D3110: The argument of the toMillis function must be an ISO 8601 formatted timestamp. "
                'Given "2026-09-15 10:00:00"'
            ),
        ),
        (
            "$toMillis('2026-13-15')",
            'D3110: The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "2026-13-15"',
        ),
        (
            "$toMillis('2018 12', '[Y] [m]')",
            "D3136: The date/time picture string is missing specifiers required to parse the timestamp",
        ),
        ("$fromMillis(0, '[Q]')", 'D3132: Unknown component specifier "Q" in date/time picture string'),
        (
            "$fromMillis(0, '[YN]')",
            (
                "D3133: The 'name' modifier can only be applied to months and days in the date/time picture string, "
                'not "Y"'
            ),
        ),
        (
            "$fromMillis(0, '[Z010101]')",
            "D3134: The timezone integer format specifier cannot have more than four digits",
        ),
        ("$fromMillis(0, '[Y')", "D3135: No matching closing bracket ']' in date/time picture string"),
        ("$fromMillis(1e300)", "Invalid time value"),
        ("$fromMillis(0, '[Y]', 'Berlin')", "Invalid time zone: Berlin"),
    ],
)
def test_faults(fault, text, message):
    assert fault(text) == message


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_the_calendar_agrees_with_pythons(date):
    days = (date - dt.date(1970, 1, 1)).days
    assert epoch_millis(date.year, date.month, date.day) == days * 86_400_000
    moment = moment_of(days * 86_400_000 + 3_723_004)
    assert (moment.year, moment.month, moment.day) == (date.year, date.month, date.day)
    assert (moment.hour, moment.minute, moment.second, moment.millisecond) == (1, 2, 3, 4)
    assert moment.weekday == date.isoweekday()
    assert moment.day_of_year == date.timetuple().tm_yday
    assert iso_week(moment) == tuple(date.isocalendar())[:2]


def test_years_beyond_pythons():
    assert moment_of(epoch_millis(-44, 3, 15)).year == -44
    assert moment_of(epoch_millis(275760, 9, 13)).month == 9
