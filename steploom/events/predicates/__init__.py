"""Predicates: a lambda over an event → what its fields must be.

Input: the syntax tree of a lambda and the shape of its event. Output: for which events it is true, false or raises,
as alternatives of value sets by field, and those sets as operators of a pattern. Must not: call the lambda, or write
a pattern that differs from it; what EventBridge cannot say is refused with the reason.
"""

from steploom.events.predicates.formula import Alternatives, Refusal, Truth
from steploom.events.predicates.reader import read_predicate
from steploom.events.predicates.render import Inexpressible, operators_of

__all__ = ["Alternatives", "Inexpressible", "Refusal", "Truth", "operators_of", "read_predicate"]
