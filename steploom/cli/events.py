"""`steploom events`: the events of an application, checked and drawn."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from steploom.analysis.choreography import Choreography, choreography_of, examine
from steploom.cli.status import DIAGNOSTICS, DONE
from steploom.cli.target import TargetError, load_app
from steploom.diagnostics import Diagnostic, Severity, render, render_github, render_json
from steploom.views import render_mermaid, render_svg
from steploom.views.choreography import choreography_graph

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "check or draw the events of an application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("action", choices=("check", "graph"), help="check: what is wrong; graph: who tells, who reacts")
    parser.add_argument("app", metavar="APP", help="module:NAME or path.py:NAME of an App")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="graph: X.svg, X.mmd (Mermaid) or X.json")
    parser.add_argument("--fan-out", metavar="N", type=int, default=5, help="check: how many may react to one event")


def run(options: argparse.Namespace) -> int:
    """Check, or draw into the file, in the form that its suffix names."""
    choreography = choreography_of(load_app(options.app))
    if options.action == "check":
        return _check(choreography, options)
    output: Path | None = options.output
    write = _FORMS.get("" if output is None else output.suffix)
    if output is None or write is None:
        message = f"{output.name if output else 'no file'} names no kind of picture"
        raise TargetError([Diagnostic("SL902", message, hint="write -o X.svg, X.mmd (Mermaid) or X.json")])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(write(choreography), encoding="utf-8")
    print(json.dumps({"files": [str(output)]}) if options.format == "json" else output)
    return DONE


def _check(choreography: Choreography, options: argparse.Namespace) -> int:
    found = examine(choreography, fan_out=options.fan_out)
    match options.format:
        case "json":
            print(render_json(found))
        case "github":
            print(render_github(found))
        case _:
            print(render(found) if found else f"{choreography.name}: {_counted(choreography)}, nothing found")
    return DIAGNOSTICS if any(each.severity is Severity.ERROR for each in found) else DONE


def _counted(choreography: Choreography) -> str:
    events, reactors = len(choreography.events), len(choreography.reactors)
    return f"{events} event{'s' * (events != 1)}, {reactors} reactor{'s' * (reactors != 1)}"


def _json(choreography: Choreography) -> str:
    told = asdict(choreography)
    for each in told["reactors"]:
        del each["span"]
    told["outside"] = [asdict(each) for each in sorted(choreography.outside)]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


_FORMS: dict[str, Callable[[Choreography], str]] = {
    ".svg": lambda choreography: render_svg(choreography_graph(choreography)),
    ".mmd": lambda choreography: render_mermaid(choreography_graph(choreography)),
    ".json": _json,
}
