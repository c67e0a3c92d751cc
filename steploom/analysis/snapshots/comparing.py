"""Two snapshots: where they differ first, by state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import unified_diff
from itertools import zip_longest

__all__ = ["Change", "first_change"]

_STATE = re.compile(r"( *)- (.+) \((\w+)\)[^()]*$")
_INSIDE = re.compile(r"( *)((?:branch|item) \d+)$")
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Where two snapshots differ first.

    Attributes:
        line: Number of the line, from 1.
        place: The state it belongs to, with what is around it: `prepare, branch 1, each, item 0, label`; empty for
            the execution itself.
        diff: The whole difference, as `diff -u` shows it.
    """

    line: int
    place: str
    diff: str

    def __str__(self) -> str:
        where = f"in the state {self.place}" if self.place else "in the execution itself"
        return f"the first difference is {where} (line {self.line})\n{self.diff}"


def first_change(kept: str, now: str) -> Change | None:
    r"""Return where a snapshot differs from the one that was kept, or None.

    Args:
        kept: The kept one.
        now: The one of now.

    Example:
        >>> first_change('SUCCEEDED\n- a (Pass)\n    out: 1\n', 'SUCCEEDED\n- a (Pass)\n    out: 2\n').place
        'a'
    """
    if kept == now:
        return None
    old, new = kept.splitlines(), now.splitlines()
    index = next((at for at, (one, other) in enumerate(zip_longest(old, new)) if one != other), len(old))
    diff = "\n".join(unified_diff(old, new, "kept", "now", lineterm="", n=_CONTEXT))
    lines = old if index < len(old) else new
    return Change(index + 1, _place(lines, index), diff)


def _place(lines: list[str], index: int) -> str:
    """Return the headers around a line, outermost first."""
    found: list[str] = []
    depth = _depth(lines[index]) if index < len(lines) else 0
    least = depth + 1
    for line in reversed(lines[: index + 1]):
        header = _STATE.match(line) or _INSIDE.match(line)
        if header is not None and len(header[1]) < least:
            found.append(header[2])
            least = len(header[1])
    return ", ".join(reversed(found))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
