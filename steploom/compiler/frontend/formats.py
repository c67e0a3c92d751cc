"""Format specs: `{total:.2f}`, `{count:>5}`, `{name:<20}`, `{size:,}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import FLOAT, INT, TEXT, Make, listed
from steploom.compiler.frontend.rounding import MOST_DIGITS, fixed
from steploom.compiler.frontend.shapes import is_integer, is_number, is_text
from steploom.compiler.hir import Const, Expr

__all__ = ["formatted", "padded"]

_SPEC = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>^=]))?(?P<sign>[-+ ])?(?P<zero>0)?(?P<width>\d+)?(?P<comma>,)?"
    r"(?:\.(?P<digits>\d+))?(?P<kind>[a-zA-Z%])?",
    re.DOTALL,
)
_BASES = {"x": 16, "o": 8, "b": 2}


@dataclass(frozen=True, slots=True)
class _Spec:
    fill: str
    align: str
    sign: str
    width: int
    comma: bool
    digits: int | None
    kind: str


def formatted(make: Make, value: Expr, spec: str) -> Expr:
    """Return `format(value, spec)`.

    Raises:
        Refused: The spec says what Step Functions cannot do.
    """
    read = _read(make, spec, number=not is_text(value.type))
    if is_text(value.type):
        return _text(make, value, read)
    if not is_number(value.type):
        message = f"a format spec takes texts, int and float, this is {type_name(value.type)}"
        make.context.refuse("SL206", message, make.node, "make the text in an activity")
    return make.once(value, lambda number: _number(make, number, read))


def _read(make: Make, spec: str, *, number: bool) -> _Spec:
    found = _SPEC.fullmatch(spec)
    if found is None or found["fill"] in ("{", "}") or ord(found["fill"] or " ") > 0xFFFF:  # noqa: PLR2004 - BMP
        make.context.refuse("SL102", f"the format spec {spec!r} is not supported", make.node, "for example `.2f`, `>8`")
    zero = found["zero"] is not None and found["align"] is None
    align = found["align"] or ("=" if zero and number else ">" if number else "<")
    return _Spec(
        fill=found["fill"] or ("0" if found["zero"] else " "),
        align=align,
        sign=found["sign"] or "-",
        width=int(found["width"] or 0),
        comma=found["comma"] is not None,
        digits=None if found["digits"] is None else int(found["digits"]),
        kind=found["kind"] or "",
    )


def _refuse(make: Make, spec: _Spec, hint: str) -> Expr:
    what = spec.kind or "an empty type"
    return make.context.refuse("SL102", f"this format spec ({what}) is not supported here", make.node, hint)


def _text(make: Make, value: Expr, spec: _Spec) -> Expr:
    if spec.kind not in ("", "s") or spec.comma or spec.align == "=" or spec.sign != "-":
        return _refuse(make, spec, "of a text, a width, an alignment and a precision can be given")
    if spec.digits is not None:
        most = spec.digits
        characters = make.op("text.characters", listed(TEXT), value)
        kept = make.keep_at(characters, lambda index: make.compare(index, "<", make.number(most)))
        value = make.op("text.join", TEXT, kept, make.text(""))
    return padded(make, value, make.number(spec.width), spec.fill, spec.align) if spec.width else value


def _number(make: Make, value: Expr, spec: _Spec) -> Expr:
    whole = is_integer(value.type)
    if spec.kind in ("f", "F", "%"):
        return _fixed(make, value, spec)
    if not whole or spec.digits is not None or spec.kind not in ("", "d", "n", "x", "o", "b") or spec.kind == "n":
        return _refuse(make, spec, "say how many digits a float has: `.2f`")
    size = make.op("number.absolute", INT, value)
    base = _BASES.get(spec.kind)
    if base is None:
        digits = make.op("text.of integer", TEXT, size)
    else:
        digits = make.op("text.of integer", TEXT, size, make.number(base))
    if spec.comma:
        digits = _with_commas(make, digits)
    return _signed(make, make.compare(value, "<", make.number(0)), digits, spec)


def _fixed(make: Make, value: Expr, spec: _Spec) -> Expr:
    digits = 6 if spec.digits is None else spec.digits
    if digits > MOST_DIGITS:
        return _refuse(make, spec, f"at most {MOST_DIGITS} digits behind the point")
    if spec.kind == "%":
        scaled = make.op("number.multiply", FLOAT, value, make.number(100))
        return make.once(scaled, lambda number: _parts(make, number, digits, spec, "%"))
    return _parts(make, value, digits, spec, "")


def _parts(make: Make, value: Expr, digits: int, spec: _Spec, behind: str) -> Expr:
    def written(whole: Expr, fraction: Expr) -> Expr:
        front = _with_commas(make, whole) if spec.comma else whole
        point = "." if digits else ""
        if isinstance(fraction, Const):
            end = f"{point}{fraction.value}{behind}"
            parts: tuple[str | Expr, ...] = (front, end) if end else (front,)
        else:
            parts = (front, point, fraction, behind) if behind else (front, point, fraction)
        return _signed(make, make.compare(value, "<", make.number(0)), make.join(*parts), spec)

    return fixed(make, value, digits, written)


def _with_commas(make: Make, digits: Expr) -> Expr:
    return make.op("text.replace like", TEXT, digits, make.text(r"(\d)(?=(\d{3})+(?!\d))"), make.text("$1,"))


def _signed(make: Make, below: Expr, digits: Expr, spec: _Spec) -> Expr:
    plus = {"-": "", "+": "+", " ": " "}[spec.sign]
    sign = make.when(below, make.text("-"), make.text(plus), TEXT)
    if spec.align == "=" and spec.width:
        if spec.comma:
            _refuse(make, spec, "leave the zeros, or the commas, out")
        width: Expr = make.number(spec.width - 1)
        if not plus:
            width = make.when(below, width, make.number(spec.width), INT)
        return make.join(sign, padded(make, digits, width, spec.fill, ">"))
    signed = make.join(sign, digits)
    return padded(make, signed, make.number(spec.width), spec.fill, spec.align) if spec.width else signed


def padded(make: Make, value: Expr, width: Expr, fill: str, align: str) -> Expr:
    """Return `value` filled up to a width: `<`, `>` or `^` says on which side it stands."""
    filler = () if fill == " " else (make.text(fill),)
    if align == "<":
        return make.op("text.pad right", TEXT, value, width, *filler)
    if align == ">":
        return make.op("text.pad left", TEXT, value, width, *filler)

    def centred(text: Expr) -> Expr:
        size = make.op("text.length", INT, text)
        room = make.op("number.add", INT, width, size)
        left = make.op("number.floor", INT, make.op("number.divide", FLOAT, room, make.number(2)))
        return make.op("text.pad right", TEXT, make.op("text.pad left", TEXT, text, left, *filler), width, *filler)

    return make.once(value, centred)
