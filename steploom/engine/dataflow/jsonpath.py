"""The data flow of JSONPath states: paths, payload templates, `ResultPath`."""

from __future__ import annotations

from collections.abc import Mapping
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
    PassState,
    ResultWriter,
    SucceedState,
    TaskState,
    WaitState,
)
from steploom.engine.dataflow.flow import Assign, Evaluate, Flowing, Leave, Test
from steploom.engine.dataflow.moments import after, at_text
from steploom.engine.dataflow.numbers import constant, count_at, integer_at, percentage_at, seconds_at
from steploom.engine.dataflow.reading import read_field, read_path, read_template, read_test
from steploom.engine.failure import Fault
from steploom.expr.jsonpath import PathError, compile_writer, texts
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["JSONPATH", "JsonPath"]

_Path = str | Absent | None


class JsonPath:
    """`Language` for JSONPath."""

    def enter(self, state: Flowing) -> Evaluate | None:
        """`InputPath`, then `Parameters`."""
        filtered = _filter(state.input_path)
        if not isinstance(state, PassState | TaskState | ParallelState) or state.parameters is ABSENT:
            return filtered
        made = read_template(state.parameters)
        if filtered is None:
            return made
        return lambda frame, value: made(frame, filtered(frame, value))

    def leave(self, state: Flowing) -> Leave | None:
        """`ResultSelector`, `ResultPath`, `OutputPath`."""
        filtered = _filter(state.output_path)
        if isinstance(state, ChoiceState | WaitState | SucceedState):
            return None if filtered is None else lambda frame, _raw, value: filtered(frame, value)
        selected = None if isinstance(state, PassState) else _selected(state.result_selector)
        return _chain(selected, _combine(state.result_path), filtered)

    def assign(self, state: Flowing) -> Assign | None:
        """`Assign`: `$` is the result."""
        return _assign(None if isinstance(state, SucceedState) else state.assign)

    def rule_leave(self, state: ChoiceState, rule: ChoiceRule, at: str) -> Leave | None:
        """`OutputPath` of the state: rules have none of their own."""
        del rule, at
        return self.leave(state)

    def rule_assign(self, rule: ChoiceRule, at: str) -> Assign | None:
        """`Assign` of a rule: `$` is the effective input."""
        del at
        return _assign(rule.assign)

    def rule_test(self, rule: ChoiceRule, at: str) -> Test:
        """The comparison of a rule."""
        del at
        return read_test(dict(rule.comparison or {}))

    def caught(self, catcher: Catcher, at: str) -> Leave | None:
        """`ResultPath` of a catcher; the state's `OutputPath` does not apply."""
        del at
        return _combine(catcher.result_path)

    def caught_assign(self, catcher: Catcher, at: str) -> Assign | None:
        """`Assign` of a catcher: `$` is the error output."""
        del at
        return _assign(catcher.assign)

    def moment(self, state: WaitState) -> Evaluate:
        """`Seconds`, `SecondsPath`, `Timestamp` or `TimestampPath`."""
        if state.seconds_path is not None:
            seconds = seconds_at(state.seconds_path)
            return lambda frame, value: after(frame, seconds(frame, value))
        if state.timestamp_path is not None:
            return _timestamp_at(state.timestamp_path)
        if state.timestamp is not None:
            text = state.timestamp
            return lambda frame, _value: at_text(frame, text, _timestamp_fault(text))
        fixed = float(state.seconds or 0)
        return lambda frame, _value: after(frame, fixed)

    def failure(self, state: FailState) -> tuple[Evaluate | None, Evaluate | None]:
        """`Error` or `ErrorPath`, `Cause` or `CausePath`."""
        return (
            _text(state.error, state.error_path, "ErrorPath"),
            _text(state.cause, state.cause_path, "CausePath"),
        )

    def seconds(self, state: TaskState) -> tuple[Evaluate | None, Evaluate | None]:
        """`TimeoutSeconds`, `HeartbeatSeconds` and their `Path` forms."""
        return (
            _limit(state.timeout_seconds, state.timeout_seconds_path, "TimeoutSecondsPath"),
            _limit(state.heartbeat_seconds, state.heartbeat_seconds_path, "HeartbeatSecondsPath"),
        )

    def role(self, state: TaskState) -> Evaluate | None:
        """`RoleArn` or `RoleArn.$` of `Credentials`."""
        if state.credentials is ABSENT:
            return None
        whole = read_template(state.credentials)

        def role(frame: Frame, value: Json) -> Json:
            made = whole(frame, value).get("RoleArn")
            if not isinstance(made, str):
                raise Fault("The field 'RoleArn' of the Credentials must be a string")
            return made

        return role

    def items(self, state: MapState) -> Evaluate:
        """`ItemsPath`, by default the whole effective input: an array, for a distributed Map an object as well."""
        path = "$" if state.items_path is ABSENT or state.items_path is None else str(state.items_path)
        read = read_path(path, _no_items)
        objects = state.item_processor.distributed

        def items(frame: Frame, value: Json) -> Json:
            found = read(frame, value)
            if not isinstance(found, list) and not (objects and isinstance(found, dict)):
                raise Fault(texts.items_not_array(path))
            return found

        return items

    def selector(self, state: MapState) -> Evaluate | None:
        """`ItemSelector`, or `Parameters` as it was called before."""
        template = state.parameters if state.item_selector is ABSENT else state.item_selector
        return None if template is ABSENT else read_template(template)

    def concurrency(self, state: MapState) -> Evaluate | None:
        """`MaxConcurrency` or `MaxConcurrencyPath`; below 0 means that AWS never goes on."""
        if state.max_concurrency_path is not None:
            return integer_at(state.max_concurrency_path, "MaxConcurrencyPath")
        return None if state.max_concurrency is None else constant(state.max_concurrency)

    def tolerance(self, state: MapState) -> tuple[Evaluate | None, Evaluate | None]:
        """`ToleratedFailureCount`, `ToleratedFailurePercentage` and their `Path` forms."""
        count, share = state.tolerated_failure_count, state.tolerated_failure_percentage
        count_path, share_path = state.tolerated_failure_count_path, state.tolerated_failure_percentage_path
        return (
            _fixed(count) if count_path is None else count_at(count_path, "ToleratedFailureCountPath"),
            _fixed(share) if share_path is None else percentage_at(share_path, "ToleratedFailurePercentagePath"),
        )

    def source(self, reader: ItemReader) -> tuple[Evaluate, Evaluate | None]:
        """`Parameters` of the reader; `MaxItems` or `MaxItemsPath`."""
        made = constant({}) if reader.parameters is ABSENT else read_template(reader.parameters)
        config = reader.reader_config
        if config is None:
            return made, None
        path = config.max_items_path
        return made, _fixed(config.max_items) if path is None else integer_at(path, "MaxItemsPath")

    def batch(self, batcher: ItemBatcher) -> tuple[Evaluate | None, Evaluate | None, Evaluate | None]:
        """`MaxItemsPerBatch`, `MaxInputBytesPerBatch` and their `Path` forms; `BatchInput`."""
        items, size = batcher.max_items_per_batch_path, batcher.max_input_bytes_per_batch_path
        return (
            _fixed(batcher.max_items_per_batch) if items is None else integer_at(items, "MaxItemsPerBatchPath"),
            _fixed(batcher.max_input_bytes_per_batch)
            if size is None
            else integer_at(size, "MaxInputBytesPerBatchPath"),
            None if batcher.batch_input is ABSENT else read_template(batcher.batch_input),
        )

    def sink(self, writer: ResultWriter) -> Evaluate | None:
        """`Parameters` of the writer."""
        return None if writer.parameters is ABSENT else read_template(writer.parameters)


