"""Event pattern of an event class, or of a predicate over it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from steploom.diagnostics import Diagnostic
from steploom.dsl.contract import ModelShape, shape_of
from steploom.errors import DeclarationError
from steploom.events.invalid import InvalidPattern
from steploom.events.model import Event, EventFilter
from steploom.events.predicates import Alternatives, Inexpressible, Refusal, operators_of, read_predicate
from steploom.events.predicates.fields import Field
from steploom.events.predicates.formula import Condition
from steploom.events.syntax import parse_pattern
from steploom.jsontext import Json, JsonObject, compact
from steploom.source import FunctionSource, read_lambda

__all__ = ["MAX_PATTERN_CHARACTERS", "pattern_of"]

#: What PutRule takes (section 9.2 of the reference).
MAX_PATTERN_CHARACTERS = 4_096


def pattern_of(events: type[Event] | EventFilter) -> JsonObject:
    """Return the event pattern that matches exactly the events meant.

    A field with a default may be missing in an event; it counts as its default, as pydantic reads it. Where the
    predicate would raise, the pattern does not match.

    Args:
        events: An event class, or a class with a predicate (`OrderPlaced.where(...)`).

    Raises:
        DeclarationError: SL502, EventBridge cannot say the predicate; all faults, each with its place.

    Example:
        >>> class Ping(Event, source="demo"):
        ...     number: int
        >>> pattern_of(Ping)
        {'source': ['demo'], 'detail-type': ['Ping']}
    """
    event_type = events if isinstance(events, type) else events.event_type
    pattern: JsonObject = {"source": [event_type.event_source], "detail-type": [event_type.detail_type]}
    if isinstance(events, type):
        return pattern
    source = read_lambda(events.predicate)
    shape = shape_of(event_type)
    if not isinstance(shape, ModelShape):
        raise TypeError("an event class is a model")
    found = read_predicate(source, shape).true
    if isinstance(found, Refusal):
        raise DeclarationError(found.faults)
    if not found:
        fault = Diagnostic("SL502", "the condition is never true", source.span(source.node))
        raise DeclarationError([fault])
    detail = _detail(found, source)
    return _checked({**pattern, "detail": detail} if detail else pattern, source)


def _detail(alternatives: Alternatives, source: FunctionSource) -> JsonObject:
    faults: list[Diagnostic] = []
    shared = {
        field: condition
        for field, condition in alternatives[0].items()
        if all(each.get(field) == condition for each in alternatives)
    }
    detail = _fields(shared, source, faults)
    rest = [{field: each[field] for field in each if field not in shared} for each in alternatives]
    if all(rest):
        # Where one alternative asks for no more than what is shared, that is all there is to ask.
        detail["$or"] = [_fields(each, source, faults) for each in rest]
    if faults:
        raise DeclarationError(dict.fromkeys(faults))
    return detail


def _fields(conditions: Mapping[Field, Condition], source: FunctionSource, faults: list[Diagnostic]) -> JsonObject:
    found: JsonObject = {}
    for field, condition in conditions.items():
        try:
            operators = operators_of(field, condition)
        except Inexpressible as reason:
            hint = "make two rules of it, or check it in the workflow"
            faults.append(Diagnostic("SL502", str(reason), field.span or source.span(source.node), hint=hint))
            continue
        _put(found, field.path, operators)
    return found


def _put(target: JsonObject, path: tuple[str, ...], operators: list[Json]) -> None:
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = operators


def _checked(pattern: JsonObject, source: FunctionSource) -> JsonObject:
    """Ask the matcher's own parser what EventBridge would say: numbers too large, wildcards too complex."""
    span = source.span(source.node)
    size = len(compact(pattern)) if _is_json(pattern) else 0
    if size > MAX_PATTERN_CHARACTERS:
        message = f"the pattern has {size} characters, EventBridge takes {MAX_PATTERN_CHARACTERS}"
        raise DeclarationError([Diagnostic("SL502", message, span, hint="make several rules of it")])
    try:
        parse_pattern(json.dumps(pattern))
    except InvalidPattern as refusal:
        message = f"EventBridge refuses the pattern of this condition: {refusal.reason}"
        raise DeclarationError([Diagnostic("SL502", message, span)]) from refusal
    return pattern


def _is_json(pattern: JsonObject) -> bool:
    try:
        compact(pattern)
    except ValueError:
        return False
    return True
