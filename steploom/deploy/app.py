"""What a user says of an application: its workflows, and what cannot be read from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity, Handler, Workflow
from steploom.errors import DeclarationError
from steploom.events.model import Event

__all__ = ["AnyActivity", "AnyHandler", "AnyWorkflow", "App", "Grant", "TableLike", "Use"]

AnyActivity: TypeAlias = Activity[..., Any]
AnyWorkflow: TypeAlias = Workflow[..., Any]
AnyHandler: TypeAlias = Handler[...]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")


class TableLike(Protocol):
    """A DynamoDB table, described by whoever uses it."""

    @property
    def name(self) -> str:
        """The name that the code uses."""
        ...

    @property
    def key(self) -> str:
        """The partition key, a string."""
        ...


@dataclass(frozen=True, slots=True)
class Use:
    """What an activity does with a table.

    Attributes:
        table: The table.
        operations: As boto3 names them; those inside a transaction by themselves (`put_item`, `update_item`).

    Example:
        >>> from types import SimpleNamespace
        >>> Use(SimpleNamespace(name="stock", key="sku"), "get_item", "update_item").operations
        ('get_item', 'update_item')
    """

    table: TableLike
    operations: tuple[str, ...]

    def __init__(self, table: TableLike, *operations: str) -> None:
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "operations", operations)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a state needs, said by hand: in place of the derived statement.

    Attributes:
        state: The state's name.
        actions: IAM actions.
        resources: ARNs.
    """

    state: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class App:
    """An application.

    Attributes:
        name: Letters, digits and `-`; begins the names of what is deployed.
        workflows: Each becomes a state machine, with the activities it calls.
        handlers: Each becomes a Lambda function with a rule or a schedule.
        outside: Events that come from outside the application: that nobody in it tells them is no fault.
        bus: The bus of events that name none.
        tables: What the activities keep their data in.
        uses: Which activity or handler does what with which table.
        grants: For states whose needs cannot be derived.
        environment: Variables of all functions.
        memory: MiB of the functions.
        log_days: How long logs are kept.

    Raises:
        DeclarationError: SL207, a name is wrong or given twice.
    """

    name: str
    workflows: tuple[AnyWorkflow, ...]
    handlers: tuple[AnyHandler, ...] = field(default=(), kw_only=True)
    outside: tuple[type[Event], ...] = field(default=(), kw_only=True)
    bus: str = "default"
    tables: tuple[TableLike, ...] = ()
    uses: Mapping[AnyActivity | AnyHandler, Iterable[Use]] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    memory: int = 256
    log_days: int = 30

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise _fault(f"{self.name!r} is no name for an application", "use letters, digits and -, a letter first")
        kinds = (("workflow", self.workflows), ("handler", self.handlers), ("table", self.tables))
        for what, named in kinds:
            found = [each.name for each in named]
            for name in dict.fromkeys(found):
                if found.count(name) > 1:
                    raise _fault(f"application {self.name} has two {what}s named {name!r}", "rename one")
        known = {each.name for each in self.tables}
        for user, uses in self.uses.items():
            for use in uses:
                if use.table.name not in known:
                    message = f"{user.name} uses table {use.table.name!r}, which the application lacks"
                    raise _fault(message, "add it to App(tables=…)")


def _fault(message: str, hint: str) -> DeclarationError:
    return DeclarationError([Diagnostic("SL207", message, hint=hint)])
