"""Interleavings explored: the orders in which things of one virtual moment can happen, one run each.

Input: a workflow or definition, an input, fakes, a check. Output: an `Exploration`: how many schedules were run, the
different outcomes, and the smallest schedule that fails, as a text that `mock_cloud(order=…)` runs again. Must not: run
inside a cloud that is open, or call two runs equal that a task could tell apart.

Schedules are run in the order of how often they differ from the default one: the first that fails is a smallest. A
point that another run has reached with the same calls made and the same things due is not entered again.
"""

from steploom.analysis.interleavings.explore import explore
from steploom.analysis.interleavings.model import Exploration, FailingSchedule, Outcome

__all__ = ["Exploration", "FailingSchedule", "Outcome", "explore"]
