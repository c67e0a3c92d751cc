"""Choreography: who tells which event, which rule hears it, who reacts, across a whole application.

Input: an `App`, or its workflows and handlers. Output: the map of its events as frozen data, and what is wrong with it.
Must not: run anything, or draw.
"""

from steploom.analysis.choreography.build import choreography_of
from steploom.analysis.choreography.checks import examine
from steploom.analysis.choreography.model import Choreography, EventKey, Listening, Reactor
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
