"""Exit status of commands: part of the interface, never renumbered."""

from __future__ import annotations

__all__ = ["DIAGNOSTICS", "DONE", "NOT_SUCCEEDED", "USAGE"]

DONE = 0
#: The command worked, the execution did not succeed.
NOT_SUCCEEDED = 1
#: A wrong argument, or a target that cannot be loaded.
USAGE = 2
#: The workflow or definition has faults; they are printed.
DIAGNOSTICS = 3
