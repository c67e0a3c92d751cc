"""The local cloud: moto's AWS with our engine, functions that run, and rules that deliver, on one virtual clock.

Input: boto3 calls, workflows to deploy, answers to callbacks. Output: what AWS would answer, and the state that it
would leave. Must not: answer for what it does not do (it says so), leave a trace in moto after its block, or wait in
real time.
"""

from steploom.local.cloud import Cloud, PendingTask
from steploom.local.mocking import MockCloud, NestedCloud, current_cloud, mock_cloud
from steploom.local.options import CloudOptions

__all__ = ["Cloud", "CloudOptions", "MockCloud", "NestedCloud", "PendingTask", "current_cloud", "mock_cloud"]
