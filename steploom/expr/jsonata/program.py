"""A compiled expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from steploom.errors import ExpressionError
from steploom.expr.environment import Environment
from steploom.expr.jsonata.compiling import Compiler, Evaluator
from steploom.expr.jsonata.compiling.straight import GIVE_UP, UNUSUAL, StraightProgram, straight_program
from steploom.expr.jsonata.errors import STACK, Fault, error_of
from steploom.expr.jsonata.facts import Facts, bound_names, facts_of
from steploom.expr.jsonata.functions import BUILTINS
from steploom.expr.jsonata.lowering import lower
from steploom.expr.jsonata.nodes import Name, Node, Step, Variable
from steploom.expr.jsonata.parser import parse_text
from steploom.expr.jsonata.plan import Plan
from steploom.expr.jsonata.results import plain
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import OuterSequence
from steploom.expr.jsonata.weight import weigh
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["Program", "compile_expression", "parse"]

#: A lowered expression, and the names that it binds.
_Plan: TypeAlias = tuple[Plan, frozenset[str]]

_CACHED: Final = 4096
#: So many evaluations pay for straight-line code.
_HOT: Final = 64


class Program:
    """An expression, parsed and checked once, compiled when it is first evaluated, evaluated as often as needed.

    Attributes:
        text: The expression.
        ast: Its syntax tree.
    """

    __slots__ = ("_cold", "_direct", "_evaluate", "_facts", "_has_surrogates", "_plan", "_straight", "ast", "text")

    def __init__(self, text: str, ast: Node, plan: _Plan | None) -> None:
        self.text = text
        self.ast = ast
        #: What is compiled when it is first evaluated; None once it was, and where it is too deep to be.
        self._plan = plan
        self._evaluate: Evaluator | None = None
        self._facts: Facts | None = None
        self._direct = _direct(ast)
        self._has_surrogates = "\\ud" in text.lower()
        self._straight: StraightProgram | None = None
        self._cold = 0 if plan is None or self._has_surrogates else _HOT

    def evaluate(self, bindings: Mapping[str, Json], environment: Environment, input: Json = UNDEFINED) -> Json:  # noqa: A002 - the name of the contract
        """Return the value, as plain JSON; `UNDEFINED` when there is none, a `Function` when it holds one.

        Args:
            bindings: The variables, without `$`.
            environment: Time, randomness and limits.
            input: What `$` and `$$` are; Step Functions has nothing there.

        Raises:
            ExpressionError: With jsonata-js's code and text, or without a code for a limit of the service.

        Example:
            >>> compile_expression("$xs[$ > 1] ~> $sum()").evaluate({"xs": [1, 2, 3]}, Environment())
            5
        """
        if self._straight is not None:
            try:
                value = self._straight(bindings, environment)
            except UNUSUAL:
                value = GIVE_UP
            if value is not GIVE_UP:
                return value
        try:
            if self._direct is not None:
                value = self._direct(bindings)
                if value is not None:
                    return value if type(value) is str else plain(value)
            evaluate = self._evaluate or self._compiled()
            if self._cold:
                self._warm()
            run = Run(bindings, environment, input)
            value = evaluate(OuterSequence((input,)) if isinstance(input, list) else input, run)
            if type(value) is dict or isinstance(value, list):
                weigh(value)
            return plain(value, scrub=run.scrub or self._has_surrogates)
        except Fault as fault:
            raise _shown(fault) from None
        except RecursionError:
            raise ExpressionError("", STACK) from None

    def _compiled(self) -> Evaluator:
        if self._plan is None:
            raise ExpressionError("", STACK)
        (plan, bound), self._plan = self._plan, None
        self._evaluate = Compiler(bound).compile(plan, 1)
        return self._evaluate

    def _warm(self) -> None:
        """Count an evaluation; an expression that has had enough of them gets straight-line code."""
        self._cold -= 1
        if not self._cold:
            self._straight = straight_program(lower(self.ast), bound_names(self.ast))

    @property
    def facts(self) -> Facts:
        """Static facts; found when first asked for."""
        if self._facts is None:
            self._facts = facts_of(self.ast)
        return self._facts

    @property
    def free_variables(self) -> frozenset[str]:
        """Variables that must come from outside, `states` among them; built-in functions are none."""
        return self.facts.free_variables

    @property
    def state_members(self) -> frozenset[str]:
        """What is read of `$states`: `input`, `result` …; `*` for `$states` as a whole."""
        return self.facts.state_members

    @property
    def unknown_functions(self) -> frozenset[str]:
        """Names that are called but bound nowhere: calling them fails with T1006."""
        return self.facts.unknown_functions

    def __repr__(self) -> str:
        return f"Program({self.text!r})"


def _shown(fault: Fault) -> ExpressionError:
    """Return the public error, or that of the limit where the values in its text are too large for a text."""
    try:
        weigh(list(fault.inserts.values()))
    except Fault as limit:
        return error_of(limit)
    return error_of(fault)


def parse(text: str) -> Node:
    """Return the syntax tree of an expression.

    Raises:
        ExpressionError: With jsonata-js's code (S0201 …) and the offset of the fault.

    Example:
        >>> parse("1 +")
        Traceback (most recent call last):
        steploom.errors.ExpressionError: S0207: Unexpected end of expression
    """
    return compile_expression(text).ast


def _direct(node: Node) -> Callable[[Mapping[str, Json]], Json] | None:
    """Return what reads `$name.a.b`, which two of three real expressions are; None for others.

    It returns None where the value is null, or not to be had this way: no variable, no field, an array on the way.
    """
    keys: list[str] = []
    while isinstance(node, Step) and isinstance(node.right, Name):
        keys.insert(0, node.right.text)
        node = node.left
    if isinstance(node, Variable) and node.name not in BUILTINS and node.name not in ("", "$"):
        return _reader(node.name, keys)
    return None


def _reader(name: str, keys: list[str]) -> Callable[[Mapping[str, Json]], Json]:
    def read(bindings: Mapping[str, Json]) -> Json:
        try:
            value = bindings[name]
            for key in keys:
                value = value[key]
        except (KeyError, TypeError):
            return None
        return value

    if len(keys) != len(("input", "field")):
        return read
    first, second = keys

    def read_two(bindings: Mapping[str, Json]) -> Json:
        try:
            return bindings[name][first][second]
        except (KeyError, TypeError):
            return None

    return read_two


@lru_cache(maxsize=_CACHED)
def compile_expression(text: str) -> Program:
    """Return the program of an expression; the same one for the same text.

    Args:
        text: The expression, without `{%` and `%}`.

    Raises:
        ExpressionError: With jsonata-js's code (S0201 …) and the offset of the fault.
    """
    try:
        ast, bound = parse_text(text)
        try:
            plan = lower(ast)
        except RecursionError:
            # Deeper than anything that may be evaluated: valid, but it overflows when it runs, as on AWS.
            return Program(text, ast, None)
        return Program(text, ast, (plan, bound))
    except Fault as fault:
        raise error_of(fault) from None
