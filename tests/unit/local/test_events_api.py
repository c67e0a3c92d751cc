"""The errors of EventBridge's API, in AWS's words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from steploom.local import mock_cloud

_SHARED = Path(os.environ.get("STEPLOOM_SHARED") or Path(__file__).parents[4] / "shared")
_PATTERNS = _SHARED / "conformance" / "events" / "patterns.jsonl"
_QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
_BASIC = {"BasicAuthParameters": {"Username": "u", "Password": "p"}}


@pytest.fixture
def events():
    with mock_cloud():
        yield boto3.client("events", region_name="us-east-1", config=Config(parameter_validation=False))


def _error(call) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_constraints_of_the_model_are_told_together(events):
    name = "This name is wrong twice 1234678901234123412341234123412341234"
    code, message = _error(
        lambda: events.create_connection(Name=name, AuthorizationType="INVALID", AuthParameters=_BASIC)
    )
    assert code == "ValidationException"
    assert message == (
        f"2 validation errors detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy "
        r"regular expression pattern: [\.\-_A-Za-z0-9]+; Value 'INVALID' at 'authorizationType' failed to satisfy "
        "constraint: Member must satisfy enum value set: [BASIC, OAUTH_CLIENT_CREDENTIALS, API_KEY]"
    )


def test_too_many_entries_are_shown_as_java_shows_them(events):
    entries = [{"Source": "s", "DetailType": "t", "Detail": "{}"}] * 11
    _, message = _error(lambda: events.put_events(Entries=entries))
    assert message.startswith(
        "1 validation error detected: Value '[PutEventsRequestEntry(time=null, source=s, resources=null, detailType=t, "
        "detail={}, eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null), "
    )
    assert message.endswith(
        "at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10"
    )


def test_nobody_but_aws_tells_aws_events(events):
    mine = {"Source": "shop", "DetailType": "t", "Detail": "{}"}
    answer = events.put_events(Entries=[mine, mine | {"Source": "aws.s3"}, mine])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][1] == {
        "ErrorCode": "NotAuthorizedForSourceException",
        "ErrorMessage": "Not authorized for the source.",
    }
    assert all("EventId" in answer["Entries"][place] for place in (0, 2))


def test_a_request_of_more_than_a_megabyte_is_refused(events):
    entry = {"Source": "shop", "DetailType": "t", "Detail": json.dumps({"x": "a" * 150_000})}
    events.put_events(Entries=[entry] * 6)
    assert _error(lambda: events.put_events(Entries=[entry] * 7)) == (
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
    )


def test_a_rule_takes_five_targets(events):
    events.put_rule(Name="r", EventPattern='{"source": ["a"]}')
    for number in range(5):
        events.put_targets(Rule="r", Targets=[{"Id": str(number), "Arn": _QUEUE}])
    events.put_targets(Rule="r", Targets=[{"Id": "4", "Arn": _QUEUE}])
    code, message = _error(lambda: events.put_targets(Rule="r", Targets=[{"Id": "5", "Arn": _QUEUE}]))
    assert (code, message) == (
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.",
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda events: events.describe_connection(Name="none"),
            "Failed to describe the connection(s). Connection 'none' does not exist.",
        ),
        (
            lambda events: events.describe_api_destination(Name="none"),
            "Failed to describe the api-destination(s). An api-destination 'none' does not exist.",
        ),
        (lambda events: events.delete_event_bus(Name="none"), "Event bus none does not exist."),
        (lambda events: events.remove_permission(StatementId="s"), "Statement with the provided id does not exist."),
        (
            lambda events: events.list_tags_for_resource(
                ResourceARN="arn:aws:events:us-east-1:123456789012:rule/shop/none"
            ),
            "Rule none does not exist on EventBus shop.",
        ),
        (
            lambda events: events.tag_resource(
                ResourceARN="arn:aws:events:us-east-1:123456789012:event-bus/none", Tags=[]
            ),
            "Event bus none does not exist.",
        ),
    ],
)
def test_what_is_not_there(events, call, message):
    assert _error(lambda: call(events)) == ("ResourceNotFoundException", message)


def test_an_update_of_an_archive_changes_something(events):
    code, message = _error(lambda: events.update_archive(ArchiveName="none"))
    assert code == "ValidationException"
    assert message == "At least one of EventPattern, RetentionDays or Description must be provided."


_EVENT = {"id": "1", "account": "1", "source": "a", "time": "2026-01-01T00:00:00Z", "region": "r", "detail-type": "t"}


def test_a_pattern_can_be_tried(events):
    tried = [
        events.test_event_pattern(Event=json.dumps(_EVENT), EventPattern=json.dumps({"source": [source]}))["Result"]
        for source in ("a", "b")
    ]
    assert tried == [True, False]


@pytest.mark.skipif(not _PATTERNS.is_file(), reason="the conformance data is not beside the project")
def test_every_recorded_pattern_through_the_api(events):
    cases = [json.loads(line) for line in _PATTERNS.read_text().splitlines()]
    wrong = []
    for case in cases:
        event, pattern = case.get("event_text"), case.get("pattern_text") or json.dumps(case["pattern"])
        if event is None:
            event = json.dumps(case["event"])
        if case.get("invalid_part") != "event":
            event = json.dumps(_EVENT | json.loads(event))
        try:
            answer = events.test_event_pattern(Event=event, EventPattern=pattern)["Result"]
            told = {True: "match", False: "no_match"}[answer]
        except ClientError as error:
            told = "invalid"
            same = error.response["Error"]["Code"] == case["error"]["code"]
            if not same or not error.response["Error"]["Message"].startswith(case["error"]["message"]):
                wrong.append((case["id"], error.response["Error"]))
        if told != case["expect"]:
            wrong.append((case["id"], told))
    assert wrong == []
