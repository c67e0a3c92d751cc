"""Rules that deliver, through plain boto3."""

from __future__ import annotations

import json
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from steploom.errors import Unsupported
from steploom.local.bus.delivery import Delivery, Post
from steploom.local.bus.keeper import Keeper
from steploom.local.bus.model import Rule

ENTRY = {"Source": "shop", "DetailType": "Placed", "Detail": '{"id": 7}'}
ACCOUNT = "arn:aws:{}:us-east-1:123456789012:{}"


@pytest.fixture
def events(cloud):
    return boto3.client("events", region_name=cloud.world.options.region)


@pytest.fixture
def queue(cloud):
    """Makes a queue and returns its URL and a function that empties it."""

    def create(name="q", **attributes):
        sqs = cloud.client("sqs")
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

        def bodies():
            found = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], AttributeNames=["All"]
            )
            return found.get("Messages", [])

        return url, bodies

    return create


@pytest.fixture
def rule(events):
    """Makes a rule with targets."""

    def create(*targets, pattern=None, name="r", bus="default", state="ENABLED"):
        text = json.dumps({"source": ["shop"]} if pattern is None else pattern)
        events.put_rule(Name=name, EventPattern=text, EventBusName=bus, State=state)
        told = [{"Id": str(number), **target} for number, target in enumerate(targets)]
        events.put_targets(Rule=name, EventBusName=bus, Targets=told)

    return create


def test_a_queue_gets_the_event(events, rule, queue):
    _, bodies = queue()
    rule({"Arn": ACCOUNT.format("sqs", "q")})
    id_ = events.put_events(Entries=[ENTRY])["Entries"][0]["EventId"]
    (message,) = bodies()
    assert json.loads(message["Body"]) == {
        "version": "0",
        "id": id_,
        "detail-type": "Placed",
        "source": "shop",
        "account": "123456789012",
        "time": "2026-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {"id": 7},
    }


def test_only_rules_that_match_and_are_enabled_fire(events, rule, queue, cloud):
    for name in ("a", "b", "c"):
        queue(name)
    rule({"Arn": ACCOUNT.format("sqs", "a")}, name="a", pattern={"detail": {"id": [{"numeric": [">", 9]}]}})
    rule({"Arn": ACCOUNT.format("sqs", "b")}, name="b", state="DISABLED")
    rule({"Arn": ACCOUNT.format("sqs", "c")}, name="c", pattern={"detail": {"id": [{"numeric": [">", 5]}]}})
    events.put_events(Entries=[ENTRY])
    assert cloud.events[-1].rules == ["c"]
    events.enable_rule(Name="b")
    events.put_events(Entries=[ENTRY])
    assert cloud.events[-1].rules == ["b", "c"]


def test_a_schedule_is_reached_by_no_event(events, cloud):
    events.put_rule(Name="s", ScheduleExpression="rate(1 hour)")
    events.put_events(Entries=[ENTRY])
    assert cloud.events[-1].rules == []


def test_a_machine_is_started_with_its_part_of_the_event(events, rule, machine, sfn, cloud):
    arn = machine({"A": {"Type": "Wait", "Seconds": 5, "End": True}})
    rule({"Arn": arn, "InputPath": "$.detail"})
    id_ = events.put_events(Entries=[ENTRY])["Entries"][0]["EventId"]
    (listed,) = sfn.list_executions(stateMachineArn=arn)["executions"]
    assert listed["name"].startswith(f"{id_}_")
    cloud.run_until_idle()
    assert sfn.describe_execution(executionArn=listed["executionArn"])["output"] == '{"id":7}'


