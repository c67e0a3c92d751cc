"""A lambda's syntax tree → for which events it is true."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from steploom.diagnostics import Diagnostic
from steploom.dsl.contract import ModelShape
from steploom.events.predicates import atoms
from steploom.events.predicates.constants import NotConstant, constant_of
from steploom.events.predicates.fields import Field, NoSuchField, field_at, witness_of
from steploom.events.predicates.formula import ALWAYS, NEVER, Condition, Refusal, TooManyAlternatives, Truth
from steploom.events.predicates.formula import both as both_hold
from steploom.events.predicates.formula import either as either_holds
from steploom.events.predicates.values import NOTHING
from steploom.source import FunctionSource

__all__ = ["read_predicate"]

_ORDERS: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_AFFIXES: Mapping[str, Literal["prefix", "suffix"]] = {"startswith": "prefix", "endswith": "suffix"}
_INSTEAD = (
    "write comparisons with constants, in, startswith, endswith, is None, and, or, not; or check it in the workflow"
)


def read_predicate(source: FunctionSource, event: ModelShape) -> Truth:
    """Return for which events the predicate is true, false, or raises.

    Args:
        source: A lambda with one parameter.
        event: The shape of its event class.

    Returns:
        The truth; where a part cannot become a pattern, its formulas are refusals with all faults found.
    """
    lambda_ = source.node
    if not isinstance(lambda_, ast.Lambda) or not _takes_one(lambda_.args):
        fault = Diagnostic("SL502", "a predicate is a lambda with one parameter", source.span(lambda_))
        return Truth(Refusal((fault,)), Refusal((fault,)))
    reader = _Reader(source, event, lambda_.args.args[0].arg)
    try:
        return reader.truth(lambda_.body)
    except TooManyAlternatives:
        why = "the condition multiplies into more than 200 alternatives"
        fault = Diagnostic("SL502", why, source.span(lambda_.body), hint="make several rules of it")
        return Truth(Refusal((fault,)), Refusal((fault,)))


def _takes_one(arguments: ast.arguments) -> bool:
    others = (*arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    return len(arguments.args) == 1 and not any(others) and not arguments.defaults


@dataclass(frozen=True, slots=True)
class _Reader:
    source: FunctionSource
    event: ModelShape
    parameter: str

    def truth(self, node: ast.expr) -> Truth:
        """Return the truth of an expression; a fault in it becomes a refusal with its place."""
        try:
            return self._truth(node)
        except atoms.Unfit as fault:
            return self._refused(node, fault.message, fault.hint or _INSTEAD)
        except NoSuchField as fault:
            return self._refused(node, str(fault), None)
        except NotConstant as fault:
            return self._refused(node, str(fault), _INSTEAD)

    def _truth(self, node: ast.expr) -> Truth:
        if not self._reads_event(node):
            return Truth(ALWAYS, NEVER) if constant_of(node, self.source) else Truth(NEVER, ALWAYS)
        match node:
            case ast.BoolOp(op, values):
                found = self.truth(values[0])
                for each in values[1:]:
                    following = self.truth(each)
                    found = found.and_(following) if isinstance(op, ast.And) else found.or_(following)
                return found
            case ast.UnaryOp(ast.Not(), operand):
                return self.truth(operand).negated()
            case ast.IfExp(test, body, orelse):
                return _choice(self.truth(test), self.truth(body), self.truth(orelse))
            case ast.Compare(left, operators, comparators):
                return self._chain(left, operators, comparators)
            case ast.Call(ast.Attribute(owner, name), arguments, keywords) if name in _AFFIXES and not keywords:
                return self._affix(owner, _AFFIXES[name], arguments)
            case ast.Attribute():
                return atoms.truthy(self._field(node))
        raise atoms.Unfit(f"EventBridge cannot say {self.source.text(node)}")

    def _chain(self, left: ast.expr, operators: list[ast.cmpop], comparators: list[ast.expr]) -> Truth:
        found: Truth | None = None
        for operator, right in zip(operators, comparators, strict=True):
            link = self._comparison(left, operator, right)
            found = link if found is None else found.and_(link)
            left = right
        if found is None:
            raise AssertionError("a comparison has an operator")
        return found

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Truth:
        if self._reads_event(left) and self._reads_event(right):
            raise atoms.Unfit("EventBridge cannot compare two fields of an event", "compare them in the workflow")
        if isinstance(operator, ast.In | ast.NotIn):
            found = self._membership(left, right)
            return found.negated() if isinstance(operator, ast.NotIn) else found
        turned = self._reads_event(right)
        attribute, constant = (right, left) if turned else (left, right)
        value = constant_of(constant, self.source)
        if type(operator) in _ORDERS:
            sign = _ORDERS[type(operator)]
            return atoms.ordered(self._field(attribute), _TURNED[sign] if turned else sign, value)
        if isinstance(operator, ast.Is | ast.IsNot) and not (value is None or isinstance(value, bool)):
            raise atoms.Unfit("`is` compares objects, an event holds values", "write == instead of is")
        found = self._equality(attribute, value)
        return found.negated() if isinstance(operator, ast.NotEq | ast.IsNot) else found

    def _membership(self, left: ast.expr, right: ast.expr) -> Truth:
        if self._reads_event(right):
            field, value = self._field(right), constant_of(left, self.source)
            return atoms.has_element(field, value) if field.is_list else atoms.affix(field, "contains", (value,))
        values = constant_of(right, self.source)
        if not isinstance(values, tuple | list | set | frozenset):
            raise atoms.Unfit(f"{self.source.text(right)} is no tuple, list or set of values")
        ordered = values if isinstance(values, tuple | list) else sorted(values, key=repr)
        return atoms.one_of(self._field(left), tuple(ordered))

    def _equality(self, node: ast.expr, value: object) -> Truth:
        field = self._field(node)
        if value is not None or not field.opaque or field.is_list or not field.holds_objects:
            return atoms.equals(field, value)
        witness = witness_of(self.event, self._attributes(node), self.source.span(node))
        if witness is None or any(each is not None for each in field.when_missing):
            raise atoms.Unfit(f"EventBridge cannot tell whether the object {field.name} is there")
        there = Condition(witness.domain, missing=False)
        absent = Condition(NOTHING, missing=True)
        return Truth(({witness: absent},), ({witness: there},))

    def _affix(self, owner: ast.expr, kind: Literal["prefix", "suffix"], arguments: list[ast.expr]) -> Truth:
        if len(arguments) != 1:
            raise atoms.Unfit("EventBridge looks at the whole text, not from or to a position of it")
        texts = constant_of(arguments[0], self.source)
        return atoms.affix(self._field(owner), kind, texts if isinstance(texts, tuple) else (texts,))

    def _field(self, node: ast.expr) -> Field:
        return field_at(self.event, self._attributes(node), self.source.span(node))

    def _attributes(self, node: ast.expr) -> tuple[str, ...]:
        names: list[str] = []
        at = node
        while isinstance(at, ast.Attribute):
            names.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name) or at.id != self.parameter or not names:
            raise atoms.Unfit(f"EventBridge cannot say {self.source.text(node)}")
        return tuple(reversed(names))

    def _reads_event(self, node: ast.expr) -> bool:
        return any(isinstance(each, ast.Name) and each.id == self.parameter for each in ast.walk(node))

    def _refused(self, node: ast.expr, message: str, hint: str | None) -> Truth:
        refusal = Refusal((Diagnostic("SL502", message, self.source.span(node), hint=hint),))
        return Truth(refusal, refusal)


def _choice(test: Truth, body: Truth, orelse: Truth) -> Truth:
    true = either_holds(both_hold(test.true, body.true), both_hold(test.false, orelse.true))
    false = either_holds(both_hold(test.true, body.false), both_hold(test.false, orelse.false))
    return Truth(true, false, test.raises or body.raises or orelse.raises)
