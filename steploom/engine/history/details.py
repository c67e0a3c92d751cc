"""The details of events: payload of a compact tuple in, what `GetExecutionHistory` shows out."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.jsontext import Json, JsonObject, compact

__all__ = [
    "Family",
    "activity_scheduled",
    "activity_started",
    "entered",
    "evaluation",
    "execution_started",
    "exited",
    "failure",
    "iteration",
    "lambda_scheduled",
    "length",
    "output",
    "task_failure",
    "task_output",
    "task_scheduled",
    "task_started",
]

#: `(resourceType, resource)` of an optimized or SDK task.
Family = tuple[str, str]


def _whole() -> JsonObject:
    return {"truncated": False}


def entered(name: str, value: Json) -> JsonObject:
    """Return the details of a state that is entered with `value`."""
    return {"name": name, "input": compact(value), "inputDetails": _whole()}


def exited(name: str, value: Json, assigned: Mapping[str, Json] | None = None) -> JsonObject:
    """Return the details of a state that is left with `value` and the variables that it assigned."""
    made: JsonObject = {"name": name, "output": compact(value), "outputDetails": _whole()}
    if assigned:
        made["assignedVariables"] = {key: compact(each) for key, each in assigned.items()}
        made["assignedVariablesDetails"] = _whole()
    return made


def execution_started(value: Json, role_arn: str, alias_arn: str | None, version_arn: str | None) -> JsonObject:
    """Return the details of an execution that starts with `value`."""
    made: JsonObject = {"input": compact(value), "inputDetails": _whole(), "roleArn": role_arn}
    if alias_arn is not None:
        made["stateMachineAliasArn"] = alias_arn
    if version_arn is not None:
        made["stateMachineVersionArn"] = version_arn
    return made


def output(value: Json) -> JsonObject:
    """Return the details of what ended with an output."""
    return {"output": compact(value), "outputDetails": _whole()}


def failure(error: str | None, cause: str | None) -> JsonObject:
    """Return the details of what ended with an error; absent names stay absent."""
    made: JsonObject = {}
    if error is not None:
        made["error"] = error
    if cause is not None:
        made["cause"] = cause
    return made


def length(count: int) -> JsonObject:
    """Return the details of a Map over `count` items."""
    return {"length": count}


def iteration(name: str, index: int) -> JsonObject:
    """Return the details of iteration `index` of the Map state `name`."""
    return {"name": name, "index": index}


def evaluation(error: str, cause: str, location: str | None, state: str) -> JsonObject:
    """Return the details of an expression that failed."""
    made: JsonObject = {"error": error, "cause": cause, "state": state}
    if location is not None:
        made["location"] = location
    return made


def lambda_scheduled(resource: str, value: Json, timeout: int | None, role: str | None) -> JsonObject:
    """Return the details of a Lambda function that is called by its ARN."""
    made: JsonObject = {"resource": resource, "input": compact(value), "inputDetails": _whole()}
    return _limits(made, timeout, None, role)


def activity_scheduled(resource: str, value: Json, timeout: int | None, heartbeat: int | None) -> JsonObject:
    """Return the details of work that waits for an activity worker."""
    made: JsonObject = {"resource": resource, "input": compact(value), "inputDetails": _whole()}
    return _limits(made, timeout, heartbeat, None)


def activity_started(worker: str | None) -> JsonObject:
    """Return the details of work that a worker took."""
    return {} if worker is None else {"workerName": worker}


def task_scheduled(
    family: Family, region: str, value: Json, timeout: int | None, heartbeat: int | None, role: str | None
) -> JsonObject:
    """Return the details of an optimized or SDK task that is scheduled."""
    made: JsonObject = {
        "resourceType": family[0],
        "resource": family[1],
        "region": region,
        "parameters": compact(value),
    }
    return _limits(made, timeout, heartbeat, role)


def task_started(family: Family) -> JsonObject:
    """Return the details of an optimized or SDK task that started."""
    return {"resourceType": family[0], "resource": family[1]}


def task_output(family: Family, value: Json) -> JsonObject:
    """Return the details of an optimized or SDK task that was submitted or is done."""
    return {**task_started(family), **output(value)}


def task_failure(family: Family, error: str | None, cause: str | None) -> JsonObject:
    """Return the details of an optimized or SDK task that failed."""
    return {**task_started(family), **failure(error, cause)}


def _limits(made: JsonObject, timeout: int | None, heartbeat: int | None, role: str | None) -> JsonObject:
    if timeout is not None:
        made["timeoutInSeconds"] = timeout
    if heartbeat is not None:
        made["heartbeatInSeconds"] = heartbeat
    if role is not None:
        made["taskCredentials"] = {"roleArn": role}
    return made
