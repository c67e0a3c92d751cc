"""Coverage: which states, rules, catchers, retriers, branches and bodies of state machines did run.

Input: what an `Observer` of local clouds is told, or saved data. Output: a `Coverage`: each machine with its points and
how often each was hit. Must not: slow down a cloud that nobody observes, or draw.
"""

from __future__ import annotations

from steploom.analysis.coverage.collect import Collector
from steploom.analysis.coverage.model import Count, Coverage, MachineCoverage, combine
from steploom.analysis.coverage.points import KINDS, Point, PointKind, points_of, shape_of
from steploom.analysis.coverage.saved import CoverageDataError, from_json, to_json
from steploom.analysis.coverage.settings import CoverageSettings, SettingsError, read_settings, verdict
from steploom.analysis.coverage.sources import find_machines

__all__ = [
    "KINDS",
    "Collector",
    "Count",
    "Coverage",
    "CoverageDataError",
    "CoverageSettings",
    "MachineCoverage",
    "Point",
    "PointKind",
    "SettingsError",
    "combine",
    "find_machines",
    "from_json",
    "points_of",
    "read_settings",
    "shape_of",
    "to_json",
    "verdict",
]
