"""JSON documents and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from steploom.engine.distributed.reading.delimited import texts_of
from steploom.engine.failure import READER_FAILED, StateFailure
from steploom.jsontext import Json, parse

__all__ = ["point", "read_json", "read_lines"]


def read_json(body: bytes, pointer: str | None) -> list[Json]:
    """Return the items of a document: its array, or the array that a JSON Pointer names.

    Raises:
        StateFailure: `States.ItemReaderFailed`.
    """
    document = _parsed("".join(texts_of(body)))
    found = document if pointer is None else point(document, pointer)
    if not isinstance(found, list):
        # Recorded on AWS for an object as well.
        raise StateFailure(READER_FAILED, "Attempting to map over non-iterable node.")
    return found


def read_lines(body: bytes) -> Iterator[Json]:
    """Yield the value of each line.

    Raises:
        StateFailure: `States.ItemReaderFailed`.
    """
    for line in texts_of(body):
        if line.strip():
            yield _parsed(line)


def point(document: Json, pointer: str) -> Json:
    """Return what a JSON Pointer (RFC 6901) names.

    Raises:
        StateFailure: `States.ItemReaderFailed`, it names nothing.

    Example:
        >>> point({"a": [{"b/c": 7}]}, "/a/0/b~1c")
        7
    """
    found = document
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            raise StateFailure(READER_FAILED, f"The ItemsPointer '{pointer}' does not match the file.")
    return found


def _parsed(text: str) -> Json:
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        raise StateFailure(READER_FAILED, "Attempting to map over malformed JSON.") from error
