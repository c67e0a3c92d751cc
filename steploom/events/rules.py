"""Rules as frozen data: which events go where, and what happens when they cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from steploom.diagnostics import Diagnostic
from steploom.errors import DeclarationError
from steploom.events.model import Event, EventFilter
from steploom.events.pattern import pattern_of
from steploom.jsontext import JsonObject

__all__ = ["DEFAULT_BUS", "DETAIL", "DeadLetter", "InputTransformer", "RetryPolicy", "Rule", "Target", "rule_for"]

#: The bus that every account has.
DEFAULT_BUS = "default"
#: The input path that hands a workflow its event: the fields, flat.
DETAIL = "$.detail"

_NAME = re.compile(r"[.\-_A-Za-z0-9]{1,64}")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long EventBridge tries to reach a target.

    Attributes:
        attempts: Retries after the first delivery, 0 to 185.
        age: How old an event may grow meanwhile, in seconds, 60 to 86,400.
    """

    attempts: int = 185
    age: int = 86_400

    def __post_init__(self) -> None:
        if not 0 <= self.attempts <= 185:  # noqa: PLR2004 - AWS's range
            raise _wrong(f"attempts must be from 0 to 185, not {self.attempts}")
        if not 60 <= self.age <= 86_400:  # noqa: PLR2004 - AWS's range
            raise _wrong(f"age must be from 60 to 86400 seconds, not {self.age}")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """The queue that keeps what could not be delivered.

    Attributes:
        queue_arn: ARN of a standard SQS queue in the same Region, or a placeholder that a plan's renderer replaces.
    """

    queue_arn: str


@dataclass(frozen=True, slots=True)
class InputTransformer:
    """A template with placeholders, and the paths that fill them (section 9.6 of the reference)."""

    template: str
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """Where the events of a rule go.

    Attributes:
        id: Unique in the rule.
        arn: What receives them, or a placeholder that a plan's renderer replaces.
        role_arn: The role EventBridge takes to reach it; needed for state machines.
        input_path: The part of the event that is passed on; None for the whole.
        input: JSON text that is passed on instead of the event.
        transformer: How the input is made of the event.
        retry: How long EventBridge tries.
        dead_letter: Where an event goes that could not be delivered.
    """

    id: str
    arn: str
    role_arn: str | None = None
    input_path: str | None = None
    input: str | None = None
    transformer: InputTransformer | None = None
    retry: RetryPolicy = RetryPolicy()
    dead_letter: DeadLetter | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.id):
            raise _wrong(f"{self.id!r} is no id of a target: at most 64 letters, digits and . - _")
        if sum(each is not None for each in (self.input_path, self.input, self.transformer)) > 1:
            raise _wrong(f"Only one of Input, InputPath, or InputTransformer must be provided for target {self.id}.")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a bus.

    Attributes:
        name: Unique on the bus.
        bus: Name or ARN of the bus.
        pattern: What the rule matches.
        targets: At most five.
        description: For people.
        enabled: Whether it fires.
    """

    name: str
    bus: str
    pattern: JsonObject
    targets: tuple[Target, ...]
    description: str | None = None
    enabled: bool = True

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise _wrong(f"{self.name!r} is no name of a rule: at most 64 letters, digits and . - _")
        if len(self.targets) > 5:  # noqa: PLR2004 - AWS's limit
            raise _wrong(f"rule {self.name} has {len(self.targets)} targets, EventBridge takes 5")
        if len({each.id for each in self.targets}) < len(self.targets):
            raise _wrong(f"rule {self.name} has two targets of one id")


def rule_for(events: type[Event] | EventFilter, name: str, *targets: Target, bus: str = DEFAULT_BUS) -> Rule:
    """Return the rule that sends the events meant to `targets`.

    Args:
        events: An event class, or a class with a predicate.
        name: Name of the rule.
        targets: Where the events go.
        bus: The application's bus, for an event class that names none.

    Raises:
        DeclarationError: The predicate cannot become a pattern (SL502), or a name or number is wrong (SL207).

    Example:
        >>> class Ping(Event, source="demo"):
        ...     number: int
        >>> rule_for(Ping, "ping", Target("machine", "arn:aws:…", input_path=DETAIL)).pattern["detail-type"]
        ['Ping']
    """
    event_type = events if isinstance(events, type) else events.event_type
    return Rule(name, event_type.event_bus or bus, pattern_of(events), targets)


def _wrong(message: str) -> DeclarationError:
    return DeclarationError([Diagnostic("SL207", message)])