#: The one instance: it holds nothing.
JSONPATH = JsonPath()


def _invalid(problem: PathError, _value: Json) -> str:
    return texts.invalid_path(problem)


def _no_items(problem: PathError, value: Json) -> str:
    step = problem.missing.rpartition("[")[2].strip("]'") or problem.path
    return texts.items_not_found(step, value)


def _filter(path: _Path) -> Evaluate | None:
    """`InputPath` and `OutputPath`: null gives an empty object, `$` changes nothing."""
    if path is ABSENT or path == "$":
        return None
    if path is None:
        return lambda _frame, _value: {}
    return read_path(str(path), _invalid)


def _selected(template: Json) -> Evaluate | None:
    return None if template is ABSENT else read_template(template)


def _combine(path: _Path) -> Leave | None:
    """`ResultPath`: null keeps the raw input, `$` (the default) keeps the result."""
    if path is ABSENT or path == "$":
        return None
    if path is None:
        return lambda _frame, raw, _result: raw
    write = compile_writer(str(path))

    def combine(_frame: Frame, raw: Json, result: Json) -> Json:
        try:
            return write(raw, result)
        except PathError as problem:
            raise Fault(problem.message) from None

    return combine


def _chain(selected: Evaluate | None, combine: Leave | None, filtered: Evaluate | None) -> Leave | None:
    """`ResultSelector`, `ResultPath` and `OutputPath` after one another."""
    if selected is None and filtered is None:
        return combine

    def leave(frame: Frame, raw: Json, result: Json) -> Json:
        value = result if selected is None else selected(frame, result)
        if combine is not None:
            value = combine(frame, raw, value)
        return value if filtered is None else filtered(frame, value)

    return leave


def _assign(assign: Mapping[str, Json] | None) -> Assign | None:
    if not assign:
        return None
    made = read_template(dict(assign))
    return lambda frame, _raw, result: made(frame, result)


def _text(fixed: str | None, path: str | None, field: str) -> Evaluate | None:
    if path is not None:
        return read_field(path, field)
    return None if fixed is None else lambda _frame, _value: fixed


def _fixed(value: Json) -> Evaluate | None:
    return None if value is None else constant(value)


def _limit(fixed: Json, path: str | None, field: str) -> Evaluate | None:
    if path is None:
        return None if fixed is None else constant(fixed)
    read = read_path(path, _invalid)

    def limit(frame: Frame, value: Json) -> Json:
        found = read(frame, value)
        if isinstance(found, bool) or not isinstance(found, int) or found < 1:
            raise Fault(texts.not_an_integer(field, found, path))
        return found

    return limit


def _timestamp_at(path: str) -> Evaluate:
    read = read_path(path, lambda problem, _value: texts.timestamp_invalid(problem.path, None))

    def moment(frame: Frame, value: Json) -> Json:
        found = read(frame, value)
        problem = Fault(texts.timestamp_invalid(path, found))
        if not isinstance(found, str):
            raise problem
        return at_text(frame, found, problem)

    return moment


def _timestamp_fault(text: str) -> Fault:
    what = "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string"
    return Fault(f"{what}: {text}")
