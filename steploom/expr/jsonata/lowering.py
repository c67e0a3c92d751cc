"""From the syntax tree to the evaluation plan: paths become steps, calls in tail position are marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from steploom.expr.jsonata import nodes as n
from steploom.expr.jsonata.ancestry import push_ancestry, resolve_ancestry, seek_parent
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import (
    ApplyPlan,
    ArrayPlan,
    BinaryPlan,
    BindPlan,
    BlockPlan,
    CallPlan,
    ConditionPlan,
    DescendantPlan,
    FilterStage,
    Group,
    IndexStage,
    LambdaPlan,
    LiteralPlan,
    NamePlan,
    NegatePlan,
    ObjectPlan,
    Pairs,
    ParentPlan,
    PartialPlan,
    PathPlan,
    PlaceholderPlan,
    Plan,
    RegexPlan,
    Slot,
    SortPlan,
    SortTermPlan,
    TailPlan,
    TransformPlan,
    VariablePlan,
    WildcardPlan,
)

__all__ = ["lower"]


def lower(node: n.Node) -> Plan:
    """Return the plan of a whole expression.

    Raises:
        Fault: S0201, S0207, S0209, S0210, S0213, S0215, S0216 or S0217.
    """
    plan = _Lowering().lower(node)
    if isinstance(plan, ParentPlan) or plan.seeking:
        raise Fault("S0217", plan.position)
    return plan


class _Lowering:
    def __init__(self) -> None:
        self._kept: set[int] = set()
        self._labels = 0

    def lower(self, node: n.Node) -> Plan:
        plan = _LOWERED[type(node)](self, node)
        if self._kept and id(node) in self._kept:
            plan.keep_array = True
        return plan

    def function(self, node: n.Lambda) -> Plan:
        return LambdaPlan(node.position, node.parameters, node.signature, _tail_calls(self.lower(node.body)))

    def bind(self, node: n.Bind) -> Plan:
        bind = BindPlan(node.position, node.name, self.lower(node.value))
        push_ancestry(bind, bind.value)
        return bind

    def missing(self, node: n.Missing) -> Plan:
        raise Fault("S0207", node.position)

    def parent(self, node: n.Parent) -> Plan:
        self._labels += 1
        return ParentPlan(node.position, Slot(f"!{self._labels}"))

    # -- values ---------------------------------------------------------------------------------------------------

    def compound(
        self, node: n.Binary | n.Range | n.Negate | n.ArrayNode | n.ObjectNode | n.Condition | n.Block
    ) -> Plan:
        plan: Plan
        match node:
            case n.Binary():
                left, right = self.lower(node.left), self.lower(node.right)
                plan, parts = BinaryPlan(node.position, node.operator, left, right), [left, right]
            case n.Range():
                left, right = self.lower(node.first), self.lower(node.last)
                plan, parts = BinaryPlan(node.position, "..", left, right), [left, right]
            case n.Negate():
                operand = self.lower(node.operand)
                number = operand.value if isinstance(operand, LiteralPlan) else None
                if isinstance(operand, LiteralPlan) and isinstance(number, int | float) and type(number) is not bool:
                    # There is a negative zero among doubles, which only a division by it shows.
                    operand.value = -number if number else -float(number)
                    return operand
                plan, parts = NegatePlan(node.position, operand), [operand]
            case n.ArrayNode():
                parts = [self.lower(each) for each in node.items]
                plan = ArrayPlan(node.position, parts)
            case n.ObjectNode():
                pairs = self._pairs(node.pairs)
                plan, parts = ObjectPlan(node.position, pairs), [each for pair in pairs for each in pair]
            case n.Condition():
                test, then = self.lower(node.test), self.lower(node.then)
                otherwise = self.lower(node.otherwise) if node.otherwise is not None else None
                plan = ConditionPlan(node.position, test, then, otherwise)
                parts = [test, then, *([otherwise] if otherwise else [])]
            case n.Block():
                parts = [self.lower(each) for each in node.expressions]
                plan = BlockPlan(node.position, parts)
                plan.cons = any(each.cons or (isinstance(each, PathPlan) and each.steps[0].cons) for each in parts)
        for part in parts:
            push_ancestry(plan, part)
        return plan

    def _pairs(self, pairs: tuple[tuple[n.Node, n.Node], ...]) -> Pairs:
        return [(self.lower(key), self.lower(value)) for key, value in pairs]

    # -- functions ------------------------------------------------------------------------------------------------

    def call(self, node: n.Call) -> Plan:
        arguments = [self.lower(each) for each in node.arguments]
        plan = CallPlan(node.position, self.lower(node.procedure), arguments)
        for argument in arguments:
            push_ancestry(plan, argument)
        return plan

    def functional(self, node: n.Partial | n.Apply | n.Transform) -> Plan:
        match node:
            case n.Partial():
                arguments = [self.lower(each) for each in node.arguments]
                partial = PartialPlan(node.position, self.lower(node.procedure), arguments)
                for argument in arguments:
                    push_ancestry(partial, argument)
                return partial
            case n.Apply():
                left, right = self.lower(node.left), self.lower(node.right)
                apply = ApplyPlan(node.position, left, right)
                apply.keep_array = left.keep_array or right.keep_array
                return apply
            case n.Transform():
                delete = self.lower(node.delete) if node.delete is not None else None
                return TransformPlan(node.position, self.lower(node.pattern), self.lower(node.update), delete)

    # -- paths ----------------------------------------------------------------------------------------------------

    def name(self, node: n.Name) -> Plan:
        kept = id(node) in self._kept
        step = NamePlan(node.position, node.text, keep_array=kept)
        return PathPlan(node.position, [step], kept)

    def keep(self, node: n.KeepArray) -> Plan:
        base = node.subject
        while isinstance(base, n.Filter | n.KeepArray):
            base = base.subject
        self._kept.add(id(base))
        return self.lower(node.subject)

    def step(self, node: n.Step) -> Plan:
        left = self.lower(node.left)
        path = left if isinstance(left, PathPlan) else PathPlan(node.position, [left])
        if isinstance(left, ParentPlan):
            path.seeking = [left.slot]
        right = self.lower(node.right)
        if isinstance(right, PathPlan):
            path.steps.extend(right.steps)
        else:
            right.stages, right.predicates = [*right.stages, *right.predicates], []
            path.steps.append(right)
        if any(type(each) is LiteralPlan for each in path.steps):
            path.steps = [_as_step(each) for each in path.steps]
        path.keep_singleton = path.keep_singleton or any(each.keep_array for each in path.steps)
        for end in (path.steps[0], path.steps[-1]):
            if isinstance(end, ArrayPlan):
                end.cons = True
        resolve_ancestry(path)
        return path

    def filter(self, node: n.Filter) -> Plan:
        result = self.lower(node.subject)
        step = result.steps[-1] if isinstance(result, PathPlan) else result
        if step.group is not None:
            raise Fault("S0209", node.position)
        predicate = self.lower(node.predicate)
        if predicate.seeking:
            for slot in predicate.seeking:
                if slot.level == 1:
                    seek_parent(step, slot)
                else:
                    slot.level -= 1
            push_ancestry(step, predicate)
        stage = FilterStage(predicate)
        if isinstance(result, PathPlan):
            step.stages.append(stage)
        else:
            step.predicates.append(stage)
        return result

    def clause(self, node: n.GroupBy | n.Sort | n.Focus | n.Index) -> Plan:
        match node:
            case n.GroupBy():
                result = self.lower(node.subject)
                if result.group is not None:
                    raise Fault("S0210", node.position)
                result.group = Group(self._pairs(node.pairs), node.position)
                return result
            case n.Sort():
                return self._sort(node)
            case n.Focus():
                return self._focus(node)
            case n.Index():
                return self._index(node)

    def _sort(self, node: n.Sort) -> Plan:
        result = self.lower(node.subject)
        path = result if isinstance(result, PathPlan) else PathPlan(node.position, [result])
        sort = SortPlan(node.position, [])
        for term in node.terms:
            expression = self.lower(term.expression)
            push_ancestry(sort, expression)
            sort.terms.append(SortTermPlan(term.descending, expression))
        path.steps.append(sort)
        resolve_ancestry(path)
        return path

    def _focus(self, node: n.Focus) -> Plan:
        result = self.lower(node.subject)
        step = result.steps[-1] if isinstance(result, PathPlan) else result
        if step.stages or step.predicates:
            raise Fault("S0215", node.position)
        if isinstance(step, SortPlan):
            raise Fault("S0216", node.position)
        if id(node) in self._kept:
            step.keep_array = True
        step.focus = node.name
        step.is_tuple = True
        return result

    def _index(self, node: n.Index) -> Plan:
        result = self.lower(node.subject)
        if isinstance(result, PathPlan):
            path, step = result, result.steps[-1]
        else:
            path, step = PathPlan(node.position, [result]), result
            step.stages, step.predicates = [*step.stages, *step.predicates], []
        if step.stages:
            step.stages.append(IndexStage(node.name))
        else:
            step.index = node.name
        step.is_tuple = True
        return path


#: How each kind of node is lowered.
_LOWERED: Final[Mapping[type[n.Node], Callable[[_Lowering, Any], Plan]]] = {
    n.Literal: lambda _, node: LiteralPlan(node.position, node.value),
    n.Variable: lambda _, node: VariablePlan(node.position, node.name),
    n.Regex: lambda _, node: RegexPlan(node.position, node.pattern, node.flags),
    n.Wildcard: lambda _, node: WildcardPlan(node.position),
    n.Descendant: lambda _, node: DescendantPlan(node.position),
    n.Placeholder: lambda _, node: PlaceholderPlan(node.position),
    n.Parent: _Lowering.parent,
    n.Name: _Lowering.name,
    n.Step: _Lowering.step,
    n.Filter: _Lowering.filter,
    n.KeepArray: _Lowering.keep,
    n.Call: _Lowering.call,
    n.Lambda: _Lowering.function,
    n.Bind: _Lowering.bind,
    n.Missing: _Lowering.missing,
    n.Partial: _Lowering.functional,
    n.Apply: _Lowering.functional,
    n.Transform: _Lowering.functional,
    n.Binary: _Lowering.compound,
    n.Range: _Lowering.compound,
    n.Negate: _Lowering.compound,
    n.ArrayNode: _Lowering.compound,
    n.ObjectNode: _Lowering.compound,
    n.Condition: _Lowering.compound,
    n.Block: _Lowering.compound,
    n.GroupBy: _Lowering.clause,
    n.Sort: _Lowering.clause,
    n.Focus: _Lowering.clause,
    n.Index: _Lowering.clause,
}


def _as_step(plan: Plan) -> Plan:
    if not isinstance(plan, LiteralPlan):
        return plan
    if not isinstance(plan.value, str):
        raise Fault("S0213", plan.position, value=plan.value)
    return NamePlan(
        plan.position,
        plan.value,
        keep_array=plan.keep_array,
        predicates=plan.predicates,
        stages=plan.stages,
        group=plan.group,
        focus=plan.focus,
        index=plan.index,
        is_tuple=plan.is_tuple,
    )


def _tail_calls(plan: Plan, *, inner: bool = False) -> Plan:
    """Mark the calls at the end of a function.

    Clauses behind the block or condition that holds such a call see the call itself, not its result: jsonata-js is
    like that, so that `function($x){($f($x))[1]}` has no result at all.
    """
    inner = inner or bool(plan.predicates) or plan.group is not None
    match plan:
        case CallPlan() if not plan.predicates:
            return TailPlan(plan.position, plan, has_outer_clauses=inner)
        case ConditionPlan():
            plan.then = _tail_calls(plan.then, inner=inner)
            if plan.otherwise is not None:
                plan.otherwise = _tail_calls(plan.otherwise, inner=inner)
        case BlockPlan() if plan.expressions:
            plan.expressions[-1] = _tail_calls(plan.expressions[-1], inner=inner)
    return plan
