"""Names of states: what the line does, unique in the definition, at most 80 characters."""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.asl.limits import MAX_STATE_NAME

__all__ = ["StateNames"]


@dataclass
class StateNames:
    """Gives out names; a second use of one gets a number, so that unrelated lines change nothing."""

    taken: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def take(self, wanted: str) -> str:
        """Return `wanted`, cut and numbered where it must be.

        Example:
            >>> names = StateNames()
            >>> names.take("charge"), names.take("charge")
            ('charge', 'charge (2)')
        """
        clean = " ".join("".join(char if char.isprintable() else " " for char in wanted).split()) or "state"
        name, number = _cut(clean, ""), self.numbers.get(clean, 1)
        while name in self.taken:
            number += 1
            name = _cut(clean, f" ({number})")
        self.taken.add(name)
        self.numbers[clean] = number
        return name


def _cut(text: str, suffix: str) -> str:
    room = MAX_STATE_NAME - len(suffix)
    return (text if len(text) <= room else text[: room - 1] + "…") + suffix
