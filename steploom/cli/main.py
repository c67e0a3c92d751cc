"""Arguments, and what a failing command shows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from types import ModuleType

from steploom.cli import compiling, covering, drawing, events, replaying, running
from steploom.cli.status import DIAGNOSTICS, USAGE
from steploom.cli.target import TargetError
from steploom.diagnostics import render, render_github, render_json
from steploom.errors import DiagnosticError, MissingExtra, SteploomError

__all__ = ["main"]

#: Name, module, whether a TARGET comes first.
_COMMANDS: tuple[tuple[str, ModuleType, bool], ...] = (
    ("compile", compiling, True),
    ("run", running, True),
    ("graph", drawing, True),
    ("events", events, False),
    ("cov", covering, False),
    ("replay", replaying, False),
)
_TARGET = "module:function, path.py:function, or a file with a definition (.json, .yaml)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    Args:
        arguments: Without the program's name; those of the process when absent.
    """
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except DiagnosticError as error:
        _show(error, options.format)
        return USAGE if isinstance(error, TargetError | MissingExtra) else DIAGNOSTICS
    except SteploomError as error:
        print(f"error: {error}", file=sys.stderr)
        return USAGE
    return status


def _show(error: DiagnosticError, form: str) -> None:
    match form:
        case "json":
            print(render_json(error.diagnostics))
        case "github":
            print(render_github(error.diagnostics))
        case _:
            print(render(error.diagnostics), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="steploom",
        description="Serverless workflows in typed Python.",
        epilog="exit status: 0 done, 1 the execution did not succeed, 2 wrong argument or target, 3 diagnostics",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('steploom')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module, targeted in _COMMANDS:
        command = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        if targeted:
            command.add_argument("target", metavar="TARGET", help=_TARGET)
        command.add_argument(
            "--format", choices=("text", "json", "github"), default="text", help="how results and diagnostics are shown"
        )
        module.add_arguments(command)
        command.set_defaults(command=module.run)
    return parser
