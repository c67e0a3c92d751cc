"""`steploom graph`: a definition as a picture."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from steploom.cli.status import DONE
from steploom.cli.target import TargetError, load_target
from steploom.diagnostics import Diagnostic
from steploom.views import build_graph, render_mermaid, render_page, render_svg

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "draw a workflow or a definition"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="X.svg, X.mmd (Mermaid) or X.html"
    )


def run(options: argparse.Namespace) -> int:
    """Draw into the file, in the form that its suffix names."""
    output: Path = options.output
    if output.suffix not in (".svg", ".mmd", ".html"):
        message = f"{output.name} names no kind of picture"
        raise TargetError([Diagnostic("SL902", message, hint="end it in .svg, .mmd (Mermaid) or .html")])
    target = load_target(options.target)
    graph = build_graph(target.definition)
    match output.suffix:
        case ".svg":
            text = render_svg(graph)
        case ".mmd":
            text = render_mermaid(graph)
        case _:
            text = render_page(target.definition, title=target.name, spans=target.spans)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    print(json.dumps({"files": [str(output)]}) if options.format == "json" else output)
    return DONE
