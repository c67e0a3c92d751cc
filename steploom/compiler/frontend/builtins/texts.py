"""`str()` and methods of texts."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.formats import padded
from steploom.compiler.frontend.making import BOOL, FLOAT, INT, SIZE, TEXT, Make, listed
from steploom.compiler.frontend.numbers import told_by
from steploom.compiler.frontend.shapes import is_integer, is_text
from steploom.compiler.frontend.text import text_of
from steploom.compiler.hir import Const, Expr, ItemAt, MakeList, OperationName
from steploom.dsl.contract import ListShape, TupleShape

__all__ = ["FUNCTIONS", "METHODS"]

#: What Python takes for white space, as the inside of a character class.
_SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_END = r"(?![\s\S])"
_TEXTS = listed(TEXT)
_NOTHING = ""


def _str(call: Call, object: ast.expr | None = None, /) -> Expr:  # noqa: A002 - Python's own name
    return call.make.text("") if object is None else text_of(call.context, call.value(object), object)


def _simple(name: OperationName) -> Handler:
    def handler(call: Call, text: Expr, /) -> Expr:
        return call.make.op(name, TEXT, text)

    return handler


def _join(call: Call, text: Expr, iterable: ast.expr, /) -> Expr:
    items = call.items(iterable)
    if not isinstance(items.type, ListShape) or not is_text(items.type.item):
        call.refuse("SL206", f"join() takes texts, this is {type_name(items.type)}", "str(item) for item in …")
    return call.make.op("text.join", TEXT, items, text)


def _split(call: Call, text: Expr, /, sep: ast.expr | None = None, maxsplit: ast.expr | None = None) -> Expr:
    make, most = call.make, call.constant(maxsplit, -1)
    separator = None if sep is None else call.value(sep)
    if separator is None or (isinstance(separator, Const) and separator.value is None):
        if most >= 0:
            call.refuse("SL102", "split() at white space takes no maxsplit here", "split at a text")
        parts = make.op("text.split like", _TEXTS, text, make.text(f"[{_SPACE}]+"))
        return make.keep(parts, lambda part: make.compare(part, "!=", make.text("")))
    parts = _parts(call, text, separator)
    if most < 0:
        return parts
    return make.once(parts, lambda each: _first_parts(make, each, separator, most))


def _parts(call: Call, text: Expr, separator: Expr) -> Expr:
    make = call.make
    if not is_text(separator.type):
        call.refuse("SL206", f"a text is split at a text, not at {type_name(separator.type)}")
    return _not_empty(call, separator, lambda sep: make.op("text.split", _TEXTS, text, sep))


def _not_empty(call: Call, separator: Expr, build: Callable[[Expr], Expr]) -> Expr:
    make = call.make
    if isinstance(separator, Const) and separator.value:
        return build(separator)

    def checked(sep: Expr) -> Expr:
        empty = make.compare(sep, "=", make.text(""))
        return make.fails(build(sep), empty, ValueError, told_by(lambda: _NOTHING.split(_NOTHING)))

    return make.once(separator, checked)


def _first_parts(make: Make, parts: Expr, separator: Expr, most: int) -> Expr:
    """The first parts, and what is behind them in one piece."""
    first = make.keep_at(parts, lambda index: make.compare(index, "<", make.number(most)))
    last = make.keep_at(parts, lambda index: make.compare(index, ">=", make.number(most)))
    rest = make.items((make.op("text.join", TEXT, last, separator),), TEXT)
    more = make.compare(make.count(parts), ">", make.number(most))
    return make.when(more, make.op("list.concatenate", _TEXTS, first, rest), parts, _TEXTS)


def _rsplit(call: Call, text: Expr, /, sep: ast.expr | None = None, maxsplit: ast.expr | None = None) -> Expr:
    if call.constant(maxsplit, -1) < 0:
        return _split(call, text, sep)
    if sep is None or call.constant(maxsplit) != 1:
        call.refuse("SL102", "rsplit() takes a separator, and 1 as maxsplit, here", "use split() and a slice")
    make, separator = call.make, call.value(sep)

    def cut(parts: Expr) -> Expr:
        end = make.op("number.subtract", INT, make.count(parts), make.number(1))
        head = make.keep_at(parts, lambda index: make.compare(index, "<", end))
        last = ItemAt(parts, make.number(-1), type=TEXT, span=call.context.span(call.node))
        pair = make.items((make.op("text.join", TEXT, head, separator), last), TEXT)
        return make.when(make.compare(make.count(parts), ">", make.number(1)), pair, parts, _TEXTS)

    return make.once(_parts(call, text, separator), cut)


def _splitlines(call: Call, text: Expr, /) -> Expr:
    make = call.make
    ends = r"\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]"
    body = make.op("text.replace like", TEXT, text, make.text(f"({ends}){_END}"), make.text(""))
    parts = make.op("text.split like", _TEXTS, body, make.text(ends))
    nothing = make.compare(text, "=", make.text(""))
    return make.once(text, lambda _: make.when(nothing, make.items((), TEXT), parts, _TEXTS))


def _strip(sides: str) -> Handler:
    def handler(call: Call, text: Expr, chars: ast.expr | None = None, /) -> Expr:
        make, given = call.make, call.constant(chars)
        if given == "":
            return text
        inside = _SPACE if given is None else "".join(map(_escaped, given))
        if any(ord(char) > 0xFFFF for char in given or ""):  # noqa: PLR2004 - engines split pairs of UTF-16
            call.refuse("SL102", f"{call.name}() takes no characters beyond U+FFFF")
        patterns = [f"^[{inside}]+"] if "l" in sides else []
        patterns += [f"[{inside}]+{_END}"] if "r" in sides else []
        return make.op("text.replace like", TEXT, text, make.text("|".join(patterns)), make.text(""))

    return handler


def _escaped(char: str) -> str:
    """A character in a regular expression, where it stands for itself in every engine."""
    if char.isascii() and char.isalnum():
        return char
    return f"\\{char}" if char.isascii() and char.isprintable() and char != " " else f"\\u{ord(char):04x}"


def _pattern(text: str) -> str:
    return "".join(
        _escaped(char) if ord(char) <= 0xFFFF else char  # noqa: PLR2004 - a pair stands for itself
        for char in text
    )


def _replace(call: Call, text: Expr, old: ast.expr, new: ast.expr, count: ast.expr | None = None, /) -> Expr:
    make, most = call.make, call.constant(count, -1)
    before, after = call.text(old), call.text(new)
    if not isinstance(before, Const) or before.value == "":
        return _replace_unknown(call, text, before, after, most)
    if most == 0:
        return text
    limit = () if most < 0 else (make.number(most),)
    return make.op("text.replace", TEXT, text, before, after, *limit)


def _replace_unknown(call: Call, text: Expr, before: Expr, after: Expr, most: int) -> Expr:
    """An empty text stands between all characters."""
    make = call.make
    if most >= 0:
        call.refuse("SL102", "replace() with a count takes a known text to look for")

    def build(whole: Expr, old: Expr, new: Expr) -> Expr:
        spread = make.op("text.join", TEXT, make.op("text.characters", _TEXTS, whole), new)
        empty = make.compare(old, "=", make.text(""))
        some = make.when(make.compare(whole, "=", make.text("")), new, make.join(new, spread, new), TEXT)
        return make.when(empty, some, make.op("text.replace", TEXT, whole, old, new), TEXT)

    return make.once(
        text, lambda whole: make.once(before, lambda old: make.once(after, lambda new: build(whole, old, new)))
    )


def _startswith(call: Call, text: Expr, prefix: ast.expr, /) -> Expr:
    return _one_of(call, prefix, lambda each: _starts(call.make, text, each))


def _endswith(call: Call, text: Expr, suffix: ast.expr, /) -> Expr:
    return _one_of(call, suffix, lambda each: _ends(call.make, text, each))


def _one_of(call: Call, given: ast.expr, test: Callable[[Expr], Expr]) -> Expr:
    value = call.value(given)
    if isinstance(value, MakeList):
        return call.make.either(*map(test, value.items)) if value.items else call.make.flag(value=False)
    if not is_text(value.type):
        call.refuse("SL206", f"{call.name}() takes a text or a tuple of texts that is written out")
    return test(value)


def _starts(make: Make, text: Expr, prefix: Expr) -> Expr:
    if isinstance(prefix, Const):
        if prefix.value == "":
            return make.once(text, lambda _: make.flag(value=True))
        return make.op("text.is like", BOOL, text, make.text(f"^{_pattern(str(prefix.value))}"))

    def asked(whole: Expr, start: Expr) -> Expr:
        first = make.compare(make.op("text.before", TEXT, whole, start), "=", make.text(""))
        there = make.both(make.op("text.contains", BOOL, whole, start), first)
        return make.either(make.compare(start, "=", make.text("")), there)

    return make.once(text, lambda whole: make.once(prefix, lambda start: asked(whole, start)))


def _ends(make: Make, text: Expr, suffix: Expr) -> Expr:
    if isinstance(suffix, Const):
        return make.op("text.is like", BOOL, text, make.text(f"{_pattern(str(suffix.value))}{_END}"))

    def asked(whole: Expr, end: Expr) -> Expr:
        size = make.op("number.subtract", INT, _length(make, whole), _length(make, end))
        characters = make.op("text.characters", _TEXTS, whole)
        last = make.once(size, lambda first: make.keep_at(characters, lambda index: make.compare(index, ">=", first)))
        return make.compare(make.op("text.join", TEXT, last, make.text("")), "=", end)

    return make.once(text, lambda whole: make.once(suffix, lambda end: asked(whole, end)))


def _length(make: Make, text: Expr) -> Expr:
    return make.op("text.length", SIZE, text)


def _removeprefix(call: Call, text: Expr, prefix: ast.expr, /) -> Expr:
    make, start = call.make, call.text(prefix)
    if isinstance(start, Const):
        if start.value == "":
            return text
        return make.op("text.replace like", TEXT, text, make.text(f"^{_pattern(str(start.value))}"), make.text(""))

    def cut(whole: Expr, head: Expr) -> Expr:
        return make.when(_starts(make, whole, head), make.op("text.after", TEXT, whole, head), whole, TEXT)

    return make.once(text, lambda whole: make.once(start, lambda head: cut(whole, head)))


def _removesuffix(call: Call, text: Expr, suffix: ast.expr, /) -> Expr:
    make, end = call.make, call.text(suffix)
    if not isinstance(end, Const):
        call.refuse("SL102", "removesuffix() takes a known text here", "use endswith() and a slice")
    if end.value == "":
        return text
    return make.op("text.replace like", TEXT, text, make.text(f"{_pattern(str(end.value))}{_END}"), make.text(""))


def _find(call: Call, text: Expr, sub: ast.expr, /) -> Expr:
    return _found(call, text, sub, lambda place, missing: call.make.when(missing, call.make.number(-1), place, INT))


def _index(call: Call, text: Expr, sub: ast.expr, /) -> Expr:
    message = told_by(lambda: "".index("x"))
    return _found(call, text, sub, lambda place, missing: call.make.fails(place, missing, ValueError, message))


def _found(call: Call, text: Expr, sub: ast.expr, build: Callable[[Expr, Expr], Expr]) -> Expr:
    make, part = call.make, call.text(sub)

    def asked(whole: Expr, wanted: Expr) -> Expr:
        place = _length(make, make.op("text.before", TEXT, whole, wanted))
        return build(place, make.negate(make.op("text.contains", BOOL, whole, wanted)))

    return make.once(text, lambda whole: make.once(part, lambda wanted: asked(whole, wanted)))


def _count(call: Call, text: Expr, sub: ast.expr, /) -> Expr:
    make, part = call.make, call.text(sub)

    def counted(whole: Expr, wanted: Expr) -> Expr:
        pieces = make.count(make.op("text.split", _TEXTS, whole, wanted))
        some = make.op("number.subtract", SIZE, pieces, make.number(1))
        if isinstance(wanted, Const) and wanted.value:
            return some
        every = make.op("number.add", SIZE, _length(make, whole), make.number(1))
        return make.when(make.compare(wanted, "=", make.text("")), every, some, SIZE)

    return make.once(text, lambda whole: make.once(part, lambda wanted: counted(whole, wanted)))


def _partition(call: Call, text: Expr, sep: ast.expr, /) -> Expr:
    make, separator = call.make, call.text(sep)
    shape, span = TupleShape((TEXT, TEXT, TEXT)), call.context.span(call.node)

    def cut(whole: Expr, mark: Expr) -> Expr:
        def triple(*parts: Expr) -> Expr:
            return MakeList(parts, type=shape, span=span)

        there = make.op("text.contains", BOOL, whole, mark)
        before, after = make.op("text.before", TEXT, whole, mark), make.op("text.after", TEXT, whole, mark)
        return make.when(there, triple(before, mark, after), triple(whole, make.text(""), make.text("")), shape)

    return make.once(text, lambda whole: _not_empty(call, separator, lambda mark: cut(whole, mark)))


def _justify(align: str) -> Handler:
    def handler(call: Call, text: Expr, width: ast.expr, fillchar: ast.expr | None = None, /) -> Expr:
        size, fill = call.value(width), call.constant(fillchar, " ")
        if not isinstance(size, Const) or not is_integer(size.type):
            call.refuse("SL102", f"the width of {call.name}() must be known")
        if len(fill) != 1 or ord(fill) > 0xFFFF:  # noqa: PLR2004 - engines split pairs of UTF-16
            call.refuse("SL108", "The fill character must be exactly one character long")
        return padded(call.make, text, size, fill, align)

    return handler


def _center(call: Call, text: Expr, width: ast.expr, fillchar: ast.expr | None = None, /) -> Expr:
    size, fill, make = call.constant(width), call.constant(fillchar, " "), call.make
    filler = () if fill == " " else (make.text(fill),)

    def centred(whole: Expr) -> Expr:
        # Of an odd rest the left side gets the larger half where the width is odd too.
        room = make.op("number.add", INT, _length(make, whole), make.number(size + size % 2))
        half = make.op("number.floor", INT, make.op("number.divide", FLOAT, room, make.number(2)))
        left = make.op("text.pad left", TEXT, whole, half, *filler)
        return make.op("text.pad right", TEXT, left, make.number(size), *filler)

    return make.once(text, centred)


def _zfill(call: Call, text: Expr, width: ast.expr, /) -> Expr:
    make, size = call.make, call.constant(width)

    def filled(whole: Expr) -> Expr:
        sign = make.op("text.is like", BOOL, whole, make.text(r"^[-+]"))
        body = make.op("text.replace like", TEXT, whole, make.text(r"^[-+]"), make.text(""))
        zero = make.text("0")
        first = make.when(make.op("text.is like", BOOL, whole, make.text(r"^-")), make.text("-"), make.text("+"), TEXT)
        signed = make.join(first, make.op("text.pad left", TEXT, body, make.number(max(size - 1, 0)), zero))
        return make.when(sign, signed, make.op("text.pad left", TEXT, whole, make.number(size), zero), TEXT)

    return make.once(text, filled)


def _only(pattern: str) -> Handler:
    def handler(call: Call, text: Expr, /) -> Expr:
        return call.make.op("text.is like", BOOL, text, call.make.text(f"^[{pattern}]+{_END}"))

    return handler


def _isascii(call: Call, text: Expr, /) -> Expr:
    make = call.make
    return make.negate(make.op("text.is like", BOOL, text, make.text(r"[^\x00-\x7f]")))


FUNCTIONS: dict[object, Handler] = {builtins.str: _str}

_METHODS: dict[str, Handler] = {
    "center": _center,
    "count": _count,
    "endswith": _endswith,
    "find": _find,
    "index": _index,
    "isascii": _isascii,
    "isspace": _only(_SPACE),
    "join": _join,
    "ljust": _justify("<"),
    "lower": _simple("text.lower"),
    "lstrip": _strip("l"),
    "partition": _partition,
    "removeprefix": _removeprefix,
    "removesuffix": _removesuffix,
    "replace": _replace,
    "rjust": _justify(">"),
    "rsplit": _rsplit,
    "rstrip": _strip("r"),
    "split": _split,
    "splitlines": _splitlines,
    "startswith": _startswith,
    "strip": _strip("lr"),
    "upper": _simple("text.upper"),
    "zfill": _zfill,
}

METHODS: dict[tuple[str, str], Handler] = {("str", name): handler for name, handler in _METHODS.items()}
