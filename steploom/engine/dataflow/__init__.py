"""How data moves through a state: what its fields say, compiled to closures, in either query language.

Input: fields of a state of the model. Output: closures over a frame and values (`flow.py`), None where a field
changes nothing. Must not: write events, decide about retries, or know which state type asks.
"""

from __future__ import annotations

from steploom.asl.model import QueryLanguage
from steploom.engine.dataflow.flow import Assign, Evaluate, Language, Leave, Test
from steploom.engine.dataflow.jsonata import JSONATA
from steploom.engine.dataflow.jsonpath import JSONPATH

__all__ = ["JSONATA", "JSONPATH", "Assign", "Evaluate", "Language", "Leave", "Test", "language_of"]


def language_of(name: QueryLanguage) -> Language:
    """Return the data flow of a query language."""
    return JSONATA if name == "JSONata" else JSONPATH
