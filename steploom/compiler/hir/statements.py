"""Statements: one effect each, in the order in which Python would perform them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from steploom.compiler.hir.expressions import Expr
from steploom.diagnostics import Span
from steploom.dsl import Activity, Workflow
from steploom.dsl.contract import Shape

__all__ = [
    "Assign",
    "AwsTask",
    "Break",
    "CallActivity",
    "CallWorkflow",
    "Continue",
    "Emit",
    "ForEach",
    "ForItems",
    "ForRange",
    "Handler",
    "If",
    "Inline",
    "Raise",
    "RegisterUndo",
    "Return",
    "Saga",
    "SideBySide",
    "Sleep",
    "Statement",
    "Try",
    "While",
    "WorkflowBody",
]

AnyActivity: TypeAlias = Activity[Any, Any]
AnyWorkflow: TypeAlias = Workflow[Any, Any]
Block: TypeAlias = tuple["Statement", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    span: Span


@dataclass(frozen=True, slots=True)
class Assign(_Placed):
    """`name = value`."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class CallActivity(_Placed):
    """`target = await activity(…)`; the arguments that are passed, by parameter name."""

    target: str | None
    activity: AnyActivity
    arguments: tuple[tuple[str, Expr], ...]
    result: Shape


@dataclass(frozen=True, slots=True)
class CallWorkflow(_Placed):
    """`target = await workflow(…)`: an execution of its own, whose end is waited for; `input` is what it is given."""

    target: str | None
    workflow: AnyWorkflow
    input: Expr
    result: Shape


@dataclass(frozen=True, slots=True)
class AwsTask(_Placed):
    """`target = await aws.service.operation(…)`."""

    target: str | None
    service: str
    operation: str
    arguments: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Emit(_Placed):
    """`await emit(Event(…))`."""

    event: type[Any]
    fields: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Sleep(_Placed):
    """`await sleep(…)`, in seconds; with `until`, `await sleep_until(…)`, a moment as text."""

    seconds: Expr
    until: bool = False


@dataclass(frozen=True, slots=True)
class ForEach(_Placed):
    """`target = await gather(*(call(item) for item in items), limit=n)`.

    `body` is what happens for each item, `result` what it gives then.
    """

    target: str | None
    items: Expr
    item: str
    body: Block
    result: Expr
    limit: int | None
    text: str


@dataclass(frozen=True, slots=True)
class SideBySide(_Placed):
    """`a, b = await gather(one(), other())`: each branch what it does, and its result."""

    targets: tuple[str, ...] | None
    whole: str | None
    branches: tuple[tuple[Block, Expr], ...]


@dataclass(frozen=True, slots=True)
class If(_Placed):
    """`if test: … else: …`; `text` is the test as it is written."""

    test: Expr
    then: Block
    other: Block
    text: str


@dataclass(frozen=True, slots=True)
class ForItems(_Placed):
    """`for item in items: … else: …`, or `for index, item in enumerate(items, first)`; `counter` is nobody else's."""

    item: str
    index: str | None
    counter: str
    items: Expr
    body: Block
    orelse: Block
    text: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class ForRange(_Placed):
    """`for index in range(start, stop, step): … else: …`."""

    index: str
    counter: str
    start: Expr
    stop: Expr
    body: Block
    orelse: Block
    text: str
    step: int = 1


@dataclass(frozen=True, slots=True)
class While(_Placed):
    """`while test: … else: …`; `test` is None where it is always true.

    `before` runs ahead of each test: what the test awaits.
    """

    test: Expr | None
    body: Block
    orelse: Block
    text: str
    before: Block = ()


@dataclass(frozen=True, slots=True)
class Break(_Placed):
    """`break`."""


@dataclass(frozen=True, slots=True)
class Continue(_Placed):
    """`continue`."""


@dataclass(frozen=True, slots=True)
class Handler(_Placed):
    """`except (A, B) as name: …`; `classes` is empty where every exception is caught."""

    classes: tuple[type[BaseException], ...]
    name: str
    body: Block


@dataclass(frozen=True, slots=True)
class Try(_Placed):
    """`try: … except …: … else: … finally: …`."""

    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block = ()


@dataclass(frozen=True, slots=True)
class Inline(_Placed):
    """The body of a function where it is called: a `Return` in it binds `target` and goes on behind it."""

    target: str | None
    body: Block


@dataclass(frozen=True, slots=True)
class Saga(_Placed):
    """`async with saga() as undo: …`; `name` tells it from the others."""

    body: Block
    name: str


@dataclass(frozen=True, slots=True)
class RegisterUndo(_Placed):
    """`undo(activity, …)` somewhere in the body of `saga`."""

    saga: str
    activity: AnyActivity
    arguments: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Raise(_Placed):
    """`raise Class(message)`, or `raise` of a caught error; `cls` is None where the class is known at run time only."""

    error: Expr
    cls: type[BaseException] | None


@dataclass(frozen=True, slots=True)
class Return(_Placed):
    """`return value`."""

    value: Expr


Statement: TypeAlias = (
    Assign
    | CallActivity
    | CallWorkflow
    | AwsTask
    | Emit
    | Sleep
    | ForEach
    | SideBySide
    | If
    | ForItems
    | ForRange
    | While
    | Break
    | Continue
    | Try
    | Inline
    | Saga
    | RegisterUndo
    | Raise
    | Return
)


@dataclass(frozen=True, slots=True)
class WorkflowBody(_Placed):
    """A whole workflow: its parameters as variables, and its statements."""

    name: str
    parameters: tuple[tuple[str, Expr], ...]
    contract: Shape
    statements: Block
    warnings: tuple[str, ...] = field(default=())
