"""The data flow of JSONata states: `Arguments`, `Output`, `Assign` and single expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from steploom.asl.model import (
    ABSENT,
    Absent,
    Catcher,
    ChoiceRule,
    ChoiceState,
    FailState,
    ItemBatcher,
    ItemReader,
    MapState,
    ParallelState,
    ResultWriter,
    TaskState,
    WaitState,
)
from steploom.engine.dataflow.flow import Assign, Evaluate, Flowing, Leave, Test
from steploom.engine.dataflow.moments import after, at_text
from steploom.engine.dataflow.payload import compile_payload, expected, expression_of
from steploom.engine.failure import EvaluationFault
from steploom.expr.jsonata import WHOLE
from steploom.jsontext import Json, compact

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["JSONATA", "Jsonata"]

_CONTEXT = "context"


class Jsonata:
    """`Language` for JSONata."""

    def enter(self, state: Flowing) -> Evaluate | None:
        """`Arguments`; without it the raw input is the effective input."""
        if isinstance(state, TaskState | ParallelState):
            return _evaluate(state.arguments, "Arguments")
        return None

    def leave(self, state: Flowing) -> Leave | None:
        """`Output`; without it the result is the output."""
        return _leave(state.output, "Output", "result" if _works(state) else None)

    def assign(self, state: Flowing) -> Assign | None:
        """`Assign`."""
        return _leave(getattr(state, "assign", None) or ABSENT, "Assign", "result" if _works(state) else None)

    def rule_leave(self, state: ChoiceState, rule: ChoiceRule, at: str) -> Leave | None:
        """`Output` of a rule."""
        del state
        return _leave(rule.output, f"{at}/Output", None)

    def rule_assign(self, rule: ChoiceRule, at: str) -> Assign | None:
        """`Assign` of a rule."""
        return _leave(rule.assign or ABSENT, f"{at}/Assign", None)

    def rule_test(self, rule: ChoiceRule, at: str) -> Test:
        """`Condition` of a rule: must be a boolean."""
        condition = rule.condition
        if isinstance(condition, bool):
            return lambda _frame, _value: condition
        return _condition(condition, f"{at}/Condition")

    def caught(self, catcher: Catcher, at: str) -> Leave | None:
        """`Output` of a catcher."""
        return _leave(catcher.output, f"{at}/Output", "errorOutput")

    def caught_assign(self, catcher: Catcher, at: str) -> Assign | None:
        """`Assign` of a catcher."""
        return _leave(catcher.assign or ABSENT, f"{at}/Assign", "errorOutput")

    def moment(self, state: WaitState) -> Evaluate:
        """`Seconds` or `Timestamp`."""
        if state.seconds is not None:
            seconds = _natural(state.seconds, "Seconds")
            return lambda frame, value: after(frame, seconds(frame, value))
        text = _typed(state.timestamp, "Timestamp", "string", lambda value: isinstance(value, str))

        def moment(frame: Frame, value: Json) -> Json:
            given: str = text(frame, value)
            what = (
                f"The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {given}"
            )
            return at_text(frame, given, EvaluationFault(what, "Timestamp", late=True))

        return moment

    def failure(self, state: FailState) -> tuple[Evaluate | None, Evaluate | None]:
        """`Error` and `Cause`: must be strings."""
        return _text(state.error, "Error"), _text(state.cause, "Cause")

    def seconds(self, state: TaskState) -> tuple[Evaluate | None, Evaluate | None]:
        """`TimeoutSeconds` and `HeartbeatSeconds`."""
        timeout, heartbeat = state.timeout_seconds, state.heartbeat_seconds
        return (
            None if timeout is None else _natural(timeout, "TimeoutSeconds"),
            None if heartbeat is None else _natural(heartbeat, "HeartbeatSeconds"),
        )

    def role(self, state: TaskState) -> Evaluate | None:
        """`Credentials/RoleArn`."""
        if state.credentials is ABSENT:
            return None
        whole = _object(state.credentials, "Credentials")

        def role(frame: Frame, value: Json) -> Json:
            made = whole(frame, value).get("RoleArn")
            if not isinstance(made, str):
                raise expected("string", made, expression_of(state.credentials), "Credentials/RoleArn")
            return made

        return role

    def items(self, state: MapState) -> Evaluate:
        """`Items`, else the input: an array, for a distributed Map an object as well."""
        if state.items is ABSENT:
            return _input_entries if state.item_processor.distributed else _input_items
        fits = list | dict if state.item_processor.distributed else list
        return _typed(state.items, "Items", "array", lambda value: isinstance(value, fits))

    def selector(self, state: MapState) -> Evaluate | None:
        """`ItemSelector`."""
        return _evaluate(state.item_selector, "ItemSelector")

    def concurrency(self, state: MapState) -> Evaluate | None:
        """`MaxConcurrency`."""
        return None if state.max_concurrency is None else _natural(state.max_concurrency, "MaxConcurrency")

    def tolerance(self, state: MapState) -> tuple[Evaluate | None, Evaluate | None]:
        """`ToleratedFailureCount` and `ToleratedFailurePercentage`."""
        count, share = state.tolerated_failure_count, state.tolerated_failure_percentage
        return (
            None if count is None else _natural(count, "ToleratedFailureCount"),
            None if share is None else _percentage(share, "ToleratedFailurePercentage"),
        )

    def source(self, reader: ItemReader) -> tuple[Evaluate, Evaluate | None]:
        """`Arguments` of the reader; `MaxItems`."""
        made: Evaluate = lambda _frame, _value: {}  # noqa: E731 - beside the other one
        if reader.arguments is not ABSENT:
            made = _object(reader.arguments, "ItemReader/Arguments")
        most = None if reader.reader_config is None else reader.reader_config.max_items
        return made, None if most is None else _natural(most, "ItemReader/ReaderConfig/MaxItems")

    def batch(self, batcher: ItemBatcher) -> tuple[Evaluate | None, Evaluate | None, Evaluate | None]:
        """`MaxItemsPerBatch`, `MaxInputBytesPerBatch` and `BatchInput`."""
        items, size = batcher.max_items_per_batch, batcher.max_input_bytes_per_batch
        return (
            None if items is None else _natural(items, "ItemBatcher/MaxItemsPerBatch"),
            None if size is None else _natural(size, "ItemBatcher/MaxInputBytesPerBatch"),
            _evaluate(batcher.batch_input, "ItemBatcher/BatchInput"),
        )

    def sink(self, writer: ResultWriter) -> Evaluate | None:
        """`Arguments` of the writer."""
        return None if writer.arguments is ABSENT else _object(writer.arguments, "ResultWriter/Arguments")


#: The one instance: it holds nothing.
JSONATA = Jsonata()


def _works(state: Flowing) -> bool:
    return isinstance(state, TaskState | ParallelState | MapState)


def _reads_context(members: frozenset[str]) -> bool:
    return _CONTEXT in members or WHOLE in members


def _evaluate(payload: Json | Absent, field: str) -> Evaluate | None:
    if payload is ABSENT:
        return None
    part, members = compile_payload(payload, field)
    if part is None:
        return lambda _frame, _value: payload
    needs_context = _reads_context(members)

    def evaluate(frame: Frame, value: Json) -> Json:
        states = {"input": value}
        if needs_context:
            states[_CONTEXT] = frame.context()
        variables = frame.variables
        bindings = {**variables, "states": states} if variables else {"states": states}
        return part(bindings, frame.execution.host.environment)

    return evaluate


def _leave(payload: Json | Absent, field: str, extra: str | None) -> Leave | None:
    """`Output` or `Assign`: evaluated with the raw input, and the result under the name `extra`."""
    if payload is ABSENT:
        return None
    part, members = compile_payload(payload, field)
    if part is None:
        return lambda _frame, _raw, _result: payload
    needs_context = _reads_context(members)

    def leave(frame: Frame, raw: Json, result: Json) -> Json:
        states = {"input": raw}
        if extra is not None:
            states[extra] = result
        if needs_context:
            states[_CONTEXT] = frame.context()
        variables = frame.variables
        bindings = {**variables, "states": states} if variables else {"states": states}
        return part(bindings, frame.execution.host.environment)

    return leave


def _condition(payload: Json, field: str) -> Test:
    evaluate = _evaluate(payload, field)
    text = expression_of(payload)

    def holds(frame: Frame, value: Json) -> bool:
        made = payload if evaluate is None else evaluate(frame, value)
        if made is True or made is False:
            return made
        raise expected("boolean", made, text, field)

    return holds


def _typed(payload: Json, field: str, want: str, fits: Callable[[Json], bool]) -> Evaluate:
    evaluate = _evaluate(payload, field)
    text = expression_of(payload)

    def typed(frame: Frame, value: Json) -> Json:
        made = payload if evaluate is None else evaluate(frame, value)
        if not fits(made):
            raise expected(want, made, text, field)
        return made

    return typed


def _text(payload: str | None, field: str) -> Evaluate | None:
    return None if payload is None else _typed(payload, field, "string", lambda value: isinstance(value, str))


def _object(payload: Json, field: str) -> Evaluate:
    return _typed(payload, field, "object", lambda value: isinstance(value, dict))


def _natural(payload: Json, field: str) -> Evaluate:
    number = _typed(payload, field, "number", lambda value: isinstance(value, int | float) and value is not True)

    def natural(frame: Frame, value: Json) -> Json:
        made = number(frame, value)
        if made != int(made) or made < 0:
            raise EvaluationFault(f"The {field} field must be a non-negative integer but was: {compact(made)}", field)
        return int(made)

    return natural


def _percentage(payload: Json, field: str) -> Evaluate:
    number = _typed(payload, field, "number", lambda value: isinstance(value, int | float) and value is not True)

    def percentage(frame: Frame, value: Json) -> Json:
        made = number(frame, value)
        if not 0 <= made <= 100:  # noqa: PLR2004 - a percentage
            raise EvaluationFault(f"The {field} field must be between 0 and 100 but was: {compact(made)}", field)
        return float(made)

    return percentage


def _input_entries(frame: Frame, value: Json) -> Json:
    return value if isinstance(value, dict) else _input_items(frame, value)


def _input_items(_frame: Frame, value: Json) -> Json:
    if not isinstance(value, list):
        raise EvaluationFault(f"Map state input must be an array but was: {compact(value)}", None)
    return value
