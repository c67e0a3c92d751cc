"""The page: its policy, its parts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256

from steploom.asl import StateMachine
from steploom.diagnostics import Span
from steploom.jsontext import JsonObject
from steploom.views.assets import asset
from steploom.views.graph import build_graph
from steploom.views.layout import lay_out
from steploom.views.markup import text
from steploom.views.runs import run_model
from steploom.views.svg import draw
from steploom.views.trace import trace

__all__ = ["render_page"]


def render_page(
    definition: StateMachine,
    *,
    title: str,
    history: Sequence[JsonObject] | None = None,
    spans: Mapping[str, Span] | None = None,
) -> str:
    """Return a page about a definition, and about a run of it where a history is given.

    Args:
        definition: What is drawn.
        title: Head line of the page.
        history: All events of a run, in order, as GetExecutionHistory returns them; None for the definition alone.
        spans: The place in a Python file that each state comes from, by name.
    """
    del spans
    graph = build_graph(definition)
    layout = lay_out(graph)
    done = trace(graph, run_model(history)) if history is not None else None
    size = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    style = asset("theme.css") + asset("graph.css")
    policy = f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{text(title)}</title><style>{style}</style></head>"
        f'<body class="steploom"><h1>{text(title)}</h1><svg class="steploom-graph" {size}>{draw(layout, done)}</svg>'
        "</body></html>\n"
    )


def _digest(block: str) -> str:
    return b64encode(sha256(block.encode()).digest()).decode()
