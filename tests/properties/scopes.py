"""What is readable at a place of a generated workflow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.properties.kinds import Kind

__all__ = ["Readable", "Scope"]


@dataclass(frozen=True, slots=True)
class Readable:
    """Something that can be read: `order.name`, and its type."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Scope:
    """What is readable at a place.

    Attributes:
        names: The variables, with their types.
        errors: The names of caught errors, innermost last.
        undo: The handle of the saga around it, or None.
        saga_depth: How many sagas are open.
        depth: How many blocks are open.
        in_loop: Whether `break` and `continue` have a meaning.
    """

    names: dict[str, Kind] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    undo: str | None = None
    saga_depth: int = 0
    depth: int = 0
    in_loop: bool = False

    def within(self, **changes: object) -> Scope:
        """Return the scope of a block inside, whose names do not leave it."""
        given = {"names": dict(self.names), "depth": self.depth + 1}
        return replace(self, **{**given, **changes})

    def readable(self) -> list[Readable]:
        """Return every variable and every field below one, nearest first."""
        return [each for name, kind in self.names.items() for each in _below(name, kind, 3)]


def _below(text: str, kind: Kind, depth: int) -> Iterator[Readable]:
    yield Readable(text, kind)
    if depth and kind.family == "model":
        for member in kind.members:
            yield from _below(f"{text}.{member.name}", member.kind, depth - 1)
