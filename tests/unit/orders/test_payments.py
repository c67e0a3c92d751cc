from __future__ import annotations

import time
from decimal import Decimal

import pytest

from lambdas.orders.activities import CardDeclined, Payment, PaymentGatewayDown, Refund, charge, refund_by_key
from lambdas.orders.resources import GATEWAY, PAYMENTS
from lambdas.orders.tables import read
from steploom import Retry
from steploom.clock import handler_time


def status_of(key: str) -> tuple[str, Decimal]:
    found = read(GATEWAY, key)
    assert found is not None
    return found["status"], found["amount"]


def test_charging_takes_the_money_and_writes_the_ledger() -> None:
    payment = charge.local("o-1", 89.5)

    assert payment == Payment(order_id="o-1", amount=89.5, reference="sandbox-o-1")
    assert status_of("o-1") == ("taken", Decimal("89.5"))
    assert read(PAYMENTS, "o-1") == {
        "order_id": "o-1",
        "amount": Decimal("89.5"),
        "reference": "sandbox-o-1",
        "status": "charged",
    }


def test_an_amount_keeps_its_decimal_digits() -> None:
    charge.local("o-1", 0.1 + 0.7)  # 0.7999999999999999 as a double: stored as it is written, not as it is in binary

    assert status_of("o-1") == ("taken", Decimal("0.7999999999999999"))


def test_charging_twice_takes_the_money_once() -> None:
    assert charge.local("o-1", 20) == charge.local("o-1", 20)
    assert status_of("o-1") == ("taken", Decimal(20))


def test_the_same_order_cannot_pay_another_amount() -> None:
    charge.local("o-1", 20)

    with pytest.raises(CardDeclined, match="another amount"):
        charge.local("o-1", 21)
    assert status_of("o-1") == ("taken", Decimal(20))


@pytest.mark.parametrize("amount", [402, 402.0, 1402])
def test_a_declined_card_takes_no_money(amount: float) -> None:
    with pytest.raises(CardDeclined, match=r"^o-1: the bank declined 1?402\.00$"):
        charge.local("o-1", amount)
    assert read(GATEWAY, "o-1") is None
    assert read(PAYMENTS, "o-1") is None


@pytest.mark.parametrize("amount", [503, 1503])
def test_a_flaky_gateway_answers_the_third_time(amount: float) -> None:
    for attempt in (1, 2):
        with pytest.raises(PaymentGatewayDown, match=rf"^o-1: no answer from the gateway \(attempt {attempt}\)$"):
            charge.local("o-1", amount)
        assert read(GATEWAY, "o-1") is None

    assert charge.local("o-1", amount).amount == amount


def test_a_flaky_gateway_counts_for_each_order() -> None:
    for order in ("o-1", "o-2", "o-1", "o-2"):
        with pytest.raises(PaymentGatewayDown):
            charge.local(order, 503)

    assert charge.local("o-1", 503).order_id == "o-1"
    assert charge.local("o-2", 503).order_id == "o-2"


@pytest.mark.parametrize("amount", [504, 1504])
def test_a_slow_gateway_takes_the_money_and_answers_after_the_timeout(amount: float) -> None:
    with handler_time(1_000_000.0) as taken:
        charge.local("o-1", amount)

    assert taken.slept == 40
    assert charge.options.timeout is not None
    assert taken.slept > charge.options.timeout
    assert status_of("o-1") == ("taken", Decimal(str(amount)))


def test_the_money_of_a_lost_answer_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_: float) -> None:
        raise TimeoutError

    monkeypatch.setattr(time, "sleep", killed)
    with pytest.raises(TimeoutError):
        charge.local("o-1", 504)
    assert read(PAYMENTS, "o-1") is None

    assert refund_by_key.local("o-1") == Refund(order_id="o-1", amount=504.0)
    assert status_of("o-1") == ("returned", Decimal(504))
    ledger = read(PAYMENTS, "o-1")
    assert ledger == {"order_id": "o-1", "amount": Decimal(504), "status": "refunded"}


def test_money_is_returned_once() -> None:
    charge.local("o-1", 89.5)

    first = refund_by_key.local("o-1")
    again = refund_by_key.local("o-1")

    assert first == again == Refund(order_id="o-1", amount=89.5)
    assert status_of("o-1") == ("returned", Decimal("89.5"))


def test_refunding_nothing_is_well_and_makes_the_order_void() -> None:
    assert refund_by_key.local("o-1") == Refund(order_id="o-1", amount=0.0)
    assert refund_by_key.local("o-1") == Refund(order_id="o-1", amount=0.0)
    assert read(PAYMENTS, "o-1") is None

    with pytest.raises(CardDeclined, match="refunded"):
        charge.local("o-1", 20)


def test_a_refunded_order_cannot_be_charged_again() -> None:
    charge.local("o-1", 20)
    refund_by_key.local("o-1")

    with pytest.raises(CardDeclined):
        charge.local("o-1", 20)
    assert status_of("o-1") == ("returned", Decimal(20))


def test_charge_is_declared_as_the_gateway_needs_it() -> None:
    assert charge.options.retry == (Retry(PaymentGatewayDown, attempts=4, backoff=2.0, jitter=False),)
    assert charge.options.timeout == 30
    assert charge.options.idempotent_by == "order_id"
    assert not charge.options.retry[0].matches(TimeoutError())
    assert not charge.options.retry[0].matches(CardDeclined())
