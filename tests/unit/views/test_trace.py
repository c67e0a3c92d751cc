from __future__ import annotations

from steploom.engine import Failure, Success
from steploom.views.trace import trace

LAMBDA = "arn:aws:states:::lambda:invoke"


def states(number):
    return {
        "choose": {
            "Type": "Choice",
            "Choices": [
                {"Condition": f"{{% {number} > 1 %}}", "Next": "work"},
                {"Condition": "{% false %}", "Next": "never"},
            ],
            "Default": "end",
        },
        "work": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "end"}],
            "Next": "end",
        },
        "never": {"Type": "Pass", "Next": "end"},
        "end": {"Type": "Pass", "End": True},
    }


def test_what_was_taken(graph, model):
    done = trace(graph(states(2)), model(states(2), work=lambda _: Success(1)))
    assert {path: (node.status, node.visits) for path, node in done.nodes.items()} == {
        "/States/choose": ("succeeded", 1),
        "/States/work": ("succeeded", 1),
        "/States/end": ("succeeded", 1),
    }
    assert done.edges == {
        ("", "StartAt"),
        ("/States/choose", "Choices[0]/Next"),
        ("/States/work", "Next"),
        ("/States/end", "End"),
    }


def test_a_catcher_and_not_the_line_to_the_same_state(graph, model):
    done = trace(graph(states(2)), model(states(2), work=lambda _: Failure("Late", "")))
    assert done.nodes["/States/work"].status == "caught"
    assert ("/States/work", "Catch[0]/Next") in done.edges
    assert ("/States/work", "Next") not in done.edges


def test_visits_of_one_state_are_counted_and_the_gravest_end_shown(graph, model):
    item = {"StartAt": "item", "States": {"item": {"Type": "Task", "Resource": LAMBDA, "End": True}}}
    machine = {"each": {"Type": "Map", "Items": [1, 2, 3], "MaxConcurrency": 1, "ItemProcessor": item, "End": True}}
    answers = iter([Success(1), Failure("Broken", "")])
    done = trace(graph(machine), model(machine, work=lambda _: next(answers)))
    inner = done.nodes["/States/each/ItemProcessor/States/item"]
    assert (inner.status, inner.visits, inner.attempts) == ("failed", 2, 1)
    assert [path for path, _ in done.visits] == ["/States/each"] + ["/States/each/ItemProcessor/States/item"] * 2
    assert ("/States/each", "End") not in done.edges


def test_a_run_of_another_version(graph, model):
    other = {"choose": {"Type": "Pass", "Next": "gone"}, "gone": {"Type": "Pass", "End": True}}
    done = trace(graph(states(2)), model(other))
    assert [path for path, _ in done.visits] == ["/States/choose", ""]
    assert set(done.nodes) == {"/States/choose"}
