"""`native` against the compiled machine: one run of a workflow, done again as Python with the answers that it got.

Input: an execution that has ended. Output: nothing, or `NativeDiffers` with what differs. Must not: do any work a
second time, or compare times.

An activity that ran for real is not called again: what it answered to these arguments is what the Python gets. So one
run tells both, whatever is faked, mocked or broken in it. Attempts that failed by Lambda itself and were retried have
no counterpart in Python, and are left out.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.dsl import NO_ANSWER, Activity, AwsCall, Call, Calls, NativeRun, Workflow, fakes
from steploom.dsl.calls import canonical
from steploom.dsl.exchange import arguments_json, declared_arguments
from steploom.dsl.native.boto import as_json
from steploom.errors import SteploomError
from steploom.events.model import META_FIELD
from steploom.jsontext import Json, JsonObject, compact, parse
from steploom.local.bench.record import TaskCall, passed
from steploom.local.bench.requests import function_of, operation_of, payload_of
from steploom.local.bench.targets import aim_at
from steploom.local.runs import Run
from steploom.local.tasks.responses import OPTIMIZED, SDK, Style

__all__ = ["NativeDiffers", "check_native"]

_META = frozenset({"SdkHttpMetadata", "SdkResponseMetadata"})


class NativeDiffers(SteploomError, AssertionError):
    """The Python of a workflow does something other than its state machine did.

    Args:
        name: Name of the workflow.
        differences: Each in one line, the Python first.
    """

    def __init__(self, name: str, differences: Sequence[str]) -> None:
        self.differences = tuple(differences)
        super().__init__(
            "\n".join((f"{name}: Python and state machine differ", *(f"  {each}" for each in differences)))
        )


@dataclass(frozen=True, slots=True)
class _Reply:
    """What an attempt came to."""

    call: TaskCall
    output: Json
    error: str | None
    cause: str | None
    took: float


def check_native(
    workflow: Workflow[..., Any],
    activities: Sequence[Activity[..., Any]],
    run: Run,
    calls: Sequence[TaskCall],
    given: Json,
    seed: int,
) -> None:
    """Do a run again as Python, and compare status, output, error, calls and events.

    Args:
        workflow: What ran.
        activities: The activities that it can call.
        run: Its execution, which has ended.
        calls: The attempts of its tasks, in order.
        given: Its input.
        seed: The seed of its cloud.

    Raises:
        NativeDiffers: Something is not the same.
    """
    replies = list(_seen_by_python(_replies(run.history(), calls)))
    known = {each.name: each for each in activities}
    script = _Script(workflow, known, replies)
    begun = datetime.fromtimestamp(run.started.timestamp(), UTC)
    with fakes(script.table()):
        native = workflow.native.using(seed=seed, start=begun).run_json(given)
    found = [*_ends(native, run), *native.calls.differences(_calls(known, replies))]
    if found:
        raise NativeDiffers(workflow.name, found)


def _ends(native: NativeRun[Any], run: Run) -> Iterator[str]:
    pairs = (
        ("status", native.status, run.status),
        ("output", native.output, run.output),
        ("error", native.error_name, run.error),
        ("cause", native.cause or None, None if run.error is None else _message(run.cause) or None),
    )
    for what, mine, other in pairs:
        if mine != other:
            yield f"{what}: {_shown(mine)} against {_shown(other)}"


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)


def _message(cause: str | None) -> str | None:
    """The message in the cause that Lambda gives for an exception; any other cause as it is."""
    try:
        told = parse(cause or "")
    except ValueError:
        return cause
    return str(told["errorMessage"]) if isinstance(told, dict) and "errorMessage" in told else cause


# What the tasks were answered.


def _replies(history: list[JsonObject], calls: Sequence[TaskCall]) -> Iterator[_Reply]:
    """Put the attempts beside the events that tell of them."""
    scheduled = [each for each in history if each["type"] in ("TaskScheduled", "LambdaFunctionScheduled")]
    source: dict[int, int] = {each["id"]: each["id"] for each in scheduled}
    ends: dict[int, JsonObject] = {}
    for event in history:
        first = source.get(event.get("previousEventId", 0))
        kind = event["type"]
        if first is not None and kind.startswith(("Task", "LambdaFunction")) and not kind.startswith("TaskState"):
            source.setdefault(event["id"], first)
            if event["id"] != source[event["id"]]:
                ends[first] = event
    made = [each for each in calls if each.ending != "refused"]
    for call, event in zip(made, scheduled, strict=False):
        yield _reply(call, event, ends.get(event["id"]))


def _reply(call: TaskCall, begun: JsonObject, end: JsonObject | None) -> _Reply:
    if end is None:
        return _Reply(call, None, "States.Timeout", "", 0.0)
    kind = end["type"]
    details: JsonObject = next((value for key, value in end.items() if key.endswith("EventDetails")), {})
    took = float(end["timestamp"]) - float(begun["timestamp"])
    if kind.endswith("Succeeded"):
        return _Reply(call, parse(details["output"]) if "output" in details else None, None, None, took)
    if kind.endswith("TimedOut"):
        return _Reply(call, None, "States.Timeout", "", took)
    return _Reply(call, None, details.get("error"), details.get("cause"), took)


def _seen_by_python(replies: Iterator[_Reply]) -> Iterator[_Reply]:
    """Leave out what was retried because Lambda, or who takes events, was not there."""
    every = list(replies)
    for place, each in enumerate(every):
        by_others = (each.error or "").startswith(("Lambda.", "EventBridge."))
        again = any(
            later.call.state == each.call.state
            and later.call.item == each.call.item
            and later.call.attempt == each.call.attempt + 1
            for later in every[place + 1 :]
        )
        if not (by_others and again):
            yield each


def _calls(known: Mapping[str, Activity[..., Any]], replies: Sequence[_Reply]) -> Calls:
    """What the machine called and told, in the form in which `native` records it."""
    calls = Calls()
    for each in replies:
        activity = _activity(known, each.call)
        events = _events(each.call)
        if activity is not None:
            calls.add_call(Call(activity.name, _arguments(activity, each.call)))
        elif events:
            for detail_type, detail in events:
                calls.add_event(detail_type, detail)
        else:
            target = _operation(each.call)
            if target is not None:
                calls.add_call(Call(target.name, passed(aim_at(target), each.call)))
    return calls


def _activity(known: Mapping[str, Activity[..., Any]], call: TaskCall) -> Activity[..., Any] | None:
    function = function_of(call)
    return None if function is None else known.get(function.name)


def _arguments(activity: Activity[..., Any], call: TaskCall) -> JsonObject:
    payload = payload_of(call)
    return declared_arguments(activity, payload if isinstance(payload, dict) else {})


def _operation(call: TaskCall) -> AwsCall | None:
    found = operation_of(call.resource)
    return None if found is None else AwsCall(found.service, found.operation)


def _events(call: TaskCall) -> list[tuple[str, JsonObject]]:
    if (call.resource.service, call.resource.action) != ("events", "putEvents"):
        return []
    told = []
    for entry in (call.arguments or {}).get("Entries") or []:
        detail = entry.get("Detail")
        detail = parse(detail) if isinstance(detail, str) else detail
        if not isinstance(detail, dict) or META_FIELD not in detail:
            return []
        plain = {key: value for key, value in detail.items() if key != META_FIELD}
        told.append((str(entry.get("DetailType")), plain))
    return told


# The answers, given again.


class _Script:
    """Answers activities and AWS calls of the Python as the machine's were answered.

    Args:
        workflow: What runs.
        known: Its activities, by name.
        replies: What they were answered, in order.
    """

    def __init__(
        self, workflow: Workflow[..., Any], known: Mapping[str, Activity[..., Any]], replies: Sequence[_Reply]
    ) -> None:
        self._workflow = workflow
        self._known = known
        self._left: dict[tuple[str, str], deque[_Reply]] = defaultdict(deque)
        self._targets: list[AwsCall] = []
        for each in replies:
            activity, target = _activity(known, each.call), _operation(each.call)
            if activity is not None:
                self._left[_key(activity.name, _arguments(activity, each.call))].append(each)
            elif target is not None and not _events(each.call):
                self._left[_key(target.name, passed(aim_at(target), each.call))].append(each)
                self._targets.append(target)

    def table(self) -> dict[Any, Callable[..., Any]]:
        """Return the fakes."""
        table: dict[Any, Callable[..., Any]] = {each: self._activity_fake(each) for each in self._known.values()}
        return table | {each: self._operation_fake(each) for each in self._targets}

    def _activity_fake(self, activity: Activity[..., Any]) -> Callable[..., Any]:
        def fake(*args: Any, **kwargs: Any) -> Any:
            arguments = declared_arguments(activity, arguments_json(activity, args, kwargs))
            reply = self._next(activity.name, arguments)
            if reply.error == "States.Timeout":
                return _run_out(activity)
            time.sleep(reply.took)
            if reply.error is not None:
                raise self._exception(reply, activity)
            output = reply.output
            return output["Payload"] if reply.call.resource.pattern == "request" else output

        return fake

    def _operation_fake(self, target: AwsCall) -> Callable[..., Any]:
        def fake(**request: Any) -> Any:
            reply = self._next(target.name, as_json(request))
            time.sleep(reply.took)
            if reply.error is not None:
                raise self._exception(reply, None)
            return _response(reply)

        return fake

    def _next(self, name: str, arguments: Json) -> _Reply:
        left = self._left[_key(name, arguments)]
        if not left:
            raise LookupError(f"the state machine made no such call: {name} {compact(arguments)}")
        return left.popleft()

    def _exception(self, reply: _Reply, activity: Activity[..., Any] | None) -> Exception:
        """The exception that an error was, or one of its name."""
        name, message = reply.error or "", _message(reply.cause) or ""
        places = [self._workflow.function.__globals__]
        places += [] if activity is None else [activity.function.__globals__]
        cls = next((found for each in places if _is_exception(found := each.get(name))), None)
        cls = cls or next((each for each in _subclasses(Exception) if each.__name__ == name), None)
        made: Exception = Exception.__new__(cls or type(name, (Exception,), {}), message)
        made.args = (message,)
        if cls is None:
            vars(made)["steploom_name"] = name
        return made


def _run_out(activity: Activity[..., Any]) -> Any:
    """Let the time of an activity run out."""
    if activity.is_callback:
        return NO_ANSWER
    time.sleep((activity.options.timeout or 0.0) + 1)
    return None


def _key(name: str, arguments: Json) -> tuple[str, str]:
    return name, compact(canonical(arguments))


def _is_exception(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Exception)


def _subclasses(cls: type[Exception]) -> Iterator[type[Exception]]:
    for each in cls.__subclasses__():
        yield each
        yield from _subclasses(each)


def _response(reply: _Reply) -> Json:
    """The result of a Task under boto3's names."""
    found = operation_of(reply.call.resource)
    style = SDK if reply.call.resource.kind == "sdk" else OPTIMIZED
    result = {key: value for key, value in (reply.output or {}).items() if key not in _META}
    return (
        result if found is None or found.model.output_shape is None else _named(found.model.output_shape, result, style)
    )


def _named(shape: Shape, value: Json, style: Style) -> Json:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        names = {style.named(name): name for name in shape.members}
        return {
            names.get(key, key): _named(shape.members[names[key]], each, style) if key in names else each
            for key, each in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_named(shape.member, each, style) for each in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: _named(shape.value, each, style) for key, each in value.items()}
    return value
