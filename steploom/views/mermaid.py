"""Mermaid: a graph as text that many sites draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from steploom.views.graph import GraphEdge, GraphModel, GraphNode, GraphScope
from steploom.views.graph.words import clip

__all__ = ["render_mermaid"]

_NAME = 120
#: Opening and closing marks of a shape, by type.
_SHAPES = {
    "Choice": ("{{", "}}"),
    "Succeed": ("([", "])"),
    "Fail": ("([", "])"),
    "Wait": ("[/", "/]"),
    "Missing": ("[[", "]]"),
}
_STYLES = (
    "classDef Choice stroke:#a3640a",
    "classDef Succeed stroke:#187a38",
    "classDef Fail stroke:#c4232e",
    "classDef Missing stroke:#c4232e,stroke-dasharray:4 3",
)


@dataclass(slots=True)
class _Numbers:
    """Mermaid's own names for states: numbers, since theirs may hold anything."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, path: str) -> str:
        return self.known.setdefault(path, f"s{len(self.known)}")


def render_mermaid(graph: GraphModel) -> str:
    """Return a graph as a Mermaid flowchart; what runs inside a state is a subgraph.

    Args:
        graph: The graph of a definition.

    Example:
        >>> from steploom.asl import load
        >>> from steploom.views import build_graph
        >>> print(render_mermaid(build_graph(load('{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'))))
        flowchart TD
          start(( ))
          s0["A"]
          start --> s0
          finish((( )))
          s0 --> finish
        <BLANKLINE>
    """
    numbers = _Numbers()
    root = graph.root
    lines = ["flowchart TD", "  start(( ))", *_scope(root, numbers, "  ")]
    first = next(node.path for node in root.nodes if node.name == root.start)
    lines.append(f"  start --> {numbers.of(first)}")
    ends = [node for node in root.nodes if node.ends]
    if ends:
        lines.append("  finish((( )))")
        lines.extend(f"  {numbers.of(node.path)} --> finish" for node in ends)
    used = {node.type for node in graph.nodes() if not node.scopes}
    lines.extend(f"  {style}" for style in _STYLES if style.split()[1] in used)
    return "\n".join(lines) + "\n"


def _scope(scope: GraphScope, numbers: _Numbers, indent: str) -> Iterator[str]:
    paths = {node.name: node.path for node in scope.nodes}
    for node in scope.nodes:
        yield from _node(node, numbers, indent)
    for edge in scope.edges:
        yield f"{indent}{numbers.of(paths[edge.source])} {_arrow(edge)} {numbers.of(paths[edge.target])}"


def _node(node: GraphNode, numbers: _Numbers, indent: str) -> Iterator[str]:
    number = numbers.of(node.path)
    if not node.scopes:
        words = _words(node, "<br/>")
        opening, closing = _SHAPES.get(node.type, ("[", "]"))
        styled = f":::{node.type}" if node.type in ("Choice", "Succeed", "Fail", "Missing") else ""
        yield f'{indent}{number}{opening}"{words}"{closing}{styled}'
        return
    # Mermaid keeps one line for the title of a subgraph.
    yield f'{indent}subgraph {number}["{_words(node, " - ")}"]'
    for index, scope in enumerate(node.scopes):
        if len(node.scopes) == 1:
            yield from _scope(scope, numbers, f"{indent}  ")
        else:
            yield f'{indent}  subgraph {number}b{index}["{_escape(scope.title)}"]'
            yield from _scope(scope, numbers, f"{indent}    ")
            yield f"{indent}  end"
    yield f"{indent}end"


def _words(node: GraphNode, between: str) -> str:
    name = _escape(clip(node.name, _NAME)) or " "
    return f"{name}{between}{_escape(node.label)}" if node.label else name


def _arrow(edge: GraphEdge) -> str:
    line = "-.->" if edge.kind == "catch" else "-->"
    return f'{line}|"{_escape(edge.label)}"|' if edge.label else line


def _escape(text: str) -> str:
    """Return text with Mermaid's own codes for all that could be read as markup."""
    return "".join(each if each.isalnum() or each in " .,:$_()=+-/*'" else f"#{ord(each)};" for each in text)
