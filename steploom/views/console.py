"""A run as a tree for terminals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from steploom.analysis.runs import Run, RunModel, StateVisit
from steploom.diagnostics import Span
from steploom.views.causes import message_of
from steploom.views.durations import duration

__all__ = ["render_run"]

_MARKS = {"succeeded": ("✓", "green"), "caught": ("↷", "yellow"), "failed": ("✗", "red"), "aborted": ("■", "dim")}
_BAR = 20


def render_run(
    run: RunModel, spans: Mapping[str, Span] | None = None, title: str = "", told: Sequence[str] = ()
) -> RenderableType:
    """Return a run as a tree: status, state, virtual time, attempts, a bar on the time line; the failure comes last.

    Args:
        run: What ran.
        spans: Where each state comes from, and under the name of an error where it is raised: names the Python line.
        title: Head line.
        told: Lines about what the world heard, shown before the outcome.
    """
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("state", overflow="ellipsis", no_wrap=True, ratio=1)
    for head, width in (("at", 7), ("took", 7), ("tries", 5)):
        table.add_column(head, justify="right", no_wrap=True, min_width=width)
    table.add_column("", no_wrap=True, min_width=_BAR)
    _rows(table, run, run.run, 0)
    parts: list[RenderableType] = [Text(title, style="bold")] if title else []
    parts.extend([table, *map(Text, told), _summary(run)])
    failure = _failure(run, spans or {})
    if failure is not None:
        parts.append(failure)
    return Group(*parts)


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
            table.add_row(Text("  " * (depth + 1) + f"[{inner.index}]", style="dim"))
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


def _failure(run: RunModel, spans: Mapping[str, Span]) -> Text | None:
    if run.error is None and run.status in ("SUCCEEDED", "RUNNING"):
        return None
    message = message_of(run.cause)
    text = Text(run.error or run.status, style="red")
    if message:
        text.append(f": {message}")
    origin = run.origin()
    place = None
    if origin is not None:
        text.append(f"\n  in state {origin.name!r}", style="default")
        # A raise has no state of its own: what the workflow raised itself is found under its name.
        place = spans.get(run.error or "") if origin.type == "Fail" else None
        place = place or spans.get(origin.name)
    if place is not None:
        text.append(f", {place}", style="default")
    return text
