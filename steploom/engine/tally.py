"""Counts what a history does not tell: which rule of a Choice held, which catcher or retrier an error met.

A machine counts only where it was compiled with a tally: its closures are then wrapped, once. Without one nothing is
wrapped and nothing asked, so that a machine that nobody counts runs as if this file were not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from steploom.asl.model import Catcher, ChoiceRule, ChoiceState, Retrier, State
from steploom.engine.dataflow import Language, Leave, Test
from steploom.engine.failure import StateFailure
from steploom.engine.retry import Retries
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["CountedRetries", "Tally", "counted"]


@dataclass(slots=True, eq=False)
class Tally:
    """What the executions of one machine chose.

    Attributes:
        chosen: How often, by the name of the state and the field that was chosen: `Choices[0]`, `Default`,
            `Catch[1]`, `Retry[0]`. Names of states are unique in a definition.
    """

    chosen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, state: str, place: str) -> None:
        """Count one more choice."""
        self.chosen[state, place] += 1


def counted(language: Language, name: str, state: State, tally: Tally) -> Language:
    """Return a data flow that counts which rules and catchers of one state are chosen.

    Args:
        language: The data flow of the state.
        name: The state's name.
        state: Its model.
        tally: Where to count.
    """
    return cast("Language", _Counted(language, name, state, tally))


class _Counted:
    """A language whose closures for rules and catchers count; all others are the language's own."""

    def __init__(self, language: Language, name: str, state: State, tally: Tally) -> None:
        self._language = language
        self._name = name
        self._tally = tally
        self._last = f"Choices[{len(state.choices) - 1}]" if isinstance(state, ChoiceState) else ""
        self._default = isinstance(state, ChoiceState) and state.default is not None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._language, name)

    def rule_test(self, rule: ChoiceRule, at: str) -> Test:
        test, tally, name = self._language.rule_test(rule, at), self._tally, self._name
        # Rules are asked in order: where the last one does not hold, none does.
        ends = at == self._last and self._default

        def counting(frame: Frame, value: Json) -> bool:
            holds = test(frame, value)
            if holds:
                tally.note(name, at)
            elif ends:
                tally.note(name, "Default")
            return holds

        return counting

    def caught(self, catcher: Catcher, at: str) -> Leave:
        leave, tally, name = self._language.caught(catcher, at), self._tally, self._name

        def counting(frame: Frame, raw: Json, result: Json) -> Json:
            tally.note(name, at)
            return result if leave is None else leave(frame, raw, result)

        return counting


class CountedRetries(Retries):
    """The `Retry` of one state, counting.

    Args:
        retriers: Its entries, in order.
        name: The state's name.
        tally: Where to count.
    """

    __slots__ = ("_name", "_tally")

    def __init__(self, retriers: Sequence[Retrier], name: str, tally: Tally) -> None:
        super().__init__(retriers)
        self._name = name
        self._tally = tally

    def match(self, failure: StateFailure) -> int | None:
        """Count a failure that meets a retrier."""
        index = super().match(failure)
        if index is not None:
            self._tally.note(self._name, f"Retry[{index}]")
        return index
