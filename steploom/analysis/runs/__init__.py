"""Runs: an execution's history as a tree of state visits.

Input: events in the shape of GetExecutionHistory, from anywhere. Output: a `RunModel`: what was visited, how long it
took, how it ended, inner runs below. Must not: ask the engine, or draw.
"""

from steploom.analysis.runs.build import run_model
from steploom.analysis.runs.model import Attempt, Run, RunModel, StateVisit, VisitStatus

__all__ = ["Attempt", "Run", "RunModel", "StateVisit", "VisitStatus", "run_model"]
