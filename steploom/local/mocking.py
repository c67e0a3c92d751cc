"""`mock_cloud`: `moto.mock_aws` with an engine, functions and an event bus that work."""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, ClassVar, ParamSpec, TypeVar, overload

from moto import mock_aws
from moto.core.models import MockAWS

from steploom.clock import hold
from steploom.diagnostics import Diagnostic
from steploom.engine import Order
from steploom.errors import MockError, SteploomError
from steploom.jsontext import parse
from steploom.local.bus.keeper import Keeper
from steploom.local.clients import DEFAULT_ACCOUNT
from steploom.local.cloud import Cloud
from steploom.local.hooks import bus, eventsapi, functions, objects, requests, rules, scheduler, states
from steploom.local.hooks.patches import Patches
from steploom.local.hooks.services import MotoServices
from steploom.local.options import CloudOptions
from steploom.local.schedule import as_order
from steploom.local.world import World
from steploom.local.wrapping import wrapped

__all__ = ["MockCloud", "NestedCloud", "UnusedMock", "current_cloud", "mock_cloud"]

P = ParamSpec("P")
T = TypeVar("T")


class UnusedMock(UserWarning):
    """A mock or fault that nothing has used when its cloud ends."""


class NestedCloud(SteploomError):
    """A `mock_cloud` block with options of its own inside another one: there is one moto, and one cloud over it."""


class MockCloud:
    """A local cloud while a block, function or test class runs; made by `mock_cloud`.

    Args:
        options: How it is to behave.
        config: moto's own configuration.
    """

    #: The running cloud, or None.
    current: ClassVar[Cloud | None] = None
    #: The blocks that are open, outermost first; an inner one joins the cloud of the outer one.
    _open: ClassVar[list[MockCloud]] = []

    def __init__(self, options: CloudOptions, config: Any = None) -> None:
        self._options = options
        # No Docker: moto's batch jobs end by themselves. What a user's configuration says comes last.
        self._moto = mock_aws(config={"batch": {"use_docker": False}, **(config or {})})
        self._patches = Patches()
        self._cloud: Cloud | None = None

    def __enter__(self) -> Cloud:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        cloud = self._cloud if len(MockCloud._open) == 1 else None
        self.stop()
        if error is None and cloud is not None:
            self._report(cloud.world.stage.unused())

    def start(self, reset: bool = True) -> Cloud:  # noqa: FBT001, FBT002 - moto's signature
        """Begin; what `with` does. Inside another block it joins that block's cloud, as moto's mocks do.

        Args:
            reset: Whether to begin with nothing; otherwise with what the last block left.

        Raises:
            NestedCloud: Another cloud is running, with other options.
        """
        running = MockCloud.current
        if running is not None:
            if self._options not in (CloudOptions(), running.world.options):
                raise NestedCloud("a mock_cloud block is running already: one inside it cannot have other options")
            self._moto.start(reset=False)
            MockCloud._open.append(self)
            return running
        self._moto.start(reset=reset)
        try:
            if reset or self._cloud is None:
                self._cloud = Cloud(*_made(self._options))
            _install(self._patches, self._cloud, self._options.region)
        except BaseException:
            self._patches.undo()
            self._moto.stop()
            raise
        MockCloud.current = self._cloud
        MockCloud._open.append(self)
        return self._cloud

    def stop(self, remove_data: bool = True) -> None:  # noqa: FBT001, FBT002 - moto's signature
        """End; what leaving `with` does. After the outermost block all of moto is as it was before."""
        if len(MockCloud._open) == 1:
            if MockCloud.current is not None:
                MockCloud.current.world.close()
            MockCloud.current = None
            MockCloud._open[0]._patches.undo()  # noqa: SLF001 - of its own class
        self._moto.stop(remove_data=remove_data)
        if MockCloud._open:
            MockCloud._open.pop()

    def _report(self, unused: list[str]) -> None:
        """Say what was prepared for nothing."""
        if not unused:
            return
        message = f"{', '.join(unused)}: no task has met it"
        if self._options.strict:
            raise MockError([Diagnostic("SL423", message, hint="take it away, or see why the task is not reached")])
        warnings.warn(UnusedMock(message), stacklevel=3)

    def __call__(self, target: Any, reset: bool = True, remove_data: bool = True) -> Any:  # noqa: FBT001, FBT002 - moto's signature
        """Decorate a function of any kind (plain, async, generator), or a test class as moto does it."""
        if inspect.isclass(target):
            return self._decorate_class(target)
        return wrapped(target, partial(self._running, reset, remove_data))

    @contextmanager
    def _running(self, reset: bool, remove_data: bool) -> Iterator[None]:  # noqa: FBT001 - moto's flags
        outermost = MockCloud.current is None
        cloud = self.start(reset)
        try:
            yield
        finally:
            self.stop(remove_data)
        # What is set up in one method of a class may be used in the next one.
        if outermost and remove_data:
            self._report(cloud.world.stage.unused())

    def _decorate_class(self, target: Any) -> Any:
        if "asyncSetUp" in vars(target) and "setUp" not in vars(target):
            # moto begins anew in `setUp`, and keeps what it made for the test; what is made in `asyncSetUp` as well.
            target.setUp = _set_up_of(target)
        return MockAWS._decorate_class(self, target)  # noqa: SLF001 - moto's rules for setUp and inherited tests


