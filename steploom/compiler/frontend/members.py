"""`member.value` and `member.name` of an Enum's member."""

from __future__ import annotations

from steploom.compiler.frontend.making import Make, seen_as
from steploom.compiler.hir import Const, Expr
from steploom.dsl.contract import EnumShape, LiteralShape

__all__ = ["member_part"]


def member_part(make: Make, member: Expr, part: str) -> Expr:
    """Return the value, or the name, of a member; the value is what stands for it in JSON."""
    shape = member.type
    assert isinstance(shape, EnumShape)  # noqa: S101 - the caller looked
    if part == "value":
        values = LiteralShape(shape.values)
        if isinstance(member, Const):
            return Const(member.value, type=values, span=member.span)
        return seen_as(member, values)
    names = [(each.name, each.value) for each in shape.python if each.value in shape.values]
    if isinstance(member, Const):
        return make.text(next(name for name, value in names if value == member.value))

    def named(each: Expr) -> Expr:
        *first, (last, _) = names
        found: Expr = make.text(last)
        for name, value in reversed(first):
            known = Const(value, type=shape, span=member.span)
            found = make.when(make.compare(each, "=", known), make.text(name), found)
        return found

    return make.once(member, named)
