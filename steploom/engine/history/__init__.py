"""Histories: compact tuples in, `GetExecutionHistory` events out.

A tuple is `(kind, previous event id, epoch seconds, *payload)`; its id is its place in the list, from 1. Nothing is
turned into text before somebody asks: rendering costs ten times what running does. Must not: change a value.
"""

from __future__ import annotations

from steploom.engine.history.details import Details
from steploom.engine.history.kinds import Kind
from steploom.engine.history.record import Entry
from steploom.engine.history.render import render, render_one

__all__ = ["Details", "Entry", "Kind", "render", "render_one"]
