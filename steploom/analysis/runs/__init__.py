"""Runs: an execution's history as a tree of state visits.

Input: events in the shape of GetExecutionHistory, from anywhere. Output: a `RunModel`: what was visited, how long it
took, how it ended, inner runs below. Must not: ask the engine, or draw.
"""

from steploom.analysis.runs.build import run_model
from steploom.analysis.runs.checking import HistoryError
from steploom.analysis.runs.model import Attempt, Run, RunModel, StateVisit, VisitStatus
from steploom.analysis.runs.reading import History, read_history

__all__ = [
    "Attempt",
    "History",
    "HistoryError",
    "Run",
    "RunModel",
    "StateVisit",
    "VisitStatus",
    "read_history",
    "run_model",
]
