"""Long texts once: the input of a state is the output of the one before it, and an event repeats both."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["TextPool"]


@dataclass(slots=True)
class TextPool:
    """Texts by number.

    Attributes:
        texts: Each text once, in the order in which they came.
    """

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str | None) -> int | None:
        """Return the number of a text, a new one where it has none yet; None for None.

        Example:
            >>> pool = TextPool()
            >>> pool.number("a"), pool.number("b"), pool.number("a"), pool.texts
            (0, 1, 0, ['a', 'b'])
        """
        if text is None:
            return None
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return known
