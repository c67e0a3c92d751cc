"""A shape as the JSONata that finds its faults: the same texts as `steploom.dsl.contract.faults`.

Every part is an expression that gives one fault as text, several in an array, or nothing; an array constructor
flattens the arrays and drops the nothings.
"""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.emit.literals import literal, member
from steploom.dsl.contract import (
    MAX_INTEGER,
    AnyShape,
    BoolShape,
    Bounds,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    FieldShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
    kinds,
    number_text,
    tag_values,
    title,
    words,
)
from steploom.jsontext import compact

__all__ = ["checked", "faults_of"]

_EXPECT = (
    "$expect := function($value, $kind, $word, $path) { "
    "$exists($value) ? ($type($value) != $kind ? "
    "$path & ': expected ' & $word & ', got ' & $replace($type($value), 'array', 'list')) : $path & ': missing' }"
)


def checked(shape: Shape, given: str, error: str, value: str, root: str = "input") -> str:
    """Return an expression that gives `value` when `given` fits `shape`, and raises `error` with all faults otherwise.

    Args:
        shape: What the data must be.
        given: The expression that reads the data.
        error: Name of the error; a catcher finds the faults behind it and a colon in the cause.
        value: The expression to give when all is well.
        root: What a fault of the whole value is called.
    """
    # The marker is put together here, so that the text of the expression, which stands in the cause too, has it not.
    marker = f"{literal(error)} & ': '"
    return f"({bindings(shape, given, root)}; $assert($count($faults) = 0, {marker} & $join($faults, '; ')); {value})"


def faults_of(shape: Shape, given: str, root: str = "input") -> str:
    """Return an expression for the faults as one text, empty when there are none."""
    return f"({bindings(shape, given, root)}; $join($faults, '; '))"


def bindings(shape: Shape, given: str, root: str) -> str:
    """Return the part that binds `$faults`."""
    found = _value(shape, "$given", _Path(root, root=True))
    return f"$given := {given}; {_EXPECT}; $faults := {'[]' if found == '[]' else f'[{found}]'}"


class _Name(str):
    """The name of a JSONata variable in a path; a key may begin with a dollar too."""

    __slots__ = ()


class _Path:
    """A path in a fault: literal text and names of indices, as one JSONata expression."""

    def __init__(self, *parts: str, depth: int = 0, root: bool = False) -> None:
        self.parts = parts
        self.depth = depth
        self.root = root

    def text(self, message: str = "") -> str:
        """Return the path, with `message` behind it, as an expression that gives text."""
        pieces: list[str] = []
        for part in (*self.parts, message):
            if isinstance(part, _Name):
                pieces.append(part)
            elif pieces and not isinstance(pieces[-1], _Name):
                pieces[-1] += part
            elif part:
                pieces.append(part)
        return " & ".join(each if isinstance(each, _Name) else literal(each) for each in pieces)

    def key(self, name: str) -> _Path:
        """The path of a key below."""
        if self.root:
            return _Path(name, depth=self.depth)
        return _Path(*self.parts, f".{name}", depth=self.depth)

    def index(self, number: int) -> _Path:
        """The path of a position below."""
        return _Path(*(() if self.root else self.parts), f"[{number}]", depth=self.depth)

    def each(self) -> tuple[_Path, str, str]:
        """The path of every item below, with the names that stand for the item and its index."""
        item, at = self._names()
        return _Path(*(() if self.root else self.parts), "[", at, "]", depth=self.depth + 1), item, at

    def each_key(self) -> tuple[_Path, str, str]:
        """The path of every key below, with the names that stand for the value and the key."""
        item, at = self._names()
        parts = () if self.root else (*self.parts, ".")
        return _Path(*parts, at, depth=self.depth + 1), item, at

    def _names(self) -> tuple[str, _Name]:
        number = "" if self.depth == 0 else str(self.depth + 1)
        return f"$el{number}", _Name(f"$at{number}")


