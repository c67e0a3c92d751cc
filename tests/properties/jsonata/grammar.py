"""Generated JSONata: any form of the grammar, any function, arguments that mostly fit and sometimes do not."""

# ruff: noqa: E501 - what is drawn from reads best in one row

from __future__ import annotations

from dataclasses import dataclass

from steploom.jsontext import Json
from tests.properties.choices import Choices, chance, pick, weighted
from tests.properties.jsonata import pools
from tests.properties.jsonata.calls import Calls

__all__ = ["Case", "make_case"]


@dataclass(frozen=True, slots=True)
class Case:
    """One expression with what it works on.

    Attributes:
        text: The expression.
        data: The input; with `has_data` false there is none, as on Step Functions.
        has_data: Whether there is an input.
    """

    text: str
    data: Json
    has_data: bool


def make_case(choices: Choices) -> Case:
    """Return a case; the same decisions make the same one."""
    expressions = _Expressions(choices)
    has_data = not chance(choices, 10)
    data = pick(choices, pools.DATA) if has_data else None
    text = expressions.of("any", 1 + choices.below(4))
    if chance(choices, 6):
        text = _damaged(choices, text)
    return Case(text, data, has_data)


def _damaged(choices: Choices, text: str) -> str:
    """Return a text with something left out, doubled or put in, which often is a syntax error."""
    at = choices.below(len(text) + 1)
    match choices.below(3):
        case 0:
            return text[:at] + text[at + 1 + choices.below(3) :]
        case 1:
            return text[:at] + pick(choices, "()[]{}.,;:?*%@#^~&|/'\"`=<>!-+$ \\") + text[at:]
        case _:
            return (
                text[:at]
                + pick(choices, (" and ", "function", "..", ":=", "~>", "1", "λ", "/*", "null", "**"))
                + text[at:]
            )


