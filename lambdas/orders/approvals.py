"""A manager's side of an approval: what stands behind the link in the mail or the button in the back office."""

from __future__ import annotations

from lambdas.orders.models import Approval
from lambdas.orders.resources import APPROVALS
from lambdas.orders.tables import read, table
from steploom.runtime import complete

__all__ = ["NothingToDecide", "decide"]


class NothingToDecide(Exception):
    """Nobody waits for an answer to this order."""


def decide(order_id: str, approval: Approval) -> None:
    """Answer the question of an order and take it off the list.

    Args:
        order_id: The order.
        approval: The manager's answer.

    Raises:
        NothingToDecide: There is no open question: never asked, or answered already.
        botocore.exceptions.ClientError: `TaskTimedOut`, the workflow has given up waiting.
    """
    question = read(APPROVALS, order_id)
    if question is None:
        raise NothingToDecide(f"{order_id}: there is no open question")
    complete(question["token"], approval)
    table(APPROVALS).delete_item(Key={"order_id": order_id})
