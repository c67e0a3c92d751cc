"""Events: what a service hears and tells, as typed classes, patterns and rules.

Input: event classes, predicates over them, patterns as EventBridge takes them. Output: PutEvents entries, event
patterns, a matcher that decides as EventBridge decides, rules as frozen data. Must not: deliver anything, or load
the matcher before it is used (a cold start only wants `Event`).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steploom.events.index import RuleSet
    from steploom.events.invalid import InvalidPattern
    from steploom.events.matcher import Matcher, compile_pattern
    from steploom.events.model import META_FIELD, Event, EventFilter, Meta, to_entry
    from steploom.events.pattern import pattern_of
    from steploom.events.rules import DeadLetter, InputTransformer, RetryPolicy, Rule, Target, rule_for

__all__ = [
    "META_FIELD",
    "DeadLetter",
    "Event",
    "EventFilter",
    "InputTransformer",
    "InvalidPattern",
    "Matcher",
    "Meta",
    "RetryPolicy",
    "Rule",
    "RuleSet",
    "Target",
    "compile_pattern",
    "pattern_of",
    "rule_for",
    "to_entry",
]

_HOMES = {
    **dict.fromkeys(["META_FIELD", "Event", "EventFilter", "Meta", "to_entry"], "steploom.events.model"),
    **dict.fromkeys(["Matcher", "compile_pattern"], "steploom.events.matcher"),
    **dict.fromkeys(
        ["DeadLetter", "InputTransformer", "RetryPolicy", "Rule", "Target", "rule_for"], "steploom.events.rules"
    ),
    "InvalidPattern": "steploom.events.invalid",
    "RuleSet": "steploom.events.index",
    "pattern_of": "steploom.events.pattern",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
