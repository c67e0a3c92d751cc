from __future__ import annotations

import pytest

from steploom.expr.jsonata import check


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("$states.input.a", []),
        ("1 +", ["S0207: Unexpected end of expression"]),
        ("$a ?? 1", ['S0211: The symbol "?" cannot be used as a unary operator']),
        (
            "$eval('1') & $x & $nope()",
            [
                "T1006: $eval is no function on Step Functions",
                "$x is never assigned",
                "T1006: $nope is no function on Step Functions",
            ],
        ),
        ("$order.id & $map($order.items, function($item){$item.sku & $itm})", ["$itm is never assigned"]),
    ],
)
def test_faults(text, faults):
    assert [str(each) for each in check(text, variables={"order"})] == faults


def test_without_knowledge_of_the_variables_none_is_missed():
    assert check("$anything + 1") == ()
    assert [fault.position for fault in check("1 + $nope(2)")] == [4]
