"""What the API keeps: machines with their revisions, versions and aliases, activities, runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from steploom.jsontext import JsonObject

if TYPE_CHECKING:
    from steploom.engine import Execution

__all__ = ["Activity", "Alias", "Machine", "MachineType", "Revision", "Run", "Version", "Work"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a machine was at one time.

    Attributes:
        id: None for the first one, which AWS shows without an id.
        definition: Its text.
        role_arn: Its role.
        logging: `loggingConfiguration` as it is described.
        tracing: `tracingConfiguration` as it is described.
        updated: Epoch seconds.
        encryption: `encryptionConfiguration`, or None where none was given.
    """

    id: str | None
    definition: str
    role_arn: str
    logging: JsonObject
    tracing: JsonObject
    updated: float
    encryption: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published revision."""

    number: int
    arn: str
    revision: Revision
    description: str | None
    created: float


@dataclass(slots=True)
class Alias:
    """A name for one or two versions: `routing` is a list of version ARN and weight."""

    arn: str
    name: str
    routing: tuple[tuple[str, int], ...]
    description: str | None
    created: float
    updated: float


@dataclass(slots=True)
class Machine:
    """A state machine.

    Attributes:
        arn: Its ARN, without a version or alias.
        name: Its name.
        type: Standard or Express, for ever.
        created: Epoch seconds.
        current: The latest revision.
        origin: What CreateStateMachine was asked, to tell a repetition from another machine.
        versions: The published ones by number; numbers are never used again.
        aliases: By name.
        tags: By key.
        published: The highest number so far.
    """

    arn: str
    name: str
    type: MachineType
    created: float
    current: Revision
    origin: JsonObject
    versions: dict[int, Version] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    published: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for an activity worker."""

    token: str
    input: str


@dataclass(slots=True)
class Activity:
    """An activity: a name by which workers find work.

    Attributes:
        arn: Its ARN.
        name: Its name.
        created: Epoch seconds.
        tags: By key.
        encryption: `encryptionConfiguration` as it is described.
        queue: Work that nobody has taken.
        pollers: Called when there is work, longest waiting first; each takes some if it still wants it.
    """

    arn: str
    name: str
    created: float
    tags: dict[str, str] = field(default_factory=dict)
    encryption: JsonObject = field(default_factory=dict)
    queue: deque[Work] = field(default_factory=deque)
    pollers: deque[Callable[[], object]] = field(default_factory=deque)


@dataclass(slots=True)
class Run:
    """An execution, and what the API knows of it besides.

    Attributes:
        execution: The engine's side.
        machine_arn: ARN of the machine, without a version or alias.
        machine_name: Its name.
        type: Standard or Express.
        revision: What it runs.
        input_text: The input as it was sent.
        version_arn: The version that was started, or None.
        alias_arn: The alias that was started, or None.
        trace_header: As it was sent, or None.
        logged: How many events of the history went to CloudWatch Logs.
        seen: Whether somebody has looked at it.
        map_run_arn: The Map Run whose child it is, or None.
        items: How many items of the Map Run it works on, or None.
        redrive_tokens: The client tokens that redrove it lately, with the moments; oldest first.
    """

    execution: Execution
    machine_arn: str
    machine_name: str
    type: MachineType
    revision: Revision
    input_text: str
    version_arn: str | None = None
    alias_arn: str | None = None
    trace_header: str | None = None
    logged: int = 0
    seen: bool = False
    map_run_arn: str | None = None
    items: int | None = None
    redrive_tokens: dict[str, float] = field(default_factory=dict)
