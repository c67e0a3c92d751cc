"""Expressions of a wanted type, from what is readable at a place."""

from __future__ import annotations

from tests.properties.choices import Choices, chance, pick, weighted
from tests.properties.computing import computed, computed_test
from tests.properties.kinds import ANY, BOOL, INT, NONE, STR, TEXTS, Kind, listed, writable
from tests.properties.scopes import Readable, Scope

__all__ = ["Readable", "Scope", "Writer", "quoted"]


def quoted(text: str) -> str:
    """Return `text` as the inside of an f-string in double quotes."""
    return repr(text + '"')[1:-2].replace("\\'", "'").replace('"', '\\"').replace("{", "{{").replace("}", "}}")


class Writer:
    """Writes expressions.

    Args:
        choices: What decides.
        declared: The classes that may be called.
    """

    def __init__(self, choices: Choices, declared: list[Kind]) -> None:
        self.choices = choices
        self.declared = declared

    def expression(self, wanted: Kind, scope: Scope, depth: int = 2) -> str:
        """Return an expression of type `wanted`, or of one that may be refused."""
        forms = [(30, "read"), (20, "constant")]
        if depth:
            forms += [(8, "conditional"), (30, "family"), (60, "computed")]
        form = weighted(self.choices, forms)
        if form == "computed":
            made = computed(self, wanted, scope, depth)
            if made is not None:
                return made
        if form == "read":
            found = [each for each in scope.readable() if self._fits(each.kind, wanted)]
            if found:
                return pick(self.choices, found).text
        if form == "conditional":
            test = self.test(scope, depth - 1)
            then, other = (self.expression(wanted, scope, depth - 1) for _ in range(2))
            return f"({then} if {test} else {other})"
        return self._by_family(wanted, scope, depth if form != "constant" else 0)

    def _fits(self, given: Kind, wanted: Kind) -> bool:
        if given.text == wanted.text:
            return True
        if wanted.family == "union" and any(self._fits(given, each) for each in wanted.parts):
            return True
        # Now and then something that the compiler has to refuse, or to find good.
        return given.family == wanted.family and given.family in ("str", "int", "float", "list") and self._rarely()

    def _rarely(self) -> bool:
        return chance(self.choices, 4)

    def _by_family(self, wanted: Kind, scope: Scope, depth: int) -> str:
        match wanted.family:
            case "union":
                parts = [each for each in reversed(wanted.parts) if writable(each)] or wanted.parts
                return self.expression(pick(self.choices, parts), scope, depth)
            case "model" if wanted.made:
                return self.construct(wanted, scope, depth)
            case "list" if not wanted.text.startswith("tuple"):
                least = 1 if "min_length" in wanted.text else 0
                most = 3 if writable(wanted.parts[0]) else 1
                items = [self.expression(wanted.parts[0], scope, 0) for _ in range(least + self.choices.below(most))]
                return f"[{', '.join(items)}]"
            case "dict" if wanted.text != "dict":
                keys = TEXTS[self.choices.below(len(TEXTS)) :][: self.choices.below(3)]
                return "{" + ", ".join(f"{key!r}: {self.expression(wanted.parts[0], scope, 0)}" for key in keys) + "}"
            case "bool" if depth:
                return self._boolean(scope, depth - 1)
            case "str" if depth and wanted.text == "str":
                return self.text(scope)
            case _ if wanted.constants:
                return pick(self.choices, wanted.constants)
            case _:
                found = [each.text for each in scope.readable() if self._fits(each.kind, wanted)]
                return pick(self.choices, found) if found else "None"

    def construct(self, wanted: Kind, scope: Scope, depth: int = 1) -> str:
        """Return a call of a model's class."""
        given = [
            f"{member.name}={self.expression(member.kind, scope, max(0, depth - 1))}"
            for member in wanted.members
            if member.default is None or chance(self.choices, 60)
        ]
        return f"{wanted.text}({', '.join(given)})"

    def text(self, scope: Scope) -> str:
        """Return a text that is put together: an f-string, or `str(…)`."""
        if scope.errors and chance(self.choices, 40):
            return pick(self.choices, (f"str({scope.errors[-1]})", f'f"{{{scope.errors[-1]}}}"'))
        known = ("str", "int", "bool", "literal", "enum")
        found = [each for each in scope.readable() if each.kind.family in known and not self._opaque(each.kind)]
        if not found:
            return repr(pick(self.choices, TEXTS))
        if chance(self.choices, 15):
            return f"str({pick(self.choices, found).text})"
        parts: list[str] = []
        for _ in range(1 + self.choices.below(3)):
            parts.append(f"{{{self._shown(found, scope)}}}")
            parts.append(quoted(pick(self.choices, (": ", "", "-", *TEXTS))))
        first = quoted(pick(self.choices, ("", *TEXTS))) if chance(self.choices, 30) else ""
        return f'f"{first}{"".join(parts)}"'

    def _shown(self, found: list[Readable], scope: Scope) -> str:
        """What stands in the braces of an f-string: without quotes and backslashes, as Python 3.11 wants it."""
        first = pick(self.choices, found)
        if chance(self.choices, 12):
            test = self.test(scope, 0)
            same = [each.text for each in found if each.kind.text == first.kind.text]
            if not set(test) & set("\"'\\{}"):
                return f"({first.text} if {test} else {pick(self.choices, same)})"
        return first.text

    def test(self, scope: Scope, depth: int = 1) -> str:
        """Return a condition."""
        found = scope.readable()
        forms = [(40, "compare"), (15, "in"), (10, "truth"), (3, "constant")]
        if depth:
            forms += [(10, "both"), (10, "not"), (40, "computed")]
        form = weighted(self.choices, forms)
        if form == "computed":
            return computed_test(self, scope, depth - 1)
        if form == "both":
            operator = pick(self.choices, ("and", "or"))
            return f"({f' {operator} '.join(self._boolean(scope, depth - 1) for _ in range(2))})"
        if form == "not":
            return f"not {self.test(scope, depth - 1)}"
        simple = [each for each in found if _is_simple(each.kind)]
        if form == "constant" or not simple:
            return pick(self.choices, BOOL.constants)
        if form == "truth":
            known = (*_SIMPLE[:4], "list", "dict")
            return pick(self.choices, [each for each in found if each.kind.family in known] or simple).text
        left = pick(self.choices, simple)
        if depth and chance(self.choices, 10):
            same = [each for each in simple if each.kind.text == left.kind.text]
            other = pick(self.choices, same).text
            left = Readable(f"({left.text} if {self.test(scope, depth - 1)} else {other})", left.kind)
        return self._contained(left) if form == "in" else self._compared(left, simple)

    def _opaque(self, kind: Kind) -> bool:
        """Whether its text, or its truth, is refused; now and then it is tried all the same."""
        return (kind.text in ("Color", "Level") or kind.family == "literal") and not self._rarely()

    def _boolean(self, scope: Scope, depth: int) -> str:
        text = self.test(scope, depth)
        plain = [each.text for each in scope.readable() if each.kind.text != "bool"]
        return f"bool({text})" if text in plain else text

    def _constants(self, kind: Kind) -> list[str]:
        return [each for part in (kind, *kind.parts) for each in part.constants]

    def _contained(self, left: Readable) -> str:
        options = self._constants(left.kind)
        if not options:
            return f"{left.text} is None"
        chosen = [pick(self.choices, options) for _ in range(1 + self.choices.below(3))]
        brackets = pick(self.choices, ("(%s,)", "[%s]"))
        operator = pick(self.choices, ("in", "not in"))
        return f"{left.text} {operator} {brackets % ', '.join(chosen)}"

    def _compared(self, left: Readable, simple: list[Readable]) -> str:
        kind = left.kind
        hard = kind.family == "union" and not all(_is_simple(each) for each in kind.parts if each != NONE)
        if hard or (kind.family == "union" and chance(self.choices, 60)):
            return f"{left.text} {pick(self.choices, ('is None', 'is not None', '== None'))}"
        numeric = kind.family in ("int", "float")
        same = [each.text for each in simple if each.kind.family == kind.family and each is not left]
        right = pick(self.choices, same) if same and chance(self.choices, 40) else None
        right = right or pick(self.choices, self._constants(kind) or ["None"])
        operator = pick(self.choices, ("==", "!=", "<", "<=", ">", ">=") if numeric else ("==", "!="))
        if numeric and chance(self.choices, 15):
            return (
                f"{pick(self.choices, INT.constants)} {pick(self.choices, ('<', '<='))} {left.text} {operator} {right}"
            )
        return f"{left.text} {operator} {right}"


def _is_simple(kind: Kind) -> bool:
    if kind.family == "union":
        return all(each.family in ("str", "int", "none", "literal") for each in kind.parts) or kind.parts[1] == NONE
    return kind.family in _SIMPLE


_SIMPLE = ("str", "int", "float", "bool", "literal", "enum", "union")
#: Types that a workflow may return.
RESULTS = (STR, INT, BOOL, NONE, ANY, listed(STR))
