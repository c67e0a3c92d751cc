from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypedDict, get_type_hints

import pytest
from pydantic import BaseModel

from steploom.dsl.contract import (
    NO_DEFAULT,
    FieldShape,
    IntShape,
    ModelShape,
    StrShape,
    build,
    input_shape,
    parameters_shape,
    shape_of,
    takes_whole_input,
)
from steploom.errors import DeclarationError


class Order(BaseModel):
    id: str


class Address(TypedDict):
    street: str


def read(function: Callable[..., Any]) -> tuple[inspect.Signature, dict[str, Any]]:
    types = get_type_hints(function, include_extras=True)
    types.pop("return", None)
    return inspect.signature(function), types


def one_model(order: Order) -> None: ...


def one_typed_dict(address: Address) -> None: ...


def one_plain(order_id: str) -> None: ...


def one_optional(order: Order | None) -> None: ...


def several(order: Order, limit: int = 10, *, note: str = "") -> None: ...


@pytest.mark.parametrize(
    ("function", "name"),
    [(one_model, "order"), (one_typed_dict, "address"), (one_plain, None), (one_optional, None), (several, None)],
)
def test_a_single_object_is_the_whole_input(function: Callable[..., Any], name: str | None) -> None:
    assert takes_whole_input(*read(function)) == name


def test_the_whole_input_has_the_models_shape() -> None:
    assert input_shape(*read(one_model)) == shape_of(Order)


def test_several_parameters_are_keys_with_their_defaults() -> None:
    shape = input_shape(*read(several), "fulfil")

    assert shape == ModelShape(
        "fulfil",
        (
            FieldShape("order", shape_of(Order), required=True, default=NO_DEFAULT, attribute="order"),
            FieldShape("limit", IntShape(), required=False, default=10, attribute="limit"),
            FieldShape("note", StrShape(), required=False, default="", attribute="note"),
        ),
    )
    assert build(shape, {"order": {"id": "o"}, "surplus": 1}) == {"order": Order(id="o"), "limit": 10, "note": ""}


def test_one_model_parameter_of_an_activity_is_still_a_key() -> None:
    assert [each.name for each in parameters_shape(*read(one_model)).fields] == ["order"]


def test_every_wrong_parameter_is_named() -> None:
    def wrong(first, *rest: int, third: complex, fourth: int = "4") -> None:  # type: ignore[no-untyped-def,assignment]
        ...

    with pytest.raises(DeclarationError) as caught:
        parameters_shape(*read(wrong), "wrong")
    assert [str(each) for each in caught.value.diagnostics] == [
        "SL201 wrong(first): the parameter needs a type annotation",
        "SL207 wrong(rest): a parameter cannot take any number of arguments",
        "SL202 wrong(third): complex has no JSON form",
        "SL209 wrong(fourth): the default does not fit the type: it: expected integer, got string",
    ]
