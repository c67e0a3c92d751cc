"""What each part of a plan is as straight-line Python: an expression, and what is known of its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from steploom.expr.jsonata.compiling.evaluator import has_clauses, plain_name
from steploom.expr.jsonata.compiling.straight_code import Code, NotStraightError
from steploom.expr.jsonata.functions import DEFINITIONS
from steploom.expr.jsonata.plan import (
    ArrayPlan,
    BinaryPlan,
    BlockPlan,
    CallPlan,
    ConditionPlan,
    LiteralPlan,
    NamePlan,
    ObjectPlan,
    PathPlan,
    Plan,
    TailPlan,
    VariablePlan,
)
from steploom.expr.jsonata.texts import MAX_SAFE
from steploom.jsontext import Json

__all__ = ["Kind", "Writer"]

_LONG: Final = 10_000
#: Fields of a path or an object, items of an array: a larger expression is not worth Python's time to compile it.
_MOST: Final = 64
_ARITHMETIC: Final = frozenset("+-*/%")
_ORDERS: Final = frozenset(("<", "<=", ">", ">="))
#: Functions whose result depends on more than their arguments.
_VOLATILE: Final = frozenset(("now", "millis", "random", "uuid", "shuffle"))


class Kind(Enum):
    """What is known of a value: a number is finite, exact and an int where it can be; anything is plain JSON."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    MADE = "made"
    ANYTHING = "anything"


