"""Targets: what a command works on."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from steploom.asl import StateMachine, load
from steploom.compiler import CompiledWorkflow, compile_workflow
from steploom.deploy import App
from steploom.diagnostics import Diagnostic, Span
from steploom.dsl import Workflow
from steploom.errors import DiagnosticError

__all__ = ["Target", "TargetError", "load_app", "load_target"]

_DEFINITIONS = (".json", ".yaml", ".yml")


class TargetError(DiagnosticError):
    """A target that cannot be loaded (SL901)."""


@dataclass(frozen=True)
class Target:
    """A workflow or a definition.

    Attributes:
        name: Name for files and machines.
        definition: The state machine.
        compiled: What the compiler made, or None for a hand-written definition.
        workflow: The workflow, or None.
        path: The file that holds it.
    """

    name: str
    definition: StateMachine
    compiled: CompiledWorkflow | None
    workflow: Workflow[Any, Any] | None
    path: Path

    @property
    def spans(self) -> dict[str, Span]:
        """Where each state comes from, and where each error is raised; empty for a hand-written definition."""
        if self.compiled is None:
            return {}
        source_map = self.compiled.source_map
        return {**source_map.raises, **source_map.states}


def load_target(text: str) -> Target:
    """Load `module:function`, `path.py:function`, or a file with a definition.

    Modules are looked for from the working directory first.

    Raises:
        TargetError: It cannot be loaded.
        DiagnosticError: It was loaded, and has faults.
    """
    path = Path(text)
    if path.suffix.lower() in _DEFINITIONS:
        return _definition(path)
    place, separator, attribute = text.rpartition(":")
    if not separator:
        raise _refusal(f"{text!r} names no workflow", "write module:function, path.py:function, or an ASL file")
    module = _module(place)
    found = getattr(module, attribute, None)
    if not isinstance(found, Workflow):
        names = sorted(name for name, value in vars(module).items() if isinstance(value, Workflow))
        hint = f"it has: {', '.join(names)}" if names else "decorate an async function with @workflow"
        raise _refusal(f"{place} has no workflow {attribute!r}", hint)
    compiled = compile_workflow(found)
    return Target(found.name, compiled.definition, compiled, found, Path(str(module.__file__)))


def load_app(text: str) -> App:
    """Load the application that `module:NAME` or `path.py:NAME` names.

    Raises:
        TargetError: It cannot be loaded.
    """
    place, separator, attribute = text.rpartition(":")
    if not separator:
        raise _refusal(f"{text!r} names no application", "write module:NAME or path.py:NAME")
    module = _module(place)
    found = getattr(module, attribute, None)
    if isinstance(found, App):
        return found
    names = sorted(name for name, value in vars(module).items() if isinstance(value, App))
    raise _refusal(f"{place} has no application {attribute!r}", f"it has: {', '.join(names)}" if names else None)


def _module(place: str) -> ModuleType:
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    return _from_path(Path(place)) if place.endswith(".py") else _from_name(place)


def _definition(path: Path) -> Target:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _refusal(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refusal(f"{path} is not UTF-8 text") from error
    name = path.name.split(".")[0] or "machine"
    return Target(name, load(text, file=str(path)), None, None, path)


def _from_name(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise _refusal(f"there is no module {name!r}", "run the command from the project's root") from error
        raise


def _from_path(path: Path) -> ModuleType:
    """Import a file under the dotted name by which its own project imports it, where there is one."""
    if not path.is_file():
        raise _refusal(f"there is no file {path}")
    resolved = path.resolve()
    try:
        parts = resolved.relative_to(Path.cwd()).with_suffix("").parts
    except ValueError:
        parts = ()
    if parts and all(part.isidentifier() for part in parts):
        return _from_name(".".join(parts))
    spec = importlib.util.spec_from_file_location(path.stem, resolved)
    if spec is None or spec.loader is None:
        raise _refusal(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _refusal(message: str, hint: str | None = None) -> TargetError:
    return TargetError([Diagnostic("SL901", message, hint=hint)])
