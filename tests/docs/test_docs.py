"""Every block of the documentation is run: files are written, Python is executed, commands print what the page says.

A block headed `python file=shop.py` is written to that file; other Python blocks run in order, in one namespace a page;
in `console` blocks, `$ command` runs and the lines below it are its output, `…` standing for anything. A block marked
`excerpt` is a part of something that is run elsewhere.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Block:
    language: str
    file: str | None
    skip: bool
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        options = dict(re.findall(r"(\w+)=(\S+)", match[2]))
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match[1], options.get("file"), "excerpt" in match[2], match[3], line))
    return found


def commands(text: str) -> list[tuple[str, str]]:
    """Split a console block into commands and the output expected of each."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    pairs = []
    for part in parts:
        lines = part.splitlines(keepends=True)
        command = [lines.pop(0)]
        while command[-1].endswith("\\\n"):
            command.append(lines.pop(0))
        pairs.append(("".join(command).strip(), "".join(lines)))
    return pairs


def run_commands(block: Block, folder: Path, page: Path) -> None:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "PYTHONPATH": str(folder),
    }
    for command, expected in commands(block.text):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        got = done.stdout + done.stderr
        wanted = expected.replace("…", "...")
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        assert doctest.OutputChecker().check_output(wanted, got, flags), (
            f"{page.name}:{block.line}: $ {command}\n--- expected\n{expected}\n--- got\n{got}"
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    namespace: dict[str, object] = {"__name__": f"docs_{page.stem}"}
    before = set(sys.modules)
    try:
        for block in blocks(page):
            if block.skip:
                continue
            if block.file is not None:
                (tmp_path / block.file).write_text(block.text)
            elif block.language == "python":
                code = "\n" * block.line + block.text
                exec(compile(code, str(page), "exec"), namespace)
            elif block.language == "console":
                run_commands(block, tmp_path, page)
    finally:
        for name in set(sys.modules) - before:
            if not name.startswith(("steploom", "moto", "boto")):
                del sys.modules[name]
