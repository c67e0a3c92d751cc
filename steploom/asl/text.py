"""JSON and YAML text as JSON values; what is wrong with the text in AWS's words."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from steploom.asl.faults import Faults
from steploom.asl.fields import REFUSED, Refused
from steploom.asl.limits import MAX_DEFINITION_BYTES
from steploom.diagnostics import Diagnostic, Span
from steploom.jsontext import Json, JsonObject, size_in_bytes

__all__ = ["is_json", "parse_text", "syntax_fault"]

_WORD = re.compile(r"[\w$]+")
_SHOWN = 500

#: What Python's parser misses, and what AWS's parser (Jackson) says then.
_EXPECTED = {
    "Expecting property name enclosed in double quotes": "double-quote to start field name",
    "Illegal trailing comma before end of object": "double-quote to start field name",
    "Expecting ',' delimiter": "comma to separate Object entries",
    "Expecting ':' delimiter": "a colon to separate field name and value",
}


def is_json(text: str) -> bool:
    """Return whether `text` means to be JSON: it begins as an object or a list does.

    Such text is never read as YAML, which would take a trailing comma that AWS refuses.
    """
    return text.lstrip()[:1] in ("{", "[")


def parse_text(text: str, file: str | None, faults: Faults) -> JsonObject | Refused:
    """Return the object that JSON or YAML `text` holds, or `REFUSED` after the fault is reported.

    Args:
        text: JSON, or YAML where it does not begin with a brace or a bracket.
        file: Where the text comes from, for spans.
        faults: Where the fault goes.
    """
    if size_in_bytes(text) > MAX_DEFINITION_BYTES:
        message = f"The definition has {size_in_bytes(text)} bytes; AWS accepts {MAX_DEFINITION_BYTES}"
        faults.extend([Diagnostic("SL601", message, hint="Move parts into machines of their own")])
        return REFUSED
    if not text.strip():
        return _no_object(faults)
    hooks = _Hooks(text)
    try:
        value = json.loads(
            text, object_pairs_hook=hooks.collect, parse_constant=hooks.constant, parse_float=hooks.float
        )
    except json.JSONDecodeError as error:
        if is_json(text):
            faults.extend([syntax_fault(error, text, file)])
            return REFUSED
        value = _parse_yaml(text, file, faults, error)
    except ValueError as error:
        # An integer with more digits than Python turns into a number.
        faults.extend([syntax_fault(json.JSONDecodeError(f"Number out of range: {error}", text, 0), text, file)])
        return REFUSED
    return value if isinstance(value, dict) else value if value is REFUSED else _no_object(faults)


def _no_object(faults: Faults) -> Refused:
    faults.schema(None, "Definition must be a valid JSON object", code="SL400")
    return REFUSED


@dataclass(frozen=True, slots=True)
class _Hooks:
    """What Python's JSON parser takes and AWS's does not."""

    text: str

    def collect(self, pairs: list[tuple[str, Json]]) -> JsonObject:
        """Refuse a key that stands twice in one object: the parser would keep the last one without a word."""
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            key = re.escape(json.dumps(twice, ensure_ascii=False)) + r"\s*:"
            # The parser does not tell where the object is; the key's last place is the best guess.
            places = [each.start() for each in re.finditer(key, self.text)]
            raise json.JSONDecodeError(f"Duplicate field '{twice}'", self.text, max(places, default=0))
        return found

    def constant(self, name: str) -> Json:
        """Refuse NaN and the infinities."""
        raise json.JSONDecodeError(f"Unrecognized token '{name}'", self.text, self.text.index(name))

    def float(self, digits: str) -> float:
        """Refuse a number that only an infinity could hold."""
        value = float(digits)
        if math.isinf(value):
            raise json.JSONDecodeError("Number out of range", self.text, self.text.index(digits))
        return value


def syntax_fault(error: json.JSONDecodeError, text: str, file: str | None) -> Diagnostic:
    """Return a fault of JSON text, worded as Jackson, AWS's parser, words it where the case is a common one.

    Args:
        error: What Python's parser said.
        text: The whole text.
        file: Where it comes from, for the span.
    """
    position = min(error.pos, len(text))
    character = text[position : position + 1]
    word = _WORD.match(text, position)
    after = position + 1
    if error.msg.startswith(("Duplicate", "Unrecognized", "Number")):
        message = error.msg
    elif not character:
        message = "Unexpected end-of-input"
    elif error.msg == "Expecting value" and word:
        expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        message, after = f"Unrecognized token '{word.group()}': was expecting {expected}", word.end()
    elif error.msg in _EXPECTED:
        code = f"('{character}' (code {ord(character)}))"
        message = f"Unexpected character {code}: was expecting {_EXPECTED[error.msg]}"
    else:
        message = error.msg
    before = text[:after]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    shown = text if len(text) <= _SHOWN else f'{text[:_SHOWN]}"[truncated {len(text) - _SHOWN} chars]'
    source = f'[Source: (String)"{shown}{"" if len(text) > _SHOWN else chr(34)}; line: {line}, column: {column}]'
    start = position - text.rfind("\n", 0, position)
    row = text.count("\n", 0, position) + 1
    span = Span(file or "<text>", row, start, row, start + max(1, word.end() - position if word else 1))
    text_ = f"{message}\n at {source}"
    return Diagnostic("SL400", text_, span, source, service_code="INVALID_JSON_DESCRIPTION")


def _parse_yaml(text: str, file: str | None, faults: Faults, error: json.JSONDecodeError) -> Any:
    # PyYAML costs 20 ms to import, and most definitions are JSON.
    from steploom.asl.yamltext import YamlError, parse_yaml  # noqa: PLC0415

    try:
        value = parse_yaml(text)
    except YamlError as wrong:
        span = Span(file or "<text>", wrong.line, wrong.column, wrong.line, wrong.column + 1)
        faults.extend([Diagnostic("SL400", wrong.message, span, hint=wrong.hint)])
        return REFUSED
    if not isinstance(value, dict):
        faults.extend([syntax_fault(error, text, file)])
        return REFUSED
    return value
