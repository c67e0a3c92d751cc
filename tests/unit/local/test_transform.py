"""What a target receives, against recorded deliveries."""

from __future__ import annotations

import json

import pytest

from steploom.local.bus.model import Rule
from steploom.local.bus.paths import MISSING, select
from steploom.local.bus.transform import BadInput, input_for, wrong_inputs

RULE = Rule("r", "arn:aws:events:us-east-1:123456789012:rule/r", "123456789012", "us-east-1")
EVENT = {"detail-type": "Placed", "detail": {"id": 7, "sku": "tea", "tags": ["a", "b"], "deep": {"x": None}}}


def received(**target):
    return input_for(target, EVENT, RULE, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", EVENT),
        ("$.detail.sku", "tea"),
        ("$['detail']['sku']", "tea"),
        ("$.detail-type", "Placed"),
        ("$.detail.tags[1]", "b"),
        ("$.detail.tags[-1]", "b"),
        ("$.detail.tags[*]", ["a", "b"]),
        ("$.detail.deep.x", None),
        ("$.detail.tags[2]", MISSING),
        ("$.nothing.at.all", MISSING),
        ("detail", MISSING),
        ("$..sku", MISSING),
    ],
)
def test_paths(path, value):
    assert select(EVENT, path) == value


def test_the_whole_event_a_constant_or_a_part():
    assert json.loads(received()) == EVENT
    assert received(Input='{"fixed": 1}') == '{"fixed": 1}'
    assert received(InputPath="$.detail.sku") == '"tea"'
    with pytest.raises(BadInput, match="selects nothing"):
        received(InputPath="$.detail.nothing")


def transformed(template, **paths):
    return received(InputTransformer={"InputTemplate": template, "InputPathsMap": paths})


def test_values_stand_as_json_where_no_quotes_are():
    made = transformed(
        '{"id": <id>, "sku": <sku>, "tags": <tags>, "none": <none>}',
        id="$.detail.id",
        sku="$.detail.sku",
        tags="$.detail.tags",
        none="$.x",
    )
    assert json.loads(made) == {"id": 7, "sku": "tea", "tags": ["a", "b"], "none": ""}


def test_values_stand_as_they_are_in_quotes():
    assert (
        transformed('"<sku> of <tags> <none>"', sku="$.detail.sku", tags="$.detail.tags", none="$.x")
        == '"tea of [a,b] "'
    )


def test_what_makes_no_json_is_not_delivered():
    with pytest.raises(BadInput, match="no JSON"):
        transformed('{"tags": "<tags>"}', tags="$.detail.tags")


def test_predefined_values():
    made = json.loads(transformed('{"rule": <aws.events.rule-name>, "event": <aws.events.event>}'))
    assert made == {"rule": "r", "event": {"detailType": "Placed", "time": "2026-01-01T00:00:00Z"}}


def test_an_unknown_placeholder_stays_text_in_a_string():
    assert transformed('"a < b <x>"', x="$.detail.id") == '"a < b 7"'


def test_put_targets_refuses():
    both = {"Id": "1", "Input": "{}", "InputPath": "$"}
    assert wrong_inputs(both) == "Only one of Input, InputPath, or InputTransformer must be provided for target 1."
    assert wrong_inputs({"Id": "1", "InputPath": "$"}) is None


def test_recorded_deliveries(shared):
    lines = (shared / "conformance" / "events" / "inputs.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = [case["id"] for case in map(json.loads, lines) if not _is_as_recorded(case)]
    assert wrong == []


def _is_as_recorded(case):
    keys = {"input": "Input", "input_path": "InputPath", "input_transformer": "InputTransformer"}
    target = {"Id": "<target-id>"} | {keys[key]: value for key, value in case.items() if key in keys}
    expect, about = case["expect"], case.get("rule", {})
    if "error" in expect:
        return wrong_inputs(target) == expect["error"]["message"]
    rule = Rule(about.get("rule_name", "r"), about.get("rule_arn", "a"), "1", "r")
    try:
        made = input_for(target, case["event"], rule, about.get("ingestion_time", "2024-06-11T08:33:10Z"))
    except BadInput:
        return expect.get("delivered") is False
    return made == expect["text"] if "text" in expect else json.loads(made) == expect["json"]
