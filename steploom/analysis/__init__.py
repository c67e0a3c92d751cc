"""Analysis: what can be learned from definitions and from what executions did.

Input: definitions, histories, executions of a local cloud. Output: frozen data: the tree of a run, what tests covered,
where a history leaves a definition, a text to compare runs by, what failures lead to. Must not: draw or print, or
change what it looks at.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.analysis.coverage import Collector, Coverage
    from steploom.analysis.failures import FailureReport, Injection, Trial, inject_every_failure
    from steploom.analysis.interleavings import Exploration, FailingSchedule, Outcome, explore
    from steploom.analysis.replaying import Divergence, Replay, replay
    from steploom.analysis.runs import HistoryError, RunModel, read_history, run_model
    from steploom.analysis.snapshots import snapshot

__all__ = [
    "Collector",
    "Coverage",
    "Divergence",
    "Exploration",
    "FailingSchedule",
    "FailureReport",
    "HistoryError",
    "Injection",
    "Outcome",
    "Replay",
    "RunModel",
    "Trial",
    "explore",
    "inject_every_failure",
    "read_history",
    "replay",
    "run_model",
    "snapshot",
]

_ROOMS = {
    "steploom.analysis.coverage": ("Collector", "Coverage"),
    "steploom.analysis.failures": ("FailureReport", "Injection", "Trial", "inject_every_failure"),
    "steploom.analysis.interleavings": ("Exploration", "FailingSchedule", "Outcome", "explore"),
    "steploom.analysis.replaying": ("Divergence", "Replay", "replay"),
    "steploom.analysis.runs": ("HistoryError", "RunModel", "read_history", "run_model"),
    "steploom.analysis.snapshots": ("snapshot",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name from its room on first use: who reads a run loads no engine."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
