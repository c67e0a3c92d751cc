"""Hand-written definitions: objects, text and files in, state machines in the local cloud out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from steploom.asl import StateMachine, dump, load
from steploom.errors import Unsupported
from steploom.jsontext import Json
from steploom.local.clients import client
from steploom.local.world import World

__all__ = ["Definition", "DeployedDefinition", "definition_of", "deploy_definition"]

#: A definition as its object, a model of it, JSON or YAML text, or the path of a file.
Definition: TypeAlias = StateMachine | Mapping[str, Json] | Path | str

_SUFFIXES: Final = (".json", ".yaml", ".yml", ".asl")


@dataclass(frozen=True, slots=True)
class DeployedDefinition:
    """A hand-written definition in the local cloud.

    Attributes:
        name: Name of the state machine.
        machine_arn: Its ARN.
        definition: What it is.
    """

    name: str
    machine_arn: str
    definition: StateMachine


def definition_of(source: Definition) -> tuple[str | None, StateMachine]:
    """Return a definition, and the name that its file gives it.

    Args:
        source: Where it stands.

    Raises:
        DefinitionError: It has faults of form.
        Unsupported: SL412, it is a CloudFormation template.
    """
    if isinstance(source, StateMachine):
        return None, source
    path = _path(source)
    if path is not None:
        return path.name.split(".")[0] or None, load(path.read_text(encoding="utf-8"), file=str(path))
    if isinstance(source, Mapping) and "Resources" in source and "States" not in source:
        hint = "create the stack by boto3, and start its state machine by ARN"
        raise Unsupported("SL412", f"a CloudFormation template is no definition: {hint}")
    return None, load(source if isinstance(source, str) else dict(source))  # type: ignore[arg-type] # no path is left


def _path(source: Mapping[str, Json] | Path | str) -> Path | None:
    if isinstance(source, Path):
        return source
    if isinstance(source, str) and "\n" not in source and source.lower().endswith(_SUFFIXES):
        return Path(source)
    return None


def deploy_definition(
    world: World, source: Definition, name: str | None, kind: Literal["STANDARD", "EXPRESS"]
) -> DeployedDefinition:
    """Create a state machine, or update the one of the same name.

    Args:
        world: The cloud's inside.
        source: The definition.
        name: Name of the machine; the file's, or `machine`, when None.
        kind: Its type.

    Raises:
        DefinitionError: It has faults of form.
        botocore.exceptions.ClientError: `InvalidDefinition`, as on AWS.
    """
    from_file, definition = definition_of(source)
    chosen = name or from_file or "machine"
    options = world.options
    states = client("stepfunctions", options.region, options.account)
    desk = world.desk(options.account, options.region)
    arn = desk.arn("stateMachine", chosen)
    role = f"arn:aws:iam::{options.account}:role/{chosen}"
    if arn in desk.machines:
        states.update_state_machine(stateMachineArn=arn, definition=dump(definition), roleArn=role)
    else:
        states.create_state_machine(name=chosen, definition=dump(definition), roleArn=role, type=kind)
    return DeployedDefinition(chosen, arn, definition)
