"""What a contract becomes in JSONata, where the shapes are unusual; the ordinary ones stand in the golden cases."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, computed_field

from steploom.compiler.emit.contract import faults_of
from steploom.compiler.emit.normal import normal
from steploom.dsl.contract import shape_of
from steploom.errors import Unsupported
from steploom.expr.environment import Environment
from steploom.expr.jsonata import compile_expression

ENVIRONMENT = Environment(now=lambda: 0.0, random=random.Random(0))


class Item(BaseModel):
    sku: str
    count: int = 1


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    items: list[Item] = []


class Quoted(BaseModel):
    ref: str = Field(alias="$ref", min_length=1)
    tick: int = Field(alias="`tick`")


@dataclass
class Stamped:
    name: str
    version: int = field(default=3, init=False)


class Doubled(BaseModel):
    size: int

    @computed_field
    @property
    def double(self) -> int:
        return 2 * self.size


def read(expression: str, value: Any) -> Any:
    return compile_expression(expression).evaluate({"v": value}, ENVIRONMENT)


@pytest.mark.parametrize(
    ("annotation", "value", "made"),
    [
        (dict[str, Item], {}, {}),
        (dict[str, Item], {"a": {"sku": "x", "more": 1}}, {"a": {"sku": "x", "count": 1}}),
        (tuple[Item, list[str]], [{"sku": "x"}, ["a"]], [{"sku": "x", "count": 1}, ["a"]]),
        (tuple[list[Item], Any], [[{"sku": "x"}], [[1]]], [[{"sku": "x", "count": 1}], [[1]]]),
        (tuple[Item, str] | None, None, None),
        (list[Item] | str, "all", "all"),
        (list[Item] | str, [{"sku": "x"}], [{"sku": "x", "count": 1}]),
        (Open, {"items": [{"sku": "x"}], "more": [1]}, {"items": [{"sku": "x", "count": 1}], "more": [1]}),
        (Stamped, {"name": "x", "version": 9}, {"name": "x", "version": 3}),
    ],
)
def test_the_declared_form_goes_into_every_container(annotation: Any, value: Any, made: Any) -> None:
    assert read(normal("$v", shape_of(annotation)), value) == made


def test_a_computed_field_has_no_declared_form() -> None:
    with pytest.raises(Unsupported, match=r"SL202: Doubled\.double is computed by code"):
        normal("$v", shape_of(Doubled))


def test_any_value_has_no_faults() -> None:
    assert read(faults_of(shape_of(Any), "$v"), [[1]]) == ""
    assert read(faults_of(shape_of(tuple[Any, int]), "$v"), [[1], "2"]) == "[1]: expected integer, got string"


def test_keys_that_look_like_jsonata_are_text() -> None:
    faults = faults_of(shape_of(Quoted), "$v")
    assert read(faults, {"$ref": "a", "`tick`": 1}) == ""
    assert read(faults, {"$ref": ""}) == "$ref: must have at least 1 characters; `tick`: missing"
