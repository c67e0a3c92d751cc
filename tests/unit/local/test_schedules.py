from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from steploom import on
from steploom.local import mock_cloud

START = datetime(2030, 1, 1, 8, 0, tzinfo=UTC)
ticks: list[datetime] = []


@on(schedule="cron(30 9 * * ? *)", timezone="Europe/Berlin")
def daily(moment: datetime) -> None:
    ticks.append(moment)


def _queue(cloud, name="ticks"):
    url = cloud.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:us-east-1:123456789012:{name}"


def _received(cloud, url):
    found = []
    sqs = cloud.client("sqs")
    while got := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [each["Body"] for each in got]
        for each in got:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
    return found


def _rule(cloud, arn, expression="rate(1 hour)", **options):
    events = cloud.client("events")
    events.put_rule(Name="tick", ScheduleExpression=expression, **options)
    events.put_targets(Rule="tick", Targets=[{"Id": "q", "Arn": arn}])
    return events


def _schedule(cloud, arn, expression="rate(1 hour)", window=None, target=None, **options):
    cloud.client("scheduler").create_schedule(
        Name="tick",
        ScheduleExpression=expression,
        FlexibleTimeWindow=window or {"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::123456789012:role/r", **(target or {})},
        **options,
    )


def test_a_rule_fires_as_time_passes_and_never_by_itself():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        _rule(cloud, arn)
        cloud.run_until_idle()
        assert cloud.now() == START
        cloud.advance(timedelta(hours=2, minutes=30))
        told = [json.loads(each) for each in _received(cloud, url)]
        assert [each["time"] for each in told] == ["2030-01-01T09:00:00Z", "2030-01-01T10:00:00Z"]
        assert (told[0]["source"], told[0]["detail-type"], told[0]["detail"]) == ("aws.events", "Scheduled Event", {})
        assert told[0]["resources"] == ["arn:aws:events:us-east-1:123456789012:rule/tick"]
        assert told[0]["id"] != told[1]["id"]


def test_a_rule_can_be_switched_off_on_and_away():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        events = _rule(cloud, arn, "cron(0 * * * ? *)", State="DISABLED")
        cloud.advance(3600)
        assert _received(cloud, url) == []
        events.enable_rule(Name="tick")
        cloud.advance(3600)
        assert len(_received(cloud, url)) == 1
        events.disable_rule(Name="tick")
        cloud.advance(3600)
        assert _received(cloud, url) == []
        events.enable_rule(Name="tick")
        events.remove_targets(Rule="tick", Ids=["q"])
        events.delete_rule(Name="tick")
        cloud.advance(3600)
        assert _received(cloud, url) == []


@pytest.mark.parametrize("expression", ["rate(1 hours)", "cron(0 10 * * * *)", "at(2031-01-01T00:00:00)"])
def test_a_rule_with_a_wrong_schedule_is_refused(expression):
    with (
        mock_cloud() as cloud,
        pytest.raises(ClientError, match="Parameter ScheduleExpression is not valid"),
    ):
        cloud.client("events").put_rule(Name="tick", ScheduleExpression=expression)


def test_a_schedule_counts_in_its_zone_until_its_end():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        _schedule(
            cloud,
            arn,
            "cron(0 10 * * ? *)",
            ScheduleExpressionTimezone="Asia/Tokyo",
            EndDate=START + timedelta(days=2),
            target={"Input": '{"at": "<aws.scheduler.scheduled-time>", "try": <aws.scheduler.attempt-number>}'},
        )
        cloud.advance(timedelta(days=3))
        assert [json.loads(each) for each in _received(cloud, url)] == [
            {"at": "2030-01-02T01:00:00Z", "try": 1},
            {"at": "2030-01-03T01:00:00Z", "try": 1},
        ]


def test_a_rate_of_scheduler_begins_at_once_or_at_its_start():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        _schedule(cloud, arn)
        cloud.advance(3599)
        (first,) = _received(cloud, url)
        assert json.loads(first)["time"] == "2030-01-01T08:00:00Z"
        assert json.loads(first)["detail"] == "{}"
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        _schedule(cloud, arn, StartDate=START + timedelta(minutes=30))
        cloud.advance(3600)
        assert [json.loads(each)["time"] for each in _received(cloud, url)] == ["2030-01-01T08:30:00Z"]


