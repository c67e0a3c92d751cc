"""What the readers of annotations share: the place they are at, the faults found, and the way back to the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from steploom.diagnostics import Collector
from steploom.dsl.contract.shapes import AnyShape, Shape

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """The state of reading one annotation.

    Attributes:
        resolve: Reads a nested annotation; `annotations.resolve`, handed down so that no module imports upwards.
        where: The place, as `OrderPlaced.items[]`.
        found: All faults so far.
        open: The classes that are being read, outermost first; a class within itself has no finite shape.
        variables: What the type variables of a generic class stand for.
    """

    resolve: Callable[[Any, Context], Shape]
    where: str
    found: Collector = field(default_factory=Collector)
    open: tuple[object, ...] = ()
    variables: tuple[tuple[object, Any], ...] = ()

    def at(self, where: str) -> Context:
        """Return the context at a nested place."""
        return replace(self, where=where)

    def inside(self, owner: object, where: str, variables: dict[object, Any]) -> Context:
        """Return the context for the fields of class `owner`."""
        return replace(self, where=where, open=(*self.open, owner), variables=tuple(variables.items()))

    def fault(self, code: str, message: str, hint: str | None = None) -> Shape:
        """Keep a fault of this place, and return a shape to go on with."""
        self.found.error(code, f"{self.where}: {message}", hint=hint)
        return AnyShape()