def test_functions_topics_logs_and_other_buses(events, rule, queue, function, cloud):
    url, bodies = queue()
    source = "import boto3, json\ndef handler(event, context):\n    boto3.client('sqs').send_message("
    arn = function(f"{source}QueueUrl={url!r}, MessageBody=json.dumps(['function', event['detail']]))\n")
    topic = cloud.client("sns").create_topic(Name="t")["TopicArn"]
    cloud.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=ACCOUNT.format("sqs", "q"))
    cloud.client("logs").create_log_group(logGroupName="/events")
    events.create_event_bus(Name="other")
    rule({"Arn": ACCOUNT.format("sqs", "q"), "InputPath": "$.detail-type"}, bus="other")
    rule(
        {"Arn": arn},
        {"Arn": topic, "Input": '"topic"'},
        {"Arn": ACCOUNT.format("logs", "log-group:/events")},
        {"Arn": ACCOUNT.format("events", "event-bus/other")},
    )
    events.put_events(Entries=[ENTRY])
    found = [json.loads(each["Body"]) for each in bodies()]
    assert ["function", {"id": 7}] in found
    assert "Placed" in found
    assert '"topic"' in [each["Message"] for each in found if isinstance(each, dict)]
    (logged,) = cloud.client("logs").filter_log_events(logGroupName="/events")["events"]
    assert json.loads(logged["message"])["detail"] == {"id": 7}
    assert [each.bus for each in cloud.events] == ["default", "other"]


