"""Snapshots: an execution or a TestState result as a text that stays the same where nothing changed.

Input: a run of the local cloud, a history, a TestState response. Output: text for people, what differs from run to run
replaced by placeholders (`normal.py`), and the first state in which two texts differ. Must not: write a file, or leave
out what a test would want to see changed.
"""

from __future__ import annotations

from steploom.analysis.snapshots.comparing import Change, first_change
from steploom.analysis.snapshots.texts import SnapshotError, snapshot

__all__ = ["Change", "SnapshotError", "first_change", "snapshot"]
