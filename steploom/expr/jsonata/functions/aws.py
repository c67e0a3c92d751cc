"""What Step Functions adds to JSONata."""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any, Final

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.texts import js_number
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_ALGORITHMS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _partition(run: Run, items: list[Json], size: Json) -> Json:
    wanted = _whole(size, "partition", 2)
    if wanted < 0:
        raise Fault("", message="The chunk size of the partition function must not be negative")
    if not items or wanted == 0:
        return UNDEFINED
    run.spend(len(items))
    # A plain array, not a sequence: AWS answers [[0]] for one chunk.
    return [items[at : at + wanted] for at in range(0, len(items), wanted)]


def _range(run: Run, first: Json, last: Json, delta: Json) -> Json:
    start, end, step = (_whole(each, "range", index) for index, each in enumerate((first, last, delta), 1))
    if step == 0:
        raise Fault("", message="The step of the range function must not be zero")
    size = max(0, (end - start) // step + 1)
    run.hold_items(size)
    run.spend(size)
    return Sequence(range(start, start + size * step, step))


def _whole(value: Json, function: str, index: int) -> int:
    """Return an integer parameter, rounded down."""
    if value is UNDEFINED or not math.isfinite(value):
        raise Fault("T0410", symbol=function, index=index, value=value)
    whole: int = math.floor(value)
    return whole


def _hash(_run: Run, text: str, algorithm: Json) -> str:
    name = _ALGORITHMS.get("" if algorithm is UNDEFINED else algorithm)
    if name is None:
        raise Fault("", message=f"The hash function supports {', '.join(_ALGORITHMS)}")
    # MD5 and SHA-1 are what the service offers; nothing here depends on their strength.
    return hashlib.new(name, text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


# -- $parse -------------------------------------------------------------------------------------------------------

_TOKEN: Final = re.compile(
    r"[ \t\r\n]*(?:(?P<double>\"(?:[^\"\\]|\\.)*\")|(?P<single>'(?:[^'\\]|\\.)*')"
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|(?P<word>true|false|null)|(?P<mark>[\[\]{},:]))",
    re.DOTALL,
)
_END: Final = re.compile(r"[ \t\r\n]*\Z")
_WORDS: Final = {"true": True, "false": False, "null": None}


def _parse(run: Run, text: str) -> Json:
    if _END.match(text):
        raise _not_json(text)
    run.scrub = run.scrub or "\\u" in text
    try:
        return json.loads(
            text, parse_constant=_refused, parse_int=_number, parse_float=_number, object_pairs_hook=_object
        )
    except (json.JSONDecodeError, _NotJson):
        return _Reader(text, run).whole()


class _NotJson(Exception):
    """A value that JSON has no form for, or that Step Functions refuses."""


def _refused(name: str) -> Json:
    raise _NotJson(name)


def _number(text: str) -> Json:
    value = float(text)
    if not math.isfinite(value):
        raise _NotJson(text)
    return js_number(value)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise _NotJson("repeated key")
    return result


def _not_json(text: str) -> Fault:
    return Fault("", message=f"The argument of the parse function is not valid JSON: {text[:100]}")


class _Reader:
    """Reads JSON whose texts may stand in single quotes."""

    def __init__(self, text: str, run: Run) -> None:
        self._text = text
        self._run = run
        self._at = 0
        self._kind = self._value = ""

    def whole(self) -> Json:
        try:
            self._next()
            value = self._read()
        except _NotJson:
            raise _not_json(self._text) from None
        if not _END.match(self._text, self._at):
            raise _not_json(self._text)
        return value

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise _NotJson
        self._run.spend(1)
        self._at = match.end()
        self._kind = str(match.lastgroup)
        self._value = match[self._kind]

    def _read(self) -> Json:
        match self._kind:
            case "double":
                return self._string(self._value)
            case "single":
                inner = self._value[1:-1].replace("\\'", "'").replace('"', '\\"')
                return self._string(f'"{inner}"')
            case "number":
                return _number(self._value)
            case "word":
                return _WORDS[self._value]
        return self._container()

    def _string(self, text: str) -> Json:
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            raise _NotJson from None

    def _container(self) -> Json:
        opening = self._value
        if opening not in "[{":
            raise _NotJson
        closing = "]" if opening == "[" else "}"
        items: list[Json] = []
        self._next()
        while self._value != closing or self._kind != "mark":
            items.append(self._read() if opening == "[" else self._pair())
            self._next()
            if self._kind != "mark" or self._value not in ("," + closing):
                raise _NotJson
            if self._value == ",":
                self._next()
                if self._kind == "mark" and self._value == closing:
                    raise _NotJson
        return items if opening == "[" else _object(items)

    def _pair(self) -> tuple[str, Json]:
        if self._kind not in ("double", "single"):
            raise _NotJson
        key = self._read()
        self._next()
        if self._value != ":" or self._kind != "mark":
            raise _NotJson
        self._next()
        return key, self._read()


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("partition", "<an:a>", _partition),
    define("range", "<nnn:a>", _range),
    define("hash", "<ss:s>", _hash),
    define("parse", "<s-:x>", _parse),
)