def test_a_queue_in_order(events, rule, queue):
    _, bodies = queue("q.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    rule({"Arn": ACCOUNT.format("sqs", "q.fifo"), "SqsParameters": {"MessageGroupId": "g"}})
    events.put_events(Entries=[ENTRY])
    assert bodies()[0]["Attributes"]["MessageGroupId"] == "g"


def test_a_missing_target_goes_to_the_dead_letters_at_once(events, rule, queue):
    _, bodies = queue("dead")
    gone = "arn:aws:states:us-east-1:123456789012:stateMachine:gone"
    rule({"Arn": gone, "DeadLetterConfig": {"Arn": ACCOUNT.format("sqs", "dead")}})
    events.put_events(Entries=[ENTRY])
    (message,) = bodies()
    assert json.loads(message["Body"])["detail"] == {"id": 7}
    attributes = {name: each["StringValue"] for name, each in message["MessageAttributes"].items()}
    assert attributes == {
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": f"State Machine Does Not Exist: '{gone}'",
        "RETRY_ATTEMPTS": "0",
        "RULE_ARN": "arn:aws:events:us-east-1:123456789012:rule/r",
        "TARGET_ARN": gone,
    }


def test_without_a_queue_it_is_lost_and_known(events, rule, cloud):
    rule({"Arn": ACCOUNT.format("lambda", "function:nobody")})
    events.put_events(Entries=[ENTRY])
    (lost,) = cloud.lost_events
    assert (lost.rule.name, lost.event["detail"], lost.reason[:11]) == ("r", {"id": 7}, "NO_RESOURCE")


def test_an_input_that_is_no_json_is_not_delivered(events, rule, queue, cloud):
    _, bodies = queue()
    template = {"InputTemplate": '{"d": "<d>"}', "InputPathsMap": {"d": "$.detail"}}
    rule({"Arn": ACCOUNT.format("sqs", "q"), "InputTransformer": template})
    events.put_events(Entries=[ENTRY])
    assert bodies() == []
    assert cloud.lost_events[0].reason.startswith("INVALID_JSON: ")


def test_entries_are_refused_one_by_one(events, cloud):
    answer = events.put_events(
        Entries=[
            {"DetailType": "T", "Detail": "{}"},
            {"Source": "s", "DetailType": "T", "Detail": "[1]"},
            ENTRY,
            ENTRY | {"EventBusName": "nowhere"},
        ]
    )
    assert answer["FailedEntryCount"] == 2
    assert [each.get("ErrorCode") for each in answer["Entries"]] == ["InvalidArgument", "MalformedDetail", None, None]
    assert len(cloud.events) == 1


def test_patterns_are_checked_when_they_are_put(events, error_of):
    place = 'at [Source: (String)"{"source": "shop"}"; line: 1, column: 13]'
    assert error_of(events.put_rule, Name="r", EventPattern='{"source": "shop"}') == (
        "InvalidEventPatternException",
        f'Event pattern is not valid. Reason: "source" must be an object or an array\n {place}',
    )
    events.put_rule(Name="r", EventPattern='{"source": [{"wildcard": "sh*p"}]}')


def test_targets_are_checked_when_they_are_put(events, error_of):
    events.put_rule(Name="r", EventPattern='{"source": ["shop"]}')
    target = {"Id": "1", "Arn": ACCOUNT.format("sqs", "q"), "InputTransformer": {"InputTemplate": '"<x>"'}}
    assert error_of(events.put_targets, Rule="r", Targets=[target]) == (
        "ValidationException",
        "InputTemplate for target 1 contains invalid placeholder x.",
    )


def test_a_target_that_is_not_served_says_so(events, rule):
    rule({"Arn": ACCOUNT.format("firehose", "deliverystream/s")})
    with pytest.raises(Unsupported, match=r"SL412: EventBridge targets like .*firehose.* are not available"):
        events.put_events(Entries=[ENTRY])


BUS = ACCOUNT.format("events", "event-bus/default")
SPAN = {"EventStartTime": "2020-01-01T00:00:00Z", "EventEndTime": "2040-01-01T00:00:00Z"}


def test_archives_keep_events_and_replay_them(events, cloud, rule, queue):
    _, bodies = queue()
    archive = events.create_archive(ArchiveName="a", EventSourceArn=BUS)["ArchiveArn"]
    events.put_events(Entries=[ENTRY])
    assert events.describe_archive(ArchiveName="a")["EventCount"] == 1
    rule({"Arn": ACCOUNT.format("sqs", "q")})
    events.start_replay(ReplayName="again", EventSourceArn=archive, Destination={"Arn": BUS}, **SPAN)
    assert bodies() == []
    assert events.describe_replay(ReplayName="again")["State"] == "STARTING"
    cloud.run_until_idle()
    assert events.describe_replay(ReplayName="again")["State"] == "COMPLETED"
    (message,) = bodies()
    assert json.loads(message["Body"])["replay-name"] == "again"
    assert events.describe_archive(ArchiveName="a")["EventCount"] == 1, "what is replayed is not kept again"


def test_who_polls_a_replay_lets_it_end(events, error_of):
    archive = events.create_archive(ArchiveName="a", EventSourceArn=BUS)["ArchiveArn"]
    events.start_replay(ReplayName="again", EventSourceArn=archive, Destination={"Arn": BUS}, **SPAN)
    states = [events.describe_replay(ReplayName="again")["State"] for _ in range(2)]
    assert states == ["STARTING", "COMPLETED"]
    assert error_of(events.cancel_replay, ReplayName="again")[0] == "IllegalStatusException"


def test_a_replay_keeps_to_its_span_its_rules_and_the_archives_pattern(events, cloud, rule, queue):
    _, bodies = queue()
    _, others = queue("other")
    archive = events.create_archive(
        ArchiveName="a", EventSourceArn=BUS, EventPattern=json.dumps({"detail": {"n": [{"numeric": [">", 0]}]}})
    )["ArchiveArn"]
    for number in range(3):
        events.put_events(Entries=[ENTRY | {"Detail": json.dumps({"n": number})}])
        cloud.advance(60)
    begun = cloud.now()
    rule({"Arn": ACCOUNT.format("sqs", "q")})
    rule({"Arn": ACCOUNT.format("sqs", "other")}, name="other")
    wanted = events.describe_rule(Name="r")["Arn"]
    events.start_replay(
        ReplayName="again",
        EventSourceArn=archive,
        EventStartTime=begun - timedelta(seconds=90),
        EventEndTime=begun,
        Destination={"Arn": BUS, "FilterArns": [wanted]},
    )
    cloud.run_until_idle()
    assert [json.loads(each["Body"])["detail"] for each in bodies()] == [{"n": 2}]
    assert others() == []


def test_ten_replays_are_active_at_most(events, cloud, error_of):
    archive = events.create_archive(ArchiveName="a", EventSourceArn=BUS)["ArchiveArn"]
    for number in range(10):
        events.start_replay(ReplayName=f"r{number}", EventSourceArn=archive, Destination={"Arn": BUS}, **SPAN)
    asked = {"ReplayName": "r10", "EventSourceArn": archive, "Destination": {"Arn": BUS}, **SPAN}
    assert error_of(events.start_replay, **asked) == (
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.",
    )
    events.cancel_replay(ReplayName="r0")
    events.start_replay(**asked)
    cloud.run_until_idle()
    states = {each["ReplayName"]: each["State"] for each in events.list_replays()["Replays"]}
    assert (states["r0"], states["r10"]) == ("CANCELLED", "COMPLETED")


# Retries, without a service that is busy on demand.


class Busy:
    """A clock and a target that refuses as often as it is told."""

    def __init__(self, monkeypatch, refusals, code="ThrottlingException"):
        self.now, self.timers, self.tried, self.lost = 0.0, [], [], []
        self._refusals = refusals
        self._code = code
        monkeypatch.setattr("steploom.local.bus.targets.client", lambda *_: self)

    def get_queue_url(self, **_):
        return {"QueueUrl": "url"}

    def send_message(self, **_):
        self.tried.append(self.now)
        if len(self.tried) <= self._refusals:
            raise ClientError({"Error": {"Code": self._code, "Message": "slow down"}}, "SendMessage")

    def deliver(self, **target):
        post = Post(
            lambda: self.now,
            lambda moment, callback: self.timers.append((moment, callback)),
            lambda: "id",
            lambda *_: False,
            lambda *about: self.lost.append(about[3]),
        )
        rule = Rule("r", "arn", "123456789012", "us-east-1")
        Delivery(post, rule, {"Arn": ACCOUNT.format("sqs", "q"), **target}, {"id": "e"}, 0.0).attempt()
        while self.timers:
            self.now, callback = self.timers.pop()
            callback()


def test_a_busy_target_is_tried_again_and_again(monkeypatch):
    busy = Busy(monkeypatch, refusals=4)
    busy.deliver()
    assert (busy.tried, busy.lost) == ([0, 1, 3, 7, 15], [])


def test_attempts_run_out(monkeypatch):
    busy = Busy(monkeypatch, refusals=99)
    busy.deliver(RetryPolicy={"MaximumRetryAttempts": 2})
    assert (busy.tried, busy.lost) == ([0, 1, 3], ["THROTTLING: slow down"])


def test_events_grow_too_old(monkeypatch):
    busy = Busy(monkeypatch, refusals=99)
    busy.deliver(RetryPolicy={"MaximumEventAgeInSeconds": 60})
    assert busy.tried == [0, 1, 3, 7, 15, 31]


def test_the_default_policy_spends_a_day(monkeypatch):
    busy = Busy(monkeypatch, refusals=999)
    busy.deliver()
    assert len(busy.tried) == 186
    assert 84_000 < busy.tried[-1] <= 86_400


def test_what_is_hopeless_is_tried_once(monkeypatch):
    busy = Busy(monkeypatch, refusals=99, code="AccessDeniedException")
    busy.deliver()
    assert (busy.tried, busy.lost) == ([0], ["NO_PERMISSIONS: slow down"])


def test_a_keeper_delivers_when_its_turn_comes():
    turns = []
    keeper = Keeper(
        lambda: 5.0, lambda: "id", lambda moment, _: turns.append(moment), lambda: None, lambda *_: False, float
    )
    keeper.deliver(Rule("r", "arn", "1", "us-east-1"), [{"Arn": "a"}, {"Arn": "b"}], {}, 5.0)
    assert turns == [5.0, 5.0]
