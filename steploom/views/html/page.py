"""The page: its policy, its parts."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256

from steploom.analysis.runs import run_model
from steploom.asl import StateMachine
from steploom.diagnostics import Span
from steploom.jsontext import JsonObject
from steploom.views.assets import asset
from steploom.views.graph import build_graph
from steploom.views.html.data import definition_data, run_data
from steploom.views.html.texts import TextPool
from steploom.views.layout import Layout, lay_out
from steploom.views.markup import script_json, text
from steploom.views.svg import draw
from steploom.views.trace import Trace, trace

__all__ = ["render_page"]

_STYLES = ("theme.css", "graph.css", "page.css", "panels.css")
#: One script: the files share one closure, and `main.js` starts them.
_SCRIPTS = ("core.js", "values.js", "graph.js", "panel.js", "timeline.js", "tables.js", "main.js")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def render_page(
    definition: StateMachine,
    *,
    title: str,
    history: Sequence[JsonObject] | None = None,
    spans: Mapping[str, Span] | None = None,
) -> str:
    """Return a page about a definition, and about a run of it where a history is given.

    The page loads nothing and needs nothing: its policy allows its own style and script by their hashes, and no other.

    Args:
        definition: What is drawn.
        title: Head line of the page.
        history: All events of a run, in order, as GetExecutionHistory returns them; None for the definition alone.
        spans: The place in a Python file that each state comes from, by name.

    Example:
        >>> from steploom.asl import load
        >>> page = render_page(load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'), title="one < two")
        >>> page.startswith("<!doctype html>") and "<title>one &lt; two</title>" in page
        True
    """
    graph = build_graph(definition)
    layout = lay_out(graph)
    texts = TextPool()
    data = {"title": title, **definition_data(definition, graph, spans or {}, texts), "run": None}
    done = None
    if history is not None:
        run = run_model(history)
        done = trace(graph, run)
        data["run"] = run_data(run, [path for path, _ in done.visits], history, texts)
    data["texts"] = texts.texts
    slots = {
        "title": text(title),
        "graph": _picture(layout, done),
        "data": script_json(data),
        "kind": "definition" if history is None else "run",
        "shape": "tall" if layout.height > layout.width else "wide",
    }
    return _assemble(slots)


def _assemble(slots: Mapping[str, str]) -> str:
    """Fill the page's slots, once: what stands in one of them is never taken for another."""
    style = "".join(asset(name) for name in _STYLES)
    script = '"use strict";\n(() => {\n' + "\n".join(asset(name) for name in _SCRIPTS) + "})();\n"
    filled = {**slots, "policy": _policy(style, script), "style": style, "script": script}
    return _SLOT.sub(lambda slot: filled[slot.group(1)], asset("page.html"))


def _policy(style: str, script: str) -> str:
    """Return a policy that allows this style and this script, and nothing else at all."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_digest(style)}'",
            f"script-src 'sha256-{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(block: str) -> str:
    return b64encode(sha256(block.encode()).digest()).decode()


def _picture(layout: Layout, done: Trace | None) -> str:
    size = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    label = 'role="group" aria-label="State machine; arrow keys move between states, Enter shows one"'
    return f'<svg id="picture" class="steploom-graph" {size} {label}>{draw(layout, done, interactive=True)}</svg>'
