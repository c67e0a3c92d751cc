"""Schedule expressions of EventBridge rules and of EventBridge Scheduler: read, and told when they are due.

Input: `rate(…)`, `cron(…)`, `at(…)` and a time zone. Output: the moments at which they are due. Must not: wait, or know
who is called.
"""

from steploom.events.schedules.cron import Cron
from steploom.events.schedules.expressions import InvalidSchedule, Once, Rate, Schedule, parse_schedule

__all__ = ["Cron", "InvalidSchedule", "Once", "Rate", "Schedule", "parse_schedule"]
