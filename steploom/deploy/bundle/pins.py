"""Distributions at the versions that are installed here, for another platform."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from steploom.diagnostics import Diagnostic
from steploom.errors import CompileError

__all__ = ["PROVIDED", "distributions_of", "pins_of"]

#: What the Lambda runtime brings along.
PROVIDED = frozenset({"boto3", "botocore", "s3transfer"})


def pins_of(requirements: Iterable[str], python: str, machine: str) -> tuple[str, ...]:
    """Return the requirements and all they require, each at the version installed here, sorted.

    Args:
        requirements: As in a requirements file: `aws-lambda-powertools[tracer]`.
        python: Version of the target: `3.12`.
        machine: Its processor: `aarch64` or `x86_64`.

    Raises:
        CompileError: SL701, one is not installed here.

    Example:
        >>> [pin.partition("==")[0] for pin in pins_of(["pydantic"], "3.12", "aarch64")]
        ['annotated-types', 'pydantic', 'pydantic-core', 'typing-extensions', 'typing-inspection']
    """
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_machine": machine,
        "platform_system": "Linux",
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    found: dict[str, str] = {}
    todo = [(Requirement(each), frozenset(Requirement(each).extras)) for each in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement, extras = todo.pop()
        name = str(canonicalize_name(requirement.name))
        if name in PROVIDED or (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = _version(name)
        todo += [(each, frozenset(each.extras)) for each in _required(name, extras, environment)]
    return tuple(f"{name}=={version}" for name, version in sorted(found.items()))


def distributions_of(modules: Iterable[str]) -> tuple[str, ...]:
    """Return the distributions that top-level modules come from, without the standard library.

    Raises:
        CompileError: SL701, a module comes from nowhere.
    """
    known = packages_distributions()
    found: set[str] = set()
    for module in sorted(modules):
        if module in sys.stdlib_module_names:
            continue
        names = [str(canonicalize_name(each)) for each in known.get(module, ())]
        if not names:
            message = f"the activities import {module}, which no installed distribution provides"
            raise CompileError([Diagnostic("SL701", message, hint="install it, or import it inside the project")])
        found.update(names)
    return tuple(sorted(found - PROVIDED))


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError as error:
        message = f"the functions need {name}, which is not installed here"
        hint = f"pip install {name}; its version here is the one that is deployed"
        raise CompileError([Diagnostic("SL701", message, hint=hint)]) from error


def _required(name: str, extras: frozenset[str], environment: dict[str, str]) -> Iterator[Requirement]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        choices = extras or {""}
        if requirement.marker is None or any(
            requirement.marker.evaluate({**environment, "extra": extra}) for extra in choices
        ):
            yield requirement
