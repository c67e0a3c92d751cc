"""The cloud that a `mock_cloud` block yields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any, Literal, TypeAlias, overload

from steploom.asl import dump
from steploom.compiler import CompiledWorkflow
from steploom.dsl import Activity, Handler, Workflow
from steploom.engine import TaskRequest
from steploom.events.model import Event, to_entry
from steploom.jsontext import compact
from steploom.local.benching import Bench
from steploom.local.bus.entries import Told
from steploom.local.bus.keeper import Keeper, LostEvent
from steploom.local.clients import client
from steploom.local.definitions import Definition, DeployedDefinition, definition_of, deploy_definition
from steploom.local.deployment import AnyWorkflow, DeployedWorkflow, deploy, input_json
from steploom.local.door.executions import begin
from steploom.local.functions.background import LostInvocation
from steploom.local.functions.handlers import AnyHandler, HandlerCall
from steploom.local.handlers import DeployedHandler, deploy_handler
from steploom.local.runs import Run
from steploom.local.twins import check_native as compare
from steploom.local.web.handlers import Handler as HttpHandler
from steploom.local.web.messages import HttpRequest
from steploom.local.world import World

__all__ = ["Cloud", "PendingTask", "Startable"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]
#: What an execution can be started of.
Startable: TypeAlias = AnyWorkflow | DeployedWorkflow | DeployedDefinition | Definition


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


class Cloud(Bench):
    """A local cloud: its clock, its events, what waits for an answer.

    Args:
        world: Its inside.
        keeper: Who keeps its events.
    """

    def __init__(self, world: World, keeper: Keeper) -> None:
        super().__init__(world)
        self.keeper = keeper
        self._deployed: dict[AnyWorkflow, DeployedWorkflow] = {}
        self._defined: dict[str, DeployedDefinition] = {}

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
    @overload
    def deploy(
        self, target: Definition, /, *, name: str | None = None, type: MachineType = "STANDARD"
    ) -> DeployedDefinition: ...
    def deploy(
        self,
        target: AnyWorkflow | CompiledWorkflow | AnyHandler | Definition,
        /,
        *,
        name: str | None = None,
        type: MachineType = "STANDARD",  # noqa: A002 - AWS's name
    ) -> DeployedWorkflow | DeployedHandler | DeployedDefinition:
        """Deploy a workflow: its activities as functions called in process, its state machine, its rule; or a handler.

        Args:
            target: A workflow, compiled or not; an event handler; or a definition of a state machine: its object, its
                JSON or YAML text, or the path of its file. A second time it updates what is there.
            name: Name of the state machine; that of the workflow or file when absent, else `machine`.
            type: `EXPRESS` for an Express machine; definitions only.

        Raises:
            CompileError: It cannot be compiled.
            DefinitionError: A definition has faults of form; others are a `ClientError`, as on AWS.
            DeclarationError: SL502, the condition of a handler cannot be an event pattern.
        """
        if isinstance(target, Handler):
            return deploy_handler(self.world, target)
        if not isinstance(target, Workflow | CompiledWorkflow):
            return deploy_definition(self.world, target, name, type)
        workflow = target
        deployed = deploy(self.world, workflow, name)
        if not isinstance(workflow, CompiledWorkflow):
            self._deployed[workflow] = deployed
        return deployed

    def start(self, workflow: Startable, input: Any = None) -> Run:  # noqa: A002 - AWS's name
        """Start an execution, and run what needs no waiting.

        Args:
            workflow: What to start: a workflow, a definition (its object, text or file), what `deploy` returned, or
                the ARN of a state machine. A workflow or definition that is not deployed yet is deployed first.
            input: An object of the declared parameter's type, or JSON; an empty object when None.

        Raises:
            CompileError: It cannot be compiled.
            DefinitionError: A definition has faults.
            TypeError: The input is neither JSON nor of the declared type.
        """
        value = {} if input is None else input
        if isinstance(workflow, Workflow):
            value = input_json(workflow, value)
        options = self.world.options
        desk = self.world.desk(options.account, options.region)
        record = begin(desk, {"stateMachineArn": self._machine_arn(workflow), "input": compact(value)})
        self.world.settle()
        return Run(self.world, record)

    def run(self, workflow: Startable, input: Any = None, *, check_native: bool | None = None) -> Run:  # noqa: A002 - AWS's name
        """Start an execution, and run until it has ended or nothing can happen any more.

        An execution that waits for an answer which nobody gives, without a timeout, is `RUNNING` afterwards.

        Args:
            workflow: As for `start`.
            input: As for `start`.
            check_native: Whether a workflow that has ended is done again as Python, with the answers that its tasks
                got, and compared: status, output, error, calls, events. The cloud's own switch when None.

        Raises:
            NativeDiffers: Python and state machine differ.
        """
        before = len(self.world.stage.calls)
        run = self.start(workflow, input).finish()
        wanted = self.world.options.check_native if check_native is None else check_native
        if wanted and isinstance(workflow, Workflow) and run.status != "RUNNING":
            calls = [each for each in self.world.stage.calls[before:] if each.execution_arn == run.arn]
            activities = self._deployed[workflow].compiled.activities
            compare(workflow, activities, run, calls, run.input, self.world.options.seed)
        return run

    def _machine_arn(self, workflow: Startable) -> str:
        match workflow:
            case DeployedWorkflow() | DeployedDefinition():
                return workflow.machine_arn
            case Workflow():
                return (self._deployed.get(workflow) or self.deploy(workflow)).machine_arn
            case str() if workflow.startswith("arn:"):
                return workflow
            case _:
                return self._defined_arn(workflow)

    def _defined_arn(self, source: Definition) -> str:
        """Deploy a definition once; each other one gets a name of its own."""
        name, definition = definition_of(source)
        text = dump(definition)
        if text not in self._defined:
            taken = {each.name for each in self._defined.values()}
            self._defined[text] = deploy_definition(self.world, definition, _free(name or "machine", taken), "STANDARD")
        return self._defined[text].machine_arn

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
    def handler_calls(self) -> list[HandlerCall]:
        """Every call of an event handler, in order."""
        return self.world.functions.handlers.calls

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

    def isolate(self, function: str, *, apart: bool = True) -> None:
        """Say whether the uploaded code of a function runs in a process of its own.

        Such a worker stays warm between invocations, sees only its own variables and modules, may exit or hang, and
        its boto3 reaches this cloud. It takes half a second to start.

        Args:
            function: The function's name.
            apart: Whether it does.
        """
        self.world.functions.isolate(function, apart)

    @property
    def http_requests(self) -> list[HttpRequest]:
        """The requests that handlers answered, oldest first."""
        return self.world.http.requests

    def client(self, service: str) -> Any:
        """Return a boto3 client in the cloud's region and account."""
        options = self.world.options
        return client(service, options.region, options.account)

    def answer(self, activity: Activity[..., Any] | PendingTask, answer: Any | Callable[..., Any]) -> None:
        """Answer a task that is pending, or say how a callback activity is answered from now on.

        Without an answer it stays pending until its timeout. The activity's function runs for real, then its answer
        comes.

        Args:
            activity: The callback, or one of `pending`, which is answered now.
            answer: The answer, or a function of the caller's arguments (without the token) that returns it, raises,
                or sleeps on virtual time; `NO_ANSWER` for none. To a pending task: the answer as JSON, or an
                exception as which it fails.

        Raises:
            TypeError: The activity is no callback.
            botocore.exceptions.ClientError: `TaskTimedOut`, the pending task waits no more.
        """
        if isinstance(activity, PendingTask):
            self._answer_now(activity.token, answer)
            return
        if not activity.is_callback:
            raise TypeError(f"{activity!r} is no callback: only an activity with a TaskToken is answered; use fakes()")
        self.world.functions.give(activity, answer)

    def _answer_now(self, token: str, answer: Any) -> None:
        states = self.client("stepfunctions")
        if isinstance(answer, BaseException):
            states.send_task_failure(taskToken=token, error=type(answer).__name__, cause=str(answer))
        else:
            states.send_task_success(taskToken=token, output=compact(answer))


def _free(name: str, taken: set[str]) -> str:
    return next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken)


def _pending(request: TaskRequest) -> PendingTask:
    return PendingTask(request.token or "", request.state, request.execution.arn, request.arguments)
