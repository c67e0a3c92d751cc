"""Straight-line code: one Python function for what is made of constants, fields, operators and constructors.

Most expressions are that, and so are most bodies of functions and predicates. The function handles the usual case and
nothing else: where a field is missing, an array stands in a path, a number is large or an operator is at fault, it
gives up, and the closures evaluate from the start. So it has no rules of its own that could differ from theirs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from steploom.expr.environment import Environment
from steploom.expr.jsonata.compiling.evaluator import Evaluator
from steploom.expr.jsonata.compiling.straight_code import NAMESPACE, Code, NotStraightError
from steploom.expr.jsonata.compiling.straight_values import Writer
from steploom.expr.jsonata.giving_up import GIVE_UP, MANY, UNUSUAL
from steploom.expr.jsonata.plan import LambdaPlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.jsontext import Json

__all__ = ["GIVE_UP", "MANY", "UNUSUAL", "Site", "StraightProgram", "straight_program"]

StraightProgram: TypeAlias = Callable[[Mapping[str, Json], Environment], Json]

#: How deep the plan may be: beyond, the closures watch their depth.
_DEEP: Final = 24


def straight_program(plan: Plan, local_names: frozenset[str]) -> StraightProgram | None:
    """Return the function for a whole expression, from variables and environment to plain JSON; None if it has none."""
    code = Code("b, e")
    writer = Writer(code, local_names, parameters={}, context=None, is_program=True)
    made: StraightProgram | None = _made(code, writer, plan)
    return made


@dataclass(slots=True, eq=False)
class Site:
    """A place in an expression that is evaluated for many items: a function's body, a predicate, a step.

    Attributes:
        plan: The function, or the expression that sees each item as its context.
        local_names: Names that the expression binds anywhere.
    """

    plan: Plan
    local_names: frozenset[str]
    _function: Callable[..., Json] | None = None
    _is_tried: bool = False

    def function(self) -> Callable[..., Json] | None:
        """Return the function: it takes the run, then up to three arguments, or the context and two that it ignores."""
        if not self._is_tried:
            self._is_tried = True
            self._function = self._make()
        return self._function

    def values(self, evaluate: Evaluator, items: list[Json], scope: Frame) -> Iterator[Json]:
        """Yield the value for each item as the context; `evaluate` gives it where something is unusual."""
        straight, run = self.function(), scope.run
        for item in items:
            try:
                value = GIVE_UP if straight is None else straight(run, item)
            except UNUSUAL:
                value = GIVE_UP
            yield evaluate(item, scope) if value is GIVE_UP else value

    def _make(self) -> Callable[..., Json] | None:
        plan = self.plan
        code = Code("run, p0=None, p1=None, p2=None")
        made: Callable[..., Json] | None
        if not isinstance(plan, LambdaPlan):
            writer = Writer(code, self.local_names, parameters={}, context="p0", is_program=False)
            made = _made(code, writer, plan)
            return made
        names = plan.parameters
        if len(names) > len(_PARAMETERS) or len(set(names)) < len(names) or "" in names:
            return None
        parameters = dict(zip(names, _PARAMETERS, strict=False))
        writer = Writer(code, self.local_names, parameters=parameters, context=None, is_program=False)
        made = _made(code, writer, plan.body)
        return made


_PARAMETERS: Final = ("p0", "p1", "p2")


def _made(code: Code, writer: Writer, plan: Plan) -> Any:
    try:
        code.line(f"return {writer.leaf(plan, _DEEP)}")
    except NotStraightError:
        return None
    namespace = {**NAMESPACE, **code.constants, "fmod": math.fmod}
    # The source holds names of our own and texts as Python writes them, nothing that the expression could make up.
    exec(code.source(), namespace)  # noqa: S102
    return namespace["straight"]
