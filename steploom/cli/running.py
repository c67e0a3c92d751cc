"""`steploom run`: one execution in an embedded local cloud, printed as a tree."""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console

from steploom.analysis.runs import RunModel
from steploom.cli.compiling import write_definition
from steploom.cli.embedded import Ended, prepare, returning, run_definition, told
from steploom.cli.status import DONE, NOT_SUCCEEDED
from steploom.cli.target import Target, TargetError, load_target
from steploom.diagnostics import Diagnostic
from steploom.dsl import NO_ANSWER, fakes
from steploom.jsontext import Json, JsonObject, compact, parse
from steploom.views import build_graph, render_page, render_run, render_svg, run_model

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "run a workflow or a definition in a local cloud, on virtual time"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--input", metavar="FILE|JSON", default="{}", help="the input: a file, or JSON text")
    parser.add_argument(
        "--report", metavar="DIR", type=Path, help="write report.html, the definition and its picture here"
    )
    parser.add_argument(
        "--answer",
        metavar="ACTIVITY=JSON",
        action="append",
        default=[],
        help="answer a callback activity with this value; without it nobody answers, and its timeout runs out",
    )
    parser.add_argument(
        "--fake",
        metavar="FUNCTION=JSON",
        action="append",
        default=[],
        help="let a function return this value instead of running",
    )
    parser.add_argument(
        "--setup",
        metavar="FILE",
        type=Path,
        help="a Python file whose prepare(cloud) makes tables and the like; default: local.py beside the workflow",
    )
    parser.add_argument("--no-setup", action="store_true", help="prepare nothing")


def run(options: argparse.Namespace) -> int:
    """Run, print the tree, write the report."""
    target = load_target(options.target)
    data = _input(options.input)
    ended = _execute(options, target, data)
    model = run_model(ended.history)
    if options.format == "json":
        print(json.dumps(_as_json(model, ended)))
    else:
        lines = [f"event {kind} {compact(_plain(detail))}" for kind, detail in ended.events]
        Console().print(render_run(model, target.spans, target.name, lines))
    if options.report is not None:
        write_definition(target, options.report)
        picture = render_svg(build_graph(target.definition))
        (options.report / f"{target.name}.svg").write_text(picture, encoding="utf-8")
        page = render_page(target.definition, title=target.name, history=ended.history, spans=target.spans)
        (options.report / "report.html").write_text(page, encoding="utf-8")
    return DONE if model.status == "SUCCEEDED" else NOT_SUCCEEDED


def _plain(detail: JsonObject) -> JsonObject:
    return {key: value for key, value in detail.items() if key != "_meta"}


def _as_json(model: RunModel, ended: Ended) -> JsonObject:
    return {
        "status": model.status,
        "input": model.input,
        "output": model.output,
        "error": model.error,
        "cause": model.cause,
        "seconds": model.last - model.started,
        "events": [{"detailType": kind, "detail": detail} for kind, detail in ended.events],
        "history": ended.history,
    }


def _input(text: str) -> Json:
    source = text
    if not text.lstrip().startswith(("{", "[", '"')) and Path(text).is_file():
        source = Path(text).read_text(encoding="utf-8")
    try:
        return parse(source)
    except ValueError as error:
        hint = "give JSON text, or the path of a file that holds it"
        raise TargetError([Diagnostic("SL902", f"--input {text}: {error}", hint=hint)]) from error


def _execute(options: argparse.Namespace, target: Target, data: Json) -> Ended:
    from steploom.local import mock_cloud  # noqa: PLC0415 - moto is heavy, and only wanted here

    answers, values = _pairs("--answer", options.answer), _pairs("--fake", options.fake)
    with ExitStack() as stack:
        cloud = stack.enter_context(mock_cloud())
        if not options.no_setup:
            # A definition is data: no code that lies beside it is run unasked.
            prepare(cloud, options.setup, target.path if target.workflow is not None else None)
        if target.compiled is None:
            if answers:
                message = "--answer needs a workflow: a definition names no activities"
                raise TargetError([Diagnostic("SL902", message, hint="use --fake FUNCTION=JSON")])
            return run_definition(cloud, target.name, target.definition, data, values)
        activities = {each.name: each for each in target.compiled.activities}
        for name, value in answers.items():
            cloud.answer(_activity("--answer", activities, name, callback=True), value)
        table = {_activity("--fake", activities, name): returning(value) for name, value in values.items()}
        stack.enter_context(fakes(table))
        run = cloud.start(cloud.deploy(target.compiled), data).finish()
        return Ended(run.status, run.history(), told(cloud))


def _activity(flag: str, activities: dict[str, Any], name: str, *, callback: bool = False) -> Any:
    known = [each.name for each in activities.values() if each.is_callback or not callback]
    if name not in known:
        what = "callback activity" if callback else "activity"
        hint = f"it has: {', '.join(known)}" if known else None
        raise TargetError([Diagnostic("SL902", f"{flag} {name}: the workflow has no such {what}", hint=hint)])
    return activities[name]


def _pairs(flag: str, texts: list[str]) -> dict[str, Any]:
    """Read NAME=JSON; `never` stands for no answer."""
    pairs: dict[str, Any] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        try:
            pairs[name] = NO_ANSWER if value == "never" else parse(value)
        except ValueError:
            separator = ""
        if not separator:
            message, hint = f"{flag} {text}: expected NAME=JSON", "NAME=never stands for no answer"
            raise TargetError([Diagnostic("SL902", message, hint=hint)])
    return pairs
