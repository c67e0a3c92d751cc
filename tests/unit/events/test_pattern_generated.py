"""Generated predicates: the pattern matches exactly when the predicate is true, or the predicate is refused."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import product
from typing import Literal

import pytest
from pydantic import BaseModel

from steploom.diagnostics import Diagnostic
from steploom.errors import DeclarationError
from steploom.events import Event, EventFilter
from steploom.events.matcher import compile_pattern
from steploom.events.pattern import pattern_of

_TEXTS = ["", "a", "ab", "abc", "b", "bc", "cab", "a*c", "10.0.0.1"]
_NUMBERS = [-1, 0, 0.5, 1, 2, 3, 10]


class Level(Enum):
    LOW = "low"
    HIGH = "high"


class Place(BaseModel):
    city: str
    code: str = "ab"


class Told(Event, source="test"):
    text: str
    number: float
    count: int
    flag: bool
    kind: Literal["a", "b", "abc"]
    level: Level
    tags: list[str]
    home: Place
    note: str | None = None
    size: int | None
    away: Place | None = None
    mode: str = "ab"


class _Maker:
    """Writes predicates and events from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def predicate(self, depth: int) -> str:
        if depth == 0 or self.chance.random() < 0.3:
            return self.atom()
        left, right = self.predicate(depth - 1), self.predicate(depth - 1)
        forms = [f"({left} and {right})", f"({left} or {right})", f"(not {left})"]
        return self.chance.choices([*forms, f"({left} if {right} else {self.atom()})"], [5, 5, 2, 1])[0]

    def atom(self) -> str:
        text, number = self.chance.choice(_TEXTS), self.chance.choice(_NUMBERS)
        field = self.chance.choice(["text", "kind", "note", "mode", "home.city", "away.city", "away.code"])
        amount = self.chance.choice(["number", "count", "size"])
        sign = self.chance.choice(["<", "<=", ">", ">=", "==", "!="])
        return self.chance.choice(
            [
                f"e.{field} == {text!r}",
                f"e.{field} != {text!r}",
                f"e.{field} in ({text!r}, 'abc')",
                f"e.{field} not in ({text!r}, 'b')",
                f"e.{field}.startswith({text!r})",
                f"e.{field}.endswith({text!r})",
                f"{text!r} in e.{field}",
                f"e.{amount} {sign} {number}",
                f"{number} < e.{amount} <= 3",
                "e.flag",
                "e.flag is False",
                f"e.level == Level.{self.chance.choice(['LOW', 'HIGH'])}",
                f"{text!r} in e.tags",
                "e.note is None",
                "e.size is not None",
                "e.away is None",
            ]
        )

    def event(self) -> Told:
        pick = self.chance.choice
        return Told(
            text=pick(_TEXTS),
            number=pick(_NUMBERS),
            count=pick([-1, 0, 1, 2, 3, 10]),
            flag=pick([True, False]),
            kind=pick(["a", "b", "abc"]),
            level=pick(list(Level)),
            tags=self.chance.sample(_TEXTS, pick([0, 1, 2])),
            home=Place(city=pick(_TEXTS)),
            note=pick([None, *_TEXTS]),
            size=pick([None, 0, 1, 3]),
            away=pick([None, Place(city=pick(_TEXTS)), Place(city=pick(_TEXTS), code=pick(_TEXTS))]),
            mode=pick(["ab", *_TEXTS]),
        )

    def envelope(self, event: Told) -> dict:
        """The event as told by someone who may leave out what has its default."""
        sparse = self.chance.random() < 0.5
        detail = event.model_dump(mode="json", exclude_defaults=sparse)
        return {"source": "test", "detail-type": "Told", "detail": detail}


def _truth(predicate, event: Told) -> bool:
    try:
        return bool(predicate(event))
    except (AttributeError, TypeError):
        return False  # a rule has no way to raise


def _predicates(tmp_path, lines: list[str]) -> Iterator[tuple[str, Callable]]:
    # Few to a file: finding a lambda's text takes as long as its file.
    for number, start in enumerate(range(0, len(lines), 20)):
        chunk = lines[start : start + 20]
        path = tmp_path / f"predicates_{number}.py"
        path.write_text("ALL = [\n" + "".join(f"    lambda e: {line},\n" for line in chunk) + "]\n")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        module.Level = Level
        spec.loader.exec_module(module)
        yield from zip(chunk, module.ALL, strict=True)


def _compiled(predicate) -> tuple[dict | None, tuple[Diagnostic, ...]]:
    try:
        return pattern_of(EventFilter(Told, predicate)), ()
    except DeclarationError as refusal:
        return None, refusal.diagnostics


@pytest.mark.parametrize("seed", [1, 2])
def test_the_pattern_matches_exactly_when_the_predicate_is_true(tmp_path, seed):
    maker = _Maker(seed)
    lines = [maker.predicate(3) for _ in range(500)]
    events = [maker.event() for _ in range(60)]
    told = [(event, maker.envelope(event)) for event in events]
    refused, checked = 0, 0
    for line, predicate in _predicates(tmp_path, lines):
        pattern, faults = _compiled(predicate)
        if pattern is None:
            assert all(each.code == "SL502" and each.span for each in faults), line
            if faults[0].message == "the condition is never true":
                assert not any(_truth(predicate, event) for event in events), line
            refused += 1
            continue
        matcher = compile_pattern(pattern)
        for event, envelope in told:
            assert matcher.matches(envelope) is _truth(predicate, event), (line, pattern, envelope["detail"])
            checked += 1
    assert checked > 10_000
    assert refused < 250


def test_single_conditions_are_never_refused(tmp_path):
    fields, texts = ["text", "kind", "mode", "home.city"], ["a", "ab", "a*c", "10.0.0.1"]
    lines = [
        form.format(field=field, text=repr(text))
        for field, text in product(fields, texts)
        for form in (
            "e.{field} == {text}",
            "e.{field} != {text}",
            "e.{field} in ({text}, 'x')",
            "e.{field} not in ({text}, 'x')",
            "e.{field}.startswith({text})",
            "not e.{field}.startswith({text})",
            "e.{field}.endswith({text})",
            "not e.{field}.endswith({text})",
            "{text} in e.{field}",
            "{text} not in e.{field}",
            "e.{field}.startswith('a') and e.{field}.endswith({text})",
        )
    ]
    maker = _Maker(3)
    told = [(event, maker.envelope(event)) for event in (maker.event() for _ in range(80))]
    for line, predicate in _predicates(tmp_path, lines):
        matcher = compile_pattern(pattern_of(EventFilter(Told, predicate)))
        for event, envelope in told:
            assert matcher.matches(envelope) is _truth(predicate, event), (line, envelope["detail"])
