"""Makes the directory that a Lambda function is deployed from."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from steploom.deploy.bundle.modules import Modules, modules_of
from steploom.deploy.bundle.pins import distributions_of, pins_of
from steploom.deploy.plan import FunctionPlan
from steploom.errors import SteploomError

__all__ = ["Bundle", "bundle_of", "write_bundle"]

_ENTRY = "steploom.runtime.entry"
#: What the runtime wraps every handler in; Powertools loads the X-Ray SDK by itself.
_ALWAYS = ("aws-lambda-powertools[tracer]", "pydantic")
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
#: Platforms whose wheels run on Amazon Linux 2023, newest first.
_PLATFORMS = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
#: Written by pip, different on each machine.
_NOT_OURS = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into a directory.

    Attributes:
        modules: The sources.
        pins: The distributions, each `name==version`.
        python: `3.12`.
        machine: `aarch64` or `x86_64`.
    """

    modules: Modules
    pins: tuple[str, ...]
    python: str
    machine: str

    @property
    def fingerprint(self) -> str:
        """A hash of all that goes in: equal on every machine, changed by any change."""
        digest = hashlib.sha256(f"{self.python} {self.machine} {' '.join(self.pins)}".encode())
        for place, file in self.modules.files.items():
            digest.update(f"\0{place}\0".encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()


def bundle_of(functions: Iterable[FunctionPlan]) -> Bundle:
    """Return the bundle that serves functions of one runtime and architecture.

    Args:
        functions: At least one.

    Raises:
        CompileError: SL701, something they import is not installed.
        ValueError: They do not share runtime and architecture.
    """
    functions = tuple(functions)
    kinds = {(each.runtime.removeprefix("python"), _MACHINES[each.architecture]) for each in functions}
    if len(kinds) != 1:
        raise ValueError("one bundle serves functions of one runtime and architecture")
    ((python, machine),) = kinds
    roots = dict.fromkeys(each.activity.partition(":")[0] for each in functions)
    own = dict.fromkeys(["steploom", *(root.partition(".")[0] for root in roots)])
    modules = modules_of([_ENTRY, *roots], own)
    named = {each.partition("[")[0] for each in _ALWAYS}
    others = [each for each in distributions_of(modules.outside) if each not in named]
    return Bundle(modules, pins_of([*_ALWAYS, *others], python, machine), python, machine)


def write_bundle(bundle: Bundle, target: Path, *, install: bool = True) -> None:
    """Fill a directory.

    Args:
        bundle: What goes in.
        target: The directory; made where it is not there.
        install: Whether distributions are installed, too; without them the directory serves no function, but a
            template can be made of it at once.

    Raises:
        SteploomError: pip fails; its words are in the message.
    """
    target.mkdir(parents=True, exist_ok=True)
    if install:
        _install(bundle, target)
    for place, file in bundle.modules.files.items():
        copy = target / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def _install(bundle: Bundle, target: Path) -> None:
    platforms = [part for each in _PLATFORMS for part in ("--platform", f"{each}_{bundle.machine}")]
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-compile", "--only-binary=:all:", "--implementation", "cp"),
        *("--python-version", bundle.python, *platforms, "--target", str(target), *bundle.pins),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise SteploomError(f"the dependencies of the functions cannot be installed:\n{done.stderr.strip()}")
    for info in target.glob("*.dist-info"):
        for name in _NOT_OURS:
            (info / name).unlink(missing_ok=True)
    shutil.rmtree(target / "bin", ignore_errors=True)
