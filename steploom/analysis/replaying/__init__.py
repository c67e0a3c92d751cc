"""Replay: a recorded history against the definition of today.

Input: events as GetExecutionHistory returns them, and a definition or workflow. Output: the first place where the
definition would have gone another way. `scopes.py` follows it through
the definition, `worlds.py` evaluates each visit twice, in worlds that differ in all that a history does not tell. Must
not: call anything, or trust the definition's own run: each visit begins with what was recorded.
"""

from __future__ import annotations

from steploom.analysis.replaying.model import Divergence, Replay
from steploom.analysis.replaying.running import replay

__all__ = ["Divergence", "Replay", "replay"]
