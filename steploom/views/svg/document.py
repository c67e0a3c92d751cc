"""A picture as a file."""

from __future__ import annotations

from steploom.analysis.runs import RunModel
from steploom.views.assets import asset
from steploom.views.durations import duration
from steploom.views.graph import GraphModel
from steploom.views.layout import lay_out
from steploom.views.markup import text
from steploom.views.svg.drawing import draw
from steploom.views.trace import trace

__all__ = ["render_svg"]


def render_svg(graph: GraphModel, run: RunModel | None = None) -> str:
    """Return a graph as an SVG file that needs nothing else.

    Args:
        graph: The graph of a definition.
        run: A run that colours it, or None.

    Example:
        >>> from steploom.asl import load
        >>> from steploom.views import build_graph
        >>> picture = render_svg(build_graph(load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')))
        >>> picture.startswith("<svg") and ">A</text>" in picture
        True
    """
    layout = lay_out(graph)
    size = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" class="steploom-graph" {size} role="img"'
    spoken = f'aria-labelledby="steploom-title steploom-description"><title id="steploom-title">{_title(graph)}</title>'
    description = f'<desc id="steploom-description">{text(_description(graph, run))}</desc>'
    style = f"<style>{asset('theme.css')}{asset('graph.css')}</style>"
    paper = '<rect class="paper" width="100%" height="100%"/>'
    drawing = draw(layout, trace(graph, run) if run is not None else None)
    return f"{opening} {spoken}{description}{style}{paper}{drawing}</svg>\n"


def _title(graph: GraphModel) -> str:
    return text(graph.comment or f"State machine that starts at {graph.root.start}")


def _description(graph: GraphModel, run: RunModel | None) -> str:
    count = sum(1 for _ in graph.nodes())
    first = f"{count} {'state' if count == 1 else 'states'}, starting at {graph.root.start}."
    if run is None:
        return first
    failed = f" with {run.error}" if run.error else ""
    return f"{first} The run shown {run.status.lower().replace('_', ' ')}{failed}, {duration(run.last - run.started)}."
