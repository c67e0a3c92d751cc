"""From the model to text: canonical order, the same bytes every time."""

from __future__ import annotations

import pytest

from steploom.asl import MapState, Scope, SucceedState, dump, load, load_state, to_json

SHUFFLED = """
{"States": {
   "m": {"End": true, "Type": "Map", "Catch": [{"Next": "w", "ErrorEquals": ["States.ALL"], "Output": null}],
     "ItemProcessor": {"States": {"c": {
       "Choices": [{"Next": "d", "Output": {"z": 1, "a": 2}, "Condition": "{% true %}"}],
       "Default": "d", "Type": "Choice"}, "d": {"Type": "Succeed"}}, "StartAt": "c",
       "ProcessorConfig": {"ExecutionType": "EXPRESS", "Mode": "DISTRIBUTED"}},
     "MaxConcurrency": 2, "Items": "{% $x %}"},
   "w": {"Next": "m", "Comment": "ü", "Seconds": 1, "Type": "Wait"}},
 "StartAt": "w", "QueryLanguage": "JSONata", "Comment": "c"}
"""

CANONICAL = """{
  "Comment": "c",
  "QueryLanguage": "JSONata",
  "StartAt": "w",
  "States": {
    "m": {
      "Type": "Map",
      "Items": "{% $x %}",
      "MaxConcurrency": 2,
      "ItemProcessor": {
        "ProcessorConfig": {
          "Mode": "DISTRIBUTED",
          "ExecutionType": "EXPRESS"
        },
        "StartAt": "c",
        "States": {
          "c": {
            "Type": "Choice",
            "Choices": [
              {
                "Condition": "{% true %}",
                "Output": {
                  "z": 1,
                  "a": 2
                },
                "Next": "d"
              }
            ],
            "Default": "d"
          },
          "d": {
            "Type": "Succeed"
          }
        }
      },
      "Catch": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "Output": null,
          "Next": "w"
        }
      ],
      "End": true
    },
    "w": {
      "Type": "Wait",
      "Comment": "ü",
      "Seconds": 1,
      "Next": "m"
    }
  }
}
"""


def test_canonical_order():
    assert dump(load(SHUFFLED)) == CANONICAL


def test_the_text_is_a_fixed_point():
    assert dump(load(CANONICAL)) == CANONICAL
    assert load(CANONICAL) == load(SHUFFLED)


def test_a_rule_reads_like_a_sentence():
    rule = {"Next": "B", "Assign": {"x": 1}, "NumericEquals": 1, "Variable": "$.a", "Comment": "c"}
    state = {"Type": "Choice", "Choices": [rule]}
    machine = load({"StartAt": "A", "States": {"A": state}})
    written = to_json(machine)["States"]["A"]["Choices"][0]
    assert written == rule
    assert list(written) == ["Comment", "Variable", "NumericEquals", "Assign", "Next"]


@pytest.mark.parametrize("scope", [Scope(start_at="A", states={"A": SucceedState()}, comment="c")])
def test_a_branch(scope):
    assert to_json(scope) == {"Comment": "c", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}


def test_a_processor():
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "A",
        "States": {"A": {"Type": "Succeed"}},
    }
    state = load_state({"Type": "Map", "ItemProcessor": processor, "End": True})
    assert isinstance(state, MapState)
    assert to_json(state.item_processor) == processor


def test_end_false_says_nothing():
    machine = load('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A", "End": false}}}')
    assert to_json(machine)["States"]["A"] == {"Type": "Pass", "Next": "A"}
