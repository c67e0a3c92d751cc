"""Bodies of workflows: statements in blocks, each readable by the ones behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.properties.choices import Choices, chance, pick, some, weighted
from tests.properties.expressions import Scope, Writer
from tests.properties.kinds import BOOL, INT, STR, TEXTS, Kind, listed, writable

__all__ = ["ERRORS", "Body", "Step"]

ERRORS = ("Broken", "Lost", "Gone", "Odd", "ValueError", "LookupError", "TimeoutError", "Late", "Exception")
RAISED = ("Broken", "Lost", "Gone", "Odd", "ValueError", "Late", "TimeoutError", "RuntimeError", "Exception")
CAUGHT = (
    *ERRORS,
    "AssertionError",
    "ResultError",
    "CompensationFailed",
    "ArithmeticError",
    "RuntimeError",
    "InputError",
)

#: Some of them are functions of JSONata, or names that a generated expression might want for itself.
VARIABLES = ("a", "b", "result", "answer", "error", "states", "count", "sum", "map", "given", "faults", "el", "at")
VARIABLES += ("größe", "type", "string", "keys", "cause", "value", "found", "now", "x_1", "_x", "answer_error", "merge")

_ENDS = ("return", "raise", "break", "continue")
#: Integers that a loop may count to.
_SMALL = ("Annotated[int, Field(gt=0, lt=10)]", "Annotated[int, Field(le=3)]")


@dataclass(frozen=True)
class Step:
    """An activity that can be called: its parameters, what it gives, whether it waits for an answer.

    A helper is a function of the program itself, which may be no coroutine. `by_name` is the place of the first
    parameter that is given by name only, if there is one.
    """

    name: str
    parameters: tuple[tuple[str, Kind, str | None], ...]
    result: Kind
    is_callback: bool
    by_name: int | None = None
    is_helper: bool = False
    is_sync: bool = False


@dataclass
class Body:
    """Writes the statements of one workflow.

    Attributes:
        choices: What decides.
        writer: Writes expressions.
        steps: What can be awaited.
        events: What can be emitted.
        returns: The declared result.
        fuel: How many statements are still to be written at most.
        kinds: The type of every name ever assigned: a name keeps it.
    """

    choices: Choices
    writer: Writer
    steps: tuple[Step, ...]
    events: tuple[Kind, ...]
    returns: Kind
    fuel: int = 14
    kinds: dict[str, Kind] = field(default_factory=dict)

    def write(self, scope: Scope) -> list[str]:
        """Return the lines of a whole body."""
        lines = self.block(scope, 5)
        return [*lines, f"return {self.result(scope)}"]

    def computed(self, scope: Scope) -> list[str]:
        """Return the lines of a body that awaits nothing."""
        lines: list[str] = []
        for _ in range(self.choices.below(3)):
            lines += [f"if {self.writer.test(scope)}:", f"    return {self.writer.expression(self.returns, scope)}"]
        return [*lines, f"return {self.writer.expression(self.returns, scope)}"]

    def result(self, scope: Scope) -> str:
        """Return the value of a `return`."""
        steps = [each for each in self.steps if each.result.text == self.returns.text]
        if steps and chance(self.choices, 25):
            return self.act(pick(self.choices, steps), scope)
        return self.writer.expression(self.returns, scope)

    def block(self, scope: Scope, most: int) -> list[str]:
        """Return the lines of a block of at least one statement; `scope` learns what is assigned."""
        lines: list[str] = []
        for _ in range(1 + self.choices.below(most)):
            if self.fuel <= 0:
                break
            self.fuel -= 1
            lines += self.statement(scope)
            if lines and lines[-1].startswith(_ENDS):
                break
        return lines or ["pass"]

    def statement(self, scope: Scope) -> list[str]:
        """Return the lines of one statement."""
        forms = [(24, self.awaited), (16, self.assigned), (4, self.slept), (8, self.side_by_side)]
        forms += [(10, self.each_item), (6, self.inside), (4, self.asserted), (3, self.chained)]
        if self.events:
            forms += [(6, self.emitted)]
        if scope.in_loop:
            forms += [(8, self.left)]
        if scope.depth:
            forms += [(7, self.raised), (5, self.returned)]
        if scope.depth < 4:
            forms += [
                (14, self.branched),
                (14, self.tried),
                (10, self.saga),
                (9, self.looped),
                (5, self.repeated),
                (7, self.matched),
            ]
        if scope.undo:
            forms += [(20, self.registered)]
        return weighted(self.choices, forms)(scope)

    def name_for(self, scope: Scope, kind: Kind) -> str:
        """Return the name of a variable that may take `kind`, and make it readable."""
        # What ends a loop is assigned by the loop alone.
        again = [each for each in scope.names if scope.names[each].text == kind.text and not each.startswith("more_")]
        if again and chance(self.choices, 35):
            return pick(self.choices, again)
        start = self.choices.below(len(VARIABLES))
        for place in range(len(VARIABLES)):
            name = VARIABLES[(start + place) % len(VARIABLES)]
            if name in scope.errors or name == scope.undo or name.startswith("undo"):
                continue
            if self.kinds.setdefault(name, kind).text == kind.text:
                scope.names[name] = kind
                return name
        return "spare"

    def call(self, step: Step, scope: Scope) -> str:
        """Return the call of an activity."""
        given: list[str] = []
        by_name = False
        for place, (name, kind, default) in enumerate(step.parameters):
            by_name = by_name or place == step.by_name
            if default is not None and chance(self.choices, 40):
                by_name = True
                continue
            by_name = by_name or chance(self.choices, 15)
            value = self.writer.expression(kind, scope)
            given.append(f"{name}={value}" if by_name else value)
        return f"{step.name}({', '.join(given)})"

    def act(self, step: Step, scope: Scope) -> str:
        """Return what does a step and gives its result."""
        call = self.call(step, scope)
        return call if step.is_sync else f"await {call}"

    def awaited(self, scope: Scope) -> list[str]:
        step = pick(self.choices, self.steps)
        act = self.act(step, scope)
        if step.result.family == "none" or chance(self.choices, 25):
            return [act] if not step.is_sync else [f"if {self.writer.test(scope)}:", f"    {act}"]
        return [f"{self.name_for(scope, step.result)} = {act}"]

    def inside(self, scope: Scope) -> list[str]:
        """An act inside an expression."""
        steps = [each for each in self.steps if each.result.family in ("str", "int", "bool")]
        if not steps:
            return self.awaited(scope)
        step = pick(self.choices, steps)
        act = f"({self.act(step, scope)})"
        forms = ["conditional"]
        forms += ["text"] * 2 if step.result.family in ("str", "int") else ["short"] * 2
        form = pick(self.choices, forms)
        if form == "text":
            other = self.writer.text(scope)
            text = pick(self.choices, (f'f"{{{other}}}-{{{act}}}"', f'f"{{{act}}}{{{other}}}"'))
            # What stands in an f-string may hold neither its quotes nor a backslash.
            if any(each in text[2:-1] for each in ('"', "\\", "{%", "#")):
                text = f"str({act})"
            return [f"{self.name_for(scope, STR)} = {text}"]
        if form == "short":
            test = self.asked(scope, act)
            return [f"{self.name_for(scope, BOOL)} = {test}"]
        again = self.writer.expression(step.result, scope, 0)
        ways = (act, again) if chance(self.choices, 50) else (again, act)
        value = f"{ways[0]} if {self.asked(scope)} else {ways[1]}"
        return [f"{self.name_for(scope, step.result)} = {value}"]

    def asked(self, scope: Scope, act: str = "(await tick())") -> str:
        """Return a test, at times one that awaits."""
        test = self.writer.test(scope)
        forms = (test, test, act, f"{test} and {act}", f"{test} or {act}", f"not {act}", f"{act} and {test}")
        return pick(self.choices, forms)

    def asserted(self, scope: Scope) -> list[str]:
        text = f", {self.writer.text(scope)}" if chance(self.choices, 50) else ""
        return [f"assert {self.asked(scope)}{text}"]

    def chained(self, scope: Scope) -> list[str]:
        readable = scope.readable()
        if not readable:
            return self.assigned(scope)
        read = pick(self.choices, readable)
        names = [self.name_for(scope, read.kind) for _ in range(2)]
        return [f"{names[0]} = {names[1]} = {read.text}"]

    def matched(self, scope: Scope) -> list[str]:
        """`match` over a text or a number, with alternatives, captures and guards."""
        simple = [each for each in scope.readable() if each.kind.family in ("str", "int") and each.kind.constants]
        if not simple:
            return self.branched(scope)
        subject = pick(self.choices, simple)
        lines = [f"match {subject.text}:"]
        for _ in range(1 + self.choices.below(3)):
            options = [pick(self.choices, subject.kind.constants) for _ in range(1 + self.choices.below(2))]
            guard = f" if {self.writer.test(scope)}" if chance(self.choices, 30) else ""
            lines += [f"    case {' | '.join(dict.fromkeys(options))}{guard}:"]
            lines += _indented(_indented(self.block(scope.within(), 2)))
        if chance(self.choices, 70):
            lines += ["    case _:", *_indented(_indented(self.block(scope.within(), 2)))]
        return lines

    def assigned(self, scope: Scope) -> list[str]:
        readable = scope.readable()
        if readable and chance(self.choices, 40):
            read = pick(self.choices, readable)
            return [f"{self.name_for(scope, read.kind)} = {read.text}"]
        # A variable takes the type of its value, which of a constant is the plain one.
        plain = (STR, STR, BOOL, listed(STR), *(each for each in self.writer.declared if each.made and writable(each)))
        kind = pick(self.choices, plain)
        value = self.writer.construct(kind, scope) if kind.made else self.writer.expression(kind, scope)
        return [f"{self.name_for(scope, kind)} = {value}"]

    def emitted(self, scope: Scope) -> list[str]:
        return [f"await emit({self.writer.construct(pick(self.choices, self.events), scope)})"]

    def slept(self, scope: Scope) -> list[str]:
        del scope
        return [f"await sleep({pick(self.choices, ('1', '5', 'timedelta(minutes=1)', '0', '30.0'))})"]

    def side_by_side(self, scope: Scope) -> list[str]:
        several = [each for each in self.steps if not each.is_sync]
        steps = [pick(self.choices, several) for _ in range(1 + self.choices.below(3))]
        # Of branches of several steps that fail at one moment, nobody promises which one is first.
        steps = next(([each] for each in steps if each.is_helper), steps)
        call = f"await gather({', '.join(self.call(each, scope) for each in steps)})"
        form = pick(self.choices, ("names", "whole", "nothing"))
        if form == "nothing":
            return [call]
        if form == "whole":
            whole = Kind(f"tuple[{', '.join(each.result.text for each in steps)}]", "tuple")
            return [f"{self.name_for(scope, whole)} = {call}"]
        before = dict(scope.names)
        names = [self.name_for(scope, each.result) for each in steps]
        if len(set(names)) < len(names):
            scope.names.clear()
            scope.names.update(before)
            return [call]
        return [f"{', '.join(names)}{',' if len(names) == 1 else ''} = {call}"]

    def each_item(self, scope: Scope) -> list[str]:
        lists = [each for each in scope.readable() if each.kind.family == "list"]
        if not lists:
            return self.awaited(scope)
        items = pick(self.choices, lists)
        name = pick(self.choices, ("item", "x", *VARIABLES[:6]))
        if name in scope.errors or name == scope.undo:
            name = "item"
        inner = scope.within(names={name: items.kind.parts[0], **{k: v for k, v in scope.names.items() if k != name}})
        step = pick(self.choices, [each for each in self.steps if not each.is_sync])
        limit = ", limit=1" if step.is_helper else pick(self.choices, ("", ", limit=1", ", limit=2"))
        call = f"await gather(*({self.call(step, inner)} for {name} in {items.text}){limit})"
        if chance(self.choices, 25):
            call = f"[await {self.call(step, inner)} for {name} in {items.text}]"
        if chance(self.choices, 30):
            return [call]
        return [f"{self.name_for(scope, listed(step.result))} = {call}"]

    def left(self, scope: Scope) -> list[str]:
        word = pick(self.choices, ("break", "continue"))
        return [f"if {self.writer.test(scope)}:", f"    {word}"] if chance(self.choices, 70) else [word]

    def looped(self, scope: Scope) -> list[str]:
        """`for` over a list, with its index, or over a range."""
        names = dict(scope.names)
        lists = [each for each in scope.readable() if each.kind.family == "list"]
        bounds = [each.text for each in scope.readable() if each.kind.text in _SMALL]
        if not lists or chance(self.choices, 30):
            start = pick(self.choices, ("", "", "1, ", "0, ", "5, "))
            name = self.name_for(Scope(names), INT)
            header = f"for {name} in range({start}{pick(self.choices, ('2', '3', '0', *bounds))}):"
        else:
            items = pick(self.choices, lists)
            name = self.name_for(Scope(names), items.kind.parts[0])
            header = f"for {name} in {items.text}:"
            if chance(self.choices, 25):
                index = self.name_for(Scope({name: items.kind.parts[0]}), INT)
                names[index] = INT
                header = f"for {index}, {name} in enumerate({items.text}):"
        return self.loop(header, scope, names, [])

    def repeated(self, scope: Scope) -> list[str]:
        """`while`: its first line asks whether there is more."""
        more = f"more_{self.fuel}"
        scope.names[more] = BOOL
        if chance(self.choices, 25):
            return self.loop("while await tick():", scope, dict(scope.names), [])
        test = pick(self.choices, (more, f"{more} and {self.writer.test(scope, 0)}", "True"))
        begin = [f"{more} = await tick()"]
        if test == "True":
            begin += [f"if not {more}:", "    break"]
        return [f"{more} = True", *self.loop(f"while {test}:", scope, dict(scope.names), begin)]

    def loop(self, header: str, scope: Scope, names: dict[str, Kind], begin: list[str]) -> list[str]:
        lines = [header, *_indented([*begin, *self.block(scope.within(names=names, in_loop=True), 3)])]
        if chance(self.choices, 20):
            lines += ["else:", *_indented(self.block(scope.within(), 2))]
        return lines

    def branched(self, scope: Scope) -> list[str]:
        lines = [f"if {self.asked(scope)}:", *_indented(self.block(scope.within(), 3))]
        for _ in range(self.choices.below(3)):
            lines += [f"elif {self.asked(scope)}:", *_indented(self.block(scope.within(), 2))]
        if chance(self.choices, 50):
            lines += ["else:", *_indented(self.block(scope.within(), 3))]
        return lines

    def tried(self, scope: Scope) -> list[str]:
        lines = ["try:", *_indented(self.block(scope.within(), 4))]
        final = ["finally:", *_indented(self.block(scope.within(), 2))] if chance(self.choices, 35) else []
        if final and chance(self.choices, 40):
            return [*lines, *final]
        last = False
        for _ in range(1 + self.choices.below(3)):
            classes = some(self.choices, CAUGHT, 2) or ["Exception"]
            last = "Exception" in classes
            header = classes[0] if len(classes) == 1 else f"({', '.join(classes)})"
            lines += self.handler(scope, header)
            if last:
                break
        if chance(self.choices, 25):
            lines += ["else:", *_indented(self.block(scope.within(), 2))]
        return [*lines, *final]

    def handler(self, scope: Scope, header: str) -> list[str]:
        name = pick(self.choices, ("error", "e", "cause", ""))
        taken = name in scope.names or name in scope.errors or name == scope.undo or name in self.kinds
        if not name or taken:
            return [f"except {header}:", *_indented(self.block(scope.within(depth=scope.depth + 1), 2))]
        inner = scope.within(errors=(*scope.errors, name))
        lines = [f"except {header} as {name}:", *_indented(self.block(inner, 2))]
        if chance(self.choices, 25) and not lines[-1].lstrip().startswith(_ENDS):
            lines.append(f"    {pick(self.choices, ('raise', f'raise {name}'))}")
        return lines

    def raised(self, scope: Scope) -> list[str]:
        if scope.errors and chance(self.choices, 40):
            return [pick(self.choices, ("raise", f"raise {scope.errors[-1]}"))]
        cls = pick(self.choices, RAISED)
        cause = f" from {scope.errors[-1]}" if scope.errors and chance(self.choices, 20) else ""
        form = pick(self.choices, ("text", "bare", "constant"))
        if form == "bare":
            return [f"raise {cls}{cause}"]
        message = self.writer.text(scope) if form == "text" else repr(pick(self.choices, TEXTS))
        return [f"raise {cls}({message}){cause}"]

    def returned(self, scope: Scope) -> list[str]:
        return [f"return {self.result(scope)}"]

    def saga(self, scope: Scope) -> list[str]:
        handle = "undo" if scope.saga_depth == 0 else f"undo_{scope.saga_depth}"
        inner = replace(scope, undo=handle, saga_depth=scope.saga_depth + 1, depth=scope.depth + 1)
        lines = self.block(inner, 4)
        return [f"async with saga() as {handle}:", *_indented(lines)]

    def registered(self, scope: Scope) -> list[str]:
        steps = [each for each in self.steps if not each.is_callback and not each.is_helper]
        if not steps:
            return ["pass"]
        call = self.call(pick(self.choices, steps), scope)
        name, _, arguments = call.partition("(")
        return [f"{scope.undo}({name}, {arguments}" if arguments != ")" else f"{scope.undo}({name})"]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
