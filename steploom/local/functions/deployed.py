"""Uploaded Python code, run in this process."""

from __future__ import annotations

import importlib
import json
import threading
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from steploom.clock import handler_time
from steploom.errors import Unsupported
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.functions.code import unpacked
from steploom.local.functions.environment import context_of, environment, variables_of
from steploom.local.functions.faults import TASK_ROOT, error_payload, runtime_fault, timed_out
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.functions.modules import PrivateModules
from steploom.local.functions.output import captured

__all__ = ["DeployedFunctions"]

_Handler = Callable[[Json, object], Any]

#: Environment variables, import path and standard output belong to the process: one function runs at a time.
#: Re-entrant, since a handler may invoke another function.
_PROCESS: Final = threading.RLock()
#: Real seconds after which a function that waits for another one is taken for a deadlock.
_PATIENCE: Final = 20.0


class _NotLoaded(Exception):
    def __init__(self, payload: JsonObject) -> None:
        super().__init__(payload)
        self.payload = payload


@dataclass(frozen=True, slots=True)
class _Warm:
    handler: _Handler
    modules: PrivateModules
    root: Path


class DeployedFunctions:
    """Runs functions that exist only as a zip file; a function stays warm until its code or variables change."""

    def __init__(self) -> None:
        self._warm: dict[tuple[Any, ...], _Warm] = {}

    def invoke(self, function: DeployedFunction, event: Json, *, now: float, request_id: str) -> Invocation:
        """Run a function's handler.

        Args:
            function: What to run.
            event: Its event.
            now: The virtual moment at which it starts; `time.sleep` in it takes virtual time.
            request_id: The invocation's id.

        Raises:
            Unsupported: SL412, its runtime is not Python.
        """
        if not function.runtime.startswith("python"):
            message = f"{function.name} has the runtime {function.runtime or 'of a container image'}; the local cloud "
            raise Unsupported("SL412", message + "runs Python functions only: give it a Python stand-in for tests")
        with _alone(function), environment(variables_of(function)), captured() as log, handler_time(now) as taken:
            payload, failed = self._answer(function, event, request_id)
        took = min(taken.slept, function.timeout)
        if taken.slept > function.timeout:
            payload, failed = compact(timed_out(request_id, function.timeout)), True
        return Invocation(payload, failed, took, _report(log.getvalue(), request_id, function, took), request_id)

    def _answer(self, function: DeployedFunction, event: Json, request_id: str) -> tuple[str, bool]:
        try:
            warm = self._load(function, request_id)
        except _NotLoaded as fault:
            return compact(fault.payload), True
        with warm.modules.visible():
            try:
                result = warm.handler(event, context_of(function, request_id))
            except SystemExit as fault:
                message = f"RequestId: {request_id} Error: Runtime exited with error: exit status {fault.code or 0}"
                return compact({"errorType": "Runtime.ExitError", "errorMessage": message}), True
            except Exception as fault:  # noqa: BLE001 - the boundary: whatever user code raises becomes Lambda's answer
                print(f"[ERROR] {''.join(traceback.format_exception_only(fault))}", end="")  # noqa: T201
                return compact(error_payload(fault, request_id, lambda name: _shown(name, warm.root))), True
        try:
            return json.dumps(result, ensure_ascii=False, default=_plain), False
        except (TypeError, ValueError) as fault:
            return compact(
                runtime_fault("Runtime.MarshalError", f"Unable to marshal response: {fault}", request_id)
            ), True

    def _load(self, function: DeployedFunction, request_id: str) -> _Warm:
        variables = tuple(sorted(function.environment.items()))
        key = (function.arn, function.handler, function.code, function.layers, variables)
        if key not in self._warm:
            self._warm[key] = _loaded(function, request_id)
        return self._warm[key]


@contextmanager
def _alone(function: DeployedFunction) -> Iterator[None]:
    if not _PROCESS.acquire(timeout=_PATIENCE):
        message = f"{function.name} waits for another uploaded function that runs in this process"
        raise Unsupported("SL412", f"{message}; a handler cannot invoke functions from threads of its own")
    try:
        yield
    finally:
        _PROCESS.release()


def _loaded(function: DeployedFunction, request_id: str) -> _Warm:
    module_name, dot, name = function.handler.rpartition(".")
    if not dot:
        message = f"Bad handler '{function.handler}': not enough values to unpack (expected 2, got 1)"
        raise _NotLoaded(runtime_fault("Runtime.MalformedHandlerName", message, request_id))
    try:
        root = unpacked(function.code)
        layers = [folder for layer in function.layers for folder in _layer_folders(unpacked(layer))]
    except zipfile.BadZipFile as fault:
        message = f"Unable to import module '{module_name}': the uploaded code is no zip file ({fault})"
        raise _NotLoaded(runtime_fault("Runtime.ImportModuleError", message, request_id)) from fault
    modules = PrivateModules([root, *layers])
    with modules.visible():
        try:
            module = importlib.import_module(module_name.replace("/", "."))
        except ImportError as fault:
            message = f"Unable to import module '{module_name}': {fault}"
            raise _NotLoaded(runtime_fault("Runtime.ImportModuleError", message, request_id)) from fault
        except SyntaxError as fault:
            message = f"Syntax error in module '{module_name}': {fault}"
            raise _NotLoaded(runtime_fault("Runtime.UserCodeSyntaxError", message, request_id)) from fault
        except Exception as fault:  # the boundary: whatever user code raises becomes Lambda's answer
            raise _NotLoaded(error_payload(fault, request_id, lambda name: _shown(name, root))) from fault
    if not hasattr(module, name):
        message = f"Handler '{name}' missing on module '{module_name}'"
        raise _NotLoaded(runtime_fault("Runtime.HandlerNotFound", message, request_id))
    return _Warm(getattr(module, name), modules, root)


def _layer_folders(layer: Path) -> list[Path]:
    """Where Python looks for modules in a layer that Lambda unpacks to `/opt`."""
    return [each for each in (layer / "python", *layer.glob("python/lib/python3*/site-packages")) if each.is_dir()]


def _shown(path: str, root: Path) -> str | None:
    return f"{TASK_ROOT}/{Path(path).relative_to(root).as_posix()}" if Path(path).is_relative_to(root) else None


def _plain(value: object) -> Json:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _report(log: str, request_id: str, function: DeployedFunction, took: float) -> str:
    milliseconds = max(1, round(took * 1000))
    return (
        f"START RequestId: {request_id} Version: {function.version}\n{log}"
        f"{'' if not log or log.endswith(chr(10)) else chr(10)}END RequestId: {request_id}\n"
        f"REPORT RequestId: {request_id}\tDuration: {took * 1000:.2f} ms\tBilled Duration: {milliseconds} ms\t"
        f"Memory Size: {function.memory} MB\n"
    )
