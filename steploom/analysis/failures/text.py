"""A report on failures as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.analysis.failures.model import FailureReport, Injection, Trial

__all__ = ["report_text"]

_ORDER = ("handled", "allowed", "unhandled", "stuck", "uncompensated")


def report_text(report: FailureReport) -> str:
    """Return the findings of a report, those of one state and end in one line, under a line that counts."""
    counted = Counter("allowed" if each.allowed else each.ending for each in report.trials)
    told = ", ".join(f"{counted[key]} {key}" for key in _ORDER if counted[key])
    lines = [f"{report.name}: {len(report.trials)} injected failures: {told or 'none'}"]
    groups: dict[tuple[object, ...], list[Trial]] = {}
    for each in report.findings:
        groups.setdefault(_key(each), []).append(each)
    lines += [f"  {group[0].ending:<13} {_title(group)} → {_end(group)}" for group in groups.values()]
    if report.unreached:
        lines.append(f"  not reached by this input: {', '.join(report.unreached)}")
    return "\n".join(lines)


def _key(trial: Trial) -> tuple[object, ...]:
    injection = trial.injection
    where = None if injection is None else (injection.state, injection.every_attempt, injection.item, injection.after)
    return (where, trial.ending, trial.status, trial.missing, trial.waiting)


def _title(group: list[Trial]) -> str:
    first = group[0].injection
    if first is None:
        return "no failure"
    place = first.state if first.item is None else f"{first.state}[{first.item}]"
    often = "every attempt" if first.every_attempt else "first attempt"
    behind = f", after {first.after}" if first.after else ""
    return f"{place}, {often}: {', '.join(_failures(each.injection for each in group))}{behind}"


def _failures(injections: Iterable[Injection | None]) -> Iterable[str]:
    for each in injections:
        if each is not None:
            yield (each.error or each.kind).rpartition(".")[2].replace("_", " ")


def _end(group: list[Trial]) -> str:
    trial = group[0]
    if trial.ending == "stuck":
        return f"waits in {', '.join(trial.waiting) or 'no task'}, and nothing will happen"
    errors = dict.fromkeys(each.error for each in group if each.error)
    ended = trial.status + (f" {next(iter(errors))}" if len(errors) == 1 else "")
    return "; ".join((ended, *(_step(step, undo) for step, undo in trial.missing)))


def _step(step: str, undo: str | None) -> str:
    return f"{step} was done and has no undo" if undo is None else f"{step} was done and {undo!r} did not run"
