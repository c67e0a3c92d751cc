"""Replacing parts of another package, and putting them back."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, MutableSequence
from typing import Any

from steploom.errors import SteploomError

__all__ = ["Patches", "WrongMoto"]


class WrongMoto(SteploomError):
    """A private place of moto is not where steploom knows it: the installed version is another one."""


class Patches:
    """Replacements that can be undone, last first.

    Example:
        >>> class Thing:
        ...     name = "theirs"
        >>> patches = Patches()
        >>> patches.attribute(Thing, "name", "ours")
        >>> Thing.name
        'ours'
        >>> patches.undo()
        >>> Thing.name
        'theirs'
    """

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []

    def attribute(self, owner: Any, name: str, value: object) -> None:
        """Replace an attribute of a class or module.

        Raises:
            WrongMoto: There is no such attribute.
        """
        if name not in vars(owner):
            place = getattr(owner, "__qualname__", owner)
            raise WrongMoto(f"{place} has no {name!r}: install moto==5.2.*, which steploom knows from inside")
        original = vars(owner)[name]
        setattr(owner, name, value)
        self._undo.append(lambda: setattr(owner, name, original))

    def item(self, owner: MutableMapping[str, Any], key: str, value: object) -> None:
        """Replace an item of a mapping.

        Raises:
            WrongMoto: There is no such item.
        """
        if key not in owner:
            raise WrongMoto(f"there is no {key!r} in {sorted(owner)}: install moto==5.2.*, whose inside steploom knows")
        original = owner[key]
        owner[key] = value
        self._undo.append(lambda: owner.__setitem__(key, original))

    def entry(self, owner: MutableSequence[Any], value: object) -> None:
        """Append to a list."""
        owner.append(value)
        self._undo.append(lambda: owner.remove(value))

    def missing_item(self, owner: MutableMapping[str, Any], key: str, value: object) -> None:
        """Add an item to a mapping that does not have it; one that is there stays."""
        if key not in owner:
            owner[key] = value
            self._undo.append(lambda: owner.pop(key, None))

    def callback(self, undo: Callable[[], object]) -> None:
        """Call a function when everything is put back."""
        self._undo.append(undo)

    def undo(self) -> None:
        """Put everything back, last first."""
        while self._undo:
            self._undo.pop()()
