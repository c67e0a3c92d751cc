"""The engine: machines are compiled and executions started here, and time moves here."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from steploom.asl import StateMachine, load
from steploom.clock import VirtualClock
from steploom.engine.distributed.store import ItemStore
from steploom.engine.execution import Execution, StartOptions, Status
from steploom.engine.host import Host
from steploom.engine.integration import Integration
from steploom.engine.interleaving import InterleavingScheduler, Order
from steploom.engine.machine import Machine, compile_machine
from steploom.engine.probe import Probe, ProbeRequest, begin_probe
from steploom.engine.scheduler import Scheduler, Timer
from steploom.engine.starting import start_execution
from steploom.engine.tally import Tally
from steploom.engine.tokens import find
from steploom.expr.environment import Environment
from steploom.jsontext import Json

__all__ = ["Engine"]

_MADE_UP = StartOptions()


class Engine:
    """A deterministic interpreter of the States Language on a virtual clock.

    Args:
        integration: Where tasks go.
        clock: The time; moved by `run_until_idle` and `advance` only.
        seed: Decides jitter, tokens, names and `$random()`; the same seed and calls give the same histories.
        account: AWS account number of what the engine names itself.
        region: AWS region, shown in task events.
        store: Where distributed Maps read and write objects; without one they cannot.
        order: Says what comes next where several things are due at one moment; first come, first served without it.
        tallies: Gives each definition that is compiled what counts its choices; without it nothing is counted.

    Example:
        >>> from steploom.engine import Engine, FunctionIntegration, Success
        >>> engine = Engine(FunctionIntegration(lambda request: Success(request.arguments)), clock=VirtualClock())
        >>> machine = engine.compile('{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}')
        >>> run = engine.start(machine, {"n": 1})
        >>> engine.run_until_idle()
        >>> run.status.value, run.output, run.stopped - run.started
        ('SUCCEEDED', {'n': 1}, 60.0)
    """

    def __init__(  # noqa: PLR0913 - the knobs of an engine, all by name
        self,
        integration: Integration,
        *,
        clock: VirtualClock,
        seed: int = 0,
        account: str = "123456789012",
        region: str = "us-east-1",
        store: ItemStore | None = None,
        order: Order | None = None,
        tallies: Callable[[StateMachine], Tally] | None = None,
    ) -> None:
        random = Random(seed)  # noqa: S311 - reproducible on purpose, guards nothing
        scheduler = Scheduler(clock) if order is None else InterleavingScheduler(clock, order)
        environment = Environment(now=lambda: clock.now, random=random)
        self._host = Host(integration, scheduler, random, environment, account, region, store=store)
        #: Whom to tell of executions and Map Runs.
        self.hooks = self._host.hooks
        self._machines: dict[str, Machine] = {}
        self._tallies = tallies
        self._base = f"arn:aws:states:{region}:{account}:"
        self._role = f"arn:aws:iam::{account}:role/steploom"
        self.clock = clock

    @property
    def on_end(self) -> Callable[[Execution], object] | None:
        """Called with each execution that has ended, or None."""
        return self.hooks.on_end

    @on_end.setter
    def on_end(self, hook: Callable[[Execution], object] | None) -> None:
        self.hooks.on_end = hook

    def compile(self, definition: StateMachine | str) -> Machine:
        """Return the machine that runs `definition`; a text is compiled once.

        Raises:
            DefinitionError: It is no valid definition.
            Unsupported: It uses what the engine does not run yet.
        """
        if not isinstance(definition, str):
            return self._compile(definition)
        known = self._machines.get(definition)
        if known is None:
            known = self._machines[definition] = self._compile(load(definition))
        return known

    def _compile(self, definition: StateMachine) -> Machine:
        return compile_machine(definition, None if self._tallies is None else self._tallies(definition))

    def start(self, machine: Machine, value: Json, options: StartOptions | None = None) -> Execution:
        """Start an execution; it runs when the engine does.

        Args:
            machine: What to run.
            value: The input.
            options: Names and kind; what is missing is made up.
        """
        return start_execution(machine, value, self._complete(options or _MADE_UP), self._host)

    def probe(self, request: ProbeRequest, role_arn: str = "") -> Probe:
        """Start one visit of one state, which happens when the engine runs: to its end, by `run_to_end`.

        Args:
            request: The state, its input and what stands for its work.
            role_arn: ARN of the role that the context shows.

        Raises:
            ExpressionError: An expression of the state cannot be parsed.
        """
        machine, name = self.uuid(), self.uuid()
        arn = f"{self._base}express:{machine}:{name}"
        options = StartOptions(arn=arn, name=name, machine_name=machine, role_arn=role_arn, type=request.type)
        return begin_probe(request, self._complete(options), self._host)

    def stop(self, execution: Execution, error: str | None = None, cause: str | None = None) -> None:
        """Abort an execution; one that has ended stays as it is."""
        if execution.running:
            execution.end(Status.ABORTED, error=error, cause=cause)

    def redrive(self, execution: Execution) -> None:
        """Run an execution on from where it failed, timed out or was aborted; it does when the engine runs.

        Raises:
            ValueError: It runs, or has succeeded.
        """
        execution.redrive()

    def send_success(self, token: str, output: Json) -> None:
        """End the task that waits for `token` with a result.

        Raises:
            TokenError: Nobody waits for it.
        """
        find(self._host.tokens, token).succeed(output)

    def send_failure(self, token: str, error: str | None = None, cause: str | None = None) -> None:
        """End the task that waits for `token` with an error.

        Raises:
            TokenError: Nobody waits for it.
        """
        find(self._host.tokens, token).fail(error, cause)

    def send_heartbeat(self, token: str) -> None:
        """Show that the work behind `token` is alive.

        Raises:
            TokenError: Nobody waits for it.
        """
        find(self._host.tokens, token).heartbeat()

    def take(self, token: str, worker: str | None = None) -> None:
        """Show that an activity worker took the work behind `token`: its timeout starts.

        Raises:
            TokenError: Nobody waits for it.
        """
        find(self._host.tokens, token).take(worker)

    def waits(self, token: str) -> bool:
        """Return whether a task waits for the answer to `token`."""
        return self._host.tokens.get(token) is not None

    def uuid(self) -> str:
        """Return a version 4 UUID that the seed decides."""
        return self._host.uuid()

    def call_at(self, moment: float, callback: Callable[[], object], *, awaited: bool = True) -> Timer:
        """Call back at `moment` (virtual epoch seconds), in one order with everything the machines do."""
        return self._host.scheduler.call_at(moment, callback, awaited=awaited)

    def run_ready(self) -> None:
        """Run what is due now; the clock stands still."""
        self._host.scheduler.run_ready()

    def run_until_idle(self) -> None:
        """Run everything, moving the clock as far as something is scheduled.

        A task that waits for a callback and has no timeout schedules nothing.
        """
        self._host.scheduler.run_until_idle()

    def run_to_end(self, execution: Execution) -> None:
        """Run until `execution` has ended, or nothing is scheduled any more."""
        if execution.running:
            self._host.scheduler.run_until_idle(lambda: not execution.running)

    def advance(self, seconds: float) -> None:
        """Run what is due within `seconds`, and leave the clock there."""
        self._host.scheduler.advance(seconds)

    def _complete(self, options: StartOptions) -> StartOptions:
        if options.arn and options.name and options.machine_arn and options.role_arn and options.machine_name:
            return options
        host = self._host
        name = options.name or host.uuid()
        machine = options.machine_name or options.machine_arn.rpartition(":")[2] or "machine"
        kind = f"express:{machine}:{name}:{host.uuid()}" if options.type == "EXPRESS" else f"execution:{machine}:{name}"
        return StartOptions(
            options.arn or self._base + kind,
            name,
            options.machine_arn or f"{self._base}stateMachine:{machine}",
            machine,
            options.role_arn or self._role,
            options.type,
            options.alias_arn,
            options.version_arn,
        )
