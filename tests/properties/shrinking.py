"""Make a program that shows a fault as small as can be, without losing the fault."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from steploom.jsontext import Json
from tests.properties.choices import Replayed
from tests.properties.declaring import PRELUDE
from tests.properties.examining import Verdict, examine, examined
from tests.properties.programs import Program

__all__ = ["shrink"]


def shrink(numbers: list[int], verdict: Verdict, tries: int = 1500) -> tuple[Program, Verdict]:
    """Return a smaller program with a fault of the same key.

    Args:
        numbers: The decisions that made the program.
        verdict: What came of it.
        tries: How many programs to examine at most.
    """
    budget = iter(range(tries))
    made, best = _by_numbers(numbers, verdict.key, budget)
    return _by_text(made, best, budget)


def _by_numbers(numbers: list[int], key: str, budget: Iterator[int]) -> tuple[Program, Verdict]:
    """Leave decisions out, and make them smaller."""
    made, verdict = examined(Replayed(numbers))
    assert made is not None
    size = max(1, len(numbers) // 2)
    while size:
        at = 0
        while at < len(numbers) and next(budget, None) is not None:
            for candidate in (
                [*numbers[:at], *numbers[at + size :]],
                [*numbers[:at], *(0 for _ in numbers[at : at + size]), *numbers[at + size :]],
            ):
                replayed = Replayed(candidate)
                other, found = examined(replayed)
                if other is not None and found.key == key and _weight(other) < _weight(made):
                    numbers, made, verdict = replayed.made, other, found
                    break
            else:
                at += size
        size //= 2
    return made, verdict


def _by_text(made: Program, verdict: Verdict, budget: Iterator[int]) -> tuple[Program, Verdict]:
    """Leave statements, declarations and data out."""
    changed = True
    while changed:
        changed = False
        for candidate in _smaller(made):
            if next(budget, None) is None:
                return made, verdict
            if _weight(candidate) >= _weight(made):
                continue
            found = examine(candidate)
            if found.key == verdict.key:
                made, verdict, changed = candidate, found, True
                break
    return made, verdict


def _weight(made: Program) -> tuple[int, int]:
    return len(made.source), len(made.to_text())


def _smaller(made: Program) -> Iterator[Program]:
    tree = ast.parse(made.source.removeprefix(PRELUDE))
    for edit in _edits(tree):
        restore = edit()
        if tree.body and isinstance(tree.body[-1], ast.AsyncFunctionDef):
            source = f"{PRELUDE}\n\n{ast.unparse(tree)}\n"
            names = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
            yield replace(made, source=source, plans={k: v for k, v in made.plans.items() if k in names})
        restore()
    for name, plan in made.plans.items():
        for variants in _parts(plan):
            if variants and all(map(_answers, variants)):
                yield replace(made, plans={**made.plans, name: variants})
    yield from (replace(made, input=each) for each in _parts(made.input))


def _answers(variant: Any) -> bool:
    return bool(variant) and all("value" in each or {"raise", "text"} <= each.keys() for each in variant)


def _edits(tree: ast.Module) -> Iterator[Callable[[], Callable[[], None]]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "handlers"):
            block = getattr(node, name, None)
            if not isinstance(block, list):
                continue
            for place, statement in enumerate(block):
                yield _edit(block, place, [])
                if isinstance(getattr(statement, "body", None), list) and not isinstance(statement, ast.ClassDef):
                    yield _edit(block, place, statement.body)


def _edit(block: list[Any], place: int, instead: list[Any]) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        before = list(block)
        block[place : place + 1] = instead
        if not block and isinstance(before[0], ast.stmt):
            block.append(ast.Pass())

        def restore() -> None:
            block[:] = before

        return restore

    return apply


def _parts(value: Json) -> Iterator[Json]:
    """Yield values with something left out, at any depth."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            yield from ({**value, key: smaller} for smaller in _parts(each))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield [*value[:place], *value[place + 1 :]]
            yield from ([*value[:place], smaller, *value[place + 1 :]] for smaller in _parts(each))
