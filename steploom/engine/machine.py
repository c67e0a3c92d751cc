"""A definition, compiled once: the graph of nodes that all its executions share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from steploom.asl.model import (
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    QueryLanguage,
    Scope,
    State,
    StateMachine,
    SucceedState,
    TaskState,
    WaitState,
)
from steploom.asl.resources import is_resource
from steploom.diagnostics import Diagnostic
from steploom.engine.dataflow import Language, language_of
from steploom.engine.node import Node
from steploom.engine.states.choice import ChoiceNode
from steploom.engine.states.distributed import DistributedMapNode
from steploom.engine.states.fail import FailNode
from steploom.engine.states.fallible import FallibleNode
from steploom.engine.states.map_ import MapNode
from steploom.engine.states.parallel import ParallelNode
from steploom.engine.states.pass_ import PassNode
from steploom.engine.states.succeed import SucceedNode
from steploom.engine.states.task import TaskNode
from steploom.engine.states.unknown import UnknownTaskNode
from steploom.engine.states.wait import WaitNode
from steploom.engine.tally import Tally, counted
from steploom.errors import DefinitionError, ExpressionError

__all__ = ["Machine", "compile_machine", "plain_node"]


_Plain: TypeAlias = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """A compiled definition.

    Attributes:
        definition: What was compiled.
        start: Its first node.
        timeout_seconds: Its own `TimeoutSeconds`, or None.
        tally: Where its executions count what they choose; None where nobody counts.
    """

    definition: StateMachine
    start: Node
    timeout_seconds: int | None
    tally: Tally | None = None


def compile_machine(definition: StateMachine, tally: Tally | None = None) -> Machine:
    """Return the machine that runs `definition`.

    Args:
        definition: The definition.
        tally: Where its executions are to count what they choose, or None.

    Raises:
        DefinitionError: An expression cannot be parsed, or a transition leads nowhere; all faults at once.
        Unsupported: The definition uses what the engine does not run yet.
    """
    builder = _Builder(definition.query_language or "JSONPath", tally)
    start = builder.scope(definition, "")
    if builder.faults:
        raise DefinitionError(builder.faults)
    return Machine(definition, start, definition.timeout_seconds, tally)


def plain_node(name: str, state: _Plain, language: Language) -> Node:
    """Return the node of a state without scopes inside, not linked yet.

    Raises:
        ExpressionError: An expression cannot be parsed.
    """
    match state:
        case PassState():
            return PassNode(name, state, language)
        case TaskState():
            known = ":" not in state.resource or is_resource(state.resource)
            return TaskNode(name, state, language) if known else UnknownTaskNode(name, state, language)
        case ChoiceState():
            return ChoiceNode(name, state, language)
        case WaitState():
            return WaitNode(name, state, language)
        case SucceedState():
            return SucceedNode(name, state, language)
        case FailState():
            return FailNode(name, state, language)
        case _:
            assert_never(state)


class _Builder:
    """Compiles scopes, and gathers what is wrong in them."""

    def __init__(self, language: QueryLanguage, tally: Tally | None) -> None:
        self._language = language
        self._tally = tally
        self.faults: list[Diagnostic] = []

    def scope(self, scope: Scope, at: str) -> Node:
        """Return the first node of a scope, all its nodes linked."""
        nodes: dict[str, Node] = {}
        for name, state in scope.states.items():
            place = f"{at}/States/{name}"
            try:
                nodes[name] = self._node(name, state, place)
            except ExpressionError as problem:
                self._fault("SL404", problem.message, place)
                nodes[name] = Node(name)
            except ValueError as problem:
                self._fault("SL403", str(problem), place)
                nodes[name] = Node(name)

        def find(name: str) -> Node:
            if name not in nodes:
                self._fault("SL402", f"there is no state {name!r} in this scope", at)
                return Node(name)
            return nodes[name]

        for name, state in scope.states.items():
            following = getattr(state, "next", None)
            if following is not None:
                nodes[name].next = find(following)
            nodes[name].link(find)
        return find(scope.start_at)

    def _fault(self, code: str, message: str, at: str) -> None:
        self.faults.append(Diagnostic(code, message, location=at or "/"))

    def _node(self, name: str, state: State, at: str) -> Node:
        language = language_of(state.query_language or self._language)
        if self._tally is None:
            return self._bare(name, state, language, at)
        node = self._bare(name, state, counted(language, name, state, self._tally), at)
        if isinstance(node, FallibleNode):
            node.count_retries(self._tally)
        return node

    def _bare(self, name: str, state: State, language: Language, at: str) -> Node:
        match state:
            case ParallelState():
                branches = (self.scope(each, f"{at}/Branches[{index}]") for index, each in enumerate(state.branches))
                return ParallelNode(name, state, language, tuple(branches))
            case MapState():
                return self._map(name, state, language, at)
            case _:
                return plain_node(name, state, language)

    def _map(self, name: str, state: MapState, language: Language, at: str) -> Node:
        processor = state.item_processor
        start = self.scope(processor, f"{at}/{'Iterator' if processor.legacy else 'ItemProcessor'}")
        if not processor.distributed:
            return MapNode(name, state, language, start)
        node = DistributedMapNode(name, state, language)
        child = StateMachine(start_at=processor.start_at, states=processor.states, query_language=self._language)
        node.machine = Machine(child, start, None, self._tally)
        return node
