from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from steploom import activity, workflow
from steploom.analysis.runs import HistoryError
from steploom.analysis.snapshots import SnapshotError, first_change, snapshot
from steploom.local import mock_cloud

FOLDER = Path(__file__).parents[3] / "histories"
HISTORIES = sorted(FOLDER.glob("*.history.json"))


def history(name):
    return json.loads((FOLDER / f"{name}.history.json").read_text())


@activity
def stamp(text: str) -> str:
    return text


@workflow
async def greet(text: str) -> str:
    return await stamp(text)


def test_a_run_reads_as_a_story():
    assert snapshot(history("asking_answered")) == (
        "SUCCEEDED\n"
        'input: {"question": "now?"}\n'
        "- ask (Task) 600 s\n"
        "    call sqs:sendMessage.waitForTaskToken\n"
        "    with: {\n"
        '      "MessageBody": {"question": "now?", "run": "asking_answered", "token": "<uuid:1>"},\n'
        '      "QueueUrl": "https://sqs.<region>.amazonaws.com/<account>/asked"\n'
        "    }\n"
        '    gave: {"yes": true}\n'
        '    out: {"yes": true}\n'
        "- answered (Choice)\n"
        "- go (Succeed)\n"
        'output: {"yes": true}\n'
    )


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.name)
def test_the_same_history_in_any_form_is_the_same_text(path):
    page = json.loads(path.read_text())
    events = page["events"]
    text = snapshot(page)
    assert text == snapshot(events)
    assert text == snapshot(list(reversed(events)))
    later = [{**event, "timestamp": shifted(event["timestamp"])} for event in events]
    assert text == snapshot(later), "when it ran is no part of it"


def shifted(text):
    return datetime.fromisoformat(text).timestamp() + 86_400 * 30


def test_runs_of_other_clouds_are_the_same_text():
    texts = []
    for seed, moment, region in ((1, datetime(2030, 1, 1, tzinfo=UTC), "us-east-1"), (2, None, "eu-west-1")):
        with mock_cloud(seed=seed, start=moment, region=region) as cloud:
            texts.append(snapshot(cloud.start(greet, {"text": "x"}).finish()))
    assert texts[0] == texts[1]
    assert "- stamp (Task)" in texts[0]


CHANGES = [
    ("o-1", "o-9", "the execution itself"),
    ("label of a", "label of z", "prepare, branch 1, each, item 0, label"),
    ("Declined", "Refunded", "charge"),
    ("rest", "sleep", "rest"),
]


@pytest.mark.parametrize(("old", "new", "place"), CHANGES)
def test_a_change_is_seen_and_placed(old, new, place):
    name = "orders_refused" if old == "Declined" else "orders_paid"
    text = json.dumps(history(name))
    changed = first_change(snapshot(json.loads(text)), snapshot(json.loads(text.replace(old, new))))
    assert changed is not None
    assert place in str(changed).splitlines()[0]
    assert new in changed.diff


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.name)
def test_no_value_of_a_payload_is_left_out(path):
    """Whichever text or number of a history changes, its snapshot does."""
    page = json.loads(path.read_text())
    kept = snapshot(page)
    tried = 0
    for event in page["events"]:
        for key, details in event.items():
            if not key.endswith("EventDetails"):
                continue
            for name in ("output", "parameters", "error", "cause"):
                if name in details:
                    other = {**event, key: {**details, name: '"changed"'}}
                    events = [other if each["id"] == event["id"] else each for each in page["events"]]
                    # A result that a task submitted is no part of the story.
                    assert snapshot(events) != kept or event["type"] == "TaskSubmitted", (event["type"], name)
                    tried += 1
    assert tried > 1


def one(value, started=1_800_000_000.0):
    text = json.dumps(value)
    return [
        {
            "id": 1,
            "type": "ExecutionStarted",
            "timestamp": started,
            "executionStartedEventDetails": {"input": text},
        }
    ]


def shown(value):
    return snapshot(one(value)).splitlines()[1].removeprefix("input: ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", '"<uuid:1>"'),
        ("a-3F2504E0-4F89-41D3-9A0C-0305E82C3301-b", '"a-<uuid:1>-b"'),
        (["3f2504e0-4f89-41d3-9a0c-0305e82c3301"] * 2, '["<uuid:1>", "<uuid:1>"]'),
        ("2027-01-15T08:00:01.250Z", '"<time:1>"'),
        ("2027-01-15T08:00:01+00:00", '"<time:1>"'),
        ("2020-02-29T08:00:01Z", '"2020-02-29T08:00:01Z"'),
        ("2027-13-15T08:00:01Z", '"2027-13-15T08:00:01Z"'),
        (1_800_000_000_123, '"<millis:1>"'),
        (1_700_000_000_123, "1700000000123"),
        (1_800_000_000, "1800000000"),
        (12345, "12345"),
        (True, "true"),
        ("arn:aws:sqs:eu-west-1:210987654321:q", '"arn:aws:sqs:<region>:<account>:q"'),
        ("arn:aws:s3:::bucket", '"arn:aws:s3:::bucket"'),
        ("AAAAKgAAAAIA" + "x" * 100, '"<token:1>"'),
        ({"SdkHttpMetadata": {"Date": 1}, "a": 1}, '{"a": 1}'),
        ('{"b": 1, "a": "2027-01-15T08:00:01Z"}', '"{\\"a\\": \\"<time:1>\\", \\"b\\": 1}"'),
        ("{not json", '"{not json"'),
        ('File "/home/me/shop.py", line 12, in x', '"File \\"shop.py\\", line <n>, in x"'),
        (None, "null"),
    ],
)
def test_placeholders(value, text):
    assert shown(value) == text


@pytest.mark.parametrize("subject", [None, 1, "text", {}, {"status": "ACTIVE"}, [], [1]])
def test_what_no_snapshot_can_be_taken_of(subject):
    with pytest.raises(SnapshotError, match="SL905"):
        snapshot(subject)


def test_an_incomplete_history_is_refused():
    events = history("orders_paid")["events"]
    with pytest.raises(HistoryError):
        snapshot({"events": events, "nextToken": "x"})
    with pytest.raises(HistoryError):
        snapshot(events[3:])


def test_test_state_results():
    response = {
        "status": "CAUGHT_ERROR",
        "output": '{"Error": "A"}',
        "error": "A",
        "cause": '{"b": 1}',
        "nextState": "n",
        "inspectionData": {"input": '{"a": 1}'},
        "ResponseMetadata": {"RequestId": "x"},
    }
    assert snapshot(response) == (
        'CAUGHT_ERROR\nnext: n\noutput: {"Error": "A"}\nerror: "A"\ncause: {"b": 1}\ninput: {"a": 1}\n'
    )


def test_equal_texts_have_no_change():
    assert first_change("a\n", "a\n") is None
    assert first_change("a\n", "a\nb\n").line == 2
