"""Emission: a resolved region to Amazon States Language.

Input: the region behind the passes, and names for what is called. Output: a state machine with readable names, and the
source span of each state. Must not: decide control flow again, or emit JSONata that engines read differently.
"""

from steploom.compiler.emit.machine import Emitted, Heading, emit

__all__ = ["Emitted", "Heading", "emit"]
