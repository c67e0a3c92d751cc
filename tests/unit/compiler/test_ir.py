"""The IR: printed, verified, rewritten by passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lambdas.orders.workflow import fulfil
from steploom.compiler import stages
from steploom.compiler.ir import Block, Effect, Jump, Raise, Region, print_region, verify
from steploom.compiler.ir.verify import MalformedIR
from steploom.compiler.passes import PASSES


@pytest.fixture(scope="module")
def made() -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for name, region in stages(fulfil):
        regions[name if name not in regions else f"{name} again"] = region
    return regions


def test_the_stages_are_the_lowering_and_all_passes():
    assert [name for name, _ in stages(fulfil)] == ["lower", *(each.__name__ for each in PASSES)]


def test_raises_and_guards_stay_symbolic_until_one_pass_resolves_them(made):
    assert any(isinstance(block.end, Raise) for block in made["lower"].blocks.values())
    assert any(block.guard for block in made["lower"].blocks.values())
    verify(made["resolve_control"], resolved=True)


def test_the_printer_shows_control_transfer(made):
    text = print_region(made["lower"])
    assert "raise Rejected(order.order_id & ': ' & approval.reason)" in text
    assert "undo await refund_by_key(order_id=order.order_id)" in text
    resolved = print_region(made["resolve_control"])
    assert "catch States.ALL as error → b" in resolved
    assert "error = Rejected(" in resolved
    assert "guarded by" not in resolved


def test_every_block_ends_up_with_one_effect_at_most(made):
    for block in made["one_effect_a_block"].blocks.values():
        effects = [step for step in block.steps if isinstance(step, Effect)]
        assert len(effects) <= 1
        assert not effects or block.steps[-1] is effects[0]


def test_passes_leave_nothing_unreachable(made):
    last = list(made.values())[-1]
    seen, waiting = set(), [last.entry]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting.extend(last.blocks[id_].successors())
    assert seen == set(last.blocks)


def test_a_jump_to_nowhere_is_noticed(made):
    region = list(made.values())[-1]
    entry = region.blocks[region.entry]
    broken = Region(region.entry, {**region.blocks, entry.id: replace(entry, end=Jump(9_999))})
    with pytest.raises(MalformedIR, match="which does not exist"):
        verify(broken)


def test_a_block_under_a_wrong_id_is_noticed():
    with pytest.raises(MalformedIR, match="b1 stands under b0"):
        verify(Region(0, {0: Block(1, (), Jump(0))}))


def test_a_missing_entry_is_noticed():
    with pytest.raises(MalformedIR, match="entry b3"):
        verify(Region(3, {}))


def test_a_raise_left_over_is_noticed(made):
    with pytest.raises(MalformedIR, match="unresolved"):
        verify(made["lower"], resolved=True)
