"""Run a workflow twice, as Python and as a state machine on the local cloud, with the same fakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from steploom.dsl import Calls, Workflow, fakes
from steploom.jsontext import Json
from steploom.local import mock_cloud
from steploom.views.causes import message_of


@dataclass
class Outcome:
    """What a caller and the world see of a run."""

    status: str
    output: Json
    error: str | None
    cause: str | None
    seconds: float
    calls: Calls

    @property
    def seen(self) -> tuple[object, ...]:
        return self.status, self.output, self.error, self.cause


Table = Callable[[], Mapping[Any, Callable[..., Any]]]
Prepare = Callable[[object], None]


def run_native(workflow: Workflow, data: Json, table: Table, prepare: Prepare | None = None) -> Outcome:
    """Run as Python, with moto behind activities that are not faked."""
    with mock_cloud() as cloud:
        if prepare:
            prepare(cloud)
        with fakes(table()) as calls:
            run = workflow.native.run_json(data)
    return Outcome(run.status, run.output, run.error_name, run.cause, run.seconds, calls)


def run_compiled(
    workflow: Workflow,
    data: Json,
    table: Table,
    prepare: Prepare | None = None,
    look: Callable[[Any], None] | None = None,
) -> Outcome:
    """Compile, deploy, start and run to the end on virtual time."""
    with mock_cloud() as cloud:
        if prepare:
            prepare(cloud)
        with fakes(table()) as calls:
            run = cloud.start(cloud.deploy(workflow), data)
            cloud.run_until_idle()
        if look:
            look(cloud)
        cause = message_of(run.cause) if run.error else None
        return Outcome(run.status, run.output, run.error, cause, run.seconds, calls)


def assert_same(native: Outcome, compiled: Outcome) -> None:
    """Fail unless both saw and did the same."""
    assert native.seen == compiled.seen
    assert native.calls.differences(compiled.calls) == []
