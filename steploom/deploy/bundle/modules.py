"""Which modules some modules need, read from their sources: nothing is imported.

Lazy packages (`__getattr__` beside an `if TYPE_CHECKING:` block) are followed name by name, so that a bundle holds
what is used and not what could be.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

__all__ = ["Modules", "modules_of"]


@dataclass(frozen=True, slots=True)
class Modules:
    """What some modules need.

    Attributes:
        files: Path in the bundle → file, of the packages that are the project's own.
        outside: Top-level names of what else is imported, the standard library included.
    """

    files: Mapping[str, Path]
    outside: frozenset[str]


def modules_of(roots: Iterable[str], own: Iterable[str]) -> Modules:
    """Return what `roots` need, directly and through others.

    Args:
        roots: Module names.
        own: Top-level packages whose sources belong into the bundle.

    Raises:
        ModuleNotFoundError: A root, or a module that one of the own packages imports, is not there.

    Example:
        >>> found = modules_of(["steploom.jsontext"], ["steploom"])
        >>> sorted(found.files), "json" in found.outside
        (['steploom/__init__.py', 'steploom/jsontext.py'], True)
    """
    walk = _Walk({name: _directory(name) for name in own})
    for root in roots:
        walk.add_module(root)
    return Modules(dict(sorted(walk.files.items())), frozenset(walk.outside))


@dataclass
class _Walk:
    own: Mapping[str, Path]
    files: dict[str, Path] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def add_module(self, name: str) -> None:
        """Add a module with its parents and all it imports."""
        top, _, _ = name.partition(".")
        if top not in self.own:
            self.outside.add(top)
            return
        if name in self.seen:
            return
        self.seen.add(name)
        if "." in name:
            self.add_module(name.rpartition(".")[0])
        file = self._file(name)
        if file is None:
            if not self._path(name).is_dir():
                raise ModuleNotFoundError(f"no module named {name!r}", name=name)
            return  # a folder without __init__.py
        self.files[file.relative_to(self.own[top].parent).as_posix()] = file
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        for node in _imports(_parsed(file).body):
            self._add_import(node, package)

    def _add_import(self, node: ast.Import | ast.ImportFrom, package: str) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.add_module(alias.name)
            return
        base = _absolute(node, package)
        self.add_module(base)
        for alias in node.names:
            self._add_name(base, alias.name)

    def _add_name(self, base: str, name: str) -> None:
        """Add what `from base import name` loads besides `base`."""
        if base.partition(".")[0] not in self.own:
            return
        if self._file(f"{base}.{name}") is not None or self._path(f"{base}.{name}").is_dir():
            self.add_module(f"{base}.{name}")
            return
        file = self._file(base)
        if file is None or file.name != "__init__.py":
            return
        for node in _typing_imports(_parsed(file)):
            if any((alias.asname or alias.name) == name for alias in node.names):
                inner = _absolute(node, base)
                self.add_module(inner)
                self._add_name(inner, name)

    def _path(self, name: str) -> Path:
        top, *rest = name.split(".")
        return self.own[top].joinpath(*rest)

    def _file(self, name: str) -> Path | None:
        path = self._path(name)
        for each in (path / "__init__.py", path.with_suffix(".py")):
            if each.is_file():
                return each
        return None


def _directory(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    if not places:
        raise ModuleNotFoundError(f"no package named {package!r}", name=package)
    return Path(places[0])


@lru_cache(maxsize=512)
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _imports(body: Iterable[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports of a module, those in functions too, those for type checkers not."""
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement
        elif isinstance(statement, ast.If) and _is_type_checking(statement.test):
            yield from _imports(statement.orelse)
        else:
            for name in ("body", "orelse", "finalbody", "handlers", "cases"):
                inner = getattr(statement, name, ())
                yield from _imports(part for each in inner for part in _statements(each))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    if isinstance(node, ast.stmt):
        yield node
    elif isinstance(node, ast.ExceptHandler | ast.match_case):
        yield from node.body


def _typing_imports(module: ast.Module) -> Iterator[ast.ImportFrom]:
    for statement in module.body:
        if isinstance(statement, ast.If) and _is_type_checking(statement.test):
            yield from (each for each in statement.body if isinstance(each, ast.ImportFrom))


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = ".".join(parts[: len(parts) - node.level + 1])
    return f"{base}.{node.module}" if node.module else base
