"""Every event is one of the service's own model: its type, its details' member, the members inside."""

from __future__ import annotations

import pytest
from botocore.session import Session

from steploom.engine import Failure, Pending, Success
from steploom.engine.history import kinds, render_one

MODEL = Session().get_service_model("stepfunctions")
EVENT = MODEL.shape_for("HistoryEvent")
INVOKE = "arn:aws:states:::lambda:invoke"


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_a_kind_is_one_of_the_service_s_types(kind):
    assert kind.name in MODEL.shape_for("HistoryEventType").enum
    assert kind.details is None or kind.key in EVENT.members


def assert_modelled(shape, value, path):
    if shape.type_name == "structure":
        assert set(value) <= set(shape.members), path
        for name, each in value.items():
            assert_modelled(shape.members[name], each, f"{path}.{name}")
    elif shape.type_name in ("long", "integer"):
        assert type(value) is int, path
    elif shape.type_name == "boolean":
        assert type(value) is bool, path
    elif shape.type_name == "string":
        assert type(value) is str, path


def task(resource=INVOKE, **fields):
    return {"Type": "Task", "Resource": resource, **fields}


def chain(**states):
    names = list(states)
    for name, following in zip(names, [*names[1:], None], strict=True):
        if states[name]["Type"] not in ("Fail", "Choice"):
            states[name] |= {"Next": following} if following else {"End": True}
    return {"StartAt": names[0], "States": states}


def test_rendered_events_hold_what_the_model_knows(run):
    inner = chain(I={"Type": "Pass"})
    definition = chain(
        P={"Type": "Pass", "Assign": {"x": 1}},
        W={"Type": "Wait", "Seconds": 1},
        A=task("arn:aws:lambda:us-east-1:123456789012:function:f", TimeoutSeconds=5),
        B=task(Credentials={"RoleArn": "arn:r"}, TimeoutSeconds=9, HeartbeatSeconds=3),
        J=task("arn:aws:states:::states:startExecution.sync"),
        R={"Type": "Parallel", "Branches": [inner]},
        M={"Type": "Map", "ItemProcessor": chain(K={"Type": "Pass"})},
        Q={"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $no %}"},
    )

    def answer(request):
        return Success([1, 2], submitted={"id": 1}) if request.state == "J" else Success([1])

    events = run(definition, {}, answer).events()
    assert events[-1]["type"] == "ExecutionFailed"
    for event in events:
        timeless = {key: value for key, value in event.items() if key != "timestamp"}
        assert_modelled(EVENT, timeless, event["type"])
        assert type(event["timestamp"]) is float


def test_failing_events_hold_what_the_model_knows(run):
    definition = chain(
        T=task("arn:aws:states:us-east-1:123456789012:activity:a", HeartbeatSeconds=5), F={"Type": "Fail"}
    )
    for outcome in (Failure("E", "C"), Failure(None, None), Pending()):
        for event in run(definition, {}, lambda _request, outcome=outcome: outcome).events():
            assert_modelled(EVENT, {key: value for key, value in event.items() if key != "timestamp"}, event["type"])


def test_a_value_shows_as_compact_text():
    value = {"b": [1, 2.5, None, "ü"], "a": {}}
    event = render_one(7, (kinds.PASS_ENTERED, 6, 12.5, "P", value))
    assert event == {
        "timestamp": 12.5,
        "type": "PassStateEntered",
        "id": 7,
        "previousEventId": 6,
        "stateEnteredEventDetails": {
            "name": "P",
            "input": '{"b":[1,2.5,null,"ü"],"a":{}}',
            "inputDetails": {"truncated": False},
        },
    }


def test_events_can_be_read_from_a_place_on(run):
    execution = run(chain(P={"Type": "Pass"}))
    assert list(execution.iter_events(3)) == execution.events()[2:]
