from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from steploom import TaskToken, activity
from steploom.errors import DeclarationError, InputError, ResultError
from steploom.runtime import invoke


class Item(BaseModel):
    sku: str
    quantity: int = 1


class Payment(BaseModel):
    amount: Decimal


@activity
def price(items: list[Item], /, factor: float = 2.0, *, wait: timedelta = timedelta(0)) -> Payment:
    assert all(type(item) is Item for item in items)
    total = sum(item.quantity for item in items) * factor + wait.total_seconds()
    return Payment(amount=Decimal(str(total)))


@activity
def lie() -> int:
    return "one"  # type: ignore[return-value]


@activity
def nothing(*, flag: bool) -> None:
    assert flag


TOKENS: list[tuple[str, str]] = []


@activity(timeout=60)
def ask(token: TaskToken, question: str) -> Payment:
    TOKENS.append((token.value, question))
    return Payment(amount=Decimal(1))


def test_arguments_are_built_and_the_result_is_dumped() -> None:
    assert invoke(price, {"items": [{"sku": "a", "quantity": 3}, {"sku": "b"}]}) == {"amount": "8.0"}
    assert invoke(price, {"items": [], "factor": 1, "wait": 2.5, "surplus": None}) == {"amount": "2.5"}


def test_a_function_without_result_answers_null() -> None:
    assert invoke(nothing, {"flag": True}) is None


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ([], "input: expected object, got list"),
        (None, "input: expected object, got null"),
        ({}, "items: missing"),
        (
            {"items": [{"sku": 1}], "factor": "2"},
            "items[0].sku: expected string, got number; factor: expected number, got string",
        ),
    ],
)
def test_a_payload_that_does_not_fit_is_refused(payload: Any, cause: str) -> None:
    with pytest.raises(InputError) as caught:
        invoke(price, payload)
    assert caught.value.cause == cause


def test_a_result_that_breaks_its_type_is_refused() -> None:
    with pytest.raises(ResultError, match="result: expected integer, got string"):
        invoke(lie, {})


def test_an_error_of_the_function_leaves_as_it_is() -> None:
    with pytest.raises(AssertionError):
        invoke(nothing, {"flag": False})


def test_a_callback_gets_its_token_and_answers_nothing_yet() -> None:
    TOKENS.clear()

    assert invoke(ask, {"question": "really?", "taskToken": "AQ"}) is None
    assert TOKENS == [("AQ", "really?")]


@pytest.mark.parametrize(
    "payload", [{"question": "q"}, {"question": "q", "taskToken": ""}, {"question": "q", "taskToken": 1}]
)
def test_a_callback_without_token_is_refused(payload: Any) -> None:
    with pytest.raises(InputError, match="taskToken: missing"):
        invoke(ask, payload)


def test_a_parameter_cannot_take_the_tokens_place() -> None:
    @activity
    def clash(token: TaskToken, taskToken: str) -> None:  # noqa: N803 - the name under test
        del token, taskToken

    with pytest.raises(DeclarationError, match="SL205"):
        invoke(clash, {"taskToken": "AQ"})
