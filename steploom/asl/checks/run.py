"""The passes in order, over every state and then over the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from steploom.asl.checks.catching import check_catching
from steploom.asl.checks.expressions import check_expressions
from steploom.asl.checks.groups import check_groups
from steploom.asl.checks.language import check_language
from steploom.asl.checks.maps import check_map
from steploom.asl.checks.names import check_names
from steploom.asl.checks.tasks import check_task
from steploom.asl.checks.transitions import check_transitions
from steploom.asl.checks.variables import check_variables
from steploom.asl.checks.visit import ExpressionCheck, Visit
from steploom.asl.faults import Faults
from steploom.asl.load import read
from steploom.asl.model import QueryLanguage, State, StateMachine
from steploom.asl.positions import with_spans
from steploom.asl.scopes import located_states
from steploom.diagnostics import Diagnostic
from steploom.jsontext import Json

__all__ = ["MACHINE_PASSES", "STATE_PASSES", "check", "validate", "validate_state"]

#: What looks at one state.
STATE_PASSES: tuple[Callable[[Visit, Faults], None], ...] = (
    check_language,
    check_groups,
    check_task,
    check_map,
    check_catching,
    check_expressions,
)

#: What looks at the whole machine.
MACHINE_PASSES: tuple[Callable[[StateMachine, Faults], None], ...] = (
    check_names,
    check_variables,
    check_transitions,
)


def validate(
    machine: StateMachine, *, express: bool = False, check_expression: ExpressionCheck | None = None
) -> tuple[Diagnostic, ...]:
    """Return what AWS would find in `machine` besides faults of form.

    Args:
        machine: The machine.
        express: Whether it is to be an Express machine, which cannot wait for jobs, tokens or activities.
        check_expression: Called for each expression; what it returns is added. Without it, expressions are only
            looked at from outside: delimiters, the first characters of a path, the shape of a call.

    Returns:
        Errors and warnings: state by state, then those of the whole machine.

    Example:
        >>> from steploom.asl import load
        >>> machine = load('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}')
        >>> [each.message for each in validate(machine)]
        ["Missing 'Next' target: B", 'Workflow has no terminal state']
    """
    faults = Faults()
    _run(machine, faults, express=express, check_expression=check_expression)
    return tuple(faults.found)


def validate_state(
    state: State,
    *,
    name: str = "StateName",
    language: QueryLanguage = "JSONPath",
    express: bool = False,
    check_expression: ExpressionCheck | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what AWS would find in one state by itself, as TestState does; where it leads is not looked at.

    Args:
        state: The state.
        name: Its name, for locations; the default is what AWS writes where it has none.
        language: The query language of the machine.
        express: Whether the machine is an Express one.
        check_expression: Called for each expression; what it returns is added.
    """
    faults = Faults()
    effective = state.query_language or language
    visit = Visit(name, state, f"/States/{name}", effective, language, express, check_expression)
    for each in STATE_PASSES:
        each(visit, faults)
    return tuple(faults.found)


def check(
    source: str | Mapping[str, Json],
    *,
    file: str | None = None,
    express: bool = False,
    check_expression: ExpressionCheck | None = None,
) -> tuple[Diagnostic, ...]:
    """Return all faults and warnings of a definition, those of form and those of `validate`, with their places.

    Args:
        source: JSON text, YAML text, or the parsed object.
        file: Where the text comes from, for the places.
        express: Whether it is to be an Express machine.
        check_expression: Called for each expression; what it returns is added.

    Example:
        >>> [str(each) for each in check('{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}', file="a.json")][0]
        'a.json:1:29: SL401 This object should have only one of the following fields: [Next, End] at /States/A'
    """
    reading = read(source, file=file)
    faults = reading.faults
    if reading.machine is not None:
        _run(reading.machine, faults, express=express, check_expression=check_expression)
    if reading.text is None:
        return tuple(faults.found)
    return with_spans(faults.found, reading.text, file, faults.anchors)


def _run(machine: StateMachine, faults: Faults, *, express: bool, check_expression: ExpressionCheck | None) -> None:
    language = machine.query_language or "JSONPath"
    for location, name, state in located_states(machine):
        effective = state.query_language or language
        visit = Visit(name, state, location, effective, language, express, check_expression)
        for look in STATE_PASSES:
            look(visit, faults)
    for examine in MACHINE_PASSES:
        examine(machine, faults)
