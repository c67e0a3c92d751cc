"""Views: definitions and runs for people to look at.

Input: a state machine, a history, a source map. Output: one graph model laid out once, drawn as SVG, HTML, Mermaid and
terminal text. Must not: run anything, load from the network, or put a payload into a page unescaped.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.analysis.runs import Run, RunModel, StateVisit, run_model
    from steploom.views.console import render_run
    from steploom.views.coverage import coverage_table, render_coverage
    from steploom.views.graph import GraphEdge, GraphModel, GraphNode, GraphScope, build_graph
    from steploom.views.html import render_page
    from steploom.views.mermaid import render_mermaid
    from steploom.views.svg import render_svg

__all__ = [
    "GraphEdge",
    "GraphModel",
    "GraphNode",
    "GraphScope",
    "Run",
    "RunModel",
    "StateVisit",
    "build_graph",
    "coverage_table",
    "render_coverage",
    "render_mermaid",
    "render_page",
    "render_run",
    "render_svg",
    "run_model",
]

_ROOMS = {
    "steploom.views.console": ("render_run",),
    "steploom.views.coverage": ("coverage_table", "render_coverage"),
    "steploom.views.graph": ("GraphEdge", "GraphModel", "GraphNode", "GraphScope", "build_graph"),
    "steploom.views.html": ("render_page",),
    "steploom.views.mermaid": ("render_mermaid",),
    "steploom.analysis.runs": ("Run", "RunModel", "StateVisit", "run_model"),
    "steploom.views.svg": ("render_svg",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name from its room on first use: who draws a picture loads no Rich, who prints a run no page."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
