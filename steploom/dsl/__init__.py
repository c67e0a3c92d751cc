"""The language of workflows: activities, workflows, and the steps between them.

Input: a user's declarations. Output: `Activity` and `Workflow` objects that the compiler, the runtime and `native`
read; a native run, where Python itself carries the steps out on virtual time. Must not: compile, know a concrete event
class, or load pydantic, boto3 or asyncio before a workflow runs.
"""

from steploom.dsl.activities import Activity, ActivityOptions, activity
from steploom.dsl.ambient import OutsideWorkflow
from steploom.dsl.awsproxy import AwsCall, aws
from steploom.dsl.calls import Call, Calls
from steploom.dsl.emitting import EventClass, EventLike, EventSelection, emit
from steploom.dsl.faking import NO_ANSWER, call_fake, fake_for, fakes, record_call, record_event
from steploom.dsl.gathering import gather
from steploom.dsl.handlers import Handler, HandlerOptions, on
from steploom.dsl.naming import error_name
from steploom.dsl.retry import Retry
from steploom.dsl.sagas import saga
from steploom.dsl.tasktoken import TaskToken
from steploom.dsl.timers import sleep, sleep_until
from steploom.dsl.twin import NativeOptions, NativeRun
from steploom.dsl.workflows import Workflow, WorkflowOptions, workflow

__all__ = [
    "NO_ANSWER",
    "Activity",
    "ActivityOptions",
    "AwsCall",
    "Call",
    "Calls",
    "EventClass",
    "EventLike",
    "EventSelection",
    "Handler",
    "HandlerOptions",
    "NativeOptions",
    "NativeRun",
    "OutsideWorkflow",
    "Retry",
    "TaskToken",
    "Workflow",
    "WorkflowOptions",
    "activity",
    "aws",
    "call_fake",
    "emit",
    "error_name",
    "fake_for",
    "fakes",
    "gather",
    "on",
    "record_call",
    "record_event",
    "saga",
    "sleep",
    "sleep_until",
    "workflow",
]
