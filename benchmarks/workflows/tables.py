"""The tables: rates, ratios with their targets, reading of histories, memory, imports."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any, TypeAlias

from contestants import Contestant

__all__ = ["Results", "Table", "print_imports", "print_memory", "print_rates", "print_ratios", "print_reading"]

#: What each contestant answered, by contestant, workload and language.
Results: TypeAlias = dict[tuple[str, str, str], list[dict[str, Any]]]

_WIDTH = 18
_KEY = ("W1", "W2", "W3", "W8")


@dataclass(frozen=True)
class Table:
    """What the tables show: who did what, how fast, by which clock."""

    contestants: list[Contestant]
    cases: list[dict[str, Any]]
    results: Results
    clock: str

    def rate(self, key: str, case: dict[str, Any], language: str | None = None) -> float | None:
        """Return the transitions a second of a contestant; None where it fails or does not take part."""
        answers = self.results.get((key, case["name"], language or case["language"]), [])
        if not answers or any("error" in each for each in answers):
            return None
        rate: float = case["transitions"] / statistics.median(taken for each in answers for taken in each[self.clock])
        return rate

    def answers(self, key: str, case: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what a contestant answered to a case."""
        return self.results.get((key, case["name"], case["language"]), [])


def print_rates(table: Table) -> None:
    """Print the transitions a second of everybody."""
    print("Transitions a second (through boto3: with CreateStateMachine and the polling)")
    _head(table.contestants)
    for case in table.cases:
        _row(case, [_cell(table, each.key, case) for each in table.contestants])
    print()


def print_ratios(table: Table) -> None:
    """Print how many times as fast steploom is, with the target of each ratio."""
    print("Ratios, with the target in brackets")
    for case in table.cases:
        key = case["name"] in _KEY
        told = [
            _ratio(table, case, "engine/moto", 200 if key else None),
            _ratio(table, case, "engine/node", 3 if key else None),
            _ratio(table, case, "door/moto", 5),
            _ratio(table, case, "engine/ministack", None),
            _ratio(table, case, "engine/bare", None),
        ]
        if case["language"] == "jsonata":
            told.append(
                _told("jsonata/jsonpath", table.rate("engine", case), table.rate("engine", case, "jsonpath"), 0.7)
            )
        print(f"{case['name']} {case['language']:9} " + "   ".join(filter(None, told)))
    print()


def print_reading(table: Table) -> None:
    """Print the milliseconds of making a machine, and of reading the history of its first execution."""
    print("Milliseconds: making the machine + running all executions + reading the history of the first (its events)")
    shown = [each for each in table.contestants if each.key != "bare"]
    _head(shown)
    for case in table.cases:
        _row(case, [_parts(table.answers(each.key, case)) for each in shown])
    print()


def print_memory(
    contestants: list[Contestant], cases: list[dict[str, Any]], peaks: dict[tuple[str, str, str], float]
) -> None:
    """Print the peak memory of a fresh process for each workload."""
    print("Peak memory of a fresh process, MB (target: W3 under 60 by the engine API)")
    _head(contestants)
    for case in cases:
        found = [peaks.get((each.key, case["name"], case["language"])) for each in contestants]
        _row(case, ["" if each is None else f"{each:.0f}" for each in found])
    print()


def print_imports(imports: dict[str, float]) -> None:
    """Print the milliseconds of imports, whole processes."""
    for statement, taken in imports.items():
        print(f"{taken:8.1f} ms  python -c {statement!r}")
    ratio = imports["import steploom"] / imports["import json, re, dataclasses"]
    print(f"{ratio:8.2f}     ratio of the last two, whole processes (target: at most 2)")


def _head(contestants: list[Contestant]) -> None:
    print(" " * 13 + "".join(f"{each.key:>{_WIDTH}}" for each in contestants))
    print(" " * 13 + "".join(f"{each.door[: _WIDTH - 1]:>{_WIDTH}}" for each in contestants))


def _row(case: dict[str, Any], cells: list[str]) -> None:
    print(f"{case['name']} {case['language']:9} " + "".join(f"{cell:>{_WIDTH}}" for cell in cells))


def _cell(table: Table, key: str, case: dict[str, Any]) -> str:
    rate = table.rate(key, case)
    if rate is not None:
        return f"{rate:,.0f}"
    return next((_short(each["error"]) for each in table.answers(key, case) if "error" in each), "")


def _short(error: str) -> str:
    return error if error == "wrong output" else "real time" if "real time" in error else "fails"


def _parts(answers: list[dict[str, Any]]) -> str:
    good = [each for each in answers if "error" not in each]
    if not good:
        return ""
    made, read = (1000 * statistics.median(each[key] for each in good) for key in ("prepare", "reading"))
    ran = 1000 * statistics.median(taken for each in good for taken in each["real"])
    return f"{made:.0f}+{ran:.0f}+{read:.0f} ({good[0]['events']})"


def _ratio(table: Table, case: dict[str, Any], name: str, target: float | None) -> str:
    over, under = name.split("/")
    return _told(name, table.rate(over, case), table.rate(under, case), target)


def _told(name: str, over: float | None, under: float | None, target: float | None) -> str:
    if over is None or under is None:
        return ""
    wanted = "" if target is None else f" [{target:g}]"
    missed = " MISSED" if target is not None and over / under < target else ""
    return f"{name} {over / under:,.2f}{wanted}{missed}"
