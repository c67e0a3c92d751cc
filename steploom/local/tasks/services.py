"""The optimized integrations as data: names in errors, fields they take, where an action is no operation of the API.

Sources: section 6 of the reference; the developer guide's integration pages; names of the AWS SDK for Java 1, through
which Step Functions calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from steploom.jsontext import JsonObject
from steploom.local.tasks.webresult import parsed_body

__all__ = ["ACTIONS", "SERVICES", "Action", "Service", "action_of"]

_NULL: Final = "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null"


@dataclass(frozen=True, slots=True)
class Service:
    """How a service appears in an optimized integration.

    Attributes:
        boto: boto3's name.
        prefix: Prefix of its error names.
        long_name: Its name in cause texts.
        as_text: Members that are written as JSON text where they are no text.
        missing: Code and text for a required member that is not there; `{}` stands for its name.
    """

    boto: str
    prefix: str
    long_name: str
    as_text: frozenset[str] = frozenset()
    missing: tuple[str, str] = ("ValidationException", _NULL)


def _same(value: JsonObject) -> JsonObject:
    return value


@dataclass(frozen=True, slots=True)
class Action:
    """Where an action differs from the operation of its name.

    Attributes:
        operation: The API's name of the operation; None for that of the action.
        fields: The fields that it takes; None for all of the operation's.
        boto: boto3's name of another service that has the operation; None for the integration's own.
        asked: Turns what the task passes into what the operation takes.
        told: Turns what the operation answers into what the task gets.
        meta: Whether the answer has the SDK's meta data.
    """

    operation: str | None = None
    fields: frozenset[str] | None = None
    boto: str | None = None
    asked: Callable[[JsonObject], JsonObject] = _same
    told: Callable[[JsonObject], JsonObject] = _same
    meta: bool = True


SERVICES: Final[Mapping[str, Service]] = {
    "athena": Service("athena", "Athena", "AmazonAthena"),
    "batch": Service("batch", "Batch", "AWSBatch"),
    "bedrock": Service("bedrock", "Bedrock", "AmazonBedrock"),
    "bedrockagentcore": Service("bedrock-agentcore", "BedrockAgentCore", "BedrockAgentCore"),
    "codebuild": Service("codebuild", "CodeBuild", "AWSCodeBuild"),
    "databrew": Service("databrew", "DataBrew", "AWSGlueDataBrew"),
    "dynamodb": Service("dynamodb", "DynamoDB", "AmazonDynamoDBv2"),
    "ecs": Service("ecs", "ECS", "AmazonECS"),
    "eks": Service("eks", "EKS", "AmazonEKS"),
    "elasticmapreduce": Service("emr", "ElasticMapReduce", "AmazonElasticMapReduce"),
    "emr-containers": Service("emr-containers", "EMRContainers", "AmazonEMRContainers"),
    "emr-serverless": Service("emr-serverless", "EmrServerless", "AWSEMRServerless"),
    "glue": Service("glue", "Glue", "AWSGlue"),
    "mediaconvert": Service("mediaconvert", "MediaConvert", "AWSMediaConvert"),
    "sagemaker": Service("sagemaker", "SageMaker", "AmazonSageMaker"),
    "sns": Service("sns", "SNS", "AmazonSNS", frozenset({"Message"}), ("InvalidParameter", "Invalid parameter: {}")),
    "sqs": Service(
        "sqs",
        "SQS",
        "AmazonSQS",
        frozenset({"MessageBody"}),
        ("MissingParameter", "The request must contain the parameter {}."),
    ),
}


def _fields(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _parsed(value: JsonObject) -> JsonObject:
    """The body of a model's answer as JSON, where it is JSON."""
    body = value.get("Body")
    return value | {"Body": parsed_body(body)} if isinstance(body, str) else value


def _renamed(**names: str) -> Callable[[JsonObject], JsonObject]:
    """Fields under other names; `[name]` puts the value into a list."""

    def rename(value: JsonObject) -> JsonObject:
        made: JsonObject = {}
        for key, each in value.items():
            name = names.get(key, key)
            made[name.strip("[]")] = [each] if name.startswith("[") else each
        return made

    return rename


def _only(**names: str) -> Callable[[JsonObject], JsonObject]:
    """Some members under other names; `[name]` takes the first of a list."""

    def pick(value: JsonObject) -> JsonObject:
        made = {}
        for key, name in names.items():
            found = value.get(name.strip("[]"))
            made[key] = found[0] if name.startswith("[") and found else found
        return made

    return pick


ACTIONS: Final[Mapping[tuple[str, str], Action]] = {
    ("batch", "submitJob"): Action(
        fields=_fields(
            "ArrayProperties ContainerOverrides DependsOn EcsPropertiesOverride EksPropertiesOverride "
            "JobDefinition JobName JobQueue NodeOverrides Parameters "
            "PropagateTags RetryStrategy SchedulingPriorityOverride ShareIdentifier Tags "
            "Timeout"
        )
    ),
    ("ecs", "runTask"): Action(
        fields=_fields(
            "CapacityProviderStrategy Cluster Count EnableECSManagedTags EnableExecuteCommand "
            "Group LaunchType NetworkConfiguration Overrides PlacementConstraints "
            "PlacementStrategy PlatformVersion PropagateTags ReferenceId StartedBy "
            "Tags TaskDefinition VolumeConfigurations"
        )
    ),
    ("elasticmapreduce", "createCluster"): Action("RunJobFlow", told=_only(ClusterId="JobFlowId")),
    ("elasticmapreduce", "terminateCluster"): Action("TerminateJobFlows", asked=_renamed(ClusterId="[JobFlowIds]")),
    ("elasticmapreduce", "addStep"): Action(
        "AddJobFlowSteps",
        asked=_renamed(ClusterId="JobFlowId", Step="[Steps]"),
        told=_only(StepId="[StepIds]"),
    ),
    ("elasticmapreduce", "cancelStep"): Action(
        "CancelSteps",
        asked=_renamed(StepId="[StepIds]"),
        told=_only(CancelStepsInfo="[CancelStepsInfoList]"),
    ),
    ("elasticmapreduce", "setClusterTerminationProtection"): Action(
        "SetTerminationProtection", asked=_renamed(ClusterId="[JobFlowIds]")
    ),
    ("bedrock", "invokeModel"): Action(boto="bedrock-runtime", told=_parsed, meta=False),
    ("bedrock", "createModelCustomizationJob"): Action(meta=False),
    ("sns", "publish"): Action(
        fields=_fields(
            "Message MessageAttributes MessageDeduplicationId MessageGroupId MessageStructure "
            "PhoneNumber Subject TargetArn TopicArn"
        )
    ),
    ("sqs", "sendMessage"): Action(
        fields=_fields(
            "DelaySeconds MessageAttributes MessageBody MessageDeduplicationId MessageGroupId "
            "MessageSystemAttributes QueueUrl"
        )
    ),
}
_PLAIN: Final = Action()


def action_of(service: str, action: str) -> Action:
    """Return how an action differs from its operation; nothing where it does not.

    Example:
        >>> action_of("elasticmapreduce", "addStep").asked({"ClusterId": "j-1", "Step": {"Name": "one"}})
        {'JobFlowId': 'j-1', 'Steps': [{'Name': 'one'}]}
    """
    return ACTIONS.get((service, action), _PLAIN)
