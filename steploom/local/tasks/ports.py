"""What tasks need of the cloud they run in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from botocore.model import ServiceModel

from steploom.engine import TaskRequest
from steploom.jsontext import Json, JsonObject
from steploom.local.door.records import Run
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.tasks.calling import ServiceCall
from steploom.local.web import Api, Connection, HttpHandlers

__all__ = ["Ports", "Started", "Worker"]


class Started(Protocol):
    """Starts an execution for a task."""

    def __call__(self, request: JsonObject, ended: Callable[[Run], None] | None) -> JsonObject:
        """Start what `request` says, tell its end, and return StartExecution's response."""
        ...


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker at an activity's queue.

    Attributes:
        take: Takes work, or returns None.
        wait: Has a function called when there is work again.
    """

    take: Callable[[], JsonObject | None]
    wait: Callable[[Callable[[], object]], object]


@dataclass(frozen=True, slots=True)
class Ports:
    """The ways out of a task.

    Attributes:
        region: Where calls of services go.
        account: In which account.
        now: The virtual moment.
        call_at: Calls back at a virtual moment.
        uuid: Makes ids.
        find_function: The function of a name, partial ARN or ARN and a qualifier, or None.
        is_activity: Whether the function of a name is one of ours.
        invoke: Invokes it and waits.
        invoke_later: Invokes it as an event.
        enqueue: Puts work into an activity's queue; False where the activity does not exist.
        worker: The worker of a name at an activity's queue; None where the activity does not exist.
        start: Starts a nested execution.
        stop: Aborts the execution of an ARN, where it still runs.
        succeed: Ends the task of a token with a result.
        fail: Ends the task of a token with an error.
        waits: Whether a task still waits for the answer to a token.
        stalled: Calls a function once, when somebody outside moves the clock again.
        hand_out: Told of every token that somebody outside must answer.
        invoke_by_arn: Invokes the function of an ARN and waits; None where there is none.
        find_api: The API of an account, region and id, or None.
        find_connection: The connection of an ARN, or None.
        http: Who answers for hosts outside.
    """

    region: str
    account: str
    now: Callable[[], float]
    call_at: Callable[[float, Callable[[], object]], object]
    uuid: Callable[[], str]
    find_function: Callable[[str, str | None], DeployedFunction | None]
    is_activity: Callable[[str], bool]
    invoke: Callable[[DeployedFunction, Json], Invocation]
    invoke_later: Callable[[DeployedFunction, Json], None]
    enqueue: Callable[[str, str, str], bool]
    worker: Callable[[str, str | None], Worker | None]
    start: Started
    stop: Callable[[str], object]
    succeed: Callable[[str, Json], None]
    fail: Callable[[str, str, str], None]
    waits: Callable[[str], bool]
    stalled: Callable[[Callable[[], object]], object]
    hand_out: Callable[[TaskRequest], None]
    invoke_by_arn: Callable[[str, Json], Invocation | None]
    find_api: Callable[[str, str, str], Api | None]
    find_connection: Callable[[str], Connection | None]
    http: HttpHandlers

    def service_call(self, model: ServiceModel, operation: str, arguments: Mapping[str, Any]) -> ServiceCall:
        """Return a call of a service at this moment."""
        return ServiceCall(model, operation, arguments, self.region, self.account, self.now(), self.uuid())
