from __future__ import annotations

import pytest


def wait(**fields):
    return {"StartAt": "W", "States": {"W": {"Type": "Wait", "End": True, **fields}}}


@pytest.mark.parametrize(
    ("fields", "value", "seconds"),
    [
        ({"Seconds": 0}, {}, 0),
        ({"Seconds": 90}, {}, 90),
        ({"SecondsPath": "$.n"}, {"n": 0}, 0),
        ({"SecondsPath": "$.n"}, {"n": 7}, 7),
        ({"Timestamp": "2026-01-01T12:00:30Z"}, {}, 30),
        ({"Timestamp": "2020-01-01T00:00:00Z"}, {}, 0),  # the past has come already
        ({"TimestampPath": "$.t"}, {"t": "2026-01-01T14:01:00+01:00"}, 3660),
        ({"QueryLanguage": "JSONata", "Seconds": "{% $states.input.n * 2 %}"}, {"n": 4}, 8),
        ({"QueryLanguage": "JSONata", "Timestamp": "{% '2026-01-02T12:00:00.500Z' %}"}, {}, 86_400.5),
    ],
)
def test_how_long_it_waits(run, fields, value, seconds):
    execution = run(wait(**fields), value)
    assert execution.status == "SUCCEEDED", execution.cause
    assert execution.stopped - execution.started == pytest.approx(seconds, abs=1e-6)
    assert execution.output == value


def test_history_of_a_wait(run, shape):
    execution = run(wait(Seconds=60))
    assert shape(execution)[1:] == [(2, 0, "WaitStateEntered"), (3, 2, "WaitStateExited"), (4, 3, "ExecutionSucceeded")]
    assert execution.events()[2]["timestamp"] - execution.events()[1]["timestamp"] == 60


ISO = "ISO-8601 extended offset date-time"
PREFIX = "An error occurred while executing the state 'W' (entered at the event id #2). "


@pytest.mark.parametrize(
    ("fields", "value", "text"),
    [
        ({"SecondsPath": "$.n"}, {}, "The SecondsPath parameter does not reference an input value: $.n"),
        ({"SecondsPath": "$.n"}, {"n": -1}, "The SecondsPath parameter references a negative value: $.n == -1"),
        (
            {"SecondsPath": "$.n"},
            {"n": 1.5},
            "The SecondsPath parameter cannot be parsed as a long value: $.n == 1.5",
        ),
        (
            {"TimestampPath": "$.t"},
            {"t": "2016-12-05T21:29:29"},
            f"The TimestampPath parameter does not reference a valid {ISO} format string: $.t == 2016-12-05T21:29:29",
        ),
        ({"TimestampPath": "$.t"}, {"t": "2199-01-01T00:00:00Z"}, "Wait state delay is too long."),
    ],
)
def test_what_it_cannot_wait_for(run, shape, fields, value, text):
    execution = run(wait(**fields), value)
    assert (execution.error, execution.cause) == ("States.Runtime", PREFIX + text)
    assert shape(execution)[1:] == [(2, 0, "WaitStateEntered"), (3, 2, "ExecutionFailed")]


def test_a_wrong_moment_in_jsonata_points_at_the_state_itself(run, shape):
    execution = run(wait(QueryLanguage="JSONata", Timestamp="{% '2016-12-05 21:29:29Z' %}"))
    assert shape(execution)[1:] == [(2, 0, "WaitStateEntered"), (3, 2, "EvaluationFailed"), (4, 3, "ExecutionFailed")]
    assert execution.events()[2]["evaluationFailedEventDetails"]["location"] == "Timestamp"
    assert execution.cause == PREFIX + (
        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string:"
        " 2016-12-05 21:29:29Z"
    )


def test_a_year_is_the_longest_life_of_an_execution(run):
    definition = wait(Seconds=99_999_999)
    execution = run(definition)
    assert execution.status == "TIMED_OUT"
    assert execution.stopped - execution.started == 31_536_000
