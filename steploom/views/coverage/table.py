"""Coverage as a table for terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from steploom.analysis.coverage import KINDS, Count, Coverage, MachineCoverage, PointKind
from steploom.views.coverage.words import conditions, label, percent, place

__all__ = ["coverage_table"]

_HEADS = ("States", "Rules", "Catchers", "Retriers", "Scopes")
_TOTAL = "TOTAL"


def coverage_table(coverage: Coverage, *, missing: bool = False) -> list[str]:
    r"""Return a table with a line for each machine, and a total where there are several.

    Args:
        coverage: What was covered.
        missing: Whether each point that was not hit is shown, with its place in the source.

    Example:
        >>> from steploom.analysis.coverage import MachineCoverage
        >>> from steploom.asl import load
        >>> machine = load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
        >>> print("\n".join(coverage_table(Coverage((MachineCoverage.of("one", machine),)), missing=True)))
        Machine  States  Rules  Catchers  Retriers  Scopes  Cover
        ---------------------------------------------------------
        one         0/1      -         -         -       -     0%
          A
    """
    names = [each.name for each in coverage.machines]
    if not names:
        return ["No state machine was measured."]
    width = max(map(len, [*names, "Machine", _TOTAL]))
    head = f"{'Machine':<{width}}  {'  '.join(_HEADS)}  Cover"
    rule = "-" * len(head)
    lines = [head, rule]
    for machine in coverage.machines:
        lines.append(_row(machine.name, width, machine.count))
        if missing:
            lines.extend(_missing(machine))
    if len(names) > 1:
        lines.extend([rule, _row(_TOTAL, width, coverage.count)])
    return lines


def _row(name: str, width: int, count: Callable[[PointKind | None], Count]) -> str:
    counts = [(head, count(kind)) for head, kind in zip(_HEADS, KINDS, strict=True)]
    cells = "  ".join(f"{_cell(each):>{len(head)}}" for head, each in counts)
    return f"{name:<{width}}  {cells}  {percent(count(None)):>5}"


def _cell(count: Count) -> str:
    return f"{count.hit}/{count.total}" if count.total else "-"


def _missing(machine: MachineCoverage) -> Iterator[str]:
    known = conditions(machine.definition)
    rows = [(place(machine, each), each.state, label(each, known)) for each in machine.missing]
    width = max((len(where) for where, _, _ in rows), default=0)
    for where, state, words in rows:
        first = f"{where:<{width}}  " if width else ""
        yield f"  {first}{state}{f': {words}' if words else ''}"
