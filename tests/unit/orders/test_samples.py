from __future__ import annotations

import json
from pathlib import Path

import boto3
import pytest

from lambdas.orders import gateway, local, resources
from lambdas.orders.events import OrderPlaced
from steploom.dsl.contract import build, faults, shape_of

ORDERS = Path(local.__file__).parent
SHAPE = shape_of(OrderPlaced)


def sample(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((ORDERS / name).read_text(encoding="utf-8"))
    return loaded


def missing(order: OrderPlaced) -> list[str]:
    return [item.sku for item in order.items if local.SHELVES[item.sku] < item.quantity]


@pytest.mark.parametrize(
    ("name", "amounts", "is_large"),
    [
        ("sample_order.json", None, False),
        ("samples/small.json", None, False),
        ("samples/large.json", None, True),
        ("samples/declined.json", gateway.DECLINED, False),
        ("samples/flaky.json", gateway.FLAKY, False),
        ("samples/slow.json", gateway.SLOW, False),
    ],
)
def test_a_sample_is_what_its_name_says(name: str, amounts: frozenset[object] | None, *, is_large: bool) -> None:
    order: OrderPlaced = build(SHAPE, sample(name))

    acting_up = gateway.DECLINED | gateway.FLAKY | gateway.SLOW
    assert (order.total in acting_up) is (amounts is not None)
    assert amounts is None or order.total in amounts
    assert (order.total > 1000) is is_large
    assert order.country in ("DE", "FR")
    assert missing(order) == []


def test_the_order_that_cannot_be_filled_lacks_one_article() -> None:
    assert missing(build(SHAPE, sample("samples/out_of_stock.json"))) == ["moon-dust"]


def test_the_malformed_order_has_faults_of_several_kinds() -> None:
    assert [str(each) for each in faults(SHAPE, sample("samples/malformed.json"))] == [
        "order_id: must have at least 1 characters",
        "total: expected number, got string",
        "country: missing",
        "items[0].quantity: must be >= 1",
        "items[1].sku: missing",
    ]


def test_magic_amounts_lie_on_both_sides_of_the_approval_limit() -> None:
    for amounts in (gateway.DECLINED, gateway.FLAKY, gateway.SLOW):
        below, above = sorted(amounts)
        assert below < 1000 < above


def test_preparing_again_fills_the_shelves_and_keeps_the_tables() -> None:
    client = boto3.client("dynamodb")
    client.put_item(TableName="stock", Item={"sku": {"S": "mug-blue"}, "available": {"N": "0"}})

    local.prepare(None)

    assert client.get_item(TableName="stock", Key={"sku": {"S": "mug-blue"}})["Item"]["available"] == {"N": "12"}
    assert sorted(client.list_tables()["TableNames"]) == sorted(each.name for each in resources.TABLES)
