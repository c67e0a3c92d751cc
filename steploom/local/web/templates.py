"""Mapping templates of API Gateway, as far as they are text with references: no directives, no loops."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from steploom.errors import Unsupported
from steploom.jsontext import Json, compact, parse

__all__ = ["Scope", "filled"]

_REFERENCE: Final = re.compile(
    r"\$input\.body|\$input\.(?P<how>json|path)\(\s*['\"](?P<path>\$[^'\"]*)['\"]\s*\)"
    r"|\$input\.params\(\s*['\"](?P<param>[^'\"]+)['\"]\s*\)"
    r"|\$context\.(?P<context>[\w.]+)|\$stageVariables\.(?P<variable>\w+)"
)
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]|\['([^']+)'\]")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a template may refer to.

    Attributes:
        body: The text that came in.
        params: Path, query and header values by name.
        context: `requestId`, `stage`, …
        variables: The stage's.
    """

    body: str
    params: Mapping[str, str]
    context: Mapping[str, str]
    variables: Mapping[str, str]


def filled(template: str, scope: Scope) -> str:
    """Return a template with its references replaced.

    Raises:
        Unsupported: SL412, it has directives or references that are not understood.

    Example:
        >>> filled('{"id": $input.json("$.order.id")}', Scope('{"order": {"id": 7}}', {}, {}, {}))
        '{"id": 7}'
    """
    text = _REFERENCE.sub(lambda found: _value(found, scope), template)
    left = _REFERENCE.sub("", template)
    if "#" in left or re.search(r"\$\w", left):
        message = f"the mapping template {template!r} has more than references to $input, $context and $stageVariables"
        raise Unsupported("SL412", f"{message}; answer for the API with cloud.http")
    return text


def _value(found: re.Match[str], scope: Scope) -> str:
    if (path := found["path"]) is not None:
        value = _walked(scope.body, path)
        return compact(value) if found["how"] == "json" or isinstance(value, dict | list) else _plain(value)
    if (param := found["param"]) is not None:
        return scope.params.get(param, "")
    if (name := found["context"]) is not None:
        return scope.context.get(name, "")
    if (name := found["variable"]) is not None:
        return scope.variables.get(name, "")
    return scope.body


def _plain(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else compact(value)


def _walked(body: str, path: str) -> Json:
    """The value at a dotted path; an absent one is an empty text, as `$input.json` gives it."""
    try:
        value = parse(body) if body else {}
    except json.JSONDecodeError:
        return ""
    for name, index, quoted in _STEP.findall(path[1:]):
        if index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        elif isinstance(value, dict) and (name or quoted) in value:
            value = value[name or quoted]
        else:
            return ""
    return value
