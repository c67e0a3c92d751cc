"""Every operation of the API, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from steploom.jsontext import JsonObject
from steploom.local.door import (
    activities,
    aliases,
    executions,
    history,
    machines,
    mapruns,
    redriving,
    sync,
    tags,
    tokens,
    validating,
    versions,
)
from steploom.local.door.desk import Desk
from steploom.local.door.teststate import test_state

__all__ = ["OPERATIONS", "Operation"]

Operation: TypeAlias = Callable[[Desk, JsonObject], JsonObject]


#: What each of AWS's 37 operations does here.
OPERATIONS: Final[Mapping[str, Operation]] = {
    "CreateActivity": activities.create_activity,
    "CreateStateMachine": machines.create_state_machine,
    "CreateStateMachineAlias": aliases.create_state_machine_alias,
    "DeleteActivity": activities.delete_activity,
    "DeleteStateMachine": machines.delete_state_machine,
    "DeleteStateMachineAlias": aliases.delete_state_machine_alias,
    "DeleteStateMachineVersion": versions.delete_state_machine_version,
    "DescribeActivity": activities.describe_activity,
    "DescribeExecution": executions.describe_execution,
    "DescribeMapRun": mapruns.describe_map_run,
    "DescribeStateMachine": machines.describe_state_machine,
    "DescribeStateMachineAlias": aliases.describe_state_machine_alias,
    "DescribeStateMachineForExecution": machines.describe_state_machine_for_execution,
    "GetActivityTask": activities.get_activity_task,
    "GetExecutionHistory": history.get_execution_history,
    "ListActivities": activities.list_activities,
    "ListExecutions": executions.list_executions,
    "ListMapRuns": mapruns.list_map_runs,
    "ListStateMachineAliases": aliases.list_state_machine_aliases,
    "ListStateMachineVersions": versions.list_state_machine_versions,
    "ListStateMachines": machines.list_state_machines,
    "ListTagsForResource": tags.list_tags_for_resource,
    "PublishStateMachineVersion": versions.publish_state_machine_version,
    "RedriveExecution": redriving.redrive_execution,
    "SendTaskFailure": tokens.send_task_failure,
    "SendTaskHeartbeat": tokens.send_task_heartbeat,
    "SendTaskSuccess": tokens.send_task_success,
    "StartExecution": executions.start_execution,
    "StartSyncExecution": sync.start_sync_execution,
    "StopExecution": executions.stop_execution,
    "TagResource": tags.tag_resource,
    "TestState": test_state,
    "UntagResource": tags.untag_resource,
    "UpdateMapRun": mapruns.update_map_run,
    "UpdateStateMachine": machines.update_state_machine,
    "UpdateStateMachineAlias": aliases.update_state_machine_alias,
    "ValidateStateMachineDefinition": validating.validate_state_machine_definition,
}
