"""The local cloud: moto's AWS with our engine, functions that run, and rules that deliver, on one virtual clock.

Input: boto3 calls, workflows to deploy, answers to callbacks. Output: what AWS would answer, and the state that it
would leave. Must not: answer for what it does not do (it says so), leave a trace in moto after its block, or wait in
real time.
"""

from steploom.extras import extra

with extra("local", __name__):
    from steploom.local.bench import (
        Delay,
        Duplicate,
        Fail,
        Fault,
        LostReply,
        Mock,
        PlannedFault,
        Target,
        TaskCall,
        Throttle,
        Timeout,
        delay,
        duplicate,
        fail,
        faults,
        lost_reply,
        throttle,
        timeout,
    )
    from steploom.local.cloud import Cloud, PendingTask
    from steploom.local.definitions import DeployedDefinition
    from steploom.local.deployment import DeployedWorkflow
    from steploom.local.mocking import MockCloud, NestedCloud, UnusedMock, current_cloud, mock_cloud
    from steploom.local.options import CloudOptions
    from steploom.local.runs import Run
    from steploom.local.twins import NativeDiffers
    from steploom.local.web import HttpRequest, HttpResponse

__all__ = [
    "Cloud",
    "CloudOptions",
    "Delay",
    "DeployedDefinition",
    "DeployedWorkflow",
    "Duplicate",
    "Fail",
    "Fault",
    "HttpRequest",
    "HttpResponse",
    "LostReply",
    "Mock",
    "MockCloud",
    "NativeDiffers",
    "NestedCloud",
    "PendingTask",
    "PlannedFault",
    "Run",
    "Target",
    "TaskCall",
    "Throttle",
    "Timeout",
    "UnusedMock",
    "current_cloud",
    "delay",
    "duplicate",
    "fail",
    "faults",
    "lost_reply",
    "mock_cloud",
    "throttle",
    "timeout",
]
