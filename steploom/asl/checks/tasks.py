"""What a Task calls: a known resource, in a pattern the machine may use, with the parameters it cannot do without."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl.checks.visit import Visit
from steploom.asl.faults import Faults, child
from steploom.asl.integrations import REQUIRED, is_recognized
from steploom.asl.model import ABSENT, TaskState
from steploom.asl.readers import is_expression
from steploom.asl.resources import Resource, parse_resource
from steploom.jsontext import Json

__all__ = ["check_task", "not_recognized"]


def check_task(visit: Visit, faults: Faults) -> None:
    """Report resources that AWS does not know or an Express machine cannot use, and missing parameters."""
    state = visit.state
    if not isinstance(state, TaskState):
        return
    place = child(visit.location, "Resource")
    try:
        resource = parse_resource(state.resource)
    except ValueError:
        _check_unknown(state.resource, place, faults)
    else:
        if not is_recognized(resource):
            not_recognized(state.resource, place, faults)
        elif visit.express:
            _check_express(resource, place, faults)
        _check_arguments(resource, state, visit, faults)
    if state.credentials is not ABSENT:
        _check_credentials(state.credentials, visit, faults)


def _check_unknown(resource: str, place: str, faults: Faults) -> None:
    if ":" not in resource:
        faults.schema(place, "Value is not a valid resource ARN", code="SL403", hint="Write the whole ARN")
    elif resource.startswith(("arn:aws:lambda:", "arn:aws:states:")):
        not_recognized(resource, place, faults)
    else:
        # The language takes any URI here, and templates have placeholders in theirs; AWS takes fewer.
        message = f"{resource} is neither a Lambda function, nor an activity, nor an integration"
        faults.doubt("SL403", place, message, "AWS refuses it unless it is replaced before deployment")


def not_recognized(resource: str, place: str, faults: Faults) -> None:
    """Report a resource that AWS does not know."""
    message = (
        f"The resource provided {resource} is not recognized. "
        "The value is not a valid resource ARN, or the resource is not available in this region."
    )
    faults.schema(place, message, code="SL403")


def _check_express(resource: Resource, place: str, faults: Faults) -> None:
    if resource.kind == "activity":
        faults.schema(place, "Express state machine does not support Activity ARN", code="SL403")
    elif resource.pattern == "waitForTaskToken":
        # The blank at the end is AWS's.
        message = "Express state machine does not support '.waitForTaskToken' service integration "
        faults.schema(place, message, code="SL403")
    elif resource.pattern in ("sync", "sync:2"):
        faults.schema(place, "Express state machine does not support '.sync' service integration", code="SL403")


def _check_arguments(resource: Resource, state: TaskState, visit: Visit, faults: Faults) -> None:
    if resource.kind in ("lambda", "activity"):
        return
    name, given = ("Arguments", state.arguments) if visit.language == "JSONata" else ("Parameters", state.parameters)
    if given is ABSENT:
        message = f"{name} field is required for resource ARN: {resource.arn}"
        faults.doubt("SL401", visit.location, message, f"AWS refuses an integration without {name}")
    elif not isinstance(given, Mapping):
        if visit.language == "JSONPath":  # under JSONata an expression may make the object
            faults.schema(child(visit.location, name), "Expected value of type [OBJECT]")
    else:
        for field in REQUIRED.get((resource.service, resource.action), ()):
            if field not in given and f"{field}.$" not in given:
                faults.schema(child(visit.location, name), f"The field '{field}' is required but was missing")


def _check_credentials(credentials: Json, visit: Visit, faults: Faults) -> None:
    place = child(visit.location, "Credentials")
    if visit.language == "JSONata" and is_expression(credentials):
        return
    if not isinstance(credentials, Mapping):
        faults.schema(place, "Expected value of type [OBJECT]")
    elif "RoleArn" in credentials or (visit.language == "JSONPath" and "RoleArn.$" in credentials):
        return
    elif visit.language == "JSONata":
        faults.schema(place, "The field 'RoleArn' is required but was missing")
    else:
        # Recorded under JSONata alone; the language's specification leaves the object open.
        faults.doubt("SL401", place, "The field 'RoleArn' is required but was missing", "AWS needs a role to assume")
