"""Where a fault of a definition stands in its text."""

from __future__ import annotations

import pytest

from steploom.asl import check, load, validate, with_spans

JSON = """{
\t"StartAt": "A",
\t"States": {
\t\t"A": {
\t\t\t"Type": "Task",
\t\t\t"Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
\t\t\t"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Nowhere"}],
\t\t\t"Oops": {"x": 1},
\t\t\t"End": true}}
}"""

YAML = """StartAt: A
States:
  A:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Parameters: {FunctionName: f}
    Catch:
      - ErrorEquals: [States.ALL]
        Next: Nowhere
    Oops:
      x: 1
    End: true
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (JSON, {"/States/A": (8, 4, 8, 10), "/States/A/Catch[0]/Next": (7, 54, 7, 63)}),
        (YAML, {"/States/A": (10, 5, 10, 9), "/States/A/Catch[0]/Next": (9, 15, 9, 22)}),
    ],
)
def test_the_field_at_fault(text, places):
    found = {}
    for each in check(text, file="f"):
        assert each.span is not None
        assert each.span.file == "f"
        found[each.location] = (each.span.line, each.span.column, each.span.end_line, each.span.end_column)
    assert found == places


def test_an_object_is_shown_by_its_key():
    text = '{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}'
    (fault, _) = check(text)
    assert fault.location == "/States/A"
    assert fault.span is not None
    assert text[fault.span.column - 1 : fault.span.end_column - 1] == '"A"'


def test_the_top_is_shown_by_its_brace():
    (fault,) = check("\n{}")
    assert fault.span is not None
    assert (fault.span.line, fault.span.column, fault.span.end_column) == (2, 1, 2)


def test_spans_for_what_validate_finds():
    text = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "\\u0042"}}}'
    found = with_spans(validate(load(text)), text, "m.json")
    assert [str(each.span) if each.span else None for each in found] == [
        "m.json:1:59",
        None,
    ]


def test_an_object_has_no_places():
    (fault, *_) = check({"StartAt": "A", "States": {"A": {"Type": "Pass"}}})
    assert fault.span is None
