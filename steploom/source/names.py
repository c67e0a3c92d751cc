"""What the free names of a function stand for."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import FunctionType

__all__ = ["MISSING", "Names"]


class _Missing(Enum):
    MISSING = "MISSING"


#: What `Names.resolve` returns for a name that stands for nothing.
MISSING = _Missing.MISSING


@dataclass(frozen=True, slots=True)
class Names:
    """The scopes around a function: closure, globals, builtins."""

    closure: Mapping[str, object]
    globals: Mapping[str, object]

    @classmethod
    def of(cls, function: FunctionType) -> Names:
        """Return the scopes around `function`; a closure cell that is still empty is left out."""
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        return cls({name: cell.cell_contents for name, cell in cells if _filled(cell)}, function.__globals__)

    def resolve(self, name: str) -> object:
        """Return what `name` stands for, as Python would find it, or `MISSING`."""
        for scope in (self.closure, self.globals, vars(builtins)):
            if name in scope:
                return scope[name]
        return MISSING


def _filled(cell: object) -> bool:
    try:
        cell.cell_contents  # type: ignore[attr-defined]  # noqa: B018 - the read is the test
    except ValueError:
        return False
    return True
