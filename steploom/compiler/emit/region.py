"""One region to one scope of states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from steploom.asl import (
    Catcher,
    ChoiceRule,
    ChoiceState,
    FailState,
    PassState,
    Scope,
    State,
    SucceedState,
    WaitState,
)
from steploom.compiler.emit.contract import faults_of
from steploom.compiler.emit.edges import Edge, Edges, effect_of, lets
from steploom.compiler.emit.effects import Parts, build_state, can_check_input, effect_name
from steploom.compiler.emit.fails import fail_state
from steploom.compiler.emit.jsonata import write
from steploom.compiler.emit.literals import literal
from steploom.compiler.emit.results import output_of, results_of
from steploom.compiler.emit.shared import Shared
from steploom.compiler.emit.template import expression, output
from steploom.compiler.hir import Expr, Var
from steploom.compiler.hir.walk import substitute
from steploom.compiler.ir import Block, BlockId, Branch, Catch, Effect, Fail, Jump, Raise, Region, Return
from steploom.compiler.passes.names import QUERY_ERROR
from steploom.compiler.roots import CAUGHT, RAISES
from steploom.diagnostics import Span
from steploom.dsl.contract import AnyShape, Shape
from steploom.errors import InputError
from steploom.jsontext import Json

__all__ = ["emit_region"]

INPUT_FAULTS = "InputError"


@dataclass
class RegionEmitter:
    """Turns the blocks of one region into states.

    Attributes:
        shared: Names, variables and options of the whole machine.
        region: What to emit.
        contract: The contract that the region's input must fulfil first, or None.
    """

    shared: Shared
    region: Region
    contract: Shape | None = None
    edges: Edges = field(init=False)
    states: dict[str, State] = field(default_factory=dict)
    named: dict[BlockId, str] = field(default_factory=dict)
    waiting: list[tuple[Block, str]] = field(default_factory=list)
    refusal: str | None = None

    def __post_init__(self) -> None:
        self.edges = Edges(self.region)

    def scope(self) -> Scope:
        """Return the states, the ordinary way first and the ways of errors behind it."""
        entry = self.region.entry
        start = self._enter(entry)
        self._build()
        if self.contract is not None and not self._checks_itself(self.region.blocks[entry]):
            start = self._gate(start)
        order = self._ordered(start)
        return Scope(start_at=start, states={name: self.states[name] for name in order})

    def _checks_itself(self, block: Block) -> bool:
        effect = effect_of(block)
        return effect is not None and can_check_input(effect.work) and self._entered_once()

    def _entered_once(self) -> bool:
        """Whether the first state is never come back to, when its input would be that of another state."""
        return self.edges.arrivals[self.region.entry] == 1

    # -- states -------------------------------------------------------------------------------------------------

    def _enter(self, id_: BlockId) -> str:
        """Return the name of the state of a block, which is still to be made where it is asked for first."""
        if id_ not in self.named:
            block = self.region.blocks[id_]
            self.named[id_] = name = self.shared.take_name(self._wanted(block), self._span(block))
            self.waiting.append((block, name))
        return self.named[id_]

    def _build(self) -> None:
        """Make the states that were asked for, and those that they lead to: a long workflow is no deep one."""
        while self.waiting:
            block, name = self.waiting.pop()
            self.states[name] = self._state(block, name)

    def _wanted(self, block: Block) -> str:
        effect = effect_of(block)
        if effect is not None:
            return effect_name(effect)
        match block.end:
            case Branch(text=text):
                return text
            case Return():
                return "return"
            case Fail(name=name):
                return f"raise {name}" if name else "raise"
            case Jump():
                return "check input" if self.contract is not None else "begin"
            case Raise():
                raise AssertionError(block)
            case _:
                assert_never(block.end)

    def _span(self, block: Block) -> Span:
        effect = effect_of(block)
        if effect is not None:
            return effect.span
        if isinstance(block.end, Jump):
            return lets(block)[0].span
        return block.end.span

    def _state(self, block: Block, name: str) -> State:
        effect = effect_of(block)
        if effect is not None:
            return self._effect(block, effect, name)
        match block.end:
            case Branch():
                return self._choice(block, block.end)
            case Return(value=value):
                known = self.edges.own_bindings(block)
                return SucceedState(output=self._output(substitute(value, known)))
            case Fail():
                return fail_state(block.end, self.edges.own_bindings(block), self.shared)
            case Jump(target=target):
                onward = self.edges.resolve(target, self.edges.own_bindings(block), may_return=True)
                if onward.returns is not None:
                    return PassState(output=self._output(onward.returns), end=True)
                return PassState(assign=self._assign(onward), next=self._enter(onward.target))
            case _:
                raise AssertionError(block)

    def _effect(self, block: Block, effect: Effect, name: str) -> State:
        own = self.edges.own_bindings(block)
        assert isinstance(block.end, Jump)  # noqa: S101 - one_effect_a_block makes it so
        at_entry = self.contract if block.id == self.region.entry and self._checks_itself(block) else None
        parts = Parts(effect, own, name, at_entry)
        state = build_state(parts, self.shared, self._inner)
        onward = self.edges.resolve(block.end.target, own | results_of(effect.work), may_return=True)
        flow = self._flow(effect, onward)
        if isinstance(state, WaitState):
            return replace(state, **flow)
        catches = [self._catcher(each, own) for each in effect.catches]
        if at_entry is not None:
            catches = [self._input_catcher(), *catches] if not effect.raises else self._told_apart(catches)
        return replace(state, **flow, catch=tuple(catches) or None)

    def _flow(self, effect: Effect, onward: Edge) -> dict[str, Any]:
        """The fields that say how it goes on from an effect."""
        output = output_of(effect.work, onward.returns, self.shared)
        if onward.returns is not None:
            return {"output": output, "end": True}
        return {"output": output, "assign": self._assign(onward), "next": self._enter(onward.target)}

    def _inner(self, region: Region) -> Scope:
        return RegionEmitter(self.shared, region).scope()

    def _catcher(self, catch: Catch, own: Mapping[str, Expr]) -> Catcher:
        block = self.region.blocks[catch.target]
        caught = Var(CAUGHT, type=AnyShape(), span=self._span_of_way(block))
        edge = self.edges.resolve(catch.target, {**own, catch.variable: caught})
        assign = self._assign(edge)
        return Catcher(error_equals=catch.errors, assign=assign, next=self._enter(edge.target))

    def _span_of_way(self, block: Block) -> Span:
        while isinstance(block.end, Jump) and effect_of(block) is None:
            block = self.region.blocks[block.end.target]
        return self._span(block)

    def _assign(self, edge: Edge) -> dict[str, Json] | None:
        return self.shared.assign(edge.assigns)

    def _output(self, value: Expr) -> Json:
        return output(value, self.shared.variables)

    # -- choices ------------------------------------------------------------------------------------------------

    def _choice(self, block: Block, branch: Branch) -> ChoiceState:
        own = self.edges.own_bindings(block)
        rules = [self._rule(branch, own)]
        otherwise = self.edges.resolve(branch.other, own)
        while True:
            follower = self.region.blocks[otherwise.target]
            chained = isinstance(follower.end, Branch) and effect_of(follower) is None and not lets(follower)
            if not chained or otherwise.assigns or self.edges.arrivals[follower.id] != 1:
                break
            assert isinstance(follower.end, Branch)  # noqa: S101 - for the type checker
            rules.append(self._rule(follower.end, own))
            otherwise = self.edges.resolve(follower.end.other, own)
        assign = self._assign(otherwise)
        return ChoiceState(choices=tuple(rules), assign=assign, default=self._enter(otherwise.target))

    def _rule(self, branch: Branch, own: Mapping[str, Expr]) -> ChoiceRule:
        edge = self.edges.resolve(branch.then, own)
        test = substitute(branch.test, own)
        condition = expression(write(test, self.shared.variables))
        return ChoiceRule(condition=condition, assign=self._assign(edge), next=self._enter(edge.target))

    # -- the contract -------------------------------------------------------------------------------------------

    def _input_catcher(self) -> Catcher:
        faults = f"$substringAfter($states.errorOutput.Cause, '{InputError.__name__}: ')"
        return Catcher(error_equals=(QUERY_ERROR,), output=expression(faults), next=self._refuse())

    def _told_apart(self, catches: list[Catcher]) -> list[Catcher]:
        """An expression of the first state may raise too: a Choice tells that from an input that breaks the contract.

        What is told first counts: the faults of an input may hold any text, and so may a message.
        """
        raised, *others = catches
        name = self.shared.take_name("check input", self._span(self.region.blocks[self.region.entry]))
        ahead, behind = (
            f"$length($substringBefore($states.input.Cause, {literal(each)}))"
            for each in (f"{InputError.__name__}: ", RAISES)
        )
        faults = f"$substringAfter($states.input.Cause, '{InputError.__name__}: ')"
        rule = ChoiceRule(condition=expression(f"{ahead} < {behind}"), output=expression(faults), next=self._refuse())
        self.states[name] = ChoiceState(choices=(rule,), default=raised.next)
        return [replace(raised, next=name), *others]

    def _refuse(self) -> str:
        """The state that ends an execution whose input breaks the contract; its input is the list of faults."""
        if self.refusal is None:
            span = self.shared.input_span or self._span(self.region.blocks[self.region.entry])
            self.refusal = self.shared.take_name(INPUT_FAULTS, span)
            self.states[self.refusal] = FailState(error=InputError.__name__, cause=expression("$states.input"))
        return self.refusal

    def _gate(self, start: str) -> str:
        """A Choice in front of an entry that cannot check its input itself."""
        assert self.contract is not None  # noqa: S101 - the caller asked
        faults = faults_of(self.contract, "$states.input")
        refusal = self._refuse()
        rule = ChoiceRule(condition=expression(f"{faults} != ''"), output=expression(faults), next=refusal)
        entered = self.states[start]
        if isinstance(entered, ChoiceState) and self._entered_once():
            choices = (rule, *entered.choices)
            self.states[start] = ChoiceState(choices=choices, assign=entered.assign, default=entered.default)
            return start
        if isinstance(entered, PassState) and entered.next is not None and self._entered_once():
            self.states[start] = ChoiceState(choices=(rule,), assign=entered.assign, default=entered.next)
            return start
        name = self.shared.take_name("check input", self._span(self.region.blocks[self.region.entry]))
        self.states[name] = ChoiceState(choices=(rule,), default=start)
        return name

    # -- order --------------------------------------------------------------------------------------------------

    def _ordered(self, start: str) -> list[str]:
        order: dict[str, None] = {}
        later: list[str] = []
        waiting = [start]
        while waiting or later:
            name = waiting.pop() if waiting else later.pop(0)
            if name in order:
                continue
            order[name] = None
            ordinary, errors = _ways(self.states[name])
            waiting.extend(each for each in reversed(ordinary) if each != self.refusal)
            later.extend(each for each in errors if each != self.refusal)
        return [*order, *((self.refusal,) if self.refusal else ())]


def _ways(state: State) -> tuple[list[str], list[str]]:
    match state:
        case ChoiceState(choices=choices, default=default):
            return [*(rule.next for rule in choices), *((default,) if default else ())], []
        case FailState() | SucceedState():
            return [], []
        case _:
            catch = getattr(state, "catch", None) or ()
            return [state.next] if state.next else [], [each.next for each in catch]


def emit_region(shared: Shared, region: Region, contract: Shape | None) -> Scope:
    """Return the scope of a workflow's region; `contract` is what its input must fulfil."""
    return RegionEmitter(shared, region, contract).scope()
