"""Choreography: who tells which event, which rule hears it, who reacts, across a whole application.

Input: an `App`, or its workflows and handlers. Output: the map of its events as frozen data, and what is wrong with it.
Must not: run anything, or draw.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from steploom.analysis.choreography.build import choreography_of
from steploom.analysis.choreography.checks import examine
from steploom.analysis.choreography.model import Choreography, EventKey, Listening, Reactor

if TYPE_CHECKING:
    from steploom.analysis.choreography.sequence import Sequence, Step, sequence_of

__all__ = [
    "Choreography",
    "EventKey",
    "Listening",
    "Reactor",
    "Sequence",
    "Step",
    "choreography_of",
    "examine",
    "sequence_of",
]

_OF_RUNS = ("Sequence", "Step", "sequence_of")


def __getattr__(name: str) -> object:
    """Load what looks at a local cloud on first use: a map needs no moto."""
    if name not in _OF_RUNS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("steploom.analysis.choreography.sequence"), name)
