from __future__ import annotations

import binascii
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError

from lambdas.orders import approvals
from lambdas.orders.activities import Approval, ask_manager, print_label
from lambdas.orders.events import Item, OrderPlaced
from lambdas.orders.resources import APPROVALS
from lambdas.orders.tables import read
from steploom import TaskToken

ORDER = OrderPlaced(order_id="o-1", total=1250, country="DE", items=[Item(sku="kettle-copper", quantity=4)])


def test_the_question_is_kept_with_its_token() -> None:
    ask_manager.function(TaskToken("token-1"), ORDER)

    assert read(APPROVALS, "o-1") == {
        "order_id": "o-1",
        "token": "token-1",
        "total": Decimal("1250.0"),
        "country": "DE",
    }


def test_asking_again_keeps_the_newest_token() -> None:
    ask_manager.function(TaskToken("token-1"), ORDER)
    ask_manager.function(TaskToken("token-2"), ORDER)

    question = read(APPROVALS, "o-1")
    assert question is not None
    assert question["token"] == "token-2"


def test_a_manager_has_a_day() -> None:
    assert ask_manager.is_callback
    assert ask_manager.options.timeout == 24 * 3600


def test_deciding_answers_the_token_and_closes_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[tuple[str, object]] = []
    monkeypatch.setattr(approvals, "complete", lambda token, result: answers.append((token, result)))
    ask_manager.function(TaskToken("token-1"), ORDER)

    approvals.decide("o-1", Approval(granted=False, reason="too much copper"))

    assert answers == [("token-1", Approval(granted=False, reason="too much copper"))]
    assert read(APPROVALS, "o-1") is None


def test_there_is_nothing_to_decide_without_a_question() -> None:
    with pytest.raises(approvals.NothingToDecide, match="o-1"):
        approvals.decide("o-1", Approval(granted=True))


def test_a_question_stays_when_the_answer_does_not_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(token: object, result: object) -> None:
        raise ClientError({"Error": {"Code": "TaskTimedOut", "Message": f"{token} {result}"}}, "SendTaskSuccess")

    monkeypatch.setattr(approvals, "complete", refuse)
    ask_manager.function(TaskToken("token-1"), ORDER)

    with pytest.raises(ClientError, match="TaskTimedOut"):
        approvals.decide("o-1", Approval(granted=True))
    assert read(APPROVALS, "o-1") is not None


def test_a_label_says_what_is_in_the_parcel() -> None:
    checksum = binascii.crc32(b"2 x mug-blue").to_bytes(4, "big").hex()
    assert print_label.local(Item(sku="mug-blue", quantity=2)) == f"2 x mug-blue #{checksum}"
    assert print_label.local(Item(sku="mug-blue", quantity=2)) != print_label.local(Item(sku="mug-blue", quantity=3))
