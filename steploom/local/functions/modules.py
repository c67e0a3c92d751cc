"""The modules of one function: two functions may both have a `handler.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

__all__ = ["PrivateModules"]


class PrivateModules:
    """The modules that a function loaded from its own folders; visible only while it runs.

    Args:
        roots: The folder of the function's code, then those of its layers.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = [str(root) for root in roots]
        self._tops = {entry.name.removesuffix(".py") for root in roots for entry in root.iterdir()} - _SHARED
        self._own: dict[str, ModuleType] = {}

    @contextmanager
    def visible(self) -> Iterator[None]:
        """Import from the function's folders, with its own modules in place of others of the same names."""
        hidden = {name: sys.modules[name] for name in self._shadowed()}
        for name in hidden:
            del sys.modules[name]
        sys.modules.update(self._own)
        sys.path[:0] = self._roots
        before = set(sys.modules)
        try:
            yield
        finally:
            for root in self._roots:
                sys.path.remove(root)
            self._own.update({name: sys.modules[name] for name in set(sys.modules) - before if self._is_own(name)})
            for name in self._own:
                sys.modules.pop(name, None)
            sys.modules.update(hidden)

    def _shadowed(self) -> list[str]:
        """The loaded modules whose top-level name the function's folders have, too."""
        if not any(top in sys.modules for top in self._tops):
            return []  # most often; looking at every loaded module would take longer than many handlers
        return [name for name in sys.modules if name.partition(".")[0] in self._tops]

    def _is_own(self, name: str) -> bool:
        module = sys.modules[name]
        places = [getattr(module, "__file__", None) or "", *(str(each) for each in getattr(module, "__path__", ()))]
        return any(place.startswith(root) for place in places for root in self._roots)


#: A bundle carries its own copies of these; two of them in one process would not know each other.
_SHARED = frozenset(
    {"aws_lambda_powertools", "aws_xray_sdk", "boto3", "botocore", "pydantic", "pydantic_core", "steploom"}
)
