"""What one state needs, and what is known of the state when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias

from steploom.asl.resources import Resource
from steploom.deploy.references import arn, reference
from steploom.jsontext import Json

__all__ = ["UNKNOWN", "Known", "Need", "Surroundings", "Task", "Underivable", "Unknown"]


class Unknown(Enum):
    """The type of `UNKNOWN`: a value that only an execution knows."""

    UNKNOWN = "UNKNOWN"


UNKNOWN = Unknown.UNKNOWN
#: A JSON value in which parts may be `UNKNOWN`.
Known: TypeAlias = Json | Unknown


class Underivable(Exception):
    """A need that cannot be derived; says why, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Need:
    """Actions on resources; `reason` says why a resource is `*`."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the names in a definition stand for.

    Attributes:
        machine: The state machine's name in the plan.
        substitutions: Key in the definition → text of the plan.
        tables: Names of the plan's tables, as the code uses them.
    """

    machine: str
    substitutions: Mapping[str, str] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()

    def filled(self, text: str) -> str:
        """Return a text of the definition with its placeholders as those of the plan."""
        if text.startswith("${") and text.endswith("}"):
            return self.substitutions.get(text[2:-1], text)
        return text

    def table(self, name: str) -> str:
        """Return the ARN of a table by its name or ARN."""
        if name.startswith("arn:"):
            return name
        return reference("table", name) if name in self.tables else arn("dynamodb", f"table/{name}")


@dataclass(frozen=True, slots=True)
class Task:
    """A Task, as far as it is known before it runs.

    Attributes:
        state: Its name.
        resource: What it calls.
        arguments: Its `Arguments` or `Parameters`.
        around: What names stand for.
    """

    state: str
    resource: Resource
    arguments: Known
    around: Surroundings

    def argument(self, name: str) -> Known | None:
        """Return an argument: its value, `UNKNOWN`, or None where it is not there."""
        if self.arguments is UNKNOWN:
            return UNKNOWN
        return self.arguments.get(name) if isinstance(self.arguments, dict) else None

    def text(self, name: str) -> str:
        """Return an argument that must be a text known before the machine runs.

        Raises:
            Underivable: It is not there, or only an execution knows it.
        """
        found = self.argument(name)
        if isinstance(found, str):
            return self.around.filled(found)
        why = "is missing" if found is None else "is known only when the machine runs"
        raise Underivable(f"{name} of {self.state!r} {why}", self.hint(f"write {name} as a constant"))

    def hint(self, first: str) -> str:
        """Return advice that ends with the way out."""
        return f"{first}, or say what it needs: App(grants=(Grant({self.state!r}, actions, resources),))"

    def waits_for(self) -> Literal["request", "sync", "sync:2", "waitForTaskToken"]:
        """How the task waits for its answer."""
        return self.resource.pattern
