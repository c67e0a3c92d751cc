"""The bench: what a test puts in the place of work, what it makes go wrong, and what was asked for.

Input: a task's request on its way out of the engine. Output: its outcome, from the real work, a mock or a fault, and a
record of it. Must not: let a mock answer what AWS cannot (`MockError`), change how a request without mock and fault is
answered, or keep an execution alive.

| given | then |
|---|---|
| `cloud.mock(charge, returns=Payment(…))` | the task's result is what the function would return, as AWS wraps it |
| `cloud.mock("arn:aws:states:::dynamodb:getItem", returns={"Itme": {}})` | SL421: GetItem's response has no `Itme` |
| `cloud.fault(charge, lost_reply(), attempt=1)` | the work is done, and the first attempt runs out of time |

A mock stands for the tasks of state machines: who calls a function by boto3 still reaches the function.
"""

from steploom.local.bench.faults import (
    Delay,
    Duplicate,
    Fail,
    Fault,
    LostReply,
    Throttle,
    Timeout,
    delay,
    duplicate,
    fail,
    lost_reply,
    throttle,
    timeout,
)
from steploom.local.bench.mocks import Mock
from steploom.local.bench.planned import PlannedFault, faults
from steploom.local.bench.record import TaskCall
from steploom.local.bench.stage import Stage
from steploom.local.bench.targets import Target

__all__ = [
    "Delay",
    "Duplicate",
    "Fail",
    "Fault",
    "LostReply",
    "Mock",
    "PlannedFault",
    "Stage",
    "Target",
    "TaskCall",
    "Throttle",
    "Timeout",
    "delay",
    "duplicate",
    "fail",
    "faults",
    "lost_reply",
    "throttle",
    "timeout",
]
