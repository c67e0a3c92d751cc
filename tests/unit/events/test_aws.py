from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from steploom import CompileError, DeclarationError, Event, emit, on, sleep, workflow
from steploom.compiler import compile_workflow
from steploom.events import pattern_of, to_entry
from steploom.events.aws import AwsEvent, ExecutionStatusChange, ObjectCreated, ScheduledEvent
from steploom.local import mock_cloud

SEEN: list[object] = []


@on(ExecutionStatusChange.where(lambda e: e.status == "SUCCEEDED"))
def ended(event: ExecutionStatusChange) -> None:
    SEEN.append((event.name, event.status, event.output))


@on(ScheduledEvent)
def ticked(event: ScheduledEvent) -> None:
    SEEN.append(event)


@workflow
async def nap(seconds: int) -> int:
    await sleep(5)
    return seconds


def test_patterns_ask_for_the_names_on_the_wire():
    chosen = ObjectCreated.where(lambda e: e.bucket.name == "in" and e.object.key.startswith("new/"))
    assert pattern_of(chosen) == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": ["in"]}, "object": {"key": [{"prefix": "new/"}]}},
    }
    assert pattern_of(ExecutionStatusChange.where(lambda e: e.execution_arn == "a"))["detail"] == {
        "executionArn": ["a"]
    }


def test_nobody_else_can_tell_them():
    made = ScheduledEvent()
    with pytest.raises(TypeError, match="Scheduled Event is an event of AWS"):
        to_entry(made)
    with pytest.raises(DeclarationError, match="AWS's own"):
        type("Mine", (Event,), {"__module__": __name__}, source="aws.mine")


def test_no_workflow_and_no_handler_tells_them():
    @workflow
    async def tick() -> None:
        await emit(ScheduledEvent())

    with pytest.raises(CompileError, match="SL104 ScheduledEvent is an event of AWS"):
        compile_workflow(tick)
    with pytest.raises(DeclarationError, match="SL207 handler 'never' cannot tell ScheduledEvent"):

        @on(ScheduledEvent, emits=[ScheduledEvent])
        def never(event: ScheduledEvent) -> None:
            """Tell it."""


def test_other_systems_have_names_of_their_own():
    class Order(Event, source="erp", detail_type="Order (changed)"):
        number: int

    assert to_entry(Order(number=1))["DetailType"] == "Order (changed)"
    with pytest.raises(DeclarationError, match="1 to 128 characters"):
        type("Long", (Event,), {"__module__": __name__}, source="erp", detail_type="x" * 129)


def test_a_class_for_any_other_event_of_aws():
    class Tags(BaseModel):
        env: str

    class Changed(AwsEvent, source="aws.tag", detail_type="Tag Change on Resource"):
        tags: Tags

    assert pattern_of(Changed)["detail-type"] == ["Tag Change on Resource"]


def test_handlers_hear_what_the_local_cloud_tells():
    SEEN.clear()
    with mock_cloud(start=datetime(2030, 1, 1, tzinfo=UTC)) as cloud:
        cloud.deploy(ended)
        cloud.deploy(ticked)
        run = cloud.start(nap, {"seconds": 7})
        run.finish()
        cloud.run_until_idle()
        assert [(run.name, "SUCCEEDED", json.dumps(7))] == SEEN
