"""Arithmetic, comparison, text, membership and logic."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import add, ge, gt, le, lt, mul, sub, truediv
from typing import Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, has_clauses
from steploom.expr.jsonata.compiling.leaves import constant
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import BinaryPlan, LiteralPlan, NegatePlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.texts import MAX_SAFE, js_number
from steploom.expr.jsonata.values import deep_equal, is_number, joined, less, text_of, truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS", "arithmetic"]

_LARGEST_RANGE: Final = 10_000_000
#: From this length on texts count against the memory.
_LONG: Final = 10_000
_MIN_SAFE: Final = -MAX_SAFE
#: So many numbers of a range are made in one step's time.
_RANGE_SPEED: Final = 8


def _divide(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right


def _modulo(left: float, right: float) -> float:
    return math.nan if right == 0 else math.fmod(left, right)


_DOUBLES: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "%": _modulo,
}


#: The same for numbers that a double holds exactly, apart from division by zero.
_EXACT: Final[dict[str, Callable[[float, float], float]]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
    "%": math.fmod,
}


def arithmetic(operator: str, left: Json, right: Json) -> Json:
    """Return the result of an arithmetic operator on doubles.

    Raises:
        Fault: T2001 or T2002: an operand is no number. D1001: an operand is infinite.
    """
    if left is not UNDEFINED and not is_number(left):
        raise Fault("T2001", value=left)
    if right is not UNDEFINED and not is_number(right):
        raise Fault("T2002", value=right)
    if left is UNDEFINED or right is UNDEFINED:
        return UNDEFINED
    result = _DOUBLES[operator](float(left), float(right))
    return js_number(result) if result else result


def _constant_of(plan: Plan) -> Json:
    """Return the value of a constant, or nothing."""
    return plan.value if isinstance(plan, LiteralPlan) and not has_clauses(plan) else UNDEFINED


def _numeric(plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    operator = plan.operator
    compute = _EXACT[operator]
    divides = operator in ("/", "%")

    def general(one: Json, two: Json) -> Json:
        try:
            return arithmetic(operator, one, two)
        except Fault as fault:
            raise fault.at(plan.position, operator) from None

    def numeric(context: Json, scope: Frame) -> Json:
        one, two = left(context, scope), right(context, scope)
        if type(one) not in _NUMBERS or type(two) not in _NUMBERS or (divides and not two):
            return general(one, two)
        # Neither an infinity nor NaN nor an integer that a double does not hold lies between these.
        if not (_MIN_SAFE <= one <= MAX_SAFE and _MIN_SAFE <= two <= MAX_SAFE):
            return general(one, two)
        result = compute(one, two)
        if not result and (one < 0 or two < 0):
            return _DOUBLES[operator](float(one), float(two))
        if type(result) is int:
            return result if _MIN_SAFE <= result <= MAX_SAFE else js_number(result)
        return js_number(result) if result.is_integer() else result

    constant_ = _constant_of(plan.right)
    if operator != "+" or type(constant_) is not int or constant_ < 0:
        return numeric

    def add_constant(context: Json, scope: Frame) -> Json:
        one = left(context, scope)
        if type(one) is int and one >= _MIN_SAFE:
            result = one + constant_
            if result <= MAX_SAFE:
                return result
        return general(one, constant_)

    return add_constant


def _equality(plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    wanted = plan.operator == "="

    def equality(context: Json, scope: Frame) -> Json:
        one, two = left(context, scope), right(context, scope)
        if one is UNDEFINED or two is UNDEFINED:
            return False
        if type(one) is str and type(two) is str:
            return (one == two) is wanted
        return deep_equal(one, two) is wanted

    constant_ = _constant_of(plan.right)
    if type(constant_) is not str:
        return equality

    def equality_to_text(context: Json, scope: Frame) -> Json:
        one = left(context, scope)
        return one is not UNDEFINED and (type(one) is str and one == constant_) is wanted

    return equality_to_text


_ORDERS: Final[dict[str, tuple[Callable[[Json, Json], bool], bool, bool]]] = {
    # the comparison of numbers; of texts by `less`: whether operands are swapped, whether its answer is turned round
    "<": (lt, False, False),
    ">": (gt, True, False),
    ">=": (ge, False, True),
    "<=": (le, True, True),
}


def _comparison(plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    operator = plan.operator
    numbers, swap, negate = _ORDERS[operator]

    def general(one: Json, two: Json) -> Json:
        if type(one) is str and type(two) is str:
            return (less(two, one) if swap else less(one, two)) is not negate
        if one is not UNDEFINED and type(one) not in _COMPARABLE:
            raise Fault("T2010", plan.position, symbol=operator, value=one)
        if two is not UNDEFINED and type(two) not in _COMPARABLE:
            raise Fault("T2010", plan.position, symbol=operator, value=two)
        if one is UNDEFINED or two is UNDEFINED:
            return UNDEFINED
        raise Fault("T2009", plan.position, symbol=operator, value=one, value2=two)

    def comparison(context: Json, scope: Frame) -> Json:
        one, two = left(context, scope), right(context, scope)
        return numbers(one, two) if type(one) in _NUMBERS and type(two) in _NUMBERS else general(one, two)

    constant_ = _constant_of(plan.right)
    if type(constant_) not in _NUMBERS:
        return comparison

    def comparison_with_number(context: Json, scope: Frame) -> Json:
        one = left(context, scope)
        return numbers(one, constant_) if type(one) in _NUMBERS else general(one, constant_)

    return comparison_with_number


_NUMBERS: Final = frozenset((int, float))
_COMPARABLE: Final = frozenset((int, float, str))


def _concat(plan: BinaryPlan, compiler: Compiler, level: int) -> Evaluator:
    """Return the closure of a whole chain `a & b & c`."""
    operands: list[tuple[Evaluator, int]] = []
    node: Plan = plan
    while isinstance(node, BinaryPlan) and node.operator == "&" and (node is plan or not has_clauses(node)):
        level += 1
        operands.insert(0, (compiler.compile(node.right, level), node.position))
        node = node.left
    operands.insert(0, (compiler.compile(node, level), plan.position))

    def concat(context: Json, scope: Frame) -> Json:
        result = ""
        for evaluate, position in operands:
            value = evaluate(context, scope)
            if type(value) is not str:
                if value is UNDEFINED:
                    continue
                try:
                    value = text_of(value)
                except Fault as fault:
                    raise fault.at(position, "&") from None
            result += value
            if len(result) > _LONG:
                scope.run.hold_text(len(result))
        return result if result.isascii() else joined(result)

    return concat


def _membership(_plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    def membership(context: Json, scope: Frame) -> Json:
        one, two = left(context, scope), right(context, scope)
        if one is UNDEFINED or two is UNDEFINED:
            return False
        items = two if isinstance(two, list) else [two]
        if isinstance(one, list | dict | Function):
            # jsonata-js compares containers by identity here.
            return any(each is one for each in items)
        return any(deep_equal(one, each) for each in items)

    return membership


def _range(plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    def range_(context: Json, scope: Frame) -> Json:
        first, last = left(context, scope), right(context, scope)
        if first is not UNDEFINED and not _is_integer(first):
            raise Fault("T2003", plan.position, symbol="..", value=first)
        if last is not UNDEFINED and not _is_integer(last):
            raise Fault("T2004", plan.position, symbol="..", value=last)
        if first is UNDEFINED or last is UNDEFINED or first > last:
            return UNDEFINED
        size = int(last) - int(first) + 1
        if size > _LARGEST_RANGE:
            raise Fault("D2014", plan.position, symbol="..", value=js_number(float(last) - float(first) + 1))
        scope.run.hold_items(size)
        scope.run.spend(size // _RANGE_SPEED)
        return Sequence(range(int(first), int(last) + 1))

    return range_


def _is_integer(value: Json) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


def _logic(plan: BinaryPlan, left: Evaluator, right: Evaluator) -> Evaluator:
    stop = plan.operator == "or"

    def logic(context: Json, scope: Frame) -> Json:
        one = left(context, scope)
        try:
            if truth(one) is stop:
                return stop
            return truth(right(context, scope))
        except Fault as fault:
            # jsonata-js puts this operator into the text of whatever went wrong on its right side.
            fault.position = plan.position
            fault.inserts["symbol"] = plan.operator
            raise

    return logic


_FAMILIES: Final[dict[str, Callable[[BinaryPlan, Evaluator, Evaluator], Evaluator]]] = {
    "+": _numeric,
    "-": _numeric,
    "*": _numeric,
    "/": _numeric,
    "%": _numeric,
    "=": _equality,
    "!=": _equality,
    "<": _comparison,
    "<=": _comparison,
    ">": _comparison,
    ">=": _comparison,
    "in": _membership,
    "..": _range,
    "and": _logic,
    "or": _logic,
}
_FOLDED: Final = frozenset(_FAMILIES) - {".."}


def _compile_binary(plan: BinaryPlan, compiler: Compiler, level: int) -> Evaluator:
    if plan.operator == "&":
        return _concat(plan, compiler, level)
    left = compiler.compile(plan.left, level + 1)
    right = compiler.compile(plan.right, level + 1)
    evaluate = _FAMILIES[plan.operator](plan, left, right)
    if plan.operator in _FOLDED and isinstance(plan.left, LiteralPlan) and isinstance(plan.right, LiteralPlan):
        return _folded(plan, evaluate)
    return evaluate


def _folded(plan: BinaryPlan, evaluate: Evaluator) -> Evaluator:
    """Return the constant that two constants make, or `evaluate` where they make a fault."""
    if plan.left.predicates or plan.right.predicates or plan.left.group or plan.right.group:
        return evaluate
    try:
        return constant(evaluate(UNDEFINED, None))  # type: ignore[arg-type]
    except Fault:
        return evaluate


def _compile_negate(plan: NegatePlan, compiler: Compiler, level: int) -> Evaluator:
    operand = compiler.compile(plan.operand, level + 1)

    def negate(context: Json, scope: Frame) -> Json:
        value = operand(context, scope)
        if value is UNDEFINED:
            return value
        if not is_number(value):
            raise Fault("D1002", plan.position, symbol="-", value=value)
        return js_number(-value) if value else -float(value)

    return negate


HANDLERS: Final[dict[type[Plan], Handler]] = {BinaryPlan: _compile_binary, NegatePlan: _compile_negate}
