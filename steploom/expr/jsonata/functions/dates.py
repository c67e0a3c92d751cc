"""`$now`, `$fromMillis` and `$toMillis`."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.functions.date_format import format_moment
from steploom.expr.jsonata.functions.date_parse import parse_iso, parse_moment
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]


def _optional(text: Json) -> str | None:
    return None if text is UNDEFINED else str(text)


def _now(run: Run, picture: Json, timezone: Json) -> str:
    return format_moment(run, run.moment, _optional(picture), _optional(timezone))


def _from_millis(run: Run, millis: float, picture: Json, timezone: Json) -> str:
    return format_moment(run, millis, _optional(picture), _optional(timezone))


def _to_millis(run: Run, text: str, picture: Json) -> Json:
    run.hold_picture("" if picture is UNDEFINED else picture)
    return parse_iso(text) if picture is UNDEFINED else parse_moment(run, text, picture)


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("now", "<s?s?:s>", _now, total=True),
    define("fromMillis", "<n-s?s?:s>", _from_millis),
    define("toMillis", "<s-s?:n>", _to_millis),
)
