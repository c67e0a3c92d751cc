"""Computed expressions: arithmetic, subscripts, comprehensions, functions and methods of every family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tests.properties.choices import Choices, pick
from tests.properties.kinds import BOOL, FLOAT, INT, STR, Kind, listed
from tests.properties.scopes import Readable, Scope

__all__ = ["Writes", "computed", "computed_test"]


class Writes(Protocol):
    """What writes the parts of an expression."""

    choices: Choices

    def expression(self, wanted: Kind, scope: Scope, depth: int = 2) -> str:
        """Return an expression of a type."""

    def test(self, scope: Scope, depth: int = 1) -> str:
        """Return a condition."""


#: Names of comprehensions; some are names of variables too.
_NAMES = ("x", "each", "a", "item", "el", "at", "y")
_DIVISORS = ("2", "3", "-3", "7", "10")


def computed(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str | None:
    """Return an expression of `wanted` that computes it, or None where nothing is known for that type."""
    maker = _MAKERS.get(wanted.text) or _FAMILIES.get(wanted.family)
    return None if maker is None else maker(writes, wanted, scope, depth - 1)


def computed_test(writes: Writes, scope: Scope, depth: int) -> str:
    """Return a condition that computes something."""
    return _bool(writes, BOOL, scope, depth)


def _of(scope: Scope, *families: str) -> list[Readable]:
    return [
        each for each in scope.readable() if each.kind.family in families and not each.kind.text.startswith("tuple")
    ]


def _list(writes: Writes, scope: Scope, item: Kind | None = None) -> Readable:
    """A list that is readable, or one that is written out."""
    found = [each for each in _of(scope, "list") if item is None or each.kind.parts[0].text == item.text]
    if found:
        return pick(writes.choices, found)
    kind = item or pick(writes.choices, (STR, INT))
    items = ", ".join(writes.expression(kind, scope, 0) for _ in range(writes.choices.below(3)))
    return Readable(f"[{items}]", listed(kind)) if items else Readable("[*'ab']", listed(STR))


def _small(writes: Writes, scope: Scope, depth: int) -> str:
    """An integer that no arithmetic makes too large."""
    return f"({writes.expression(INT, scope, max(depth, 0))} % {pick(writes.choices, ('10', '7', '100'))})"


def _int(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    del wanted
    choices, number = writes.choices, _small(writes, scope, depth)
    text, items = writes.expression(STR, scope, max(depth, 0)), _list(writes, scope).text
    flag = writes.expression(BOOL, scope, 0)
    forms = (
        f"({number} + {pick(choices, _DIVISORS)})",
        f"({number} * {_small(writes, scope, 0)} - 5)",
        f"({number} // {pick(choices, (*_DIVISORS, _small(writes, scope, 0)))})",
        f"({number} % {pick(choices, (*_DIVISORS, _small(writes, scope, 0)))})",
        f"-{number}",
        f"{number}**2",
        f"abs({number} - 5)",
        f"len({items})",
        f"len({text})",
        f"min({number}, {_small(writes, scope, 0)}, 4)",
        f"max([{number}, 3])",
        f"divmod({number}, {pick(choices, _DIVISORS)})[{pick(choices, ('0', '1', '-1'))}]",
        f"sum([{number}, {_small(writes, scope, 0)}])",
        f"int({flag})",
        f"{text}.count({pick(choices, ('a', '', 'ab', '1'))!r})",
        f"{text}.find({pick(choices, ('a', 'b', 'new'))!r})",
        f"int(str({number}))",
        f"round({number} / 4)",
        f"sum(1 for x in {items})",
        f"[{number}, 1][{pick(choices, ('0', '-1', '1', '2'))}]",
    )
    return pick(choices, forms)


def _float(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    del wanted
    choices = writes.choices
    number, other = (f"({writes.expression(FLOAT, scope, 0)} % 1000)" for _ in range(2))
    whole = _small(writes, scope, depth)
    forms = (
        f"({number} + {other})",
        f"({number} * 0.25 - {whole})",
        f"({number} / {pick(choices, ('4', '0.5', other, whole))})",
        f"({number} // {pick(choices, ('0.25', '-3', other))})",
        f"round({number}, {pick(choices, ('0', '1', '2', '3'))})",
        f"abs(-{number})",
        f"min({number}, {other})",
        f"float({whole})",
        f"({whole} / 3)",
        f"float(str({whole}))",
    )
    return pick(choices, forms)


_SPECS = (">6", "<6", "^7", "*^8", ".2", "", "5")


def _str(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    del wanted
    choices = writes.choices
    text, other = writes.expression(STR, scope, max(depth, 0)), writes.expression(STR, scope, 0)
    number = _small(writes, scope, 0)
    texts = _list(writes, scope, STR).text
    name = "number" if "number" not in scope.names else "digits"
    places = ("0", "1", "-1", "1:", ":2", "-2:", "::-1", ":-1", "1:3", "::2")
    forms = (
        f"{text}[{pick(choices, places)}]",
        f"({text} + {other})",
        f"{text}.{pick(choices, ('upper()', 'lower()', 'strip()', 'lstrip()', 'rstrip()'))}",
        f"{text}.replace({pick(choices, ('a', 'b', '.', 'ab', '$0'))!r}, {pick(choices, ('', 'xy', '$1'))!r})",
        f"{text}.removeprefix('a').removesuffix('b')",
        f"{pick(choices, ('-', '', ', '))!r}.join({texts})",
        f"'+'.join(x.upper() for x in {texts} if x)",
        f"({text} * {pick(choices, ('0', '2'))})",
        f"{text}.{pick(choices, ('ljust(4)', 'rjust(5, chr)', 'zfill(5)', 'center(6)'))}".replace("chr", "'*'"),
        f"{text}.split('a')[{pick(choices, ('0', '-1', '1'))}]",
        f"{text}.partition('b')[{pick(choices, ('0', '1', '2'))}]",
        f"max({text}, {other})",
        f"sorted([{text}, {other}])[0]",
        f"str({number})",
        f"({text} or {other})",
        f"(lambda_of)({text})",
        f"' '.join({text}.split())",
    )
    chosen = pick(choices, forms)
    if chosen.startswith("(lambda_of)"):
        spec = pick(choices, ("", ">5", "05d", "+", ",", ".2f", "x"))
        return f"''.join([f'{{{name}:{spec}}}' for {name} in [{number}]])"
    return chosen


def _bool(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    del wanted
    choices = writes.choices
    text, other = writes.expression(STR, scope, 0), writes.expression(STR, scope, 0)
    number, items = _small(writes, scope, depth), _list(writes, scope)
    strings = _list(writes, scope, STR).text
    forms = (
        f"({number} {pick(choices, ('<', '==', '>=', '!='))} {_small(writes, scope, 0)})",
        f"(1 < {number} <= 5)",
        f"({text} {pick(choices, ('<', '<=', '>', '>=', '==', 'in', 'not in'))} {other})",
        f"{text}.startswith({pick(choices, ('a', ('a', 'b'), 'it', '{'))!r})",
        f"{text}.endswith({pick(choices, ('b', 'hi', '}'))!r})",
        f"({text} in {strings})",
        f"any(x == {other} for x in {strings})",
        f"all(x for x in {strings})",
        f"(len({items.text}) > 1)",
        f"({items.text} == {items.text})",
        f"bool({items.text})",
        f"(not {items.text})",
    )
    return pick(choices, forms)


def _listed(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    choices, item = writes.choices, wanted.parts[0]
    same = _list(writes, scope, item)
    if same.kind.parts[0].text != item.text:
        return f"[{writes.expression(item, scope, 0)}]"
    source = _list(writes, scope)
    name = pick(choices, [each for each in _NAMES if each not in scope.errors and each != scope.undo] or ["x"])
    inner = scope.within(names={**scope.names, name: source.kind.parts[0]}, errors=())
    body, test = writes.expression(item, inner, max(depth, 0)), writes.test(inner, 0)
    forms = [
        f"[{body} for {name} in {source.text}]",
        f"[{body} for {name} in {source.text} if {test}]",
        f"[each for each in {same.text}]",
        f"{same.text}[{pick(choices, ('1:', ':1', '-1:', ':-1', '::-1', ':', '::2'))}]",
        f"({same.text} + {same.text})",
        f"[*{same.text}, {writes.expression(item, scope, 0)}]",
        f"list(reversed({same.text}))",
        f"({same.text} or [{writes.expression(item, scope, 0)}])",
        f"[z for y in [{same.text}, {same.text}] for z in y]",
        f"[y for x, y in enumerate({same.text}) if x != 1]",
        f"[y for y, x in zip({same.text}, {source.text})]",
        f"sorted({same.text}, key=lambda x: {pick(choices, ('1', '0'))})",
    ]
    if item.text in ("str", "int"):
        forms += [f"sorted({same.text})", f"sorted({same.text}, reverse=True)"]
    if item.text == "str":
        forms += [f"{writes.expression(STR, scope, 0)}.split({pick(choices, (',', 'a', 'ab'))!r})"]
        forms += [f"list(map(str.upper, {same.text}))", f"list({writes.expression(STR, scope, 0)})"]
    return pick(choices, forms)


def _dict(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    choices, value = writes.choices, wanted.parts[0]
    dicts = [each for each in _of(scope, "dict") if each.kind.text == wanted.text and each.kind.parts]
    one = writes.expression(value, scope, max(depth, 0))
    key = pick(choices, ("'a'", writes.expression(STR, scope, 0)))
    forms = [f"{{{key}: {one}}}", f"{{'a': {one}, **{{{key}: {one}}}}}", f"{{each: {one} for each in 'abc'}}"]
    if dicts:
        read = pick(choices, dicts).text
        forms += [f"{{**{read}, {key}: {one}}}", f"{{k: v for k, v in {read}.items()}}", f"({read} | {{{key}: {one}}})"]
        forms += [f"{{k: v for k, v in {read}.items() if k > 'b'}}", f"dict({read})"]
    return pick(choices, forms)


Maker = Callable[[Writes, Kind, Scope, int], str]

_MAKERS: dict[str, Maker] = {"int": _int, "float": _float, "str": _str, "bool": _bool}
_FAMILIES: dict[str, Maker] = {}


def _from_list(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    if wanted.text.startswith("list["):
        return _listed(writes, wanted, scope, depth)
    return f"[{writes.expression(wanted.parts[0], scope, 0)}]"


def _from_dict(writes: Writes, wanted: Kind, scope: Scope, depth: int) -> str:
    return _dict(writes, wanted, scope, depth) if wanted.text.startswith("dict[") else "{}"


_FAMILIES.update({"list": _from_list, "dict": _from_dict})
