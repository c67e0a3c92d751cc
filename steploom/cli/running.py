"""`steploom run`: one execution in an embedded local cloud, printed as a tree."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from steploom.cli.status import DONE, NOT_SUCCEEDED
from steploom.cli.target import Target, TargetError, load_target
from steploom.diagnostics import Diagnostic
from steploom.dsl import NO_ANSWER
from steploom.jsontext import Json, JsonObject, parse
from steploom.views import render_page, render_run, run_model

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "run a workflow or a definition in a local cloud, on virtual time"


@dataclass(frozen=True)
class Ended:
    """What an execution left."""

    description: JsonObject
    history: list[JsonObject]
    events: list[JsonObject]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--input", metavar="FILE|JSON", default="{}", help="the input: a file, or JSON text")
    parser.add_argument("--report", metavar="DIR", type=Path, help="write report.html here")
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
        print(json.dumps(_as_json(ended), default=str))
    else:
        Console(soft_wrap=False).print(render_run(model, target.spans, title=target.name))
        for event in ended.events:
            print(f"event {event['DetailType']} {event['Detail']}")
    if options.report is not None:
        options.report.mkdir(parents=True, exist_ok=True)
        page = render_page(target.definition, title=target.name, history=ended.history, spans=target.spans)
        (options.report / "report.html").write_text(page, encoding="utf-8")
    return DONE if model.status == "SUCCEEDED" else NOT_SUCCEEDED


def _as_json(ended: Ended) -> JsonObject:
    kept = ("status", "output", "error", "cause", "startDate", "stopDate", "input")
    description = {key: ended.description[key] for key in kept if key in ended.description}
    return {**description, "events": ended.events, "history": ended.history}


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

    with ExitStack() as stack:
        cloud = stack.enter_context(mock_cloud())
        if not options.no_setup:
            _prepare(cloud, options.setup, target)
        for name, value in _pairs("--answer", options.answer).items():
            cloud.answer(name, value)
        for name, value in _pairs("--fake", options.fake).items():
            cloud.fake_function(name, value)
        deployed = (
            cloud.deploy(target.compiled) if target.compiled else cloud.deploy(target.definition, name=target.name)
        )
        started = cloud.start(deployed, data)
        cloud.run_until_idle()
        return Ended(started.describe(), started.history(), list(cloud.events))


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
            raise TargetError([Diagnostic("SL902", f"{flag} {text}: expected NAME=JSON, or NAME=never")])
    return pairs


def _prepare(cloud: object, setup: Path | None, target: Target) -> None:
    path = setup or target.path.with_name("local.py")
    if not path.is_file():
        if setup is not None:
            raise TargetError([Diagnostic("SL902", f"there is no file {setup}")])
        return
    spec = importlib.util.spec_from_file_location(f"steploom_setup_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise TargetError([Diagnostic("SL902", f"{path} cannot be imported")])
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    prepare = getattr(module, "prepare", None)
    if prepare is None:
        raise TargetError([Diagnostic("SL902", f"{path} has no function prepare(cloud)")])
    prepare(cloud)