class _Expressions(Calls):
    """Makes expressions of a kind that is asked for, paths foremost."""

    # -- kinds ----------------------------------------------------------------------------------------------------

    def _number(self, depth: int) -> str:
        form = self.choices.below(6)
        if form == 0:
            return self.atom("number")
        if form <= 2:
            return f"{self.of('number', depth)} {self.one(('+', '-', '*', '/', '%'))} {self.of('number', depth)}"
        if form == 3:
            return f"-{self.of('number', depth)}"
        return self.call_for("n", depth) if form == 4 else self._any(depth)

    def _text(self, depth: int) -> str:
        form = self.choices.below(5)
        if form == 0:
            return self.atom("text")
        if form == 1:
            return f"{self.of('any', depth)} & {self.of('text', depth)}"
        return self.call_for("s", depth) if form <= 3 else self._any(depth)

    def _truth(self, depth: int) -> str:
        form = self.choices.below(6)
        if form == 0:
            return self.atom("truth")
        if form == 1:
            kind = self.one(("number", "text", "any"))
            return f"{self.of(kind, depth)} {self.one(('=', '!=', '<', '<=', '>', '>='))} {self.of(kind, depth)}"
        if form == 2:
            return f"{self.of('truth', depth)} {self.one(('and', 'or'))} {self.of('truth', depth)}"
        if form == 3:
            return f"{self.of('any', depth)} in {self.of('array', depth)}"
        return self.call_for("b", depth) if form == 4 else self._any(depth)

    def _array(self, depth: int) -> str:
        form = self.choices.below(6)
        if form == 0:
            return self.atom("array")
        if form == 1:
            count = self.choices.below(4)
            return "[" + ", ".join(self._item(depth) for _ in range(count)) + "]"
        if form == 2:
            return self.path(depth)
        return self.call_for("a", depth) if form <= 4 else self._any(depth)

    def _item(self, depth: int) -> str:
        if self.maybe(15):
            return (
                f"{self.of('number', min(depth, 1))}..{self.of('number', min(depth, 1))}"
                if self.maybe(30)
                else self.one(("1..3", "0..0", "3..1", "-2..2"))
            )
        return self.of("any", depth)

    def _object(self, depth: int) -> str:
        form = self.choices.below(6)
        if form == 0:
            return self.atom("object")
        if form <= 2:
            return "{" + self.pairs(depth) + "}"
        if form == 3:
            return f"{self.path(depth)}{{{self.pairs(depth)}}}"
        return self.call_for("o", depth) if form == 4 else self._any(depth)

    def pairs(self, depth: int) -> str:
        pairs = []
        for at in range(self.choices.below(4)):
            key = (
                self.of("text", depth - 1)
                if self.maybe(30)
                else self.one(("'k'", "name", f"'p{at}'", f"'p{at}'", "'k' & $string($)"))
            )
            pairs.append(f"{key}: {self.of('any', depth)}")
        return ", ".join(pairs)

    def _function(self, depth: int) -> str:
        return self.function(depth)

    def _any(self, depth: int) -> str:
        forms = (
            (10, self.path),
            (5, self.filtered),
            (5, self.block),
            (5, self.conditional),
            (8, self.call),
            (4, self.called_lambda),
            (5, self.chain),
            (2, self.transform),
            (3, self.joined),
            (3, self.sorted_),
            (3, self.parents),
            (2, self.partial),
            (2, self.grouped),
            (2, self.recursion),
            (2, self._number),
            (2, self._text),
            (2, self._truth),
            (3, self._array),
            (2, self._object),
        )
        return weighted(self.choices, forms)(depth)

    # -- paths ----------------------------------------------------------------------------------------------------

    def step(self, depth: int) -> str:
        form = self.choices.below(14)
        if form < 7:
            made = self.one(pools.FIELDS)
        elif form == 7:
            made = self.one(("*", "**", "%", "$"))
        elif form == 8:
            made = f"({self.of('any', depth - 1)})"
        elif form == 9:
            made = "{" + self.pairs(depth - 1) + "}"
        elif form == 10:
            made = f"[{self.of('any', depth - 1)}]"
        elif form == 11:
            made = self.call(depth - 1)
        elif form == 12:
            made = self.one(("'a'", "'k' & $string($)", "$o", "1", "$n", "$sum", "null"))
        else:
            made = self.variable("any")
        return made + self.suffix(depth)

    def suffix(self, depth: int) -> str:
        form = self.choices.below(16)
        if form == 0:
            return f"[{self.of('number', 0)}]"
        if form == 1:
            return f"[{self.of('truth', depth - 1)}]"
        if form == 2:
            return self.one(("[0]", "[-1]", "[[0..1]]", "[]", "[0][0]", "[1.5]", "[a]", "[$n]", "[]"))
        if form == 3:
            return self.bound("#") if self.maybe(50) else self.bound("@")
        if form == 4:
            return f"^({self.terms(depth - 1)})"
        return ""

    def bound(self, mark: str) -> str:
        self.fresh += 1
        name = f"v{self.fresh}"
        self.names.append(name)
        return f"{mark}${name}"

    def terms(self, depth: int) -> str:
        return ", ".join(
            self.one(("<", ">", "")) + self.of(self.one(("number", "text", "any")), depth)
            for _ in range(1 + self.choices.below(2))
        )

    def path(self, depth: int) -> str:
        start = self.one(("", "", "$.", "$$.", "$os.", "$o.", "$deep.", "items.", "$v."))
        return start + ".".join(self.step(depth) for _ in range(1 + self.choices.below(3)))

    def filtered(self, depth: int) -> str:
        kind = self.one(("truth", "number", "any"))
        return f"{self.of('array', depth)}[{self.of(kind, depth)}]{self.suffix(depth)}"

    def sorted_(self, depth: int) -> str:
        return f"{self.of('array', depth)}^({self.terms(depth)}){self.suffix(depth)}"

    def joined(self, depth: int) -> str:
        names = len(self.names)
        first = self.one(("items", "$os", "a", "$xs", "$.items", "b", "$deep", "*"))
        text = f"{first}{self.bound('@' if self.maybe(60) else '#')}"
        for _ in range(self.choices.below(2)):
            text += f".{self.one(pools.FIELDS)}{self.bound('@') if self.maybe(60) else self.suffix(depth)}"
        if self.maybe(50):
            text += f"[{self.of('truth', depth)}]"
        if self.maybe(25):
            text += f"^({self.terms(depth)})"
        text += f".{self.one(('(', '', '{', '['))}"
        body = self.of("any", depth)
        closing = {"(": ")", "{": "}", "[": "]"}.get(text[-1], "")
        text += f"'k': {body}{closing}" if closing == "}" else f"{body}{closing}"
        if self.maybe(70):
            del self.names[names:]
        return text

    def parents(self, depth: int) -> str:
        first = self.one(("items", "a.b", "nested.items", "*", "$os", "items.nested", "nested.a", "b"))
        return f"{first}{self.suffix(depth)}.{self.one(('a', 'name', 'tags', 'b', '*', '(a)', '(%.name)'))}.{self.one(('%.name', '%', '%.%', '%.%.name', '{%: 1}', '(%.name & $)', '[%.a]', '%.*', '$sum(%.a)'))}{self.suffix(depth)}"

    def grouped(self, depth: int) -> str:
        return f"{self.of('array', depth)}{{{self.pairs(depth)}}}{self.suffix(depth)}"
