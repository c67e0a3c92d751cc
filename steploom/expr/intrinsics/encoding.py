"""Intrinsic functions that encode, decode and hash text."""

from __future__ import annotations

import base64
import hashlib
import re

from steploom.expr.intrinsics.errors import CallFault
from steploom.expr.intrinsics.functions import Function, Kind
from steploom.jsontext import Json, compact

__all__ = ["FUNCTIONS"]

_MAX_CHARACTERS = 10_000
_ALGORITHMS = {
    "MD5": hashlib.md5,
    "SHA-1": hashlib.sha1,
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def _encode(text: str) -> Json:
    return base64.b64encode(_limited(text).encode("utf-8", "surrogatepass")).decode("ascii")


def _decode(text: str) -> Json:
    """Decode as leniently as AWS: other characters are skipped, padding may be missing and ends the text."""
    data = _limited(text).translate({ord("-"): "+", ord("_"): "/"}).split("=", 1)[0]
    data = _NOT_BASE64.sub("", data)
    if len(data) % 4 == 1:
        data = data[:-1]  # six bits alone make no byte
    return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")


def _hash(data: Json, algorithm: str) -> Json:
    text = _limited(data if isinstance(data, str) else compact(data))
    if algorithm not in _ALGORITHMS:
        raise CallFault(f"the algorithm must be one of {', '.join(_ALGORITHMS)}")
    return _ALGORITHMS[algorithm](text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _limited(text: str) -> str:
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units > _MAX_CHARACTERS:
        raise CallFault(f"the text must not be longer than {_MAX_CHARACTERS} characters, but has {units}")
    return text


FUNCTIONS = (
    Function("States.Base64Decode", (Kind.TEXT,), _decode),
    Function("States.Base64Encode", (Kind.TEXT,), _encode),
    Function("States.Hash", (Kind.ANY, Kind.TEXT), _hash),
)
