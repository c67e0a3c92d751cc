"""What an invocation of a function came to."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DeployedFunction", "Invocation", "LaterRules"]


@dataclass(frozen=True, slots=True)
class Invocation:
    """The answer to one invocation.

    Attributes:
        payload: JSON text: the result, or the error in AWS's shape.
        failed: The function raised, timed out or could not be loaded.
        took: Virtual seconds.
        log: What it wrote, one line each.
        request_id: The invocation's id.
    """

    payload: str
    failed: bool
    took: float
    log: str
    request_id: str


@dataclass(frozen=True, slots=True)
class LaterRules:
    """What becomes of asynchronous invocations.

    Attributes:
        retries: Attempts after the first one that failed.
        max_age: Seconds after which an event is not tried any more.
        dead_letters: ARN of the queue or topic that gets events which were given up.
        on_success: ARN that gets a record of each invocation that succeeded.
        on_failure: ARN that gets a record of each event that was given up.
    """

    retries: int = 2
    max_age: float = 21_600.0
    dead_letters: str | None = None
    on_success: str | None = None
    on_failure: str | None = None


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A function as Lambda knows it.

    Attributes:
        arn: Its ARN, with version where it has one.
        name: Its name.
        version: `$LATEST` or a number.
        handler: `module.function`.
        runtime: `python3.12`, …
        code: The zip file.
        memory: Megabytes.
        timeout: Seconds.
        region: Its region.
        environment: Its own environment variables.
        layers: The zip files of its layers, in order.
        later: What becomes of asynchronous invocations.
    """

    arn: str
    name: str
    version: str
    handler: str
    runtime: str
    code: bytes
    memory: int
    timeout: float
    region: str
    environment: dict[str, str]
    layers: tuple[bytes, ...] = ()
    later: LaterRules = LaterRules()