_KIND_OF_RESULT: Final = {"s": Kind.TEXT, "b": Kind.TRUTH, "n": Kind.ANYTHING}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes plans as code.

    Attributes:
        code: Where to.
        local_names: Names that the expression binds anywhere: no variables from outside.
        parameters: The Python names of the function's own parameters.
        context: The Python name of the context, if there is one.
        is_program: Whether the result leaves the evaluation.
    """

    code: Code
    local_names: frozenset[str]
    parameters: Mapping[str, str]
    context: str | None
    is_program: bool

    def value(self, plan: Plan, depth: int) -> tuple[str, Kind]:
        """Return the Python expression of a plan's value, a name or a constant, and what is known of it.

        Raises:
            NotStraightError: There is no straight-line code for it.
        """
        if depth < 0 or has_clauses(plan) or plan.keep_array or plan.is_tuple or plan.cons:
            raise NotStraightError
        match plan:
            case LiteralPlan(value=value):
                return _literal(value)
            case PathPlan() | VariablePlan():
                return self._path(plan), Kind.ANYTHING
            case BinaryPlan():
                return self._binary(plan, depth - 1)
            case ConditionPlan():
                return self._condition(plan, depth - 1)
            case BlockPlan(expressions=[only]):
                return self.value(only, depth - 1)
            case ObjectPlan():
                return self._object(plan, depth - 1), Kind.MADE
            case ArrayPlan(items=items) if len(items) <= _MOST:
                return f"[{', '.join(self._item(each, depth - 1) for each in items)}]", Kind.MADE
            case CallPlan() | TailPlan():
                return self._call(plan if isinstance(plan, CallPlan) else plan.call, depth - 1)
        raise NotStraightError

    def leaf(self, plan: Plan, depth: int) -> str:
        """Return the Python expression of a value that stays as it is: in the result, in an array, in an object."""
        text, kind = self.value(plan, depth)
        if kind is not Kind.ANYTHING:
            return text
        if self.is_program:
            return f"({text} if type({text}) is str else plain({text}))"
        self.code.give_up_unless(f"type({text}) in plain_types")
        return text

    # -- fields ---------------------------------------------------------------------------------------------------

    def _path(self, plan: PathPlan | VariablePlan) -> str:
        steps = [plan] if isinstance(plan, VariablePlan) else list(plan.steps)
        if isinstance(plan, PathPlan) and plan.keep_singleton:
            raise NotStraightError
        first = steps[0]
        if isinstance(first, VariablePlan):
            root, steps = self._root(first), steps[1:]
        elif self.context is not None:
            root = self.context
        else:
            raise NotStraightError
        read: tuple[str, ...] = (root,)
        if len(steps) > _MOST:
            raise NotStraightError
        for step in steps:
            name = plain_name(step)
            if name is None or not isinstance(step, NamePlan) or step.keep_array or step.is_tuple or step.ancestor:
                raise NotStraightError
            read = (*read, name)
        return self._read(read)

    def _root(self, variable: VariablePlan) -> str:
        if has_clauses(variable) or variable.stages or variable.keep_array or variable.is_tuple or variable.ancestor:
            raise NotStraightError
        name = variable.name
        if name in self.parameters:
            return self.parameters[name]
        if name == "" and self.context is not None:
            return self.context
        if name in ("", "$") or name in self.local_names:
            raise NotStraightError
        return self._read(("" if self.is_program else "run", name))

    def _read(self, read: tuple[str, ...]) -> str:
        """Return the name of what was read; a list as the owner of a field raises, which is a way out."""
        *owner, field = read
        if not owner:
            return field
        if read not in self.code.known:
            if owner in ([""], ["run"]):
                source = "b" if owner == [""] else "run.bindings"
            else:
                source = self._read(tuple(owner))
            self.code.known[read] = self.code.assign(f"{source}[{field!r}]")
        return self.code.known[read]

    # -- operators ------------------------------------------------------------------------------------------------

    def _binary(self, plan: BinaryPlan, depth: int) -> tuple[str, Kind]:
        operator = plan.operator
        if operator in _ARITHMETIC:
            return self._arithmetic(plan, depth), Kind.NUMBER
        if operator == "&":
            return self._text(plan, depth), Kind.TEXT
        if operator in ("and", "or"):
            return self._logic(plan, depth), Kind.TRUTH
        if operator in _ORDERS:
            return self._order(plan, depth), Kind.TRUTH
        if operator in ("=", "!="):
            return self._equality(plan, depth), Kind.TRUTH
        raise NotStraightError

    def _number(self, plan: Plan, depth: int) -> str:
        text, kind = self.value(plan, depth)
        if kind is Kind.ANYTHING:
            self.code.give_up_unless(f"type({text}) in numbers and -S <= {text} <= S")
        elif kind is not Kind.NUMBER:
            raise NotStraightError
        return text

    def _arithmetic(self, plan: BinaryPlan, depth: int) -> str:
        left, right = self._number(plan.left, depth), self._number(plan.right, depth)
        code, operator = self.code, plan.operator
        if operator in "/%":
            code.give_up_unless(right)
        result = code.assign(f"fmod({left}, {right})" if operator == "%" else f"{left} {operator} {right}")
        if operator in "*/%":
            # A negative zero is not the zero of an int.
            code.give_up_unless(f"{result} or ({left} >= 0 and {right} >= 0)")
        if operator in "/%":
            code.line(f"if {result}.is_integer(): {result} = int({result})")
        else:
            code.line(f"if type({result}) is float and {result}.is_integer(): {result} = int({result})")
        code.give_up_unless(f"-S <= {result} <= S")
        return result

    def _order(self, plan: BinaryPlan, depth: int) -> str:
        sides = [self.value(each, depth) for each in (plan.left, plan.right)]
        for text, kind in sides:
            if kind is Kind.ANYTHING:
                self.code.give_up_unless(f"type({text}) in numbers")
            elif kind is not Kind.NUMBER:
                raise NotStraightError
        return self.code.assign(f"{sides[0][0]} {plan.operator} {sides[1][0]}")

    def _equality(self, plan: BinaryPlan, depth: int) -> str:
        (left, one), (right, two) = self.value(plan.left, depth), self.value(plan.right, depth)
        same = "==" if plan.operator == "=" else "!="
        if isinstance(plan.right, LiteralPlan) and isinstance(plan.right.value, str):
            # No other type equals a text.
            return self.code.assign(f"{left} {same} {right}")
        if one is two is Kind.NUMBER:
            return self.code.assign(f"{left} {same} {right}")
        for text, kind in ((left, one), (right, two)):
            if kind is Kind.ANYTHING and not self.is_program:
                self.code.give_up_unless(f"type({text}) in plain_types")
        return self.code.assign(f"deep_equal({left}, {right}) is {same == '=='}")

    def _text(self, plan: BinaryPlan, depth: int) -> str:
        parts: list[str] = []
        node: Plan = plan
        while isinstance(node, BinaryPlan) and node.operator == "&" and (node is plan or not has_clauses(node)):
            parts.insert(0, self._text_part(node.right, depth))
            node, depth = node.left, depth - 1
        parts.insert(0, self._text_part(node, depth))
        result = self.code.assign(" + ".join(parts))
        self.code.give_up_unless(f"len({result}) <= {_LONG}")
        self.code.line(f"if not {result}.isascii(): {result} = joined({result})")
        return result

    def _text_part(self, plan: Plan, depth: int) -> str:
        text, kind = self.value(plan, depth)
        if kind is Kind.TEXT:
            return text
        if kind is Kind.ANYTHING:
            if not self.is_program:
                self.code.give_up_unless(f"type({text}) in plain_types")
            return f"({text} if type({text}) is str else text_of({text}))"
        return f"text_of({text})"

    # -- logic ----------------------------------------------------------------------------------------------------

    def _truth(self, plan: Plan, depth: int) -> str:
        text, kind = self.value(plan, depth)
        if kind is Kind.TRUTH:
            return text
        if kind is Kind.ANYTHING and not self.is_program:
            self.code.give_up_unless(f"type({text}) in plain_types")
        return f"truth({text})"

    def _logic(self, plan: BinaryPlan, depth: int) -> str:
        code = self.code
        result = code.assign(self._truth(plan.left, depth))
        with code.block(f"if {result}:" if plan.operator == "and" else f"if not {result}:"):
            code.line(f"{result} = {self._truth(plan.right, depth)}")
        return result

    def _condition(self, plan: ConditionPlan, depth: int) -> tuple[str, Kind]:
        if plan.otherwise is None:
            raise NotStraightError
        code = self.code
        test, result = self._truth(plan.test, depth), code.name()
        kinds = set()
        for head, branch in ((f"if {test}:", plan.then), ("else:", plan.otherwise)):
            with code.block(head):
                text, kind = self.value(branch, depth)
                code.line(f"{result} = {text}")
                kinds.add(kind)
        return result, kinds.pop() if len(kinds) == 1 else Kind.ANYTHING

    # -- constructors and calls -----------------------------------------------------------------------------------

    def _object(self, plan: ObjectPlan, depth: int) -> str:
        fields: dict[str, str] = {}
        if len(plan.pairs) > _MOST:
            raise NotStraightError
        for key, value in plan.pairs:
            if not isinstance(key, LiteralPlan) or not isinstance(key.value, str) or has_clauses(key):
                raise NotStraightError
            if key.value in fields:
                raise NotStraightError
            fields[key.value] = self.leaf(value, depth)
        return "{" + ", ".join(f"{key!r}: {text}" for key, text in fields.items()) + "}"

    def _item(self, plan: Plan, depth: int) -> str:
        text, kind = self.value(plan, depth)
        if kind is Kind.ANYTHING:
            # The items of an array are merged with the others.
            self.code.give_up_unless(f"type({text}) in plain_types and type({text}) is not list")
        elif kind is Kind.MADE and not isinstance(plan, ArrayPlan | ObjectPlan):
            raise NotStraightError
        return f"plain({text})" if kind is Kind.ANYTHING and self.is_program else text

    def _call(self, plan: CallPlan, depth: int) -> tuple[str, Kind]:
        procedure = plan.procedure
        name = procedure.name if isinstance(procedure, VariablePlan) and not has_clauses(procedure) else ""
        definition = DEFINITIONS.get(name)
        if definition is None or name in self.local_names or name in _VOLATILE or not plan.arguments:
            raise NotStraightError
        types = definition.accepted_types(len(plan.arguments))
        if not definition.is_scalar or definition.calls_back or types is None:
            raise NotStraightError
        return self._scalar_call(name, [self.value(each, depth) for each in plan.arguments])

    def _scalar_call(self, name: str, values: list[tuple[str, Kind]]) -> tuple[str, Kind]:
        code, definition = self.code, DEFINITIONS[name]
        run = "run"
        if self.is_program:
            code.known.setdefault(("Run",), "")
            run = code.known[("Run",)] or code.assign("Run(b, e, U)")
            code.known[("Run",)] = run
        code.give_up_unless(f"{name!r} not in {run}.bindings")
        for (text, kind), types in zip(values, definition.accepted_types(len(values)) or [], strict=True):
            if kind is Kind.MADE:
                raise NotStraightError
            code.give_up_unless(f"type({text}) in {code.constant(types & _PLAIN)}")
        arguments = [text for text, _ in values] + ["U"] * (definition.width - len(values))
        result = code.assign(f"{code.constant(definition.implementation)}({', '.join([run, *arguments])})")
        code.give_up_unless(f"{result} is not U and not {run}.scrub")
        return result, _KIND_OF_RESULT[definition.signature.text[-2]]


_PLAIN: Final = frozenset((str, bool, int, float, dict, list, type(None)))


def _literal(value: Json) -> tuple[str, Kind]:
    if isinstance(value, bool):
        return repr(value), Kind.TRUTH
    if isinstance(value, int | float):
        if not -MAX_SAFE <= value <= MAX_SAFE or repr(value) == "-0.0":
            raise NotStraightError
        return f"({value!r})" if value < 0 else repr(value), Kind.NUMBER
    return repr(value), Kind.TEXT if isinstance(value, str) else Kind.MADE
