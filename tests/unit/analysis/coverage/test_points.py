from __future__ import annotations

from steploom.analysis.coverage import points_of, shape_of
from steploom.asl import load
from steploom.compiler import compile_workflow

LAMBDA = "arn:aws:states:::lambda:invoke"


def machine(**changes):
    item = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    return load(
        {
            "StartAt": "which",
            "States": {
                "which": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "each"}],
                    "Default": "side",
                },
                "each": {"Type": "Map", "ItemProcessor": item, "Next": "work"},
                "side": {"Type": "Parallel", "Branches": [branch("a"), branch("b")], "Next": "work"},
                "work": {
                    "Type": "Task",
                    "Resource": LAMBDA,
                    "Retry": [{"ErrorEquals": ["Busy"]}],
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "end"}],
                    "Next": "end",
                    **changes,
                },
                "end": {"Type": "Succeed"},
            },
        }
    )


def branch(name):
    return {"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}}


def test_every_point_with_its_path():
    found = [(each.kind, each.path) for each in points_of(machine())]
    assert found == [
        ("state", "/States/which"),
        ("rule", "/States/which/Choices[0]"),
        ("rule", "/States/which/Default"),
        ("state", "/States/each"),
        ("scope", "/States/each/ItemProcessor"),
        ("state", "/States/each/ItemProcessor/States/item"),
        ("state", "/States/side"),
        ("scope", "/States/side/Branches[0]"),
        ("scope", "/States/side/Branches[1]"),
        ("state", "/States/side/Branches[0]/States/a"),
        ("state", "/States/side/Branches[1]/States/b"),
        ("state", "/States/work"),
        ("retrier", "/States/work/Retry[0]"),
        ("catcher", "/States/work/Catch[0]"),
        ("state", "/States/end"),
    ]


def test_the_shape_leaves_out_what_tests_fill_in():
    assert shape_of(machine()) == shape_of(machine(Resource="arn:aws:states:::sqs:sendMessage", Comment="x"))
    assert shape_of(machine()) != shape_of(machine(Next="which"))
    assert shape_of(machine()) != shape_of(machine(Retry=[{"ErrorEquals": ["Other"]}]))
    assert shape_of(machine()) != shape_of(machine(Catch=[]))


def test_retriers_that_the_compiler_writes_by_itself_are_no_points_of_a_workflow():
    from lambdas.orders.workflow import fulfil

    definition = compile_workflow(fulfil).definition
    asked = [(each.state, each.errors) for each in points_of(definition, compiled=True) if each.kind == "retrier"]
    assert asked == [("reserve", ("StockBusy",)), ("charge", ("PaymentGatewayDown",))]
    assert len([each for each in points_of(definition) if each.kind == "retrier"]) > len(asked)
