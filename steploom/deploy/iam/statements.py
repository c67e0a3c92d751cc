"""Needs of states → statements of a role, one for each set of actions and resources."""

from __future__ import annotations

import re
from collections.abc import Iterable

from steploom.deploy.iam.needs import Need
from steploom.deploy.plan import Statement

__all__ = ["sid_of", "statements_of", "unique_sids"]

_SHOWN = 4


def sid_of(names: Iterable[str]) -> str:
    """Return a statement id that names whom it serves; IAM takes letters and digits alone.

    Example:
        >>> sid_of(["undo refund_by_key"]), sid_of(["emit OrderFailed", "emit OrderFulfilled"])
        ('UndoRefundByKey', 'EmitOrderFailedAndEmitOrderFulfilled')
    """
    found = [_camel(each) for each in dict.fromkeys(names)]
    more = len(found) - _SHOWN
    return "And".join(found[:_SHOWN]) + (f"And{more}More" if more > 0 else "")


def statements_of(needs: Iterable[tuple[str, Need]]) -> tuple[Statement, ...]:
    """Return statements for what states need; equal needs share one, which names all of its states.

    Args:
        needs: State name and need, in the order of the definition.
    """
    merged: dict[object, tuple[Need, list[str]]] = {}
    for state, need in needs:
        conditions = tuple((operator, tuple(each.items())) for operator, each in need.conditions.items())
        key = (need.actions, need.resources, conditions)
        _, states = merged.setdefault(key, (need, []))
        if state not in states:
            states.append(state)
    found = (
        Statement(
            sid_of(states),
            tuple(sorted(need.actions)),
            need.resources,
            tuple(states),
            need.conditions,
            need.reason,
        )
        for need, states in merged.values()
    )
    return unique_sids(found)


def unique_sids(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements with a number after ids that come twice: IAM wants them unique in a policy."""
    seen: dict[str, int] = {}
    found = []
    for each in statements:
        seen[each.sid] = seen.get(each.sid, 0) + 1
        number = seen[each.sid]
        sid = each.sid if number == 1 else f"{each.sid}{number}"
        found.append(
            Statement(sid, each.actions, each.resources, each.serves, each.conditions, each.reason, each.principal)
        )
    return tuple(found)


def _camel(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words) or "State"