def _set_up_of(target: Any) -> Callable[[Any], None]:
    def setUp(self: Any) -> None:
        super(target, self).setUp()

    return setUp


@overload
def mock_cloud(function: Callable[P, T], /) -> Callable[P, T]: ...
@overload
def mock_cloud(
    *,
    autorun: bool = True,
    seed: int = 0,
    start: datetime | None = None,
    account: str = DEFAULT_ACCOUNT,
    region: str = "us-east-1",
    strict: bool = False,
    order: Order | int | str | None = None,
    check_native: bool = False,
    isolated: bool = False,
    config: Any = None,
) -> MockCloud: ...
def mock_cloud(  # noqa: PLR0913 - the knobs of a cloud
    function: Any = None,
    /,
    *,
    autorun: bool = True,
    seed: int = 0,
    start: datetime | None = None,
    account: str = DEFAULT_ACCOUNT,
    region: str = "us-east-1",
    strict: bool = False,
    order: Order | int | str | None = None,
    check_native: bool = False,
    isolated: bool = False,
    config: Any = None,
) -> Any:
    """Mock AWS with moto, with Step Functions, Lambda code and EventBridge rules that really work.

    A context manager that yields a `Cloud`, or a decorator (bare or called) for functions, coroutine functions,
    generators (fixtures) and test classes, as `moto.mock_aws` is: existing suites change the import. A block inside
    another one joins its cloud. Executions run on a virtual clock:

    - StartExecution, SendTaskSuccess, PutEvents and the like run at once what needs no waiting.
    - Waits, retries, timeouts and the `time.sleep` of handlers pass when the clock is moved: by `run_until_idle` and
      `advance`, or (`autorun`) by whoever polls: a second `describe_execution` or `get_execution_history` of the same
      execution in a row runs it to its end. Where an answer by task token is outstanding, polling lets only as much
      time pass as passes in reality, one second at least, so that somebody can still answer.

    Args:
        function: What to decorate, where the decorator stands bare.
        autorun: Whether polling moves the clock.
        seed: Decides everything that AWS leaves to chance.
        start: The virtual moment of the beginning; the real time when absent.
        account: The account of what `Cloud.deploy` makes.
        region: The region of what `Cloud.deploy` makes.
        strict: Whether it fails the test that a mock or fault is never used (otherwise it is a warning), or that a
            task calls a function that is not there.
        order: What comes next where several things are due at one virtual moment: a seed that shuffles them, the
            text of a schedule that `explore` found, or an `Order`. First come, first served when None.
        check_native: Whether `Cloud.run` does each workflow again as Python, and compares.
        isolated: Whether functions that were uploaded run in processes of their own; `Cloud.isolate` decides for one.
        config: moto's own configuration, as for `mock_aws`.

    Raises:
        NestedCloud: Another cloud is running, with other options.
        MockError: SL423, when the block ends.
        WrongMoto: The installed moto is not one that steploom knows.

    Example:
        >>> import boto3
        >>> with mock_cloud() as cloud:
        ...     sfn = boto3.client("stepfunctions", region_name="us-east-1")
        ...     machine = sfn.create_state_machine(
        ...         name="wait",
        ...         roleArn="arn:aws:iam::123456789012:role/demo",
        ...         definition='{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 3600, "End": true}}}',
        ...     )
        ...     run = sfn.start_execution(stateMachineArn=machine["stateMachineArn"])
        ...     cloud.run_until_idle()
        ...     sfn.describe_execution(executionArn=run["executionArn"])["status"]
        'SUCCEEDED'
    """
    options = CloudOptions(autorun, seed, start, account, region, strict, as_order(order), check_native, isolated)
    made = MockCloud(options, config)
    return made if function is None else made(function)


def current_cloud() -> Cloud:
    """Return the cloud of the running `mock_cloud` block: what a decorated function has no argument for.

    Raises:
        SteploomError: None is running.
    """
    if MockCloud.current is None:
        raise SteploomError("no mock_cloud block is running")
    return MockCloud.current


def _made(options: CloudOptions) -> tuple[World, Keeper]:
    world = World(options, MotoServices())

    def invoke_later(arn: str, text: str) -> bool:
        function = world.find_function(options.account, options.region, arn, None)
        if function is not None:
            world.background.invoke(function, parse(text))
        return function is not None

    keeper = Keeper(
        lambda: world.clock.now,
        world.uuid,
        world.engine.call_at,
        world.settle,
        invoke_later,
        world.elapse,
        options.seed,
    )
    return world, keeper


def _install(patches: Patches, cloud: Cloud, region: str) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        # Lambda sets them, and who makes a client without a region means the cloud's.
        patches.missing_item(os.environ, name, region)
    patches.callback(hold())
    patches.callback(cloud.world.close_doors)
    requests.install(patches, cloud.world)
    states.install(patches, cloud.world.handle)
    functions.install(patches, cloud.world)
    bus.install(patches, cloud.keeper)
    eventsapi.install(patches)
    objects.install(patches, cloud.keeper, cloud.world.outside.put_events)
    rules.install(patches, cloud.keeper)
    scheduler.install(patches, cloud.keeper)
