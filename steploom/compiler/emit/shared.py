"""What all regions of one machine share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from steploom.compiler.emit.names import StateNames
from steploom.compiler.emit.template import expression, template
from steploom.compiler.emit.variables import Variables
from steploom.compiler.hir import Expr
from steploom.compiler.options import AwsUse, CompileOptions
from steploom.diagnostics import Span
from steploom.dsl import Activity, Workflow
from steploom.jsontext import Json

__all__ = ["Shared"]


@dataclass
class Shared:
    """Names, variables and options of one machine, and what its states use."""

    options: CompileOptions
    names: StateNames = field(default_factory=StateNames)
    variables: Variables = field(default_factory=Variables)
    spans: dict[str, Span] = field(default_factory=dict)
    activities: dict[str, Activity[Any, Any]] = field(default_factory=dict)
    workflows: dict[str, Workflow[Any, Any]] = field(default_factory=dict)
    events: dict[type[Any], None] = field(default_factory=dict)
    calls: list[AwsUse] = field(default_factory=list)
    #: Whether an error may come without a name: a callback's answer is not bound to give one.
    has_callbacks: bool = False
    #: Where the parameters are declared.
    input_span: Span | None = None

    def take_name(self, wanted: str, span: Span) -> str:
        """Return a state's name, and remember where the state comes from."""
        name = self.names.take(wanted)
        self.spans[name] = span
        return name

    def assign(self, bindings: Iterable[tuple[str, Expr]]) -> dict[str, Json] | None:
        """Return the `Assign` of an edge, or None where nothing is assigned."""
        made = {self.variables.name(name): template(value, self.variables) for name, value in bindings}
        # asl-validator takes no empty text there; AWS does not mind how it is said.
        return {name: expression("''") if value == "" else value for name, value in made.items()} or None
