"""Fail states."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl import FailState
from steploom.compiler.emit.jsonata import write
from steploom.compiler.emit.shared import Shared
from steploom.compiler.emit.template import expression, template
from steploom.compiler.hir import Expr, MakeError
from steploom.compiler.hir.walk import substitute
from steploom.compiler.ir import Fail

__all__ = ["fail_state"]


def fail_state(end: Fail, own: Mapping[str, Expr], shared: Shared) -> FailState:
    """Return the state that ends an execution with an error.

    A caught error keeps its name and its cause. What comes without them (a time-out has no cause, a callback's answer
    need not have either) ends with an empty text: a Fail state takes nothing but text.
    """
    error = substitute(end.error, own)
    if isinstance(error, MakeError):
        return FailState(error=error.error, cause=template(error.message, shared.variables))
    text = write(error, shared.variables)
    name = f"{text}.Error & ''" if shared.has_callbacks else f"{text}.Error"
    return FailState(error=expression(name), cause=expression(f"{text}.Cause & ''"))
