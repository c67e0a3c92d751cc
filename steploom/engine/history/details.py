"""The details of events: payload of a compact tuple in, what `GetExecutionHistory` shows out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from steploom.jsontext import Json, JsonObject, compact

__all__ = ["Details", "Family", "Limits"]

#: `(resourceType, resource)` of an optimized or SDK task.
Family: TypeAlias = tuple[str, str]
#: `(timeout, heartbeat, role)` of a task, each None where there is none; seconds are whole.
Limits: TypeAlias = tuple[int | None, int | None, str | None]


class Details:
    """Makes details; made for one rendering, it writes each value's text once, however often it shows."""

    __slots__ = ("_texts",)

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def _text(self, value: Json) -> str:
        if not isinstance(value, dict | list):
            return compact(value)
        known = self._texts.get(id(value))
        if known is None:
            known = self._texts[id(value)] = compact(value)
        return known

    def entered(self, name: str, value: Json) -> JsonObject:
        """Return the details of a state that is entered with `value`."""
        return {"name": name, "input": self._text(value), "inputDetails": _whole()}

    def exited(self, name: str, value: Json, assigned: Mapping[str, Json] | None = None) -> JsonObject:
        """Return the details of a state that is left with `value` and the variables that it assigned."""
        made: JsonObject = {"name": name, "output": self._text(value), "outputDetails": _whole()}
        if assigned:
            made["assignedVariables"] = {key: self._text(each) for key, each in assigned.items()}
            made["assignedVariablesDetails"] = _whole()
        return made

    def execution_started(
        self, value: Json, role_arn: str, alias_arn: str | None, version_arn: str | None
    ) -> JsonObject:
        """Return the details of an execution that starts with `value`."""
        made: JsonObject = {"input": self._text(value), "inputDetails": _whole(), "roleArn": role_arn}
        if alias_arn is not None:
            made["stateMachineAliasArn"] = alias_arn
        if version_arn is not None:
            made["stateMachineVersionArn"] = version_arn
        return made

    def output(self, value: Json) -> JsonObject:
        """Return the details of what ended with an output."""
        return {"output": self._text(value), "outputDetails": _whole()}

    def failure(self, error: str | None, cause: str | None) -> JsonObject:
        """Return the details of what ended with an error; absent names stay absent."""
        made: JsonObject = {}
        if error is not None:
            made["error"] = error
        if cause is not None:
            made["cause"] = cause
        return made

    def length(self, count: int) -> JsonObject:
        """Return the details of a Map over `count` items."""
        return {"length": count}

    def iteration(self, name: str, index: int) -> JsonObject:
        """Return the details of iteration `index` of the Map state `name`."""
        return {"name": name, "index": index}

    def map_run(self, arn: str) -> JsonObject:
        """Return the details of a Map Run that starts."""
        return {"mapRunArn": arn}

    def redriven_map_run(self, arn: str, count: int) -> JsonObject:
        """Return the details of a Map Run that is redriven for the `count`th time."""
        return {"mapRunArn": arn, "redriveCount": count}

    def redriven(self, count: int) -> JsonObject:
        """Return the details of an execution that is redriven for the `count`th time."""
        return {"redriveCount": count}

    def evaluation(self, error: str, cause: str, location: str | None, state: str) -> JsonObject:
        """Return the details of an expression that failed."""
        made: JsonObject = {"error": error, "cause": cause, "state": state}
        if location is not None:
            made["location"] = location
        return made

    def lambda_scheduled(self, resource: str, value: Json, limits: Limits) -> JsonObject:
        """Return the details of a Lambda function that is called by its ARN."""
        made: JsonObject = {"resource": resource, "input": self._text(value), "inputDetails": _whole()}
        return _limited(made, limits)

    def activity_scheduled(self, resource: str, value: Json, limits: Limits) -> JsonObject:
        """Return the details of work that waits for an activity worker."""
        made: JsonObject = {"resource": resource, "input": self._text(value), "inputDetails": _whole()}
        return _limited(made, limits)

    def activity_started(self, worker: str | None) -> JsonObject:
        """Return the details of work that a worker took."""
        return {} if worker is None else {"workerName": worker}

    def task_scheduled(self, family: Family, region: str, value: Json, limits: Limits) -> JsonObject:
        """Return the details of an optimized or SDK task that is scheduled."""
        made: JsonObject = {
            "resourceType": family[0],
            "resource": family[1],
            "region": region,
            "parameters": self._text(value),
        }
        return _limited(made, limits)

    def task_started(self, family: Family) -> JsonObject:
        """Return the details of an optimized or SDK task that started."""
        return {"resourceType": family[0], "resource": family[1]}

    def task_output(self, family: Family, value: Json) -> JsonObject:
        """Return the details of an optimized or SDK task that was submitted or is done."""
        return {**self.task_started(family), **self.output(value)}

    def task_failure(self, family: Family, error: str | None, cause: str | None) -> JsonObject:
        """Return the details of an optimized or SDK task that failed."""
        return {**self.task_started(family), **self.failure(error, cause)}


def _whole() -> JsonObject:
    return {"truncated": False}


def _limited(made: JsonObject, limits: Limits) -> JsonObject:
    timeout, heartbeat, role = limits
    if timeout is not None:
        made["timeoutInSeconds"] = timeout
    if heartbeat is not None:
        made["heartbeatInSeconds"] = heartbeat
    if role is not None:
        made["taskCredentials"] = {"roleArn": role}
    return made
