"""IR: a control-flow graph of basic blocks with explicit control transfer.

Input: made by the lowering from HIR. Output: rewritten by the passes, read by the emission. Raise, Return and Jump stay
what they are until one pass resolves them. Must not: know state types, or write JSONata.
"""

from steploom.compiler.ir.model import (
    Block,
    BlockId,
    Branch,
    BranchEffect,
    Catch,
    Effect,
    Fail,
    Guard,
    GuardHandler,
    Jump,
    Let,
    MapEffect,
    Raise,
    Region,
    Return,
    Step,
    Terminator,
    Work,
    inner_regions,
    works,
)
from steploom.compiler.ir.printer import print_region
from steploom.compiler.ir.verify import verify

__all__ = [
    "Block",
    "BlockId",
    "Branch",
    "BranchEffect",
    "Catch",
    "Effect",
    "Fail",
    "Guard",
    "GuardHandler",
    "Jump",
    "Let",
    "MapEffect",
    "Raise",
    "Region",
    "Return",
    "Step",
    "Terminator",
    "Work",
    "inner_regions",
    "print_region",
    "verify",
    "works",
]
