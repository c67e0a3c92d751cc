"""Check AWS calls against botocore's models: does the operation exist, do its arguments fit.

botocore is loaded when the first call is checked, never before.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from steploom.dsl.awsshapes import kind_name, wanted

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from botocore.session import Session

__all__ = ["AwsFault", "AwsOperation", "Computed", "check_call", "find_operation", "operation_model"]

#: Where in a call's arguments: member names and list positions; empty for the call itself.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """Stands for an argument whose value is only known when the workflow runs.

    Attributes:
        kind: What is known of it: `string`, `number`, `integer`, `boolean`, `list`, `object`, `null`; None for nothing.
    """

    kind: str | None = None


class AwsFault(NamedTuple):
    """One fault of a call.

    Attributes:
        code: `SL410` (no such service or operation) or `SL411` (an argument).
        message: What is wrong.
        path: The argument it is about; empty for the call itself.
        hint: What to write instead, or None.
    """

    code: str
    message: str
    path: Path = ()
    hint: str | None = None


class AwsOperation(NamedTuple):
    """An operation that exists.

    Attributes:
        service: Name as boto3 takes it: `stepfunctions`.
        operation: Name as boto3's client has it: `start_execution`.
        api_name: Name in AWS's API: `StartExecution`.
        service_id: AWS's name of the service: `SFN`.
    """

    service: str
    operation: str
    api_name: str
    service_id: str


def find_operation(service: str, operation: str) -> AwsOperation | None:
    """Return an operation by boto3's names, or None where botocore knows none.

    Example:
        >>> find_operation("dynamodb", "put_item")
        AwsOperation(service='dynamodb', operation='put_item', api_name='PutItem', service_id='DynamoDB')
    """
    if service not in _services():
        return None
    found = _operations(service).get(operation)
    if found is None:
        return None
    return AwsOperation(service, operation, found.name, str(found.service_model.service_id))


def check_call(service: str, operation: str, arguments: Mapping[str, Any]) -> tuple[AwsFault, ...]:
    """Return what is wrong with a call; nothing where it fits.

    Required members, unknown members and the types of values are checked, in depth; not their lengths, patterns or
    enumerations, which AWS widens without notice.

    Args:
        service: Name as boto3 takes it.
        operation: Name as boto3's client has it.
        arguments: The members of the request as Python values, with `Computed` at any depth for what is not known.

    Example:
        >>> [fault.message for fault in check_call("dynamodb", "putitem", {})]
        ["the service 'dynamodb' has no operation 'putitem'"]
        >>> [fault.message for fault in check_call("sqs", "send_message", {"QueueUrl": Computed("number")})]
        ['QueueUrl: expected string, got number', 'MessageBody is missing']
    """
    if service not in _services():
        written = service.replace("-", "_")
        message = f"there is no AWS service {written!r}"
        return (AwsFault("SL410", message, (), _nearest(service, _services(), "-")),)
    found = _operations(service).get(operation)
    if found is None:
        message = f"the service {service!r} has no operation {operation!r}"
        return (AwsFault("SL410", message, (), _nearest(operation, _operations(service))),)
    if found.has_event_stream_input or found.has_event_stream_output:
        message = f"{service}.{operation} streams events, which a state machine cannot take"
        return (AwsFault("SL410", message, (), "call it in an activity"),)
    # The SDKs make up tokens of idempotency; Athena gives the same mark to the id of what is to be stopped.
    free = frozenset(each for each in found.idempotent_members if each.endswith(("Token", "token", "RequestId")))
    return tuple(_structure(found.input_shape, arguments, (), free))


def operation_model(service: str, operation: str) -> OperationModel:
    """Return botocore's model of an operation that exists.

    Raises:
        KeyError: There is no such operation.
    """
    found: OperationModel = _operations(service)[operation]
    return found


def _faults(shape: Any, value: Any, path: Path) -> Iterator[AwsFault]:
    if getattr(shape, "is_document_type", False):
        return
    expected = wanted(shape.type_name)
    got = value.kind if isinstance(value, Computed) else kind_name(value)
    if got is not None and got not in expected.kinds:
        yield AwsFault("SL411", f"{_dotted(path)}: expected {expected.word}, got {got}", path)
    elif isinstance(value, Computed):
        return
    elif shape.type_name == "structure":
        yield from _structure(shape, value, path, frozenset())
    elif shape.type_name == "map":
        for key, each in value.items():
            yield from _faults(shape.value, each, (*path, key))
    elif shape.type_name == "list":
        for place, each in enumerate(value):
            yield from _faults(shape.member, each, (*path, place))


def _structure(shape: Any, value: Mapping[str, Any], path: Path, free: frozenset[str]) -> Iterator[AwsFault]:
    """Check the members of a structure; `free` are required ones that the SDK fills in."""
    members: Mapping[str, Any] = {} if shape is None else shape.members
    for name, each in value.items():
        if name in members:
            yield from _faults(members[name], each, (*path, name))
        else:
            hint = _nearest(name, members)
            yield AwsFault("SL411", f"{_dotted((*path, name))} is no member of the request", (*path, name), hint)
    required = [] if shape is None else shape.required_members
    for name in required:
        if name not in value and name not in free:
            yield AwsFault("SL411", f"{_dotted((*path, name))} is missing", path)
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        message = f"{_dotted(path)}: exactly one of {', '.join(members)} must be given, not {len(value)}"
        yield AwsFault("SL411", message, path)


def _dotted(path: Path) -> str:
    text = ""
    for each in path:
        text += f"[{each}]" if isinstance(each, int) else f".{each}" if text else each
    return text


def _nearest(name: str, known: Any, separator: str = "_") -> str | None:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0].replace(separator, '_')}?" if near else None


@lru_cache(maxsize=1)
def _session() -> Session:
    import botocore.session  # noqa: PLC0415 - botocore is heavy, and only wanted once a call is checked

    return botocore.session.get_session()


@lru_cache(maxsize=1)
def _services() -> frozenset[str]:
    return frozenset(_session().get_available_services())


@lru_cache(maxsize=32)
def _operations(service: str) -> Mapping[str, Any]:
    from botocore import xform_name  # noqa: PLC0415 - botocore is heavy, and only wanted once a call is checked

    # botocore has no types, and its cached properties look like methods to a type checker.
    model: Any = _session().get_service_model(service)
    return {xform_name(name): model.operation_model(name) for name in model.operation_names}
