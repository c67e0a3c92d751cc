"""The embedded cloud of `steploom run`: prepared, given functions, looked at afterwards."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steploom.asl import StateMachine, dump
from steploom.cli.target import TargetError
from steploom.diagnostics import Diagnostic
from steploom.jsontext import Json, JsonObject, compact

if TYPE_CHECKING:
    from steploom.local import Cloud

__all__ = ["Ended", "prepare", "returning", "run_definition", "told"]

_ROLE = "arn:aws:iam::123456789012:role/steploom-run"


@dataclass(frozen=True)
class Ended:
    """What an execution left: its status, its history, the events that were told (detail type and detail)."""

    status: str
    history: list[JsonObject]
    events: list[tuple[str, JsonObject]]


def prepare(cloud: Cloud, setup: Path | None, workflow: Path | None) -> None:
    """Call `prepare(cloud)` of the set-up file: the one given, else `local.py` beside the workflow, if there is one.

    Raises:
        TargetError: SL902, the file or its function is missing.
    """
    path = setup or (None if workflow is None else workflow.with_name("local.py"))
    if path is None or not path.is_file():
        if setup is not None:
            raise _wrong(f"there is no file {setup}")
        return
    name = f"steploom_setup_{path.resolve().parent.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise _wrong(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    function = getattr(module, "prepare", None)
    if function is None:
        raise _wrong(f"{path} has no function prepare(cloud)")
    function(cloud)


def _wrong(message: str) -> TargetError:
    hint = "give a Python file with a function prepare(cloud), or --no-setup"
    return TargetError([Diagnostic("SL902", message, hint=hint)])


def returning(value: Json) -> Callable[..., Any]:
    """Return a function that takes anything and returns `value`."""
    return lambda *_args, **_kwargs: value


def told(cloud: Cloud) -> list[tuple[str, JsonObject]]:
    """Return the events of the application, without those that AWS tells of itself."""
    return [(each.detail_type, each.detail) for each in cloud.events if not each.source.startswith("aws.")]


def run_definition(cloud: Cloud, name: str, definition: StateMachine, data: Json, functions: dict[str, Json]) -> Ended:
    """Run a hand-written definition; each function is one that returns its value."""
    for function, value in functions.items():
        _make_function(cloud, function, value)
    states = cloud.client("stepfunctions")
    machine = states.create_state_machine(name=name, definition=dump(definition), roleArn=_ROLE)
    started = states.start_execution(stateMachineArn=machine["stateMachineArn"], input=compact(data))
    cloud.run_until_idle()
    (run,) = (each for each in cloud.runs if each.arn == started["executionArn"])
    return Ended(run.status, run.history(), told(cloud))


def _make_function(cloud: Cloud, name: str, value: Json) -> None:
    code = f"import json\n\ndef handler(event, context):\n    return json.loads({compact(value)!r})\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr(zipfile.ZipInfo("fake.py"), code)
    cloud.client("lambda").create_function(
        FunctionName=name.rpartition(":")[2],
        Runtime="python3.12",
        Role=_ROLE,
        Handler="fake.handler",
        Code={"ZipFile": archive.getvalue()},
        Timeout=900,
    )
