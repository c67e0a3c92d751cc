"""What an invocation of a function came to."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DeployedFunction", "Invocation"]


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
