"""The jobs that `.sync` waits for, as data: how each is looked up, when it has ended, and what it tells.

Sources: section 6 of the reference; the services' own descriptions of states. Members have the names of the API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

__all__ = ["JOBS", "Job", "Lookup", "found_at"]

#: Member of a request → where its value comes from: a path into the answer of the submission (`answer.`) or into its
#: request (`request.`); `[…]` around the path makes a list of the value.
Lookup: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of job.

    Attributes:
        look: The operation that describes it.
        ask: What that operation is asked.
        state: Path of its state in the description.
        good: States in which it has succeeded.
        bad: States in which it has failed.
        told: Path of what the task gets in the description; empty for all of it.
        key: Name under which the task gets it; None for the value itself.
        gone: Whether it has succeeded when it cannot be found any more.
        stop: The operation that stops it, and what that is asked; None where nothing stops it.
        sound: Whether one that ended well has really succeeded.
        keep: Members of the answer of the submission that the task gets, too.
    """

    look: str
    ask: Lookup
    state: str
    good: frozenset[str]
    bad: frozenset[str] = frozenset()
    told: str = ""
    key: str | None = None
    gone: bool = False
    stop: tuple[str, Lookup] | None = None
    sound: Callable[[Mapping[str, Any]], bool] = field(default=lambda _: True)
    keep: tuple[str, ...] = ()


