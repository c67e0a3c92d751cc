"""Deploying a workflow into the local cloud: functions, state machine, buses and rule, all visible through boto3."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from botocore.exceptions import ClientError

from steploom.asl import dump
from steploom.compiler import CompiledWorkflow, compile_workflow
from steploom.dsl import Activity, Workflow
from steploom.dsl.contract import cause, input_shape
from steploom.dsl.contract.dump import to_json
from steploom.events.rules import DEFAULT_BUS, DETAIL, Target, rule_for
from steploom.jsontext import Json, compact
from steploom.local.clients import client
from steploom.local.world import World
from steploom.runtime.settings import ACTIVITY_ENV

__all__ = ["AnyWorkflow", "DeployedWorkflow", "deploy", "input_json", "make_bus", "make_function", "role_arn"]

AnyWorkflow: TypeAlias = Workflow[..., Any]

_RUNTIME: Final = "python3.12"


@dataclass(frozen=True, slots=True)
class DeployedWorkflow:
    """A workflow in the local cloud.

    Attributes:
        name: Name of the state machine.
        machine_arn: Its ARN.
        compiled: What was deployed.
        rule_arn: ARN of the rule that starts it, or None where no event does.
    """

    name: str
    machine_arn: str
    compiled: CompiledWorkflow
    rule_arn: str | None


def deploy(world: World, workflow: AnyWorkflow | CompiledWorkflow, name: str | None = None) -> DeployedWorkflow:
    """Deploy a workflow; a second time it updates what is there.

    Args:
        world: The cloud's inside.
        workflow: What to deploy, compiled or not.
        name: Name of the state machine; the workflow's when absent.

    Raises:
        CompileError: It cannot be compiled.
    """
    compiled = workflow if isinstance(workflow, CompiledWorkflow) else compile_workflow(workflow)
    if world.observer is not None:
        world.observer.deployed(compiled)
    for activity in compiled.activities:
        _deploy_activity(world, activity)
    for event in compiled.events:
        make_bus(world, event.event_bus or DEFAULT_BUS)
    chosen = name or compiled.name
    arn = _deploy_machine(world, chosen, dump(compiled.definition))
    desk = world.desk(world.options.account, world.options.region)
    for other in compiled.workflows:
        # Only behind this one, which it may wait for in turn.
        if desk.arn("stateMachine", other.name) not in desk.machines:
            deploy(world, other)
    rule = None if compiled.on is None else _deploy_rule(world, compiled.on, chosen, arn)
    return DeployedWorkflow(chosen, arn, compiled, rule)


def input_json(workflow: AnyWorkflow, value: Any) -> Json:
    """Return the input of a workflow as JSON.

    Args:
        workflow: What is started.
        value: An object of the declared type, or its JSON, which the workflow itself will judge.

    Raises:
        TypeError: It is neither.
    """
    json, wrong = to_json(input_shape(workflow.signature, workflow.parameter_types, workflow.name), value)
    if not wrong:
        return json
    try:
        compact(value)
    except (TypeError, ValueError):
        raise TypeError(f"{workflow.name}: {cause(wrong)}") from None
    return value


def make_function(world: World, name: str, environment: dict[str, str], dead_letters: str | None = None) -> str:
    """Make a function that serves something of this process, unless there is one of that name; return its ARN.

    Args:
        world: The cloud's inside.
        name: Name of the function.
        environment: Its environment variables.
        dead_letters: ARN of the queue that keeps events which it failed on.
    """
    options = world.options
    functions = client("lambda", options.region, options.account)
    known = world.find_function(options.account, options.region, name, None)
    if known is not None:
        return known.arn.removesuffix(":$LATEST")
    letters = {} if dead_letters is None else {"DeadLetterConfig": {"TargetArn": dead_letters}}
    made = functions.create_function(
        FunctionName=name,
        Runtime=_RUNTIME,
        Role=role_arn(world, name),
        Handler="steploom.runtime.entry.handler",
        Code={"ZipFile": _note()},
        Timeout=900,
        Environment={"Variables": environment},
        **letters,
    )
    return str(made["FunctionArn"])


def _deploy_activity(world: World, activity: Activity[..., Any]) -> None:
    world.functions.activities[activity.name] = activity
    place = f"{activity.function.__module__}:{activity.function.__qualname__}"
    make_function(world, activity.name, {ACTIVITY_ENV: place})


@cache
def _note() -> bytes:
    """The code of such a function: nobody runs it, the activity itself is called."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr(zipfile.ZipInfo("README.txt"), "This function is an activity, called in process.\n")
    return archive.getvalue()


def _deploy_machine(world: World, name: str, definition: str) -> str:
    options = world.options
    states = client("stepfunctions", options.region, options.account)
    role = role_arn(world, name)
    arn = world.desk(options.account, options.region).arn("stateMachine", name)
    if arn in world.desk(options.account, options.region).machines:
        states.update_state_machine(stateMachineArn=arn, definition=definition, roleArn=role)
        return arn
    return str(states.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"])


def _deploy_rule(world: World, on: Any, name: str, machine_arn: str) -> str:
    options = world.options
    events = client("events", options.region, options.account)
    target = Target("machine", machine_arn, role_arn=role_arn(world, f"{name}-events"), input_path=DETAIL)
    rule = rule_for(on, name, target)
    make_bus(world, rule.bus)
    pattern = compact(rule.pattern)
    made = events.put_rule(Name=rule.name, EventBusName=rule.bus, EventPattern=pattern, State="ENABLED")
    told = {"Id": target.id, "Arn": target.arn, "RoleArn": target.role_arn, "InputPath": target.input_path}
    events.put_targets(Rule=rule.name, EventBusName=rule.bus, Targets=[told])
    return str(made["RuleArn"])


def make_bus(world: World, name: str) -> None:
    """Make an event bus, unless there is one of that name."""
    if name == DEFAULT_BUS:
        return
    events = client("events", world.options.region, world.options.account)
    try:
        events.create_event_bus(Name=name.rpartition("/")[2])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise


def role_arn(world: World, name: str) -> str:
    """Return the ARN of a role of the cloud's account."""
    return f"arn:aws:iam::{world.options.account}:role/{name}"
