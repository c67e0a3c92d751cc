"""The text of a straight-line function while it is written, and the names that it may use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from steploom.expr.jsonata.giving_up import GIVE_UP
from steploom.expr.jsonata.results import plain
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.texts import MAX_SAFE
from steploom.expr.jsonata.values import deep_equal, joined, text_of, truth
from steploom.expr.undefined import UNDEFINED

__all__ = ["NAMESPACE", "Code", "NotStraightError"]


#: The global names of a straight-line function.
NAMESPACE: Final[dict[str, Any]] = {
    "G": GIVE_UP,
    "Run": Run,
    "S": MAX_SAFE,
    "U": UNDEFINED,
    "deep_equal": deep_equal,
    "joined": joined,
    "numbers": frozenset((int, float)),
    "plain": plain,
    "plain_types": frozenset((str, bool, int, float, dict, list, type(None))),
    "text_of": text_of,
    "truth": truth,
}


class NotStraightError(Exception):
    """The plan has a part for which no straight-line code is written."""


class Code:
    """Lines of a function, with blocks and fresh names.

    Args:
        parameters: The function's parameters, as Python text.

    Attributes:
        constants: Values that the function uses by name.
        known: Names of what was read already and still holds, by what was read.
    """

    def __init__(self, parameters: str) -> None:
        self._lines = [f"def straight({parameters}):"]
        self._margin = 1
        self._fresh = 0
        self.constants: dict[str, Any] = {}
        self.known: dict[tuple[str, ...], str] = {}

    def line(self, text: str) -> None:
        """Add a line to the current block."""
        self._lines.append("    " * self._margin + text)

    def name(self) -> str:
        """Return a new name."""
        self._fresh += 1
        return f"t{self._fresh}"

    def assign(self, text: str) -> str:
        """Add an assignment and return the name of its target."""
        name = self.name()
        self.line(f"{name} = {text}")
        return name

    def give_up_unless(self, condition: str) -> None:
        """Add a way out."""
        self.line(f"if not ({condition}): return G")

    def constant(self, value: Any) -> str:
        """Return the name of a value."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Indent what is added inside; what is read there is not known behind it."""
        self.line(head)
        before = dict(self.known)
        self._margin += 1
        yield
        self.line("pass")
        self._margin -= 1
        self.known = before

    def source(self) -> str:
        """Return the text of the function."""
        return "\n".join(self._lines)
