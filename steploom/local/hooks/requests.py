"""moto's requests: while it answers one, it reads the cloud's clock, and waits on it."""

from __future__ import annotations

import time
from typing import Any, Protocol

from moto.core.botocore_stubber import BotocoreStubber
from moto.sqs.models import Queue

from steploom.clock import ThreadTime, in_thread_time, thread_time
from steploom.local.hooks.patches import Patches

__all__ = ["Timed", "install"]


class Timed(Protocol):
    """What has a time."""

    @property
    def time(self) -> ThreadTime:
        """The time that moto's resources read."""
        ...


def install(patches: Patches, timed: Timed) -> None:
    """Let moto read a clock; who calls from a handler keeps the handler's time."""
    general = BotocoreStubber.process_request

    def process_request(stubber: Any, request: Any) -> Any:
        if in_thread_time():
            return general(stubber, request)
        with thread_time(timed.time):
            return general(stubber, request)

    patches.attribute(BotocoreStubber, "process_request", process_request)
    patches.attribute(Queue, "wait_for_messages", _wait_for_messages)


def _wait_for_messages(_: Any, timeout: float) -> None:
    """A step of a long poll; moto would wait for it in real time."""
    time.sleep(timeout)
