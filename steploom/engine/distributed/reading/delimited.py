"""CSV as AWS reads it (section 3.7 of the reference)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from steploom.asl.model import ReaderConfig
from steploom.engine.failure import READER_FAILED, StateFailure
from steploom.jsontext import JsonObject

__all__ = ["read_csv", "rows_of", "texts_of"]

_DELIMITERS: Final = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}


def read_csv(config: ReaderConfig, body: bytes) -> Iterator[JsonObject]:
    """Yield an object a row, all values texts: missing cells are empty, extra ones dropped.

    Raises:
        StateFailure: `States.ItemReaderFailed`.
    """
    rows = rows_of(texts_of(body), _DELIMITERS[config.csv_delimiter or "COMMA"])
    headers = list(config.csv_headers) if config.csv_headers is not None else next(rows, [])
    if len(set(headers)) != len(headers):
        raise StateFailure(READER_FAILED, "CSV headers cannot contain duplicates.")
    for row in rows:
        yield {name: row[index] if index < len(row) else "" for index, name in enumerate(headers)}


def texts_of(body: bytes) -> Iterator[str]:
    """Yield the lines of a text with their ends.

    Raises:
        StateFailure: `States.ItemReaderFailed`, it is no UTF-8.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StateFailure(READER_FAILED, "The file is not encoded in UTF-8.") from error
    return iter(io.StringIO(text, newline=""))


def rows_of(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    r"""Yield the cells of each row.

    Cells may be quoted, quotes inside are doubled; a backslash escapes a backslash, a quote and the delimiter, and
    vanishes before anything else.

    Example:
        >>> list(rows_of(iter(['a,"b, ""c"" d"\n', "d\\,e,\\f\n"]), ","))
        [['a', 'b, "c" d'], ['d,e', 'f']]
    """
    pending = ""
    for line in lines:
        pending += line
        cells = _cells(pending.rstrip("\r\n"), delimiter)
        if cells is None:
            continue  # a line break inside quotes
        if pending.rstrip("\r\n"):
            yield cells
        pending = ""
    if pending:
        yield _cells(f'{pending}"', delimiter) or [pending]


def _cells(row: str, delimiter: str) -> list[str] | None:
    """The cells of a row; None where a quote is still open."""
    if '"' not in row and "\\" not in row:
        return row.split(delimiter)
    cells, cell, quoted = [], "", False
    characters = iter(range(len(row)))
    for at in characters:
        character = row[at]
        following = row[at + 1 : at + 2]
        if character == "\\":
            if following:
                cell += following
                next(characters)
        elif character == '"' and quoted and following == '"':
            cell += '"'
            next(characters)
        elif character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            cells.append(cell)
            cell = ""
        else:
            cell += character
    return None if quoted else [*cells, cell]
