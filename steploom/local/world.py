"""The inside of a local cloud: one engine and clock, desks by account and region, and who tells whom."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial

from steploom.asl import load
from steploom.clock import VirtualClock, in_handler_time, slept_in_earnest, thread_time
from steploom.engine import Engine, Execution, MapRun, TaskRequest, Timer
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.arns import parse_states_arn
from steploom.local.bench.stage import Stage
from steploom.local.door.activities import taken_work
from steploom.local.door.constraints import check_request
from steploom.local.door.desk import Desk, Hall
from steploom.local.door.executions import begin
from steploom.local.door.faults import machine_unknown
from steploom.local.door.operations import OPERATIONS
from steploom.local.door.records import Activity, Run, Work
from steploom.local.functions.activities import Answer
from steploom.local.functions.background import Background
from steploom.local.functions.handlers import Handlers
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.functions.registry import Functions, parse_function_name
from steploom.local.logs import ExecutionLogs
from steploom.local.moments import CloudTime
from steploom.local.monitor import Monitor
from steploom.local.news import status_change
from steploom.local.objects import BucketStore
from steploom.local.observing import observer
from steploom.local.options import CloudOptions
from steploom.local.outside import Outside
from steploom.local.passing import pass_on
from steploom.local.polling import Polling
from steploom.local.tasks.ports import Ports, Worker
from steploom.local.tasks.router import CloudIntegration

__all__ = ["World"]


class World:
    """Everything that one `mock_cloud` block holds.

    Args:
        options: How it is to behave.
        outside: The services that are not its own.
    """

    def __init__(self, options: CloudOptions, outside: Outside) -> None:
        self.options = options
        self.outside = outside
        self.clock = VirtualClock(options.start)
        self._slept_before = slept_in_earnest()
        #: Who looks on, or None.
        self.observer = observer()
        # boto3 may be called from several threads; the engine knows one.
        self._lock = Monitor()
        #: Where tests put mocks and faults, and read what tasks asked for.
        self.stage = Stage(
            CloudIntegration(self._ports),
            lambda: self.clock.now,
            self._call_at,
            self.uuid,
            self._lock.laid_down,
            strict=options.strict,
        )
        self.engine = Engine(
            self.stage,
            clock=self.clock,
            seed=options.seed,
            account=options.account,
            region=options.region,
            store=BucketStore(lambda: self.clock.now),
            order=options.order,
            tallies=None if self.observer is None else self.observer.tally,
        )
        hooks = self.engine.hooks
        hooks.gate = self.stage.gate
        hooks.on_end, hooks.on_map_run, hooks.on_child = self._ended, self._map_run, self._child
        self.hall = Hall(
            self.engine,
            self.uuid,
            self.settle,
            self.finish,
            self._look,
            outside.has_log_group,
            self._started,
            self._tell_end,
        )
        self.functions = Functions(
            lambda: self.clock.now,
            self.uuid,
            self._answer_later,
            outside.write_function_log,
            Handlers(partial(outside.put_events, options.account, options.region)),
            self._lock.laid_down,
            outside.loopback,
        )
        self.functions.isolated = options.isolated
        self.background = Background(self.functions, self.engine.call_at, lambda: self.clock.now, pass_on)
        self.logs = ExecutionLogs(outside, self.uuid)
        #: Who answers for hosts outside.
        self.http = self.hall.web
        self._polling = Polling(self.engine, self.owed)
        self._desks: dict[tuple[str, str], Desk] = {}
        self._waiting: dict[str, Callable[[Run], None]] = {}
        #: Requests whose tokens somebody outside must answer, by token.
        self._handed_out: dict[str, TaskRequest] = {}
        #: Who looks again at what it waits for when the clock is moved from outside.
        self._stalled: list[Callable[[], object]] = []
        self._running = False

    # The door.

    def handle(self, operation: str, request: JsonObject, account: str, region: str) -> JsonObject:
        """Answer a request of the Step Functions API.

        Args:
            operation: `StartExecution`, …
            request: Its members.
            account: The caller's account.
            region: Where it was sent.

        Raises:
            ServiceFault: The error that the API answers with.
        """
        with self._lock:
            if None in request.values():
                request = {name: each for name, each in request.items() if each is not None}
            check_request(operation, request)
            if operation not in ("DescribeExecution", "GetExecutionHistory"):
                self._polling.forget()
            return OPERATIONS[operation](self.desk(account, region), request)

    def desk(self, account: str, region: str) -> Desk:
        """Return the desk of an account and region."""
        key = (account, region)
        if key not in self._desks:
            partition = (
                "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
            )
            self._desks[key] = Desk(account, region, partition, self.hall)
        return self._desks[key]

    # Time.

    def settle(self) -> None:
        """Run what is due now; the engine that runs already will come to it."""
        self._run(self.engine.run_ready)

    def run_until_idle(self) -> None:
        """Run everything, moving the clock as far as something is scheduled."""
        self._run(self.engine.run_until_idle)

    def advance(self, seconds: float) -> None:
        """Run what is due within `seconds`, and leave the clock there."""
        self._run(partial(self.engine.advance, seconds))

    def finish(self, execution: Execution) -> None:
        """Run until an execution has ended, inside a running engine as well."""
        if self._running:
            self.engine.run_to_end(execution)
        else:
            self._run(partial(self.engine.run_to_end, execution))

    def elapse(self, seconds: float) -> None:
        """Let a caller wait: a handler on its own time, anybody else on the clock."""
        if in_handler_time():
            time.sleep(seconds)
        elif not self._running:
            self.advance(seconds)

    @property
    def time(self) -> CloudTime:
        """The time that moto's resources read; one for each request."""
        return CloudTime(self.clock, self._poll, self._slept_before)

    def _poll(self, seconds: float) -> None:
        if self.options.autorun:
            self.elapse(seconds)

    def _call_at(self, moment: float, callback: Callable[[], object]) -> Timer:
        return self.engine.call_at(moment, callback)

    def uuid(self) -> str:
        """Return a version 4 UUID that the seed decides."""
        return self.engine.uuid()

    def _run(self, work: Callable[[], None]) -> None:
        with self._lock:
            if self._running:
                return
            self._running, moment = True, self.clock.now
            stalled, self._stalled[:] = list(self._stalled), []
            try:
                for look in stalled:
                    self.engine.call_at(self.clock.now, look)
                with thread_time(self.time):
                    work()
            finally:
                self._running = False
            with thread_time(self.time):
                self.logs.flush()
                if self.clock.now != moment:
                    self.outside.expire(self.clock.now)

    def _look(self, run: Run, kind: str) -> None:
        if self.options.autorun and not self._running:
            self._run(partial(self._polling.look, run, kind))

    # Executions.

    def _started(self, run: Run) -> None:
        self.logs.watch(run)
        self._tell(run)

    def close_doors(self) -> None:
        """End what runs beside this process."""
        self.functions.close()
        self.outside.close()

    def close(self) -> None:
        """Show who looks on what there is at the end."""
        if self.observer is None:
            return
        for desk in self._desks.values():
            for machine in desk.machines.values():
                self.observer.kept(machine.name, load(machine.current.definition))
        for run in self.hall.runs.values():
            if run.execution.running:
                self.observer.ended(run.execution)

    def _ended(self, execution: Execution) -> None:
        if self.observer is not None:
            self.observer.ended(execution)
        run = self.hall.runs.get(execution.arn)
        if run is not None and run.map_run_arn is None:
            self.hall.ended(run)

    def _tell_end(self, run: Run) -> None:
        self._tell(run)
        ended = self._waiting.pop(run.execution.arn, None)
        if ended is not None:
            ended(run)

    def _tell(self, run: Run) -> None:
        """Put a status change on the default bus; Express executions make none."""
        if run.type == "STANDARD":
            parts = parse_states_arn(run.machine_arn)
            if parts is not None:
                self.outside.put_events(parts.account, parts.region, [status_change(run)])

    def _start_nested(
        self, account: str, region: str, request: JsonObject, ended: Callable[[Run], None] | None
    ) -> JsonObject:
        """Start an execution for a task; the engine that runs will come to it."""
        arn = str(request.get("stateMachineArn", ""))
        parts = parse_states_arn(arn)
        if "stateMachineArn" not in request:
            check_request("StartExecution", request)
        if parts is None:
            raise machine_unknown(arn)
        desk = self.desk(parts.account or account, parts.region or region)
        run = begin(desk, request)
        if ended is not None:
            self._waiting[run.execution.arn] = ended
        return {"executionArn": run.execution.arn, "startDate": run.execution.started}

    def _stop(self, arn: str) -> None:
        run = self.hall.runs.get(arn)
        if run is not None:
            self.engine.stop(run.execution)

    def _map_run(self, run: MapRun) -> None:
        self.hall.map_runs[run.arn] = run

    def _child(self, run: MapRun, child: Execution, items: int) -> None:
        """Keep a child execution for the API, which does not show Express ones."""
        self.stage.children[child.arn] = run.executions.total - 1
        parent = self.hall.runs.get(run.parent.arn)
        if parent is None or child.options.type == "EXPRESS":
            return
        kept = Run(child, run.machine_arn, child.options.machine_name, "STANDARD", parent.revision, "")
        kept.input_text, kept.map_run_arn, kept.items = compact(child.input), run.arn, items
        self.hall.keep(kept)

    # Tasks.

    def _ports(self, request: TaskRequest) -> Ports:
        machine = parse_states_arn(request.execution.machine_arn)
        account = machine.account if machine else self.options.account
        region = machine.region if machine else self.options.region
        return Ports(
            region=region,
            account=account,
            now=lambda: self.clock.now,
            call_at=self.engine.call_at,
            uuid=self.uuid,
            find_function=partial(self.find_function, account, region),
            is_activity=self.functions.activities.__contains__,
            invoke=self.functions.invoke,
            invoke_later=self.background.invoke,
            enqueue=self._enqueue,
            worker=self._worker,
            start=partial(self._start_nested, account, region),
            stop=self._stop,
            succeed=self._succeed,
            fail=self._fail,
            waits=self.engine.waits,
            stalled=self._stalled.append,
            hand_out=self._hand_out,
            invoke_by_arn=partial(self._invoke_by_arn, account, region),
            find_api=self.outside.find_api,
            find_connection=self.outside.find_connection,
            http=self.http,
        )

    def find_function(self, account: str, region: str, name: str, qualifier: str | None) -> DeployedFunction | None:
        """Return the function of a name, partial ARN or ARN, or None."""
        parts = parse_function_name(name)
        wanted = qualifier or parts.qualifier
        return self.outside.find_function(parts.account or account, parts.region or region, parts.name, wanted)

    def _invoke_by_arn(self, account: str, region: str, arn: str, event: Json) -> Invocation | None:
        function = self.find_function(account, region, arn, None)
        return None if function is None else self.functions.invoke(function, event)

    def invoke(self, function: DeployedFunction, event: Json) -> Invocation:
        """Invoke a function for a caller who waits."""
        with self._lock:
            made = self.functions.invoke(function, event, time.time() if in_handler_time() else None)
        self.elapse(made.took)
        return made

    def invoke_later(self, function: DeployedFunction, event: Json) -> None:
        """Invoke a function as an event, and run what is due now."""
        self.background.invoke(function, event)
        self.settle()

    def _enqueue(self, arn: str, token: str, text: str) -> bool:
        parts = parse_states_arn(arn)
        activity = self.desk(parts.account, parts.region).activities.get(arn) if parts else None
        if activity is None:
            return False
        activity.queue.append(Work(token, text))
        # Later: the task that asks is not scheduled yet.
        self.engine.call_at(self.clock.now, partial(_offer, activity))
        return True

    def _worker(self, arn: str, name: str | None) -> Worker | None:
        parts = parse_states_arn(arn)
        desk = self.desk(parts.account, parts.region) if parts else None
        activity = desk.activities.get(arn) if desk else None
        if desk is None or activity is None:
            return None
        return Worker(partial(taken_work, desk, activity, name), activity.pollers.append)

    # Answers.

    def unanswered(self) -> list[TaskRequest]:
        """Return the tasks that wait for an answer from outside, oldest first."""
        self._handed_out = {token: each for token, each in self._handed_out.items() if self.engine.waits(token)}
        return list(self._handed_out.values())

    def owed(self) -> bool:
        """Return whether somebody outside owes an answer to a task."""
        while self._handed_out:
            token = next(iter(self._handed_out))
            if self.engine.waits(token):
                return True
            del self._handed_out[token]
        return False

    def _hand_out(self, request: TaskRequest) -> None:
        if request.token is not None:
            self._handed_out[request.token] = request

    def _answer_later(self, token: str, answer: Answer) -> None:
        def send() -> None:
            if answer.error is None:
                self._succeed(token, answer.output)
            else:
                self._fail(token, answer.error, answer.cause or "")

        self.engine.call_at(self.clock.now + answer.after, send)

    def _succeed(self, token: str, output: Json) -> None:
        self._answered(token, lambda: self.engine.send_success(token, output))

    def _fail(self, token: str, error: str, cause: str) -> None:
        self._answered(token, lambda: self.engine.send_failure(token, error, cause))

    def _answered(self, token: str, send: Callable[[], None]) -> None:
        """Pass an answer on where somebody waits for it: now, later, or never where a fault loses it."""

        def arrive() -> None:
            if self.engine.waits(token):
                send()

        late = self.stage.lateness(token)
        if late == 0:
            arrive()
        elif late < math.inf:
            self.engine.call_at(self.clock.now + late, arrive)


def _offer(activity: Activity) -> None:
    """Let workers that wait take work, longest waiting first."""
    while activity.queue and activity.pollers:
        activity.pollers.popleft()()
