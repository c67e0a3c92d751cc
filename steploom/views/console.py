"""A run as a tree for terminals."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from steploom.diagnostics import Span
from steploom.views.causes import message_of
from steploom.views.runs import Run, RunModel, StateVisit

__all__ = ["render_run"]

_MARKS = {"succeeded": ("✓", "green"), "caught": ("↷", "yellow"), "failed": ("✗", "red"), "aborted": ("■", "dim")}
_BAR = 24


def render_run(run: RunModel, spans: dict[str, Span] | None = None, title: str = "") -> RenderableType:
    """Return a run as a tree: status, state, virtual time, attempts, a bar on the time line; the failure comes last.

    Args:
        run: What ran.
        spans: Where each state comes from, to name the Python line of a failure.
        title: Head line.
    """
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    for head, justify in (("", "left"), ("at", "right"), ("took", "right"), ("tries", "right"), ("", "left")):
        table.add_column(head, justify="right" if justify == "right" else "left", no_wrap=True)
    _rows(table, run, run.run, 0)
    parts: list[RenderableType] = [Text(title, style="bold")] if title else []
    parts.extend([table, _summary(run)])
    failure = _failure(run, spans or {})
    if failure is not None:
        parts.append(failure)
    return Group(*parts)


def duration(seconds: float) -> str:
    """Return a duration for people.

    Example:
        >>> duration(0.25), duration(86400), duration(61)
        ('250 ms', '1 d', '1 min 1 s')
    """
    if seconds < 1:
        return f"{round(seconds * 1000)} ms" if seconds else "0 s"
    whole = timedelta(seconds=round(seconds))
    hours, rest = divmod(whole.seconds, 3600)
    minutes, left = divmod(rest, 60)
    named = ((whole.days, "d"), (hours, "h"), (minutes, "min"), (left, "s"))
    return " ".join(f"{value} {unit}" for value, unit in named if value)


def _rows(table: Table, model: RunModel, run: Run, depth: int) -> None:
    for visit in run.visits:
        mark, style = _MARKS.get(visit.status, ("…", "cyan"))
        name = Text("  " * depth)
        name.append(f"{mark} ", style=style)
        name.append(visit.name)
        if visit.error and visit.status != "succeeded":
            name.append(f"  {visit.error}", style=style)
        tries = str(visit.attempts) if visit.attempts > 1 else ""
        at = f"+{duration(visit.started - model.started)}"
        table.add_row(name, at, duration(visit.seconds(model.last)), tries, _bar(model, visit, style))
        for inner in visit.runs:
            table.add_row(Text("  " * (depth + 1) + f"[{inner.index}]", style="dim"), "", "", "", "")
            _rows(table, model, inner, depth + 2)


def _bar(model: RunModel, visit: StateVisit, style: str) -> Text:
    whole = max(model.last - model.started, 1e-9)
    first = int((visit.started - model.started) / whole * _BAR)
    first = min(first, _BAR - 1)
    length = max(1, round(visit.seconds(model.last) / whole * _BAR))
    length = min(length, _BAR - first)
    bar = Text("·" * first, style="dim")
    bar.append("━" * length, style=style)
    bar.append("·" * (_BAR - first - length), style="dim")
    return bar


def _summary(run: RunModel) -> Text:
    style = "green" if run.status == "SUCCEEDED" else "cyan" if run.status == "RUNNING" else "red"
    text = Text(run.status, style=f"bold {style}")
    text.append(f" in {duration(run.last - run.started)} of virtual time", style="not bold default")
    if run.output is not None:
        text.append(f"\n{run.output}", style="not bold default")
    return text


def _failure(run: RunModel, spans: dict[str, Span]) -> Text | None:
    if run.error is None and run.status in ("SUCCEEDED", "RUNNING"):
        return None
    text = Text(f"{run.error or run.status}: {message_of(run.cause)}", style="red")
    origin = run.origin()
    if origin is not None:
        place = spans.get(origin.name)
        text.append(f"\n  in state {origin.name!r}", style="default")
        if place is not None:
            text.append(f", {place}", style="default")
    return text
