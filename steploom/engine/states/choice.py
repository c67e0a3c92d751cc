"""Choice: chooses the next state."""

from __future__ import annotations

from collections.abc import Callable

from steploom.asl.model import ChoiceState
from steploom.engine.dataflow import Language, Test
from steploom.engine.failure import Fault
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import END, Node
from steploom.engine.states.leaving import Exit

__all__ = ["ChoiceNode"]

_NO_MATCH = "Failed to transition out of the state. The state does not point to a next state."


class _Rule:
    """A rule with its way out."""

    __slots__ = ("exit", "target", "test")

    def __init__(self, test: Test, exit_: Exit, target: str) -> None:
        self.test = test
        self.exit = exit_
        self.target = target


class ChoiceNode(Node):
    """A compiled Choice.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_default", "_enter", "_exit", "_rules", "_targets")

    def __init__(self, name: str, state: ChoiceState, language: Language) -> None:
        super().__init__(name)
        self._enter = language.enter(state)
        self._default = state.default
        self._exit = Exit(name, kinds.CHOICE_EXITED, language.leave(state), language.assign(state))
        self._rules = tuple(
            _Rule(
                language.rule_test(rule, f"Choices[{index}]"),
                Exit(
                    name,
                    kinds.CHOICE_EXITED,
                    language.rule_leave(state, rule, f"Choices[{index}]"),
                    language.rule_assign(rule, f"Choices[{index}]"),
                ),
                rule.next,
            )
            for index, rule in enumerate(state.choices)
        )
        self._targets: tuple[tuple[Test, Exit, Node], ...] = ()

    def link(self, find: Callable[[str], Node]) -> None:
        """Find the nodes of the rules and of the default."""
        self._targets = tuple((rule.test, rule.exit, find(rule.target)) for rule in self._rules)
        self.next = END if self._default is None else find(self._default)

    def visit(self, frame: Frame) -> Node | None:
        """Enter, and leave by the first rule that applies, else by the default."""
        raw = frame.value
        execution = frame.execution
        history = execution.history
        history.append((kinds.CHOICE_ENTERED, frame.previous, execution.clock.now, self.name, raw))
        frame.previous = frame.entered = len(history)
        value = raw if self._enter is None else self._enter(frame, raw)
        for test, exit_, target in self._targets:
            if test(frame, value):
                exit_.take(frame, value)
                return target
        if self._default is None:
            raise Fault(_NO_MATCH)
        self._exit.take(frame, value)
        return self.next
