"""Every failure, injected: what a state machine does when any of its tasks fails in any way that is modelled.

Input: a workflow or definition, an input, fakes. Output: a `FailureReport`: one `Trial` for each injection, each in a
fresh cloud, with what it ended as. Must not: run inside a cloud that is open, change the fakes, or call handled what
AWS would fail.

| planted | found as |
|---|---|
| a saga whose step has no undo, and a later step fails | `uncompensated` |
| an undo registered after its step, whose reply is lost | `uncompensated` |
| a callback without a timeout | `stuck` |
| a Task without a catcher | `unhandled` |
"""

from steploom.analysis.failures.model import Ending, FailureReport, Injection, Trial
from steploom.analysis.failures.run import inject_every_failure

__all__ = ["Ending", "FailureReport", "Injection", "Trial", "inject_every_failure"]
