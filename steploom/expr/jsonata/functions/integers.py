"""`$formatInteger` and `$parseInteger`."""

from __future__ import annotations

import math
from typing import Final

from steploom.expr.jsonata.functions.integer_pictures import analyse_integer, format_integer, parse_integer
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]


def _format(run: Run, value: float, picture: Json) -> str:
    run.hold_picture("" if picture is UNDEFINED else picture)
    whole = math.floor(value) if math.isfinite(value) else value
    return format_integer(whole, analyse_integer("" if picture is UNDEFINED else picture), run)


def _parse(run: Run, text: str, picture: Json) -> Json:
    run.hold_picture("" if picture is UNDEFINED else picture)
    return parse_integer(text, analyse_integer("" if picture is UNDEFINED else picture))


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("formatInteger", "<n-s:s>", _format),
    define("parseInteger", "<s-s:n>", _parse),
)
