"""The data flow of both languages, taken apart at the stages that inspection data shows.

A stage is the language's own closure of the state with the fields of all other stages left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from steploom.asl.model import ABSENT, FailState, MapState, ParallelState, PassState, QueryLanguage, TaskState
from steploom.engine.dataflow import Evaluate, Language, Leave
from steploom.engine.dataflow.flow import Flowing
from steploom.engine.dataflow.jsonata import Jsonata
from steploom.engine.dataflow.jsonpath import JsonPath
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.frame import Frame
    from steploom.engine.probe.request import Notes

__all__ = ["noting"]


def noting(name: QueryLanguage, notes: Notes) -> Language:
    """Return the data flow of a query language that notes its stages."""
    return _NotingJsonata(notes) if name == "JSONata" else _NotingJsonPath(notes)


class _NotingJsonPath(JsonPath):
    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def enter(self, state: Flowing) -> Evaluate | None:
        if isinstance(state, ParallelState):
            return super().enter(state)  # AWS shows nothing here
        if not isinstance(state, PassState | TaskState):
            return self._notes.after("afterInputPath", super().enter(state))
        filtered = self._notes.after("afterInputPath", super().enter(replace(state, parameters=ABSENT)))
        made = self._notes.after("afterParameters", super().enter(replace(state, input_path=ABSENT)))
        return lambda frame, value: made(frame, filtered(frame, value))

    def leave(self, state: Flowing) -> Leave | None:
        if not isinstance(state, PassState | TaskState | ParallelState | MapState):
            return super().leave(state)
        selected = self._leave_of(state, "result_path", "output_path")
        combined = self._leave_of(state, "result_selector", "output_path")
        filtered = self._leave_of(state, "result_selector", "result_path")
        shows_result = isinstance(state, TaskState) or (isinstance(state, PassState) and state.result is not ABSENT)
        stages = self._notes.stages

        def leave(frame: Frame, raw: Json, result: Json) -> Json:
            if shows_result:
                stages["result"] = result
            stages["afterResultSelector"] = value = result if selected is None else selected(frame, raw, result)
            stages["afterResultPath"] = value = value if combined is None else combined(frame, raw, value)
            return value if filtered is None else filtered(frame, raw, value)

        return leave

    def items(self, state: MapState) -> Evaluate:
        return self._notes.after("afterItemsPath", super().items(state))

    def selector(self, state: MapState) -> Evaluate | None:
        return _collecting(self._notes, super().selector(state))

    def failure(self, state: FailState) -> tuple[Evaluate | None, Evaluate | None]:
        error, cause = super().failure(state)

        def noted(frame: Frame, value: Json) -> Json:
            self._notes.stages["afterInputPath"] = value
            return None if error is None else error(frame, value)

        return noted, cause

    def _leave_of(self, state: PassState | TaskState | ParallelState | MapState, *without: str) -> Leave | None:
        left: dict[str, Any] = {name: ABSENT for name in without if hasattr(state, name)}
        return super().leave(replace(state, **left))


class _NotingJsonata(Jsonata):
    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def enter(self, state: Flowing) -> Evaluate | None:
        made = super().enter(state)
        return self._notes.after("afterArguments", made) if isinstance(state, TaskState) else made

    def leave(self, state: Flowing) -> Leave | None:
        made = super().leave(state)
        if not isinstance(state, TaskState):
            return made
        stages = self._notes.stages

        def leave(frame: Frame, raw: Json, result: Json) -> Json:
            stages["result"] = result
            return result if made is None else made(frame, raw, result)

        return leave

    def selector(self, state: MapState) -> Evaluate | None:
        return _collecting(self._notes, super().selector(state))


def _collecting(notes: Notes, selector: Evaluate | None) -> Evaluate | None:
    """A selector runs once for each item: its stage is the list of what it made."""
    if selector is None:
        return None

    def noted(frame: Frame, value: Json) -> Json:
        made = selector(frame, value)
        notes.stages.setdefault("afterItemSelector", []).append(made)
        return made

    return noted
