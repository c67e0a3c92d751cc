"""Find an activity or a handler by the text that names it."""

from __future__ import annotations

import importlib
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity, Handler
from steploom.errors import DeclarationError

__all__ = ["load_activity", "load_handler"]


def load_activity(target: str) -> Activity[..., Any]:
    """Return the activity that `module:name` names.

    Args:
        target: As `lambdas.orders.activities:charge`.

    Raises:
        DeclarationError: SL207, the text does not name an activity.
        ImportError: The module, or something it needs, is not there.
    """
    found = _found(target, "activity")
    if not isinstance(found, Activity):
        raise _wrong(f"{target!r} is no activity", "name a function under @activity")
    return found


def load_handler(target: str) -> Handler[...]:
    """Return the handler that `module:name` names.

    Args:
        target: As `lambdas.orders.handlers:notify`.

    Raises:
        DeclarationError: SL207, the text does not name a handler.
        ImportError: The module, or something it needs, is not there.
    """
    found = _found(target, "handler")
    if not isinstance(found, Handler):
        raise _wrong(f"{target!r} is no handler", "name a function under @on(…)")
    return found


def _found(target: str, what: str) -> object:
    module, colon, name = target.partition(":")
    if not (module and colon and name):
        raise _wrong(f"{target!r} names no {what}", "write module:name, as lambdas.orders.activities:charge")
    return getattr(importlib.import_module(module), name, None)


def _wrong(message: str, hint: str) -> DeclarationError:
    return DeclarationError([Diagnostic("SL207", message, hint=hint)])
