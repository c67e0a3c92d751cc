from __future__ import annotations

from dataclasses import dataclass

import pytest
from pydantic import BaseModel

from steploom.dsl import TaskToken, activity
from steploom.dsl.exchange import (
    answer_json,
    argument_objects,
    arguments_json,
    call_function,
    declared_arguments,
    event_json,
    fake_result_json,
    parameters_of,
    result_json,
)
from steploom.errors import InputError, ResultError
from steploom.events import Event


class Item(BaseModel):
    sku: str


@dataclass
class Label:
    text: str


class Told(Event, source="test"):
    items: list[Item]


@activity
def label(item: Item, copies: int = 1, *, dry: bool = False) -> Label:
    return Label(f"{item.sku} x {copies}{' (dry)' if dry else ''}")


@activity
def ask(token: TaskToken, item: Item) -> bool:
    return token.value == item.sku


def test_the_contract_leaves_the_token_out():
    assert [field.name for field in parameters_of(ask).fields] == ["item"]
    assert parameters_of(ask) is parameters_of(ask)


def test_a_payload_holds_what_the_caller_passed():
    assert arguments_json(label, (Item(sku="a"),), {}) == {"item": {"sku": "a"}}
    assert arguments_json(label, (Item(sku="a"), 2), {"dry": True}) == {"item": {"sku": "a"}, "copies": 2, "dry": True}


def test_json_goes_in_as_it_is():
    assert arguments_json(label, ({"sku": "a"}, "two"), {}) == {"item": {"sku": "a"}, "copies": "two"}


def test_what_is_no_json_does_not_go_in():
    with pytest.raises(TypeError, match=r"label\(\.\.\.\): item: expected Item, got Label"):
        arguments_json(label, (Label("a"),), {})


def test_what_fits_no_parameter():
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'token'"):
        arguments_json(ask, (Item(sku="a"),), {"token": TaskToken("t")})


def test_the_objects_of_a_payload():
    assert argument_objects(label, {"item": {"sku": "a"}, "copies": 2.0}) == {"item": Item(sku="a"), "copies": 2}
    assert argument_objects(label, {"item": {"sku": "a"}, "other": 1}) == {"item": Item(sku="a")}


def test_a_payload_that_breaks_the_contract():
    with pytest.raises(InputError) as caught:
        argument_objects(label, {"item": {"sku": 1}, "copies": 1.5})
    assert caught.value.cause == "item.sku: expected string, got number; copies: expected integer, got number"


def test_calling_by_name():
    assert call_function(label, None, {"item": Item(sku="a"), "dry": True}) == Label("a x 1 (dry)")
    assert call_function(ask, TaskToken("a"), {"item": Item(sku="a")}) is True


def test_a_result_is_an_object_of_the_declared_type():
    assert result_json(label, Label("a")) == {"text": "a"}
    with pytest.raises(ResultError, match="result: expected Label, got object"):
        result_json(label, {"text": "a"})


def test_an_answer_may_be_json_too():
    assert answer_json(label, Label("a")) == {"text": "a"}
    assert answer_json(label, {"text": "a"}) == {"text": "a"}
    with pytest.raises(ResultError, match="text: expected string, got number"):
        answer_json(label, {"text": 1})
    with pytest.raises(ResultError, match="result: expected Label, got Item"):
        answer_json(label, Item(sku="a"))


def test_the_detail_of_an_event():
    assert event_json(Told(items=[Item(sku="a")])) == {"items": [{"sku": "a"}]}
    with pytest.raises(TypeError, match=r"Told: items\[0\]: expected Item, got string"):
        event_json(Told.model_construct(items=["a"]))


def test_a_recorded_call_is_what_the_caller_holds():
    passed = {"item": {"sku": "a", "undeclared": 1}, "copies": "two", "more": [1]}
    assert declared_arguments(label, passed) == {"item": {"sku": "a"}, "copies": "two", "more": [1]}


def test_a_fake_answers_in_the_form_of_the_function():
    assert fake_result_json(label, {"text": "x", "undeclared": 1}) == {"text": "x"}
    assert fake_result_json(label, Label("x")) == {"text": "x"}
    with pytest.raises(ResultError, match="text: missing"):
        fake_result_json(label, {})
