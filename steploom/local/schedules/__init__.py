"""Schedules on the virtual clock: those of EventBridge rules, and EventBridge Scheduler's.

Input: timings, and what to do when they are due. Output: it is done as virtual time passes. Must not: make time pass (a
schedule that recurs for ever would never let a cloud be idle), or know moto.
"""

from steploom.local.schedules.clockwork import Clockwork, Timing
from steploom.local.schedules.firing import Occasion, schedule_payload, send_scheduled

__all__ = ["Clockwork", "Occasion", "Timing", "schedule_payload", "send_scheduled"]
