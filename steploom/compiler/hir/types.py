"""The types of the workflow language: the shapes of the contract, and what has no JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from steploom.dsl.contract import Shape

__all__ = ["ERROR", "ErrorType", "Type"]


@dataclass(frozen=True, slots=True)
class ErrorType:
    """A caught error: `{"Error": name, "Cause": text}` in the machine, an exception object in Python."""


ERROR = ErrorType()

Type: TypeAlias = Shape | ErrorType
