"""`steploom compile`: a definition and its source map."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from steploom.asl import dump, to_json
from steploom.cli.status import DONE
from steploom.cli.target import Target, load_target
from steploom.diagnostics import render

__all__ = ["SUMMARY", "add_arguments", "run", "write_definition"]

SUMMARY = "compile a workflow to Amazon States Language"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, help="write NAME.asl.json and NAME.map.json here")


def run(options: argparse.Namespace) -> int:
    """Compile; print the definition, or write it with its source map."""
    target = load_target(options.target)
    if target.compiled is not None and target.compiled.warnings:
        print(render(target.compiled.warnings), file=sys.stderr)
    text = dump(target.definition)
    if options.output is None:
        print(text, end="")
        return DONE
    files = [str(path) for path in write_definition(target, options.output)]
    if options.format == "json":
        print(json.dumps({"files": files, "definition": to_json(target.definition)}))
    else:
        print(f"{target.name}: {len(target.definition.states)} states → {', '.join(files)}")
    return DONE


def write_definition(target: Target, folder: Path) -> list[Path]:
    """Write `NAME.asl.json`, and `NAME.map.json` where there is a source, into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{target.name}.asl.json": dump(target.definition)}
    if target.compiled is not None:
        source_map = json.dumps(target.compiled.source_map.to_json(), indent=2)
        written[folder / f"{target.name}.map.json"] = source_map + "\n"
    for path, content in written.items():
        path.write_text(content, encoding="utf-8")
    return list(written)
