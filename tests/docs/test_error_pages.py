"""The pages of diagnostics are true: every code has its section, and every example of a section is run.

In a section, a block with a ```` ```text ```` block behind it is an example of what is refused: the text is what the
diagnostics look like. A block without one is what to write instead, and is accepted. Python blocks are imported,
their workflows compiled and their applications planned; JSON and YAML blocks are checked as definitions; console
blocks are run as on every other page. `--update` rewrites the texts; the diff is read before it is committed.
"""

from __future__ import annotations

import importlib.util
import itertools
import linecache
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from botocore.exceptions import ClientError

from steploom.asl.checks import check
from steploom.compiler import compile_workflow
from steploom.deploy import App, plan_of
from steploom.diagnostics import CODES, render
from steploom.dsl import Workflow
from steploom.errors import DiagnosticError, SteploomError
from steploom.events import EventFilter, pattern_of
from steploom.local.door.definitions import check_expression
from tests.docs.test_docs import Block, blocks, run_commands

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "errors"
FAMILIES = sorted({f"{code[2]}xx" for code in CODES})
PAGES = [FOLDER / f"{family}.md" for family in FAMILIES]
_SECTION = re.compile(r'^<a id="(\w+)"></a>\n\n## (SL\d{3}) (.+)\n', re.MULTILINE)
_numbers = itertools.count()


@dataclass
class Section:
    """One code's part of a page."""

    code: str
    title: str
    anchor: str
    page: Path
    blocks: list[Block]

    def examples(self) -> Iterator[tuple[Block, Block | None]]:
        """Each block that is run, with the text that must come of it."""
        behind: list[Block | None] = [*self.blocks[1:], None]
        for block, following in zip(self.blocks, behind, strict=True):
            if block.language not in ("text", "console") and block.file is None:
                yield block, following if following is not None and following.language == "text" else None


def sections(page: Path) -> list[Section]:
    text = page.read_text(encoding="utf-8")
    heads = list(_SECTION.finditer(text))
    assert len(heads) == text.count("\n## "), f"{page.name}: every section has an anchor and a code"
    lines = [text.count("\n", 0, head.start()) + 1 for head in heads]
    every = blocks(page)
    found = []
    for head, first, after in zip(heads, lines, [*lines[1:], sys.maxsize], strict=True):
        own = [each for each in every if first < each.line < after]
        found.append(Section(head[2], head[3], head[1], page, own))
    return found


ALL = [section for page in PAGES if page.exists() for section in sections(page)]


def test_every_code_has_its_section() -> None:
    assert {each.code: each.title for each in ALL} == {code.id: code.title for code in CODES.values()}
    assert [each.code for each in ALL] == sorted(CODES)
    assert all(each.anchor == each.code.lower() for each in ALL)
    assert all(each.page.stem == f"{each.code[2]}xx" for each in ALL)
    assert {path.name for path in FOLDER.iterdir()} == {"index.md", *(path.name for path in PAGES)}


def test_index_names_every_code() -> None:
    rows = re.findall(r"^\| \[(SL\d{3})\]\((\S+)\) \| (.+) \|$", (FOLDER / "index.md").read_text(), re.MULTILINE)
    assert rows == [(each.code, f"{each.page.name}#{each.anchor}", each.title) for each in ALL]


@pytest.mark.parametrize("section", ALL, ids=lambda section: section.code)
def test_section(
    section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded = set(sys.modules)
    refused, accepted = 0, 0
    for block in section.blocks:
        if block.file is not None:
            (tmp_path / block.file).write_text(block.text)
        elif block.language == "console":
            run_commands(block, tmp_path, section.page)
            refused += f"[{section.code}]" in block.text
            accepted += f"[{section.code}]" not in block.text
    try:
        for block, expected in section.examples():
            told = observe(block)
            place = f"{section.page.name}:{block.line}"
            if expected is None:
                assert told == "", f"{place} is not accepted:\n{told}"
                accepted += 1
                continue
            if request.config.getoption("--update"):
                rewrite(section, refused, told)
            else:
                assert told == expected.text.rstrip("\n"), f"{place} is told otherwise:\n{told}"
            assert section.code in told, place
            refused += 1
    finally:
        for name in set(sys.modules) - loaded:
            if not name.startswith(("steploom", "moto", "boto")):
                del sys.modules[name]
    assert refused, f"{section.code} has no example"
    assert accepted, f"{section.code} does not say what to write instead"


def observe(block: Block) -> str:
    """Return what a user is told of an example; nothing where it is accepted."""
    try:
        if block.language == "python":
            examine(load(block.text))
            return ""
        suffix = "yaml" if block.language == "yaml" else "json"
        return render(check(block.text, file=f"machine.asl.{suffix}", check_expression=check_expression))
    except DiagnosticError as error:
        return render(error.diagnostics)
    except (SteploomError, ClientError) as error:
        return str(error)


def load(text: str) -> ModuleType:
    """Import an example from a file, since the compiler reads files."""
    Path("example.py").write_text(text)
    linecache.clearcache()  # every example is called example.py
    name = f"example_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(name, "example.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def examine(module: ModuleType) -> None:
    """Do with an example what a user would: compile its workflows with their rules, plan its applications."""
    for value in list(vars(module).values()):
        if isinstance(value, Workflow):
            compile_workflow(value)
            if isinstance(value.options.on, EventFilter):
                pattern_of(value.options.on)
        if isinstance(value, App):
            plan_of(value)


def rewrite(section: Section, number: int, told: str) -> None:
    """Write what is told now into a section's text block of that number, from 0."""
    text = section.page.read_text(encoding="utf-8")
    start = text.index(f"## {section.code} ")
    for _ in range(number + 1):
        start = text.index("```text\n", start) + len("```text\n")
    end = text.index("```", start)
    section.page.write_text(text[:start] + told + "\n" + text[end:], encoding="utf-8")
