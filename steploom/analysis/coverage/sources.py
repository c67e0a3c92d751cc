"""The machines that ought to be covered: those of modules, files and folders, whether a test ran them or not."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from steploom.analysis.coverage.model import Coverage, MachineCoverage
from steploom.analysis.coverage.settings import SettingsError
from steploom.asl import StateMachine, load, with_spans
from steploom.asl.scopes import located_states
from steploom.compiler import compile_workflow
from steploom.diagnostics import Diagnostic, Span
from steploom.dsl import Workflow

__all__ = ["find_machines"]

_DEFINITIONS = (".json", ".yaml", ".yml")
#: In a folder, a file with a definition is known by its name: not every JSON file is one.
_ENDINGS = tuple(f".asl{suffix}" for suffix in _DEFINITIONS)
_MARK = "workflow"


def find_machines(sources: Iterable[str], root: Path) -> Coverage:
    """Return every machine of some sources, nothing of it hit.

    Args:
        sources: Names of modules and packages, files (`.py`, `.json`, `.yaml`) and folders.
        root: The folder that relative paths start from.

    Raises:
        SettingsError: There is no such module, file or folder.
        CompileError: A workflow cannot be compiled.
        DefinitionError: A definition is none.
    """
    found: dict[tuple[str, str], MachineCoverage] = {}
    for source in sources:
        for machine in _machines(source, root):
            found.setdefault((machine.name, machine.shape), machine)
    return Coverage(tuple(found.values()))


def _machines(source: str, root: Path) -> Iterator[MachineCoverage]:
    path = root / source
    if path.is_dir() and _is_plain(source, path):
        for file in sorted(path.rglob("*")):
            if file.suffix == ".py" and _MARK in file.read_text(encoding="utf-8", errors="replace"):
                yield from _of_module(_import_file(file, root))
            elif file.name.endswith(_ENDINGS):
                yield _of_definition(file, root)
    elif path.is_file():
        yield from _of_module(_import_file(path, root)) if path.suffix == ".py" else [_of_definition(path, root)]
    else:
        for module in _modules(source):
            yield from _of_module(module)


def _is_plain(source: str, path: Path) -> bool:
    """Whether a folder is meant as one: a package of that name is taken as a package."""
    return "/" in source or not source.isidentifier() or not (path / "__init__.py").is_file()


def _of_definition(file: Path, root: Path) -> MachineCoverage:
    if file.suffix not in _DEFINITIONS:
        raise SettingsError(f"{file} is neither Python nor a definition (.json, .yaml)")
    shown = file.relative_to(root) if file.is_relative_to(root) else file
    text = file.read_text(encoding="utf-8")
    definition = load(text, file=str(shown))
    return MachineCoverage.of(
        file.name.split(".")[0], definition, spans=_spans(definition, text, str(shown)), file=str(shown)
    )


def _spans(definition: StateMachine, text: str, file: str) -> dict[str, Span]:
    """Return where each state stands in the text, by its name."""
    names = {path: name for path, name, _ in located_states(definition)}
    wanted = [Diagnostic("SL401", "", location=path) for path in names]
    found = with_spans(wanted, text, file)
    return {names[each.location]: each.span for each in found if each.location is not None and each.span is not None}


def _of_module(module: ModuleType) -> Iterator[MachineCoverage]:
    for value in vars(module).values():
        if isinstance(value, Workflow) and value.function.__module__ == module.__name__:
            compiled = compile_workflow(value)
            yield MachineCoverage.of(compiled.name, compiled.definition, spans=compiled.source_map.states)


def _modules(name: str) -> Iterator[ModuleType]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise SettingsError(f"coverage source {name!r} is no module, file or folder") from error
        raise
    yield module
    for each in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
        spec = importlib.util.find_spec(each.name)
        origin = None if spec is None else spec.origin
        if origin and origin.endswith(".py") and _MARK in Path(origin).read_text(encoding="utf-8", errors="replace"):
            yield importlib.import_module(each.name)


def _import_file(file: Path, root: Path) -> ModuleType:
    """Return the module of a file, under the name by which the tests imported it, where they did."""
    resolved = file.resolve()
    for module in list(sys.modules.values()):
        place = getattr(module, "__file__", None)
        if place is not None and Path(place) == resolved:
            return module
    for entry in sorted({str(root), *sys.path}, key=len, reverse=True):
        parts = resolved.relative_to(entry).with_suffix("").parts if entry and resolved.is_relative_to(entry) else ()
        if parts and all(part.isidentifier() for part in parts):
            return importlib.import_module(".".join(part for part in parts if part != "__init__"))
    raise SettingsError(f"{file} cannot be imported: no folder of sys.path holds it")
