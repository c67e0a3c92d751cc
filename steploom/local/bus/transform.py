"""What a target receives: the event, a constant, a part of it, or a text made of parts (section 9.6)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from steploom.errors import SteploomError
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.bus.model import Rule
from steploom.local.bus.paths import MISSING, select

__all__ = ["BadInput", "input_for", "wrong_inputs"]

_PLACE = re.compile(r"<([A-Za-z0-9_.\-]+)>")
_PREDEFINED = frozenset(
    {
        "aws.events.rule-arn",
        "aws.events.rule-name",
        "aws.events.event.ingestion-time",
        "aws.events.event",
        "aws.events.event.json",
    }
)


class BadInput(SteploomError):
    """The template and the event together make no JSON: EventBridge delivers nothing."""


def input_for(target: Mapping[str, Any], event: JsonObject, rule: Rule, ingested: str) -> str:
    """Return the text that a target receives.

    Args:
        target: The target as PutTargets takes it.
        event: The event.
        rule: The rule that chose the target.
        ingested: When the bus took the event, ISO 8601.

    Raises:
        BadInput: The transformed text is no JSON, or the path selects nothing.

    Example:
        >>> rule = Rule("r", "arn:aws:events:us-east-1:123456789012:rule/r", "123456789012", "us-east-1")
        >>> input_for({"InputPath": "$.detail"}, {"detail": {"id": 1}}, rule, "2026-01-01T00:00:00Z")
        '{"id":1}'
    """
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        found = select(event, target["InputPath"])
        if found is MISSING:
            raise BadInput(f"InputPath {target['InputPath']} selects nothing of the event")
        return compact(found)
    if "InputTransformer" in target:
        return _transformed(target["InputTransformer"], event, rule, ingested)
    return compact(event)


def wrong_inputs(target: Mapping[str, Any]) -> str | None:
    """Return what PutTargets refuses about a target's input, in AWS's words, or None.

    Example:
        >>> wrong_inputs({"Id": "1", "InputTransformer": {"InputTemplate": '"Order <id>"'}})
        'InputTemplate for target 1 contains invalid placeholder id.'
    """
    id_ = target["Id"]
    if sum(key in target for key in ("Input", "InputPath", "InputTransformer")) > 1:
        return f"Only one of Input, InputPath, or InputTransformer must be provided for target {id_}."
    transformer = target.get("InputTransformer", {})
    known = set(transformer.get("InputPathsMap", {})) | _PREDEFINED
    for name in _PLACE.findall(transformer.get("InputTemplate", "")):
        if name not in known:
            return f"InputTemplate for target {id_} contains invalid placeholder {name}."
    return None


def _transformed(transformer: Mapping[str, Any], event: JsonObject, rule: Rule, ingested: str) -> str:
    template = transformer["InputTemplate"]
    values = {name: select(event, path) for name, path in transformer.get("InputPathsMap", {}).items()}
    values |= _predefined(event, rule, ingested)
    is_text = template.lstrip().startswith('"')
    made = "".join(_pieces(template, values, is_text=is_text))
    if not is_text:
        try:
            json.loads(made)
        except ValueError as error:
            raise BadInput(f"the input that the template makes is no JSON: {made}") from error
    return made


def _predefined(event: JsonObject, rule: Rule, ingested: str) -> dict[str, Json]:
    renamed = {"detailType" if key == "detail-type" else key: value for key, value in event.items() if key != "detail"}
    return {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.ingestion-time": ingested,
        "aws.events.event": renamed | {"time": ingested},
        "aws.events.event.json": event,
    }


def _pieces(template: str, values: Mapping[str, Json], *, is_text: bool) -> list[str]:
    """The template with its placeholders filled in; what a value looks like depends on the quotes around it."""
    pieces: list[str] = []
    place, quoted = 0, False
    while place < len(template):
        character = template[place]
        match = _PLACE.match(template, place) if character == "<" else None
        if match is not None and match[1] in values:
            pieces.append(_shown(values[match[1]], quoted=quoted, is_text=is_text))
            place = match.end()
            continue
        if character == "\\" and quoted:
            pieces.append(template[place : place + 2])
            place += 2
            continue
        quoted ^= character == '"'
        pieces.append(character)
        place += 1
    return pieces


def _shown(value: Json, *, quoted: bool, is_text: bool) -> str:
    if value is MISSING:
        return "" if quoted else '""'
    if not quoted:
        return compact(value)
    if isinstance(value, str):
        return value
    # AWS takes the quotes out of an object in a text; in JSON they stay, and break it.
    return compact(value).replace('"', "") if is_text else compact(value)
