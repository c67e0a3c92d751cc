"""A request of TestState as a probe, or AWS's words for why it cannot be one."""

from __future__ import annotations

import json

from steploom.asl import (
    ABSENT,
    Absent,
    MapState,
    ParallelState,
    QueryLanguage,
    State,
    TaskState,
    load,
    load_state,
    parse_resource,
    validate_state,
    walk,
)
from steploom.asl.checks.tasks import not_recognized
from steploom.asl.faults import Faults
from steploom.asl.resources import is_resource
from steploom.asl.text import syntax_fault
from steploom.diagnostics import Severity
from steploom.engine import MockedFailure, MockedResult, ProbeRequest
from steploom.errors import DefinitionError
from steploom.jsontext import Json, JsonObject, parse
from steploom.local.door.definitions import check_definition, check_expression, invalid_definition
from steploom.local.door.faults import ServiceFault, validation
from steploom.local.door.inputs import parsed_input
from steploom.local.door.teststate.context import read_context
from steploom.local.door.teststate.schema import check_result

__all__ = ["read_request"]

_UNNAMED = "StateName"
_NEEDS_MOCK = (
    "TestState API does not support Map or Parallel states."
    " Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"
)


def read_request(request: JsonObject) -> ProbeRequest:
    """Return what a request asks for.

    Raises:
        ServiceFault: `InvalidDefinition`, `InvalidExecutionInput`, `ValidationException`.
    """
    mocked: JsonObject | None = request.get("mock")
    if mocked is not None and request.get("revealSecrets"):
        raise validation("TestState does not support RevealSecrets when a mock is specified.")
    name, state, language = _state(request)
    configured: JsonObject = request.get("stateConfiguration") or {}
    if mocked is None:
        _check_unmocked(state, request, configured)
        mock = None
    else:
        mock = _mock(state, mocked)
    return ProbeRequest(
        name=name,
        state=state,
        language=language,
        input=parsed_input(request.get("input", "{}")),
        variables=_variables(request.get("variables")),
        context=None if "context" not in request else read_context(request["context"], state),
        mock=mock,
        retries=configured.get("retrierRetryCount", 0),
        failures=configured.get("mapIterationFailureCount"),
        items=_items(configured.get("mapItemReaderData")),
    )


def _state(request: JsonObject) -> tuple[str, State, QueryLanguage]:
    """The state, with its name and the query language of its machine."""
    text, wanted = request["definition"], request.get("stateName")
    try:
        given = parse(text)
    except json.JSONDecodeError as error:
        raise invalid_definition([syntax_fault(error, text, None)]) from error
    if isinstance(given, dict) and "States" in given:
        return _named(text, wanted)
    if wanted is not None:
        raise validation("State not found in definition")
    try:
        state = load_state(given)
    except DefinitionError as error:
        raise invalid_definition(error.diagnostics) from error
    found = validate_state(state, check_expression=check_expression)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise invalid_definition(errors)
    _check_resource(state, f"/States/{_UNNAMED}")
    return _UNNAMED, state, "JSONPath"


def _check_resource(state: State, location: str) -> None:
    """Refuse what the definition's checks only doubt, for a template might still replace it."""
    if isinstance(state, TaskState) and not is_resource(state.resource):
        faults = Faults()
        not_recognized(state.resource, f"{location}/Resource", faults)
        raise invalid_definition(faults.found)


def _named(text: str, wanted: str | None) -> tuple[str, State, QueryLanguage]:
    check_definition(text, "STANDARD")
    machine = load(text)
    for path, name, state in walk(machine):
        if name == wanted:
            _check_resource(state, "/" + "/".join((*path, "States", name)))
            return name, state, machine.query_language or "JSONPath"
    raise validation("State not found in definition")


def _check_unmocked(state: State, request: JsonObject, configured: JsonObject) -> None:
    if "mapIterationFailureCount" in configured:
        raise validation("TestState does not support MapIterationFailureCount when a mock is not specified.")
    if "context" in request:
        raise validation("TestState does not support a Context object when a mock is not specified.")
    if isinstance(state, MapState | ParallelState):
        raise ServiceFault("InvalidDefinition", _NEEDS_MOCK)
    if not isinstance(state, TaskState):
        return
    resource = parse_resource(state.resource)
    if resource.kind == "activity" or resource.pattern != "request":
        what = "activities" if resource.kind == "activity" else f"the service integration pattern '.{resource.pattern}'"
        raise ServiceFault("InvalidDefinition", f"TestState API does not support {what} when a mock is not specified")
    if not request.get("roleArn"):
        raise validation("RoleArn must be specified when testing a Task state")


def _mock(state: State, mocked: JsonObject) -> MockedResult | MockedFailure:
    if not isinstance(state, TaskState | MapState | ParallelState):
        raise validation(f"State type '{state.type}' is not supported when a mock is specified")
    if ("result" in mocked) == ("errorOutput" in mocked):
        raise validation("A test mock should have only one of the following fields: [result, errorOutput].")
    if "errorOutput" in mocked:
        told: JsonObject = mocked["errorOutput"]
        return MockedFailure(told.get("error"), told.get("cause"))
    try:
        result = parse(mocked["result"])
    except json.JSONDecodeError as error:
        raise validation("Mocked result must be valid JSON") from error
    _check_mocked(state, result, mocked.get("fieldValidationMode", "STRICT"))
    return MockedResult(result)


def _check_mocked(state: TaskState | MapState | ParallelState, result: Json, mode: str) -> None:
    if isinstance(state, TaskState):
        check_result(parse_resource(state.resource), result, mode)
        return
    if isinstance(state, MapState) and state.result_writer is not None and state.result_writer.resource is not None:
        if not isinstance(result, dict):
            raise validation("Mocked result must be a JSON object.")
    elif not isinstance(result, list):
        raise validation("Mocked result must be an array.")
    elif isinstance(state, ParallelState) and len(result) != len(state.branches):
        raise validation("Mocked result must contain the same number of items as number of Parallel branches.")


def _variables(text: str | None) -> JsonObject:
    if text is None:
        return {}
    try:
        variables = parse(text)
    except json.JSONDecodeError as error:
        raise validation("Variables must be valid JSON") from error
    if not isinstance(variables, dict):
        raise validation("Variables must be a JSON object.")
    return variables


def _items(text: str | None) -> Json | Absent:
    """What the reader of a Map is said to have read."""
    if text is None:
        return ABSENT
    try:
        items = parse(text)
    except json.JSONDecodeError as error:
        raise validation("MapItemReaderData must be valid JSON") from error
    if not isinstance(items, list | dict):
        raise validation("MapItemReaderData must be a JSON array or object.")
    return items
