from __future__ import annotations

import json

import pytest

from steploom import Event, on
from steploom.local import mock_cloud
from steploom.runtime import publish

TOLD: list[str] = []


class Placed(Event, source="shop", bus="shop"):
    order_id: str
    total: float


class Noted(Event, source="shop", bus="shop"):
    order_id: str


@on(Placed.where(lambda e: e.total > 10), emits=[Noted])
def note(event: Placed) -> None:
    TOLD.append(event.order_id)
    publish(Noted(order_id=event.order_id), Noted(order_id="second"))


@on(Noted)
def listen(event: Noted) -> None:
    TOLD.append(f"noted {event.order_id}")


@on(Noted, idempotent=False)
def always(event: Noted) -> None:
    TOLD.append(f"always {event.order_id}")


@pytest.fixture(autouse=True)
def _quiet():
    TOLD.clear()


def test_a_handler_hears_and_tells_as_part_of_one_story():
    with mock_cloud() as cloud:
        for each in (note, listen):
            cloud.deploy(each)
        cloud.emit(Placed(order_id="o-1", total=5))
        cloud.emit(Placed(order_id="o-2", total=50))
        cloud.run_until_idle()
        assert TOLD == ["o-2", "noted o-2", "noted second"]
        placed, first, second = (each for each in cloud.events if each.detail.get("order_id") != "o-1")
        metas = [each.detail["_meta"] for each in (placed, first, second)]
        assert {each["correlation_id"] for each in metas} == {metas[0]["correlation_id"]}
        assert [each["causation_id"] for each in metas] == [None, placed.event["id"], placed.event["id"]]
        key = metas[0]["idempotency_key"]
        assert [each["idempotency_key"] for each in metas] == [key, f"{key}/note/1", f"{key}/note/2"]


def test_a_second_delivery_of_the_same_news_is_handled_once():
    with mock_cloud() as cloud:
        for each in (listen, always):
            cloud.deploy(each)
        cloud.emit(Noted(order_id="o-1"))
        entry = cloud.events[0].entry
        cloud.client("events").put_events(Entries=[entry, entry])
        cloud.run_until_idle()
        assert TOLD.count("noted o-1") == 1
        assert TOLD.count("always o-1") == 3


def test_news_is_remembered_for_two_weeks_and_then_anew():
    with mock_cloud() as cloud:
        cloud.deploy(listen)
        cloud.emit(Noted(order_id="o-1"))
        entry = cloud.events[0].entry
        for days, handled in ((13, 1), (2, 2), (1, 2)):
            cloud.advance(days * 86_400)
            cloud.client("events").put_events(Entries=[entry])
            assert TOLD.count("noted o-1") == handled


def test_everything_of_it_is_visible_through_boto3():
    with mock_cloud(region="eu-west-1") as cloud:
        deployed = cloud.deploy(note)
        cloud.deploy(note)
        events, functions = cloud.client("events"), cloud.client("lambda")
        (rule,) = events.list_rules(EventBusName="shop")["Rules"]
        (target,) = events.list_targets_by_rule(Rule=rule["Name"], EventBusName="shop")["Targets"]
        function = functions.get_function(FunctionName="note")["Configuration"]
        assert (deployed.rule_arn, deployed.function_arn) == (rule["Arn"], function["FunctionArn"])
        assert target["Arn"] == function["FunctionArn"]
        assert target["DeadLetterConfig"]["Arn"] == function["DeadLetterConfig"]["TargetArn"]
        assert function["Environment"]["Variables"] == {"STEPLOOM_HANDLER": f"{__name__}:note"}


@on(Noted, retries=1)
def fails(event: Noted) -> None:
    TOLD.append(event.order_id)
    raise ValueError(f"cannot note {event.order_id}")


def test_what_a_handler_fails_on_ends_in_its_queue():
    with mock_cloud() as cloud:
        deployed = cloud.deploy(fails)
        cloud.emit(Noted(order_id="o-1"))
        cloud.run_until_idle()
        assert TOLD == ["o-1", "o-1"]
        (letter,) = cloud.client("sqs").receive_message(QueueUrl=deployed.dead_letters, MessageAttributeNames=["All"])[
            "Messages"
        ]
        assert json.loads(letter["Body"]) == cloud.events[0].event
        attributes = {name: each["StringValue"] for name, each in letter["MessageAttributes"].items()}
        assert (attributes["ErrorCode"], attributes["ErrorMessage"]) == ("200", "cannot note o-1")
        assert cloud.lost_invocations == []


def test_destinations_are_told_how_it_ended():
    with mock_cloud() as cloud:
        for each in (fails, listen):
            cloud.deploy(each)
        sqs, functions = cloud.client("sqs"), cloud.client("lambda")
        urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("good", "bad")}
        arns = {name: f"arn:aws:sqs:us-east-1:123456789012:{name}" for name in urls}
        for name in ("fails", "listen"):
            functions.put_function_event_invoke_config(
                FunctionName=name,
                MaximumRetryAttempts=0,
                DestinationConfig={
                    "OnSuccess": {"Destination": arns["good"]},
                    "OnFailure": {"Destination": arns["bad"]},
                },
            )
        cloud.emit(Noted(order_id="o-1"))
        cloud.run_until_idle()
        told = {
            name: json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"]) for name, url in urls.items()
        }
        assert told["good"]["requestContext"]["condition"] == "Success"
        assert told["bad"]["requestContext"]["condition"] == "RetriesExhausted"
        assert told["bad"]["requestContext"]["approximateInvokeCount"] == 1
        assert told["bad"]["requestPayload"]["detail"]["order_id"] == "o-1"
        assert told["bad"]["responsePayload"]["errorType"] == "ValueError"