def _value(shape: Shape, text: str, path: _Path) -> str:  # noqa: C901 - one line a kind
    """The faults of a value that is there."""
    match shape:
        case AnyShape():
            return "[]"
        case NoneShape() | BoolShape():
            return _expect(shape, text, path)
        case IntShape():
            return _if_kind(shape, text, path, _integer(shape, text, path))
        case FloatShape() | TimedeltaShape():
            return _if_kind(shape, text, path, _all(_bounds(shape.bounds, text, path)))
        case StrShape():
            return _if_kind(shape, text, path, _all(_string(shape, text, path)))
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            wrong = path.text(f": expected {shape.word}, got string")
            return _if_kind(shape, text, path, f"$contains({text}, /{shape.portable}/) ? [] : {wrong}")
        case LiteralShape() | EnumShape():
            options = f"[{', '.join(map(literal, shape.values))}]"
            message = ": must be one of " + ", ".join(map(compact, shape.values))
            return f"({text} in {options} ? [] : {path.text(message)})"
        case ListShape():
            return _if_kind(shape, text, path, _all(_list(shape, text, path)))
        case TupleShape():
            return _if_kind(shape, text, path, _tuple(shape, text, path))
        case DictShape():
            return _if_kind(shape, text, path, _dict(shape, text, path))
        case ModelShape():
            return _if_kind(shape, text, path, _all(_model(shape, text, path)))
        case UnionShape():
            return _union(shape, text, path)
        case _:
            assert_never(shape)


def _kind(shape: Shape) -> str:
    (kind,) = kinds(shape)
    return "array" if kind == "list" else kind


def _expect(shape: Shape, text: str, path: _Path) -> str:
    return f"$expect({text}, '{_kind(shape)}', {literal(' or '.join(words(shape)))}, {path.text()})"


def _if_kind(shape: Shape, text: str, path: _Path, inside: str) -> str:
    if inside == "[]":
        return _expect(shape, text, path)
    return f"($type({text}) = '{_kind(shape)}' ? {inside} : {_expect(shape, text, path)})"


def _all(parts: list[str]) -> str:
    # An empty array that is written out would stay one item of the array around it.
    found = [each for each in parts if each != "[]"]
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _integer(shape: IntShape, text: str, path: _Path) -> str:
    fraction = path.text(": expected integer, got number")
    large = path.text(f": must be between {-MAX_INTEGER} and {MAX_INTEGER}")
    inside = _all(_bounds(shape.bounds, text, path))
    return f"$floor({text}) != {text} ? {fraction} : $abs({text}) > {MAX_INTEGER} ? {large} : {inside}"


def _bounds(bounds: Bounds, text: str, path: _Path) -> list[str]:
    checks: list[tuple[str, str]] = []
    if bounds.ge is not None:
        checks.append((f"{text} < {number_text(bounds.ge)}", f"must be >= {number_text(bounds.ge)}"))
    if bounds.gt is not None:
        checks.append((f"{text} <= {number_text(bounds.gt)}", f"must be > {number_text(bounds.gt)}"))
    if bounds.le is not None:
        checks.append((f"{text} > {number_text(bounds.le)}", f"must be <= {number_text(bounds.le)}"))
    if bounds.lt is not None:
        checks.append((f"{text} >= {number_text(bounds.lt)}", f"must be < {number_text(bounds.lt)}"))
    if bounds.multiple_of is not None:
        checks.append((f"{text} % {bounds.multiple_of} != 0", f"must be a multiple of {bounds.multiple_of}"))
    return _conditions(checks, path)


def _string(shape: StrShape, text: str, path: _Path) -> list[str]:
    checks = _lengths(f"$length({text})", shape.min_length, shape.max_length, "characters")
    if shape.portable is not None:
        checks.append((f"$not($contains({text}, /{shape.portable}/))", f"must match /{shape.pattern}/"))
    return _conditions(checks, path)


def _lengths(count: str, least: int, most: int | None, unit: str) -> list[tuple[str, str]]:
    checks: list[tuple[str, str]] = []
    if least > 0:
        checks.append((f"{count} < {least}", f"must have at least {least} {unit}"))
    if most is not None:
        checks.append((f"{count} > {most}", f"must have at most {most} {unit}"))
    return checks


