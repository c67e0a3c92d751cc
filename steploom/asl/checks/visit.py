"""What a pass is given: one state in its place, and the expressions that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from steploom.asl.faults import SERVICE_CODES, ServiceCode
from steploom.asl.model import QueryLanguage, State
from steploom.diagnostics import Diagnostic, Severity

__all__ = ["ExpressionCheck", "ExpressionKind", "ExpressionUse", "Visit"]

#: `jsonata`: the text between the delimiters. `path`: any JSONPath. `reference path`: one that names one node.
#: `template`: the value of a `.$` key, `dynamic` that of `ErrorPath` and `CausePath`: a path or an intrinsic function.
ExpressionKind: TypeAlias = Literal["jsonata", "path", "reference path", "template", "dynamic"]


@dataclass(frozen=True, slots=True)
class ExpressionUse:
    """One expression where it stands.

    Attributes:
        kind: Which language it is in.
        text: The expression; for JSONata what stands between the delimiters, without outer blanks.
        state: The name of its state.
        field: Its slash path inside the state, as run-time causes quote it: `Output/total`.
        location: The slash path that AWS names for its faults.
        members: What `$states` offers there (JSONata).
    """

    kind: ExpressionKind
    text: str
    state: str
    field: str
    location: str
    members: frozenset[str] = frozenset()

    def fault(self, service_code: ServiceCode, message: str, hint: str | None = None) -> Diagnostic:
        """Return a diagnostic at the place of the expression."""
        code = "SL404" if service_code == "SCHEMA_VALIDATION_FAILED" else SERVICE_CODES[service_code]
        return Diagnostic(code, message, None, self.location, hint, Severity.ERROR, service_code)


#: Says what is wrong with an expression; nothing where it is well.
ExpressionCheck: TypeAlias = Callable[[ExpressionUse], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One state on its way through the passes.

    Attributes:
        name: Its name.
        state: The state.
        location: Its slash path.
        language: The query language that holds in it.
        machine_language: The query language of the whole machine.
        express: Whether the machine is an Express one.
        check_expression: What looks at expressions, or None.
    """

    name: str
    state: State
    location: str
    language: QueryLanguage
    machine_language: QueryLanguage
    express: bool = False
    check_expression: ExpressionCheck | None = None
