"""Generated calls: functions with arguments that mostly fit, lambdas, chains, partial applications, transforms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from steploom.expr.jsonata.functions import DEFINITIONS
from tests.properties.choices import Choices, chance, pick
from tests.properties.jsonata import pools

__all__ = ["Calls"]

#: Functions of Step Functions alone, and those whose result is different each time.
_NOT_COMPARED: Final = frozenset(("partition", "range", "hash", "parse", "random", "uuid", "shuffle"))
FUNCTIONS: Final = tuple(sorted(DEFINITIONS.keys() - _NOT_COMPARED))
_KINDS: Final = ("number", "text", "truth", "array", "object", "any", "function")
_OF_LETTER: Final = {"n": "number", "s": "text", "b": "truth", "a": "array", "o": "object", "f": "function"}
#: What stands for the arguments of some functions, by their place.
_SPECIAL: Final = {
    ("formatNumber", 1): pools.NUMBER_PICTURES,
    ("formatNumber", 2): pools.NUMBER_OPTIONS,
    ("formatInteger", 1): pools.INTEGER_PICTURES,
    ("parseInteger", 0): ("'12'", "'1,234'", "'XIV'", "'twenty'", "'b'", "'1st'", "'012'", "'one hundred and two'"),
    ("parseInteger", 1): pools.INTEGER_PICTURES,
    ("fromMillis", 0): ("0", "1522153200123", "-1", "1e12", "1700000000000", "-30000000000000", "951782400000", "1e15"),
    ("fromMillis", 1): pools.DATE_PICTURES,
    ("fromMillis", 2): pools.ZONES,
    ("now", 0): pools.DATE_PICTURES,
    ("now", 1): pools.ZONES,
    ("toMillis", 0): pools.MOMENTS,
    ("toMillis", 1): pools.DATE_PICTURES,
    ("match", 1): pools.REGEXES,
    ("split", 1): (*pools.REGEXES[:12], "','", "' '", "''", "'a'", *pools.REGEXES),
    ("replace", 1): (*pools.REGEXES[:12], "','", "' '", "''", "'a'", *pools.REGEXES),
    ("contains", 1): (*pools.REGEXES[:12], "','", "' '", "''", "'a'", *pools.REGEXES),
    ("lookup", 1): ("'a'", "'b'", "'name'", "'nothing'"),
}


_SIGNATURES: Final = (
    "<n:n>",
    "<s:s>",
    "<n-:n>",
    "<a<n>:n>",
    "<x>",
    "<j:j>",
    "<nn?:n>",
    "<s-n?:s>",
    "<(sn):x>",
    "<o:o>",
)
_SIGNATURES += (
    "<f:x>",
    "<a:x>",
    "<x-x?>",
    "<a<s>>",
    "<n+:n>",
    "<b?>",
    "<l>",
    "<(sn)-:s>",
    "<f<n:n>>",
    "<s<n>>",
    "<n",
    "<(a<n>)>",
)
_DELETED: Final = ("['a']", "'name'", "[]", "$ws", "1", "['a', 'name']")


@dataclass
class Calls:
    """Makes expressions; `names` are the variables in scope, `functions` those that hold a lambda."""

    choices: Choices
    names: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    fresh: int = 0

    # -- choice ---------------------------------------------------------------------------------------------------

    def one(self, options: tuple[str, ...]) -> str:
        return pick(self.choices, options)

    def maybe(self, percent: int) -> bool:
        return chance(self.choices, percent)

    def of(self, kind: str, depth: int) -> str:
        """Return an expression that most likely is of `kind`."""
        if self.maybe(7):
            kind = self.one(_KINDS)
        if depth <= 0:
            return self.atom(kind)
        made: str = getattr(self, f"_{kind}")(depth - 1)
        if self.maybe(12):
            made = f"({made})"
        if self.maybe(3):
            made = self.one((f"{made} /* note */", f" {made}\n", f"\t{made}", f"{made}[]"))
        return made

    def atom(self, kind: str) -> str:
        if self.maybe(25):
            return self.variable(kind)
        if self.maybe(25):
            return self.one(pools.FIELDS)
        match kind:
            case "number":
                return self.one(pools.NUMBERS)
            case "text":
                return self.one(pools.TEXTS)
            case "truth":
                return self.one(("true", "false"))
            case "array":
                return self.one(
                    ("[1, 2, 3]", "[]", "['b', 'a']", "[1..3]", "[null]", "[[1], [2, 3]]", "$xs", "$os", "$ws")
                )
            case "object":
                return self.one(("{'a': 1}", "{}", "{'a': [1, 2], 'b': 'x'}", "$o", "$", "$$"))
            case "function":
                return self.function(0)
        return self.one(("$", "$$", "null", "*", "**", "%", "1", "'a'", "[]", "nothing", *pools.FIELDS))

    def variable(self, kind: str) -> str:
        if self.names and self.maybe(60):
            return "$" + pick(self.choices, self.names)
        of_kind = {
            "number": ("$n", "$f"),
            "text": ("$s",),
            "truth": ("$t",),
            "array": ("$xs", "$ws", "$es", "$one", "$os", "$deep", "$many", "$many"),
            "object": ("$o", "$"),
            "function": ("$sum", "$string", "$uppercase", "$count"),
        }
        return self.one(of_kind.get(kind, ("$", "$$", "$nul", "$unknown", "$o", "$os", "$xs")))

    # -- control and functions ------------------------------------------------------------------------------------

    def block(self, depth: int) -> str:
        names, functions = len(self.names), len(self.functions)
        parts = []
        for _ in range(self.choices.below(3)):
            self.fresh += 1
            name = f"v{self.fresh}" if self.maybe(90) else self.one(("n", "sum", "xs", "", "$"))
            if self.maybe(25):
                parts.append(f"${name} := {self.function(depth)}")
                self.functions.append(name)
            else:
                parts.append(f"${name} := {self.of('any', depth)}")
            self.names.append(name)
        parts.append(self.of("any", depth))
        if self.maybe(90):
            del self.names[names:], self.functions[functions:]
        return f"({'; '.join(parts)}{self.one(('', '', ';'))})"

    def conditional(self, depth: int) -> str:
        otherwise = f" : {self.of('any', depth)}" if self.maybe(80) else ""
        return f"{self.of('truth', depth)} ? {self.of('any', depth)}{otherwise}"

    def arguments(self, name: str, depth: int) -> str:
        parameters = DEFINITIONS[name].signature.parameters
        count = len(parameters) if self.maybe(70) else self.choices.below(len(parameters) + 2)
        made = []
        for at in range(count):
            pool = _SPECIAL.get((name, at))
            letters = parameters[at].type.strip("()") if at < len(parameters) else "x"
            if pool and self.maybe(85):
                made.append(self.one(pool))
            elif name == "reduce" and at == 1:
                made.append(self.lambda_(2, depth))
            elif name == "sort" and at == 1 and self.maybe(80):
                made.append(
                    self.one(
                        (
                            "function($l, $r){$l > $r}",
                            "function($l, $r){$l.a < $r.a}",
                            "function($l, $r){$length($l) > $length($r)}",
                        )
                    )
                )
            elif name == "replace" and at == 2 and self.maybe(30):
                made.append(
                    self.one(
                        (
                            "function($m){$uppercase($m.match)}",
                            "function($m){$m.groups[0] & '!'}",
                            "function($m){$m.start}",
                            "$string",
                        )
                    )
                )
            else:
                made.append(self.of(_OF_LETTER.get(pick(self.choices, letters), "any"), depth))
        return ", ".join(made)

    def call(self, depth: int) -> str:
        name = self.one(FUNCTIONS)
        return f"${name}({self.arguments(name, depth)})"

    def call_for(self, result: str, depth: int) -> str:
        of_result = {
            "n": (
                "sum",
                "count",
                "length",
                "abs",
                "round",
                "floor",
                "power",
                "number",
                "max",
                "toMillis",
                "parseInteger",
                "average",
            ),
            "s": (
                "string",
                "uppercase",
                "substring",
                "join",
                "replace",
                "trim",
                "pad",
                "formatNumber",
                "fromMillis",
                "type",
                "formatInteger",
                "formatBase",
            ),
            "b": ("boolean", "not", "exists", "contains"),
            "a": (
                "map",
                "filter",
                "sort",
                "append",
                "split",
                "keys",
                "each",
                "distinct",
                "reverse",
                "zip",
                "match",
                "spread",
            ),
            "o": ("merge", "sift", "lookup", "single", "reduce"),
        }
        name = self.one(of_result[result])
        return f"${name}({self.arguments(name, depth)})"

    def function(self, depth: int) -> str:
        form = self.choices.below(8)
        if form <= 4:
            return self.lambda_(self.choices.below(4), depth)
        if form == 5:
            return "$" + (pick(self.choices, self.functions) if self.functions else self.one(FUNCTIONS))
        if form == 6:
            return self.one(pools.REGEXES)
        return self.partial(depth)

    def lambda_(self, arity: int, depth: int) -> str:
        names = len(self.names)
        parameters = []
        for at in range(arity):
            self.fresh += 1
            parameters.append(
                f"v{self.fresh}" if self.maybe(95) else self.one((f"x{at}", "n", "sum")[: 1 + 2 * (at == 0)])
            )
        self.names += parameters
        body = self.of("any", depth)
        del self.names[names:]
        listed = ", ".join("$" + each for each in parameters)
        signature = self.one(_SIGNATURES) if self.maybe(12) else ""
        return f"{self.one(('function', 'function', 'λ'))}({listed}){signature}{{{body}}}"

    def called_lambda(self, depth: int) -> str:
        arity = self.choices.below(3)
        count = arity if self.maybe(80) else self.choices.below(4)
        arguments = ", ".join(self.of("any", depth) for _ in range(count))
        if self.functions and self.maybe(50):
            return f"${pick(self.choices, self.functions)}({arguments})"
        return f"{self.lambda_(arity, depth)}({arguments})"

    def chain(self, depth: int) -> str:
        right = self.choices.below(4)
        left = self.of("function", depth) if self.maybe(15) else self.of("any", depth)
        if right == 0:
            return f"{left} ~> {self.function(depth)}"
        name = self.one(FUNCTIONS)
        if right == 1:
            return f"{left} ~> ${name}"
        parameters = DEFINITIONS[name].signature.parameters
        rest = ", ".join(self._chained(name, at, depth) for at in range(1, len(parameters)))
        chained = f"{left} ~> ${name}({rest})"
        return f"{chained} ~> {self.function(depth)}" if self.maybe(15) else chained

    def _chained(self, name: str, at: int, depth: int) -> str:
        pool = _SPECIAL.get((name, at))
        letter = DEFINITIONS[name].signature.parameters[at].type.strip("()")[0]
        return self.one(pool) if pool else self.of(_OF_LETTER.get(letter, "any"), depth)

    def partial(self, depth: int) -> str:
        if self.maybe(70):
            name = self.one(FUNCTIONS)
            parameters = DEFINITIONS[name].signature.parameters
            made = ["?" if self.maybe(50) else self._chained(name, at, 0) for at in range(len(parameters))]
            target = f"${name}"
        else:
            made = ["?" if self.maybe(50) else self.of("any", depth) for _ in range(1 + self.choices.below(2))]
            target = self.lambda_(2, depth)
        text = f"{target}({', '.join(made)})"
        return f"{text}({self.of('any', depth)})" if self.maybe(60) else text

    def transform(self, depth: int) -> str:
        pattern = self.one(
            ("$", "items", "a", "nested", "*", "**", "items[0]", "b", "nested.items", "$o", "items.nested", "%")
        )
        update = (
            self.one(("{'a': 9}", "{'new': name}", "{'price': price * 2}", "{}", "{'a': null}"))
            if self.maybe(70)
            else self.of("object", depth)
        )
        delete = f", {self.one(_DELETED)}" if self.maybe(40) else ""
        subject = (
            self.one(("$", "$$", "$o", "$os", "items", "nested", "$xs", "1"))
            if self.maybe(80)
            else self.of("any", depth)
        )
        if self.maybe(80):
            return f"{subject} ~> |{pattern}|{update}{delete}|"
        return f"|{pattern}|{update}{delete}|({subject})"

    def recursion(self, depth: int) -> str:
        base, step = self.of("any", min(depth, 1)), self.of("any", min(depth, 1))
        form = self.choices.below(4)
        if form == 0:
            return f"($r := function($k){{$k <= 1 ? {base} : $r($k - 1)}}; $r({self.one(('3', '5', '0'))}))"
        if form == 1:
            return f"($r := function($k, $m){{$k <= 1 ? $m : $r($k - 1, {step})}}; $r(3, {base}))"
        if form == 2:
            return f"($r := function($k){{$k <= 1 ? 1 : $k * $r($k - 1)}}; $r({self.one(('4', '6', '1'))}))"
        return (
            "($e := function($k){$k = 0 ? true : $d($k - 1)}; $d := function($k){$k = 0 ? false : $e($k - 1)}; $e(4))"
        )
