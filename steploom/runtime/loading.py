"""Find an activity by the text that names it."""

from __future__ import annotations

import importlib
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity
from steploom.errors import DeclarationError

__all__ = ["load_activity"]


def load_activity(target: str) -> Activity[..., Any]:
    """Return the activity that `module:name` names.

    Args:
        target: As `lambdas.orders.activities:charge`.

    Raises:
        DeclarationError: SL207, the text does not name an activity.
        ImportError: The module, or something it needs, is not there.
    """
    module, colon, name = target.partition(":")
    if not (module and colon and name):
        raise _wrong(f"{target!r} names no activity", "write module:name, as lambdas.orders.activities:charge")
    found = getattr(importlib.import_module(module), name, None)
    if not isinstance(found, Activity):
        raise _wrong(f"{name!r} in module {module!r} is no activity", "name a function under @activity")
    return found


def _wrong(message: str, hint: str) -> DeclarationError:
    return DeclarationError([Diagnostic("SL207", message, hint=hint)])