def test_a_schedule_of_one_moment_goes_away_when_it_is_told_to():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud)
        _schedule(cloud, arn, "at(2030-01-01T12:00:00)", ActionAfterCompletion="DELETE")
        assert cloud.client("scheduler").get_schedule(Name="tick")["State"] == "ENABLED"
        cloud.advance(timedelta(days=1))
        assert len(_received(cloud, url)) == 1
        with pytest.raises(ClientError, match="Schedule tick does not exist"):
            cloud.client("scheduler").get_schedule(Name="tick")


def test_a_flexible_window_is_late_by_chance_that_the_seed_decides():
    def arrival(seed):
        with mock_cloud(start=START, seed=seed) as cloud:
            url, arn = _queue(cloud)
            window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 60}
            _schedule(cloud, arn, "at(2030-01-01T12:00:00)", window)
            cloud.advance(timedelta(hours=4))
            for minute in range(61):
                if _received(cloud, url):
                    return minute
                cloud.advance(60)
            raise AssertionError("it never came")

    assert arrival(1) == arrival(1)
    assert len({arrival(seed) for seed in range(6)}) > 1


def test_a_universal_target_calls_any_operation():
    with mock_cloud(start=START) as cloud:
        url, _ = _queue(cloud)
        told = json.dumps({"QueueUrl": url, "MessageBody": "hello"})
        _schedule(cloud, "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", target={"Input": told})
        cloud.advance(1)
        assert _received(cloud, url) == ["hello"]


def test_a_bus_is_told_an_event():
    with mock_cloud(start=START) as cloud:
        parameters = {"DetailType": "Tick", "Source": "clock"}
        arn = "arn:aws:events:us-east-1:123456789012:event-bus/default"
        _schedule(cloud, arn, target={"Input": '{"n": 1}', "EventBridgeParameters": parameters})
        cloud.advance(1)
        (told,) = cloud.events
        assert (told.source, told.detail_type, told.detail) == ("clock", "Tick", {"n": 1})


def test_what_cannot_be_delivered_is_a_dead_letter():
    with mock_cloud(start=START) as cloud:
        url, arn = _queue(cloud, "letters")
        missing = "arn:aws:sqs:us-east-1:123456789012:missing"
        _schedule(cloud, missing, "at(2030-01-01T12:00:00)", target={"Input": "hi", "DeadLetterConfig": {"Arn": arn}})
        cloud.advance(timedelta(days=2))
        (letter,) = cloud.client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
        told = {name: each["StringValue"] for name, each in letter["MessageAttributes"].items()}
        assert letter["Body"] == "hi"
        assert told["SCHEDULE_ARN"] == "arn:aws:scheduler:us-east-1:123456789012:schedule/default/tick"
        assert (told["SCHEDULED_TIME"], told["ERROR_CODE"]) == ("2030-01-01T12:00:00Z", "NO_RESOURCE")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"expression": "rate(10)"}, r"Invalid Schedule Expression rate\(10\)\."),
        ({"ScheduleExpressionTimezone": "Mars/Base"}, "Timezone Mars/Base"),
        ({"GroupName": "none"}, "Schedule group none does not exist"),
        ({"window": {"Mode": "FLEXIBLE"}}, "MaximumWindowInMinutes"),
        ({"StartDate": START - timedelta(hours=1)}, "StartDate"),
    ],
)
def test_what_scheduler_refuses(options, message):
    with mock_cloud(start=START) as cloud, pytest.raises(ClientError, match=message):
        _schedule(cloud, "arn:aws:sqs:us-east-1:123456789012:q", **options)


def test_a_handler_is_called_by_its_schedule():
    ticks.clear()
    with mock_cloud(start=START) as cloud:
        cloud.deploy(daily)
        cloud.deploy(daily)
        cloud.advance(timedelta(days=2))
        assert ticks == [datetime(2030, 1, 1, 8, 30, tzinfo=UTC), datetime(2030, 1, 2, 8, 30, tzinfo=UTC)]
