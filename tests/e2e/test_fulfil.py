"""The order workflow, every way it can go: as Python and as a state machine alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from lambdas.orders.activities import ask_manager, charge, print_label, refund_by_key, release, reserve
from lambdas.orders.errors import CardDeclined, OutOfStock, PaymentGatewayDown
from lambdas.orders.local import prepare
from lambdas.orders.models import Approval, Payment, Refund, Stock
from lambdas.orders.workflow import fulfil
from steploom.dsl import NO_ANSWER, aws
from tests.e2e.both import Outcome, assert_same, run_compiled, run_native

ITEMS = [{"sku": "tea-assam", "quantity": 2}, {"sku": "mug-blue", "quantity": 1}]
SMALL = {"order_id": "o-1", "total": 120.5, "country": "DE", "items": ITEMS}
LARGE = {"order_id": "o-2", "total": 1500.0, "country": "FR", "items": ITEMS}
MALFORMED = {"order_id": "", "total": "12", "items": [{"sku": 1, "quantity": 0.5}, "tea"]}


def raises(error: Exception) -> Callable[..., Any]:
    def fake(*_: object) -> Any:
        raise error

    return fake


def flaky(failures: int) -> Callable[..., Payment]:
    left = [failures]

    def fake(order_id: str, amount: float) -> Payment:
        if left[0]:
            left[0] -= 1
            raise PaymentGatewayDown("try again")
        return Payment(order_id=order_id, amount=amount, reference="ch-1")

    return fake


def slow(order_id: str, amount: float) -> Payment:
    time.sleep(40)
    return Payment(order_id=order_id, amount=amount, reference="ch-1")


def good() -> dict[Any, Callable[..., Any]]:
    return {
        reserve: lambda order_id, items: Stock(order_id=order_id, items=items),
        release: lambda _: None,
        charge: flaky(0),
        refund_by_key: lambda order_id: Refund(order_id=order_id, amount=0.0),
        ask_manager: lambda _: Approval(granted=True),
        print_label: lambda item: f"label {item.sku}",
        aws.dynamodb.put_item: lambda **_: {},
    }


@dataclass
class Scenario:
    """One way, and what must come of it."""

    data: Any
    changes: Callable[[], Mapping[Any, Callable[..., Any]]]
    status: str
    error: str | None
    cause: str | None
    steps: list[str]
    events: list[str]
    seconds: float = 0.0


LABELS = ["print_label", "print_label"]
DONE = [*LABELS, "aws.dynamodb.put_item"]
UNDONE = ["refund_by_key", "release"]

SCENARIOS = {
    "small": Scenario(SMALL, dict, "SUCCEEDED", None, None, ["reserve", "charge", *DONE], ["OrderFulfilled"]),
    "large": Scenario(
        LARGE, dict, "SUCCEEDED", None, None, ["reserve", "charge", "ask_manager", *DONE], ["OrderFulfilled"]
    ),
    "out of stock": Scenario(
        SMALL,
        lambda: {reserve: raises(OutOfStock("no tea-assam left"))},
        "FAILED",
        "OutOfStock",
        "no tea-assam left",
        ["reserve"],
        ["OrderFailed"],
    ),
    "card declined": Scenario(
        SMALL,
        lambda: {charge: raises(CardDeclined('no "money"\nat all'))},
        "FAILED",
        "CardDeclined",
        'no "money"\nat all',
        ["reserve", "charge", *UNDONE],
        ["OrderFailed"],
    ),
    "approval refused": Scenario(
        LARGE,
        lambda: {ask_manager: lambda _: Approval(granted=False, reason="too much")},
        "FAILED",
        "Rejected",
        "o-2: too much",
        ["reserve", "charge", "ask_manager", *UNDONE],
        ["OrderFailed"],
    ),
    "approval never given": Scenario(
        LARGE,
        lambda: {ask_manager: lambda _: NO_ANSWER},
        "FAILED",
        "States.Timeout",
        "",
        ["reserve", "charge", "ask_manager", *UNDONE],
        ["OrderFailed"],
        86_400,
    ),
    "answer malformed": Scenario(
        LARGE,
        lambda: {ask_manager: lambda _: {"granted": "yes", "reason": 3}},
        "FAILED",
        "ResultError",
        "granted: expected boolean, got string; reason: expected string, got number",
        ["reserve", "charge", "ask_manager", *UNDONE],
        ["OrderFailed"],
    ),
    "flaky gateway": Scenario(
        SMALL,
        lambda: {charge: flaky(2)},
        "SUCCEEDED",
        None,
        None,
        ["reserve", "charge", "charge", "charge", *DONE],
        ["OrderFulfilled"],
        1 + 2,
    ),
    "gateway down": Scenario(
        SMALL,
        lambda: {charge: raises(PaymentGatewayDown("nobody there"))},
        "FAILED",
        "PaymentGatewayDown",
        "nobody there",
        ["reserve", "charge", "charge", "charge", "charge", *UNDONE],
        ["OrderFailed"],
        1 + 2 + 4,
    ),
    "malformed input": Scenario(
        MALFORMED,
        dict,
        "FAILED",
        "InputError",
        "order_id: must have at least 1 characters; total: expected number, got string; country: missing; "
        "items[0].sku: expected string, got number; items[0].quantity: expected integer, got number; "
        "items[1]: expected object, got string",
        [],
        [],
    ),
    "no object": Scenario([], dict, "FAILED", "InputError", "input: expected object, got list", [], []),
    "late answer": Scenario(
        SMALL,
        lambda: {charge: slow},
        "FAILED",
        "States.Timeout",
        "",
        ["reserve", "charge", *UNDONE],
        ["OrderFailed"],
        30,
    ),
    "label fails": Scenario(
        SMALL | {"items": ITEMS[:1]},
        lambda: {print_label: raises(RuntimeError("paper jam"))},
        "FAILED",
        "RuntimeError",
        "paper jam",
        ["reserve", "charge", "print_label", *UNDONE],
        ["OrderFailed"],
    ),
    "undo fails": Scenario(
        SMALL,
        lambda: {
            charge: raises(CardDeclined("no")),
            refund_by_key: raises(PaymentGatewayDown("off")),
            release: raises(KeyError("shelf")),
        },
        "FAILED",
        "CompensationFailed",
        "CardDeclined: no; undo refund_by_key failed: PaymentGatewayDown: off; undo release failed: KeyError: 'shelf'",
        ["reserve", "charge", *["refund_by_key"] * 3, *["release"] * 3],
        ["OrderFailed"],
        2 * (1 + 2),
    ),
}


def table_of(scenario: Scenario) -> Callable[[], Mapping[Any, Callable[..., Any]]]:
    return lambda: good() | dict(scenario.changes())


@pytest.fixture(params=SCENARIOS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return SCENARIOS[request.param]


def check(scenario: Scenario, outcome: Outcome) -> None:
    assert outcome.seen[0::2] == (scenario.status, scenario.error)
    if scenario.cause is not None:
        assert outcome.cause == scenario.cause
    assert [call.name for call in outcome.calls.calls] == scenario.steps
    assert [name for name, _ in outcome.calls.events] == scenario.events
    assert outcome.seconds == pytest.approx(scenario.seconds, abs=0.01)


def test_both_agree(scenario: Scenario) -> None:
    native = run_native(fulfil, scenario.data, table_of(scenario), prepare)
    compiled = run_compiled(fulfil, scenario.data, table_of(scenario), prepare)
    check(scenario, native)
    check(scenario, compiled)
    assert_same(native, compiled)


def test_failed_event_tells_the_reason() -> None:
    outcome = run_compiled(fulfil, SMALL, table_of(SCENARIOS["card declined"]), prepare)
    assert outcome.calls.events == [("OrderFailed", {"order_id": "o-1", "reason": 'no "money"\nat all'})]
