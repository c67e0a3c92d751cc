"""Golden cases: Python beside the States Language, or the diagnostics, that it becomes.

A case is a text file: lines that say why it is there, then sections headed `== name`. `--update` rewrites the
last section; the diff is read by a person before it is committed.
"""

from __future__ import annotations

import importlib.util
import linecache
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from steploom.asl import dump
from steploom.compiler import compile_workflow
from steploom.diagnostics import render
from steploom.dsl import Workflow
from steploom.errors import DiagnosticError

FOLDER = Path(__file__).parent


@dataclass
class Case:
    """A parsed case file."""

    path: Path
    title: str
    sections: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Case:
        title, *parts = path.read_text().split("\n== ")
        sections = {}
        for part in parts:
            name, _, body = part.partition("\n")
            sections[name.strip()] = body.rstrip("\n") + "\n"
        return cls(path, title.strip(), sections)

    def write(self) -> None:
        text = self.title + "\n" + "".join(f"\n== {name}\n{body}" for name, body in self.sections.items())
        self.path.write_text(text)


def cases(kind: str) -> list[pytest.param]:
    return [pytest.param(path, id=path.stem) for path in sorted((FOLDER / kind).glob("*.case"))]


def load(source: str, folder: Path) -> ModuleType:
    """Import the Python of a case from a file, since the compiler reads source files."""
    path = folder / "case.py"
    path.write_text(source)
    linecache.clearcache()  # every case is called case.py
    name = f"case_{abs(hash(str(folder)))}"
    spec = importlib.util.spec_from_file_location(name, "case.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def workflow_of(module: ModuleType) -> Workflow:
    found = [value for value in vars(module).values() if isinstance(value, Workflow)]
    assert found, "the case declares no workflow"
    return found[-1]


def compare(case: Case, section: str, made: str, *, update: bool) -> None:
    if update:
        case.sections[section] = made
        case.write()
    assert case.sections.get(section) == made, f"{case.path} differs; --update rewrites it"


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", cases("compile"))
def test_compile(path: Path, folder: Path, *, update: bool) -> None:
    case = Case.read(path)
    workflow = workflow_of(load(case.sections["python"], folder))
    compare(case, "asl", dump(compile_workflow(workflow).definition), update=update)


@pytest.mark.parametrize("path", cases("errors"))
def test_errors(path: Path, folder: Path, *, update: bool) -> None:
    case = Case.read(path)
    with pytest.raises(DiagnosticError) as caught:
        compile_workflow(workflow_of(load(case.sections["python"], folder)))
    compare(case, "diagnostics", render(caught.value.diagnostics) + "\n", update=update)