def found_at(value: Any, path: str) -> Any:
    """Return what stands at a dotted path, numbers being positions; None where nothing does.

    Example:
        >>> found_at({"tasks": [{"taskArn": "arn"}]}, "tasks.0.taskArn")
        'arn'
    """
    for step in path.split(".") if path else ():
        if step.isdigit():
            value = value[int(step)] if isinstance(value, list) and len(value) > int(step) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _states(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _containers_ended_well(task: Mapping[str, Any]) -> bool:
    """A task of ECS fails with any container that ended with another code than 0, or never began."""
    codes = [each.get("exitCode") for each in task.get("containers") or ()]
    return all(code == 0 for code in codes) and task.get("stopCode") != "TaskFailedToStart"


def _build(kind: str, look: str, told: str) -> Job:
    return Job(
        look,
        {"ids": f"[answer.{kind}.id]"},
        f"{told}.0.buildStatus" if kind == "build" else f"{told}.0.buildBatchStatus",
        _states("SUCCEEDED"),
        _states("FAILED FAULT TIMED_OUT STOPPED"),
        f"{told}.0",
        key=kind[0].upper() + kind[1:],
        stop=("StopBuild" if kind == "build" else "StopBuildBatch", {"id": f"answer.{kind}.id"}),
    )


def _training(kind: str, stop: bool = True, state: str | None = None) -> Job:  # noqa: FBT001, FBT002 - rows of a table
    name = f"{kind}Name"
    return Job(
        f"Describe{kind}",
        {name: f"request.{name}"},
        state or f"{kind}Status",
        _states("Completed"),
        _states("Failed Stopped"),
        stop=(f"Stop{kind}", {name: f"request.{name}"}) if stop else None,
    )


def _eks(kind: str, ask: Lookup, *, gone: bool) -> Job:
    member = {"Cluster": "cluster", "Nodegroup": "nodegroup", "FargateProfile": "fargateProfile"}[kind]
    return Job(
        f"Describe{kind}",
        ask,
        f"{member}.status",
        frozenset() if gone else _states("ACTIVE"),
        _states("FAILED CREATE_FAILED DELETE_FAILED"),
        gone=gone,
    )


def _application(state: str) -> Job:
    ask = {"applicationId": "request.applicationId" if state != "CREATED" else "answer.applicationId"}
    good = _states("CREATED STARTED") if state == "CREATED" else _states(state)
    return Job(
        "GetApplication", ask, "application.state", good, _states("TERMINATED") - good, gone=state == "TERMINATED"
    )


_CLUSTER: Final = {"name": "request.name"}
_NODES: Final = {"clusterName": "request.clusterName", "nodegroupName": "request.nodegroupName"}
_FARGATE: Final = {"clusterName": "request.clusterName", "fargateProfileName": "request.fargateProfileName"}
_RUN: Final = {"applicationId": "request.applicationId", "jobRunId": "answer.jobRunId"}

JOBS: Final[Mapping[tuple[str, str], Job]] = {
    ("athena", "startQueryExecution"): Job(
        "GetQueryExecution",
        {"QueryExecutionId": "answer.QueryExecutionId"},
        "QueryExecution.Status.State",
        _states("SUCCEEDED"),
        _states("FAILED CANCELLED"),
        stop=("StopQueryExecution", {"QueryExecutionId": "answer.QueryExecutionId"}),
    ),
    ("batch", "submitJob"): Job(
        "DescribeJobs",
        {"jobs": "[answer.jobId]"},
        "jobs.0.status",
        _states("SUCCEEDED"),
        _states("FAILED"),
        "jobs.0",
        stop=("TerminateJob", {"jobId": "answer.jobId", "reason": "=Aborted by Step Functions"}),
    ),
    ("bedrock", "createModelCustomizationJob"): Job(
        "GetModelCustomizationJob",
        {"jobIdentifier": "answer.jobArn"},
        "status",
        _states("Completed"),
        _states("Failed Stopped"),
        stop=("StopModelCustomizationJob", {"jobIdentifier": "answer.jobArn"}),
    ),
    ("codebuild", "startBuild"): _build("build", "BatchGetBuilds", "builds"),
    ("codebuild", "startBuildBatch"): _build("buildBatch", "BatchGetBuildBatches", "buildBatches"),
    ("codebuild", "retryBuildBatch"): _build("buildBatch", "BatchGetBuildBatches", "buildBatches"),
    ("databrew", "startJobRun"): Job(
        "DescribeJobRun",
        {"Name": "request.Name", "RunId": "answer.RunId"},
        "State",
        _states("SUCCEEDED"),
        _states("FAILED STOPPED TIMEOUT"),
        stop=("StopJobRun", {"Name": "request.Name", "RunId": "answer.RunId"}),
    ),
    ("ecs", "runTask"): Job(
        "DescribeTasks",
        {"cluster": "request.cluster", "tasks": "[answer.tasks.0.taskArn]"},
        "tasks.0.lastStatus",
        _states("STOPPED"),
        told="tasks.0",
        stop=("StopTask", {"cluster": "request.cluster", "task": "answer.tasks.0.taskArn"}),
        sound=_containers_ended_well,
    ),
    ("eks", "createCluster"): _eks("Cluster", _CLUSTER, gone=False),
    ("eks", "deleteCluster"): _eks("Cluster", _CLUSTER, gone=True),
    ("eks", "createNodegroup"): _eks("Nodegroup", _NODES, gone=False),
    ("eks", "deleteNodegroup"): _eks("Nodegroup", _NODES, gone=True),
    ("eks", "createFargateProfile"): _eks("FargateProfile", _FARGATE, gone=False),
    ("eks", "deleteFargateProfile"): _eks("FargateProfile", _FARGATE, gone=True),
    ("elasticmapreduce", "createCluster"): Job(
        "DescribeCluster",
        {"ClusterId": "answer.JobFlowId"},
        "Cluster.Status.State",
        _states("RUNNING WAITING"),
        _states("TERMINATED TERMINATED_WITH_ERRORS"),
        stop=("TerminateJobFlows", {"JobFlowIds": "[answer.JobFlowId]"}),
        keep=("ClusterId",),
    ),
    ("elasticmapreduce", "terminateCluster"): Job(
        "DescribeCluster",
        {"ClusterId": "request.JobFlowIds.0"},
        "Cluster.Status.State",
        _states("TERMINATED TERMINATED_WITH_ERRORS"),
    ),
    ("elasticmapreduce", "addStep"): Job(
        "DescribeStep",
        {"ClusterId": "request.JobFlowId", "StepId": "answer.StepIds.0"},
        "Step.Status.State",
        _states("COMPLETED"),
        _states("CANCELLED FAILED INTERRUPTED"),
        stop=("CancelSteps", {"ClusterId": "request.JobFlowId", "StepIds": "[answer.StepIds.0]"}),
    ),
    ("emr-containers", "deleteVirtualCluster"): Job(
        "DescribeVirtualCluster",
        {"id": "request.id"},
        "virtualCluster.state",
        _states("TERMINATED"),
        _states("ARRESTED"),
    ),
    ("emr-containers", "startJobRun"): Job(
        "DescribeJobRun",
        {"id": "answer.id", "virtualClusterId": "request.virtualClusterId"},
        "jobRun.state",
        _states("COMPLETED"),
        _states("FAILED CANCELLED"),
        "jobRun",
        stop=("CancelJobRun", {"id": "answer.id", "virtualClusterId": "request.virtualClusterId"}),
    ),
    ("emr-serverless", "createApplication"): _application("CREATED"),
    ("emr-serverless", "startApplication"): _application("STARTED"),
    ("emr-serverless", "stopApplication"): _application("STOPPED"),
    ("emr-serverless", "deleteApplication"): _application("TERMINATED"),
    ("emr-serverless", "startJobRun"): Job(
        "GetJobRun",
        _RUN,
        "jobRun.state",
        _states("SUCCESS"),
        _states("FAILED CANCELLED"),
        stop=("CancelJobRun", _RUN),
    ),
    ("emr-serverless", "cancelJobRun"): Job(
        "GetJobRun", _RUN | {"jobRunId": "request.jobRunId"}, "jobRun.state", _states("CANCELLED SUCCESS FAILED")
    ),
    ("glue", "startJobRun"): Job(
        "GetJobRun",
        {"JobName": "request.JobName", "RunId": "answer.JobRunId"},
        "JobRun.JobRunState",
        _states("SUCCEEDED"),
        _states("FAILED STOPPED TIMEOUT ERROR EXPIRED"),
        "JobRun",
        stop=("BatchStopJobRun", {"JobName": "request.JobName", "JobRunIds": "[answer.JobRunId]"}),
    ),
    ("mediaconvert", "createJob"): Job(
        "GetJob",
        {"Id": "answer.Job.Id"},
        "Job.Status",
        _states("COMPLETE"),
        _states("ERROR CANCELED"),
        stop=("CancelJob", {"Id": "answer.Job.Id"}),
    ),
    ("sagemaker", "createTrainingJob"): _training("TrainingJob"),
    ("sagemaker", "createTransformJob"): _training("TransformJob"),
    ("sagemaker", "createHyperParameterTuningJob"): _training("HyperParameterTuningJob"),
    ("sagemaker", "createLabelingJob"): _training("LabelingJob"),
    ("sagemaker", "createProcessingJob"): _training("ProcessingJob"),
}
