"""Excerpts of definitions in the documentation are what the compiler makes.

A block ```` ```json of=orders.py:buy ```` shows states of that workflow by name, in their order; `"…"` stands for any
value, and a member `"…": "…"` for any further members.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from steploom.asl import to_json
from steploom.cli.target import load_target
from steploom.jsontext import Json
from tests.docs.test_docs import PAGES, blocks

_EXCERPT = re.compile(r"^```json of=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY = "…"

EXCERPTS = [
    pytest.param(page, found[1], found[2], id=f"{page.stem}-{found[1]}-{number}")
    for page in PAGES
    for number, found in enumerate(_EXCERPT.finditer(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("page", "target", "text"), EXCERPTS)
def test_excerpt(page: Path, target: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for block in blocks(page):
        if block.file is not None:
            (tmp_path / block.file).write_text(block.text)
    shown = json.loads("{" + text + "}")
    loaded = set(sys.modules)
    try:
        definition = to_json(load_target(target).definition)
    finally:
        for name in set(sys.modules) - loaded:
            if not name.startswith("steploom"):
                del sys.modules[name]
    assert list(shown) == [name for name in definition["States"] if name in shown]
    for name, state in shown.items():
        difference = differs(definition["States"][name], state, name)
        assert difference is None, f"{page.name}: {difference}"


def differs(made: Json, shown: Json, place: str) -> str | None:
    """Say where `shown` is not what was made, or None."""
    if shown == _ANY:
        return None
    if isinstance(made, dict) and isinstance(shown, dict):
        wanted = {key: value for key, value in shown.items() if key != _ANY}
        if not wanted.keys() <= made.keys() or (_ANY not in shown and wanted.keys() != made.keys()):
            return f"{place}: {sorted(made)}"
        return next((found for key in wanted if (found := differs(made[key], wanted[key], f"{place}/{key}"))), None)
    if isinstance(made, list) and isinstance(shown, list) and len(made) == len(shown):
        pairs = enumerate(zip(made, shown, strict=True))
        return next((found for at, (one, other) in pairs if (found := differs(one, other, f"{place}[{at}]"))), None)
    return None if made == shown and type(made) is type(shown) else f"{place}: {json.dumps(made, ensure_ascii=False)}"