def _conditions(checks: list[tuple[str, str]], path: _Path) -> list[str]:
    return [f"({test} ? {path.text(': ' + message)})" for test, message in checks]


def _list(shape: ListShape, text: str, path: _Path) -> list[str]:
    parts = _conditions(_lengths(f"$count({text})", shape.min_length, shape.max_length, "items"), path)
    inner, item, at = path.each()
    found = _value(shape.item, item, inner)
    if found != "[]":
        parts.append(f"$map({text}, function({item}, {at}) {{ {_one_text(found)} }})")
    return parts


def _dict(shape: DictShape, text: str, path: _Path) -> str:
    inner, item, at = path.each_key()
    found = _value(shape.value, item, inner)
    return "[]" if found == "[]" else f"$each({text}, function({item}, {at}) {{ {_one_text(found)} }})"


def _one_text(found: str) -> str:
    """All faults of one item as one text, or nothing: `$map` would keep an array in its array."""
    return f"($found := [{found}]; $count($found) > 0 ? $join($found, '; '))"


def _tuple(shape: TupleShape, text: str, path: _Path) -> str:
    items = [_value(each, f"({text})[{number}]", path.index(number)) for number, each in enumerate(shape.items)]
    exactly = path.text(f": must have exactly {len(items)} items")
    return f"$count({text}) = {len(items)} ? {_all(items)} : {exactly}"


def _model(shape: ModelShape, text: str, path: _Path) -> list[str]:
    parts = [_field(each, text, path) for each in shape.fields]
    if shape.extra == "forbid":
        known = literal([*(each.name for each in shape.fields), *shape.allowed])
        inner, _, at = path.each_key()
        parts.append(f"$map($keys({text}), function({at}) {{ $not({at} in {known}) ? {inner.text(': not allowed')} }})")
    return parts


def _field(field: FieldShape, text: str, path: _Path) -> str:
    value, inner = member(text, field.name), path.key(field.name)
    found = _value(field.shape, value, inner)
    if not field.required:
        return f"($exists({value}) ? {found})"
    if isinstance(field.shape, AnyShape | LiteralShape | EnumShape | UnionShape):
        return f"($exists({value}) ? {found} : {inner.text(': missing')})"
    return found  # $expect says what is missing


def _union(shape: UnionShape, text: str, path: _Path) -> str:
    parts: list[str] = []
    for kind in sorted(kinds(shape)):
        options = [each for each in shape.options if kind in kinds(each)]
        if len(options) == 1:
            found = _value(options[0], text, path)
            inside = "[]" if found.startswith("$expect(") else found
        elif kind == "object" and shape.tag is not None:
            inside = _tagged(shape.tag, options, text, path)
        else:
            inside = _one_of(options, text, path)
        parts.append(f"$type({text}) = '{'array' if kind == 'list' else kind}' ? {inside}")
    otherwise = path.text(f": expected {' or '.join(words(shape))}, got ")
    return f"({' : '.join(parts)} : {otherwise} & $replace($type({text}), 'array', 'list'))"


def _tagged(tag: str, options: list[Shape], text: str, path: _Path) -> str:
    """The faults of the option that the tag names."""
    value, inner = member(text, tag), path.key(tag)
    known = [(tag_values(each, tag), _value(each, text, path)) for each in options]
    rules = [f"{value} in {literal(list(values))} ? {found}" for values, found in known if values]
    choices = ", ".join(compact(each) for values, _ in known for each in values)
    unknown = inner.text(f": must be one of {choices}")
    return f"($exists({value}) ? ({' : '.join(rules)} : {unknown}) : {inner.text(': missing')})"


def _one_of(options: list[Shape], text: str, path: _Path) -> str:
    """A fault where each option has one."""
    found = [_value(each, text, path) for each in options]
    if "[]" in found:
        return "[]"
    titles = ", ".join(map(title, options))
    fits = " or ".join(f"$count([{each}]) = 0" for each in found)
    return f"({fits} ? [] : {path.text(f': must fit one of {titles}')})"
