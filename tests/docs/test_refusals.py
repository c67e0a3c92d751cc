"""What `docs/language.md` lists as refused is refused, with the code that stands there.

A snippet that compiles after a new construct has come means: take it out of the table, and out of this file.
"""

from __future__ import annotations

import importlib.util
import itertools
import linecache
import re
import sys
from pathlib import Path

import pytest

from steploom.compiler import compile_workflow
from steploom.errors import DiagnosticError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"
_numbers = itertools.count()

HEAD = """
import asyncio
from datetime import datetime
from enum import Enum
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel
from typing_extensions import TypedDict

from steploom import *


class Card(BaseModel):
    kind: Literal["card"]
    number: str


class Cash(BaseModel):
    kind: Literal["cash"]
    amount: float


class Note(TypedDict):
    text: str


class Order(BaseModel):
    order_id: str
    total: float
    count: int
    items: list[str]
    known: list[str]
    prices: dict[str, float]
    note: Note
    card: Card | None = None


class Failed(Exception):
    pass


@activity
def one(text: str) -> str: ...


@activity
def two(text: str) -> str: ...


@activity
def how(text: str) -> Card | Cash: ...


def helper(text: str) -> str:
    return text


@workflow
async def other(text: str) -> str:
    return await one(text)


@workflow
async def w(order: Order) -> None:
"""

REFUSED = {
    "with helper('x'):\n    await one('x')": "SL101",
    "class Inner: ...": "SL101",
    "import json": "SL101",
    "for place, item in enumerate(order.items, order.count):\n    await one(item)": "SL101",
    "for place in range(0, 10, order.count):\n    await one('x')": "SL101",
    "text = f'{order.order_id!r}'": "SL102",
    "power = order.count**order.count": "SL102",
    "every = order.items[:: order.count]": "SL102",
    "names = {item for item in order.items}": "SL202",
    "text = f'{order.total}'": "SL206",
    "order.items.append('x')": "SL104",
    "text = order.order_id.title()": "SL104",
    "await one(order.card.number)": "SL109",
    "await one(*order.items)": "SL102",
    "await one(**order.prices)": "SL102",
    "same = order.order_id is order.note": "SL102",
    "await gather(*(one(item) for item in order.items), limit=order.count)": "SL102",
    "raise Failed('x') from Failed('y')": "SL102",
    "now = datetime.now()": "SL104",
    "key = uuid4()": "SL104",
    "await asyncio.gather(one('x'), two('y'))": "SL104",
    "await gather(*order.items)": "SL106",
    "await one(order.note.text)": "SL109",
    "text = 'x'\ntext = 3": "SL206",
}


@pytest.mark.parametrize(("body", "code"), REFUSED.items(), ids=lambda value: " ".join(value.split())[:60])
def test_refused(body: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("refused.py").write_text(HEAD + "".join(f"    {line}\n" for line in body.splitlines()))
    linecache.clearcache()  # every snippet is called refused.py
    name = f"refused_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(name, "refused.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    with pytest.raises(DiagnosticError) as caught:
        compile_workflow(module.w)
    assert [each.code for each in caught.value.diagnostics] == [code], caught.value


def test_table_names_the_same_codes() -> None:
    _, _, table = PAGE.read_text(encoding="utf-8").partition("## Not yet")
    assert set(re.findall(r"SL\d{3}", table)) == {*REFUSED.values(), "SL202"}
