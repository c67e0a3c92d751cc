"""The optimized integrations: which service has which action, and how each can wait.

Sources: sections 6.1 and 6.2 of the developer guide's integration pages. A request-response call is always possible;
the table holds what more there is.
"""

from __future__ import annotations

from steploom.asl.resources import Pattern, Resource

__all__ = ["INTEGRATIONS", "REQUIRED", "is_recognized"]

_REQUEST: frozenset[Pattern] = frozenset({"request"})
_TOKEN: frozenset[Pattern] = frozenset({"request", "waitForTaskToken"})
_SYNC: frozenset[Pattern] = frozenset({"request", "sync"})
_BOTH: frozenset[Pattern] = _SYNC | _TOKEN

#: Service → action → the patterns it takes.
INTEGRATIONS: dict[str, dict[str, frozenset[Pattern]]] = {
    "apigateway": {"invoke": _TOKEN},
    "athena": {
        "startQueryExecution": _SYNC,
        "stopQueryExecution": _REQUEST,
        "getQueryExecution": _REQUEST,
        "getQueryResults": _REQUEST,
    },
    "batch": {"submitJob": _SYNC},
    "bedrock": {"invokeModel": _TOKEN, "createModelCustomizationJob": _BOTH},
    "bedrockagentcore": {"invokeHarness": _REQUEST},
    "codebuild": {
        "startBuild": _SYNC,
        "stopBuild": _REQUEST,
        "batchDeleteBuilds": _REQUEST,
        "batchGetReports": _REQUEST,
        "startBuildBatch": _SYNC,
        "stopBuildBatch": _REQUEST,
        "retryBuildBatch": _SYNC,
        "deleteBuildBatch": _REQUEST,
    },
    "databrew": {"startJobRun": _SYNC},
    "dynamodb": dict.fromkeys(("getItem", "putItem", "updateItem", "deleteItem"), _REQUEST),
    "ecs": {"runTask": _BOTH},
    "eks": {
        **dict.fromkeys(("createCluster", "deleteCluster"), _SYNC),
        **dict.fromkeys(("createFargateProfile", "deleteFargateProfile"), _SYNC),
        **dict.fromkeys(("createNodegroup", "deleteNodegroup"), _SYNC),
        "runJob": _BOTH,
        "call": _REQUEST,
    },
    "elasticmapreduce": {
        **dict.fromkeys(("createCluster", "terminateCluster", "addStep"), _SYNC),
        "cancelStep": _REQUEST,
        "setClusterTerminationProtection": _REQUEST,
        "modifyInstanceFleetByName": _REQUEST,
        "modifyInstanceGroupByName": _REQUEST,
    },
    "emr-containers": {
        "createVirtualCluster": _REQUEST,
        "deleteVirtualCluster": _SYNC,
        "startJobRun": _SYNC,
    },
    "emr-serverless": dict.fromkeys(
        (
            "createApplication",
            "startApplication",
            "stopApplication",
            "deleteApplication",
            "startJobRun",
            "cancelJobRun",
        ),
        _SYNC,
    ),
    "events": {"putEvents": _TOKEN},
    "glue": {"startJobRun": _SYNC},
    "lambda": {"invoke": _TOKEN},
    "mediaconvert": {"createJob": _SYNC},
    "sagemaker": {
        **dict.fromkeys(("createTrainingJob", "createTransformJob", "createHyperParameterTuningJob"), _SYNC),
        **dict.fromkeys(("createLabelingJob", "createProcessingJob"), _SYNC),
        **dict.fromkeys(("createModel", "createEndpoint", "createEndpointConfig", "updateEndpoint"), _REQUEST),
    },
    "sns": {"publish": _TOKEN},
    "sqs": {"sendMessage": _TOKEN},
    "states": {"startExecution": frozenset({"request", "sync", "sync:2", "waitForTaskToken"})},
}

#: The parameters without which AWS refuses the definition, where that is known.
REQUIRED: dict[tuple[str, str], tuple[str, ...]] = {
    ("dynamodb", "getItem"): ("TableName", "Key"),
    ("dynamodb", "putItem"): ("TableName", "Item"),
    ("ecs", "runTask"): ("TaskDefinition",),
    ("events", "putEvents"): ("Entries",),
    ("glue", "startJobRun"): ("JobName",),
    ("lambda", "invoke"): ("FunctionName",),
    ("sns", "publish"): ("Message",),
    ("sqs", "sendMessage"): ("QueueUrl", "MessageBody"),
    ("states", "startExecution"): ("StateMachineArn",),
}


def is_recognized(resource: Resource) -> bool:
    """Return whether AWS knows the integration and its pattern.

    Which services and actions `aws-sdk` has is not looked up here: that takes the SDK's own models.

    Example:
        >>> from steploom.asl import parse_resource
        >>> is_recognized(parse_resource("arn:aws:states:::dynamodb:query"))
        False
    """
    match resource.kind:
        case "optimized":
            return resource.pattern in INTEGRATIONS.get(resource.service, {}).get(resource.action, ())
        case "sdk":
            return resource.pattern in _TOKEN
        case "http":
            return resource.pattern == "request"
        case "lambda" | "activity":
            return True
