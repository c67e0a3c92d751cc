"""The cloud that a `mock_cloud` block yields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, overload

from steploom.compiler import CompiledWorkflow
from steploom.dsl import Activity, Handler
from steploom.engine import TaskRequest
from steploom.events.model import Event, to_entry
from steploom.jsontext import compact
from steploom.local.bus.keeper import Keeper, LostEvent
from steploom.local.bus.model import Told
from steploom.local.clients import client
from steploom.local.deployment import AnyWorkflow, DeployedWorkflow, deploy, input_json
from steploom.local.door.executions import begin
from steploom.local.functions.background import LostInvocation
from steploom.local.functions.handlers import AnyHandler
from steploom.local.handlers import DeployedHandler, deploy_handler
from steploom.local.runs import Run
from steploom.local.web.handlers import Handler as HttpHandler
from steploom.local.web.messages import HttpRequest
from steploom.local.world import World

__all__ = ["Cloud", "PendingTask"]


@dataclass(frozen=True, slots=True)
class PendingTask:
    """A task that waits for an answer from outside.

    Attributes:
        token: The task token by which it is answered.
        state: Name of its state.
        execution_arn: Its execution.
        arguments: What was sent.
    """

    token: str
    state: str
    execution_arn: str
    arguments: Any


class Cloud:
    """A local cloud: its clock, its events, what waits for an answer.

    Args:
        world: Its inside.
        keeper: Who keeps its events.
    """

    def __init__(self, world: World, keeper: Keeper) -> None:
        self.world = world
        self.keeper = keeper
        self._deployed: dict[AnyWorkflow, DeployedWorkflow] = {}

    def run_until_idle(self) -> None:
        """Run everything, moving the virtual clock as far as something is scheduled.

        A task that waits for a callback and has no timeout schedules nothing.
        """
        self.world.run_until_idle()

    def run_ready(self) -> None:
        """Run what is due now; the clock stands still."""
        self.world.settle()

    def now(self) -> datetime:
        """Return the virtual moment, in UTC."""
        return self.world.clock.moment()

    def advance(self, duration: float | timedelta) -> None:
        """Let virtual time pass, and run what becomes due.

        Args:
            duration: Seconds, or a timedelta.
        """
        self.world.advance(duration.total_seconds() if isinstance(duration, timedelta) else duration)

    @overload
    def deploy(self, target: AnyHandler, /) -> DeployedHandler: ...
    @overload
    def deploy(self, target: AnyWorkflow | CompiledWorkflow, /, *, name: str | None = None) -> DeployedWorkflow: ...
    def deploy(
        self, target: AnyWorkflow | CompiledWorkflow | AnyHandler, /, *, name: str | None = None
    ) -> DeployedWorkflow | DeployedHandler:
        """Deploy a workflow: its activities as functions called in process, its state machine, its rule; or a handler.

        Args:
            target: A workflow, compiled or not, or an event handler; a second time it updates what is there.
            name: Name of the state machine; the workflow's when absent.

        Raises:
            CompileError: It cannot be compiled.
            DeclarationError: SL502, the condition of a handler cannot be an event pattern.
        """
        if isinstance(target, Handler):
            return deploy_handler(self.world, target)
        workflow = target
        deployed = deploy(self.world, workflow, name)
        if not isinstance(workflow, CompiledWorkflow):
            self._deployed[workflow] = deployed
        return deployed

    def start(self, workflow: AnyWorkflow | DeployedWorkflow, input: Any = None) -> Run:  # noqa: A002 - AWS's name
        """Start an execution, and run what needs no waiting.

        Args:
            workflow: What to start; a workflow that is not deployed yet is deployed first.
            input: An object of the declared parameter's type, or JSON; an empty object when None.

        Raises:
            CompileError: It cannot be compiled.
            TypeError: The input is neither JSON nor of the declared type.
        """
        value = {} if input is None else input
        if isinstance(workflow, DeployedWorkflow):
            deployed = workflow
        else:
            value = input_json(workflow, value)
            deployed = self._deployed.get(workflow) or self.deploy(workflow)
        options = self.world.options
        desk = self.world.desk(options.account, options.region)
        record = begin(desk, {"stateMachineArn": deployed.machine_arn, "input": compact(value)})
        self.world.settle()
        return Run(self.world, record)

    def emit(self, event: Event) -> None:
        """Put an event on its bus, as a service outside would; runs what needs no waiting."""
        options = self.world.options
        self.world.outside.put_events(options.account, options.region, [to_entry(event)])

    @property
    def runs(self) -> list[Run]:
        """Every execution so far, oldest first: those that events and other executions started, too."""
        return [Run(self.world, record) for record in self.world.hall.runs.values()]

    @property
    def events(self) -> list[Told]:
        """Every event that a bus took, in order, those of Step Functions itself included."""
        return self.keeper.told

    @property
    def lost_events(self) -> list[LostEvent]:
        """Events that a target did not take and no dead-letter queue kept."""
        return self.keeper.lost

    @property
    def lost_invocations(self) -> list[LostInvocation]:
        """Events that a function failed on, again and again."""
        return self.world.background.lost

    @property
    def pending(self) -> list[PendingTask]:
        """The tasks that wait for an answer from outside, oldest first."""
        return [_pending(request) for request in self.world.unanswered()]

    def http(self, url: str, handler: HttpHandler, *, method: str | None = None) -> None:
        """Let a function answer what HTTP tasks and API Gateway send to a host outside; nothing else ever is sent.

        Args:
            url: `https://host/path`; `{name}` stands for one segment of the path, `*` for anything.
            handler: Takes the `HttpRequest` and returns an `HttpResponse`, JSON (status 200), or None (204). It may
                `time.sleep` on virtual time; a `ConnectionError` or `TimeoutError` is a connection that failed.
            method: The method it answers, or None for all.

        Raises:
            ValueError: The URL has no scheme or no host.
        """
        self.world.http.register(url, handler, method)

    @property
    def http_requests(self) -> list[HttpRequest]:
        """The requests that handlers answered, oldest first."""
        return self.world.http.requests

    def client(self, service: str) -> Any:
        """Return a boto3 client in the cloud's region and account."""
        options = self.world.options
        return client(service, options.region, options.account)

    def answer(self, activity: Activity[..., Any], answer: Any | Callable[..., Any]) -> None:
        """Say how a callback activity is answered from now on; otherwise it stays pending until its timeout.

        The activity's function runs for real, then its answer comes.

        Args:
            activity: The callback.
            answer: The answer, or a function of the caller's arguments (without the token) that returns it, raises,
                or sleeps on virtual time; `NO_ANSWER` for none.

        Raises:
            TypeError: The activity is no callback.
        """
        if not activity.is_callback:
            raise TypeError(f"{activity!r} is no callback: only an activity with a TaskToken is answered; use fakes()")
        self.world.functions.give(activity, answer)


def _pending(request: TaskRequest) -> PendingTask:
    return PendingTask(request.token or "", request.state, request.execution.arn, request.arguments)
