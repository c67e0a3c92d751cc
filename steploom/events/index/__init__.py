"""Many rules, one event: an index over patterns that finds the rules that match without asking each.

Input: patterns by name, and events. Output: the names whose patterns match. Must not: decide anything otherwise than
`steploom.events.matcher` does, or know buses and targets.
"""

from steploom.events.index.ruleset import RuleSet

__all__ = ["RuleSet"]
