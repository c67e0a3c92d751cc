from __future__ import annotations

import pytest

from lambdas.orders.activities import OrderClosed, OutOfStock, Stock, release, reserve
from lambdas.orders.events import Item
from lambdas.orders.resources import RESERVATIONS, STOCK
from lambdas.orders.tables import read


def on_the_shelf(sku: str) -> int:
    found = read(STOCK, sku)
    assert found is not None
    return int(found["available"])


def test_reserving_takes_from_the_shelves() -> None:
    stock = reserve.local("o-1", [Item(sku="tea-assam", quantity=3), Item(sku="mug-blue", quantity=1)])

    assert stock == Stock(order_id="o-1", items=[Item(sku="tea-assam", quantity=3), Item(sku="mug-blue", quantity=1)])
    assert (on_the_shelf("tea-assam"), on_the_shelf("mug-blue")) == (37, 11)


def test_lines_of_one_article_are_one_reservation() -> None:
    stock = reserve.local("o-1", [Item(sku="tea-assam", quantity=3), Item(sku="tea-assam", quantity=4)])

    assert stock.items == [Item(sku="tea-assam", quantity=7)]
    assert on_the_shelf("tea-assam") == 33


def test_reserving_twice_for_an_order_reserves_once() -> None:
    first = reserve.local("o-1", [Item(sku="tea-assam", quantity=3)])
    again = reserve.local("o-1", [Item(sku="tea-assam", quantity=3)])

    assert again == first
    assert on_the_shelf("tea-assam") == 37


def test_a_missing_article_leaves_every_shelf_alone() -> None:
    items = [Item(sku="tea-assam", quantity=1), Item(sku="moon-dust", quantity=1), Item(sku="no-such", quantity=1)]

    with pytest.raises(OutOfStock, match=r"^o-1: not enough of moon-dust, no-such$"):
        reserve.local("o-1", items)

    assert on_the_shelf("tea-assam") == 40
    assert read(RESERVATIONS, "o-1") is None


def test_the_last_one_can_be_taken_and_no_more() -> None:
    reserve.local("o-1", [Item(sku="kettle-copper", quantity=5)])

    with pytest.raises(OutOfStock):
        reserve.local("o-2", [Item(sku="kettle-copper", quantity=1)])
    assert on_the_shelf("kettle-copper") == 0


def test_releasing_fills_the_shelves_once() -> None:
    stock = reserve.local("o-1", [Item(sku="tea-assam", quantity=3), Item(sku="mug-blue", quantity=2)])

    release.local(stock)
    release.local(stock)

    assert (on_the_shelf("tea-assam"), on_the_shelf("mug-blue")) == (40, 12)


def test_releasing_gives_back_what_was_held_whatever_the_caller_says() -> None:
    reserve.local("o-1", [Item(sku="tea-assam", quantity=3)])

    release.local(Stock(order_id="o-1", items=[Item(sku="tea-assam", quantity=30)]))

    assert on_the_shelf("tea-assam") == 40


def test_releasing_nothing_is_well() -> None:
    release.local(Stock(order_id="never-reserved", items=[]))

    assert on_the_shelf("tea-assam") == 40


def test_an_order_that_was_undone_cannot_be_reserved_again() -> None:
    release.local(reserve.local("o-1", [Item(sku="tea-assam", quantity=3)]))

    with pytest.raises(OrderClosed, match="place a new one"):
        reserve.local("o-1", [Item(sku="tea-assam", quantity=3)])
    assert on_the_shelf("tea-assam") == 40
