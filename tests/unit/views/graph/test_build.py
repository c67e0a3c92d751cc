from __future__ import annotations

import pytest

from steploom.asl import load
from steploom.views import build_graph

LAMBDA = "arn:aws:states:::lambda:invoke"


def test_every_kind_of_edge_with_its_words(graph):
    scope = graph(
        {
            "pay": {
                "Type": "Task",
                "Resource": LAMBDA,
                "Arguments": {"FunctionName": "charge"},
                "Catch": [{"ErrorEquals": ["CardDeclined", "Late"], "Next": "no"}],
                "Next": "large",
            },
            "large": {
                "Type": "Choice",
                "Choices": [{"Condition": "{% $total > 1_000 %}", "Next": "ask"}],
                "Default": "done",
            },
            "ask": {"Type": "Wait", "Seconds": 86_400, "Next": "done"},
            "done": {"Type": "Succeed"},
            "no": {"Type": "Fail", "Error": "Declined"},
        }
    ).root
    assert [(edge.source, edge.kind, edge.label, edge.target, edge.field) for edge in scope.edges] == [
        ("pay", "next", "", "large", "Next"),
        ("pay", "catch", "CardDeclined, Late", "no", "Catch[0]/Next"),
        ("large", "choice", "$total > 1_000", "ask", "Choices[0]/Next"),
        ("large", "default", "default", "done", "Default"),
        ("ask", "next", "", "done", "Next"),
    ]
    assert [(node.name, node.type, node.label) for node in scope.nodes] == [
        ("pay", "Task", "lambda charge"),
        ("large", "Choice", ""),
        ("ask", "Wait", "1 d"),
        ("done", "Succeed", ""),
        ("no", "Fail", "Declined"),
    ]


def test_scopes_are_nested_and_paths_are_unique(graph):
    branch = {"StartAt": "same", "States": {"same": {"Type": "Pass", "End": True}}}
    found = graph(
        {
            "both": {"Type": "Parallel", "Branches": [branch, branch], "Next": "each"},
            "each": {"Type": "Map", "MaxConcurrency": 10, "ItemProcessor": branch, "End": True},
        },
        Comment="what it is for",
    )
    assert found.comment == "what it is for"
    assert [node.path for node in found.nodes()] == [
        "/States/both",
        "/States/each",
        "/States/both/Branches[0]/States/same",
        "/States/both/Branches[1]/States/same",
        "/States/each/ItemProcessor/States/same",
    ]
    both, each = found.root.nodes
    assert [scope.title for scope in both.scopes] == ["branch 1", "branch 2"]
    assert [scope.title for scope in each.scopes] == ["each item"]
    assert (both.label, each.label, both.ends, each.ends) == ("2 branches", "10 at a time", False, True)


def test_a_state_that_is_not_there_is_shown_as_missing(graph):
    found = graph({"a": {"Type": "Pass", "Next": "b"}})
    assert [(node.name, node.type) for node in found.nodes()] == [("a", "Pass"), ("b", "Missing")]


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ({"Type": "Wait", "Seconds": 90}, "1 min 30 s"),
        ({"Type": "Wait", "SecondsPath": "$.delay"}, "$.delay s"),
        ({"Type": "Wait", "Timestamp": "2030-01-01T00:00:00Z"}, "until 2030-01-01T00:00:00Z"),
        ({"Type": "Wait", "TimestampPath": "$.at"}, "until $.at"),
        ({"Type": "Pass"}, ""),
    ],
)
def test_labels_in_jsonpath(state, label):
    machine = load({"StartAt": "s", "States": {"s": {**state, "End": True}}})
    assert next(build_graph(machine).nodes()).label == label


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"MaxConcurrency": 1}, "one by one"),
        ({"MaxConcurrency": 0}, ""),
        ({"MaxConcurrency": "{% $limit %}"}, "$limit at a time"),
        ({}, ""),
    ],
)
def test_labels_of_maps(graph, fields, label):
    inner = {"StartAt": "i", "States": {"i": {"Type": "Succeed"}}}
    state = {"Type": "Map", "ItemProcessor": inner, "End": True, **fields}
    assert graph({"m": state}).root.nodes[0].label == label


def test_a_distributed_map_says_so(graph):
    inner = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "i",
        "States": {"i": {"Type": "Succeed"}},
    }
    found = graph({"m": {"Type": "Map", "ItemProcessor": inner, "MaxConcurrency": 40, "End": True}})
    assert found.root.nodes[0].label == "distributed · 40 at a time"


def test_long_conditions_keep_their_end_and_their_full_text(graph):
    text = '$states.input.cluster.details.status = "available"'
    found = graph(
        {
            "c": {"Type": "Choice", "Choices": [{"Condition": f"{{% {text} %}}", "Next": "d"}], "Default": "d"},
            "d": {"Type": "Succeed"},
        }
    )
    assert found.root.edges[0].label == '$states….status = "available"'
    assert found.root.edges[0].text == text
