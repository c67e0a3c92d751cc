"""Every failure of the order workflow: what its saga holds, and the two places where it does not."""

from __future__ import annotations

import pytest

from lambdas.orders.activities import ask_manager, charge, print_label, release, reserve
from lambdas.orders.errors import CardDeclined, OutOfStock, StockBusy
from lambdas.orders.local import prepare
from lambdas.orders.models import Approval
from lambdas.orders.workflow import fulfil
from steploom.analysis import inject_every_failure

ORDER = {"order_id": "o-1", "total": 1200, "country": "DE", "items": [{"sku": "tea-assam", "quantity": 2}]}
#: After the saga nothing is undone any more: the news and the ledger may fail.
AFTERWARDS = ["emit OrderFulfilled", "dynamodb.put_item", "emit OrderFailed"]


@pytest.mark.slow
def test_every_failure_of_a_large_order():
    report = inject_every_failure(
        fulfil,
        ORDER,
        prepare=prepare,
        fakes={ask_manager: Approval(granted=True)},
        errors={charge: [CardDeclined], reserve: [OutOfStock, StockBusy]},
        allow=AFTERWARDS,
        harmless=[ask_manager, print_label],
    )
    assert report.baseline.status == "SUCCEEDED"
    assert report.unreached == ()
    # `release` is registered after `reserve`: a lost reply leaves the goods held back.
    assert [str(each.injection) for each in report.findings] == ["reserve: lost reply, every attempt"]
    assert report.findings[0].missing == (("reserve", f"undo {release.name}"),)
    kinds = {(each.injection.state, each.injection.kind) for each in report.trials}
    tasks = ("reserve", "charge", "ask_manager", "print_label", "undo release", "undo refund_by_key")
    assert {(state, kind) for state in tasks for kind in ("fail", "timeout", "lost_reply")} <= kinds
