"""Names of services and operations: Step Functions uses those of the AWS SDK for Java, boto3 has its own (6.4)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import botocore.loaders
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel, Shape

__all__ = ["boto_service", "error_shape", "operation_name", "prefix_of", "service_model"]

#: Where the Java name is more than boto3's without hyphens.
_IRREGULAR = {
    "applicationdiscovery": "discovery",
    "applicationdiscoveryservice": "discovery",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "configservice": "config",
    "costandusagereport": "cur",
    "costandusagereportservice": "cur",
    "costexplorer": "ce",
    "databasemigration": "dms",
    "databasemigrationservice": "dms",
    "directory": "ds",
    "directoryservice": "ds",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "elasticsearch": "es",
    "elasticsearchservice": "es",
    "eventbridge": "events",
    "iotdataplane": "iot-data",
    "iotjobsdataplane": "iot-jobs-data",
    "lexmodelbuilding": "lex-models",
    "lexmodelbuildingservice": "lex-models",
    "lexmodelsv2": "lexv2-models",
    "lexruntimeservice": "lex-runtime",
    "lexruntimev2": "lexv2-runtime",
    "marketplaceentitlement": "marketplace-entitlement",
    "marketplacemetering": "meteringmarketplace",
    "migrationhub": "mgh",
    "sagemakera2iruntime": "sagemaker-a2i-runtime",
    "serverlessapplicationrepository": "serverlessrepo",
    "sfn": "stepfunctions",
    "simpledb": "sdb",
}


#: Codes of the protocol that a service spoke before; clients still get them.
_OLD_CODES = {"AWS.SimpleQueueService.NonExistentQueue": "QueueDoesNotExist"}


@cache
def _loader() -> botocore.loaders.Loader:
    return botocore.loaders.create_loader()


@cache
def _plain_names() -> dict[str, str]:
    names: list[str] = _loader().list_available_services("service-2")
    return {name.replace("-", ""): name for name in names}


def boto_service(java_name: str) -> str | None:
    """Return boto3's name of a service, or None where botocore knows none.

    Example:
        >>> boto_service("sfn"), boto_service("cloudwatchlogs"), boto_service("bedrockruntime"), boto_service("no")
        ('stepfunctions', 'logs', 'bedrock-runtime', None)
    """
    return _IRREGULAR.get(java_name) or _plain_names().get(java_name)


@lru_cache(maxsize=64)
def service_model(service: str) -> ServiceModel | None:
    """Return botocore's model of a service, or None where there is none."""
    try:
        return ServiceModel(_loader().load_service_model(service, "service-2"), service)
    except UnknownServiceError:
        return None


def operation_name(model: ServiceModel, action: str) -> str | None:
    """Return the API's name of an action that Step Functions writes in camel case, or None.

    Example:
        >>> operation_name(service_model("s3"), "listObjectsV2")
        'ListObjectsV2'
    """
    return _operations(model.service_name).get(action.lower())


@lru_cache(maxsize=64)
def _operations(service: str) -> dict[str, str]:
    model = service_model(service)
    return {} if model is None else {name.lower(): name for name in model.operation_names}


def error_shape(model: ServiceModel, code: str) -> str | None:
    """Return the name of the error that a service's model has for a code, or None where it has none.

    Example:
        >>> error_shape(service_model("sqs"), "AWS.SimpleQueueService.NonExistentQueue")
        'QueueDoesNotExist'
    """
    for name in (code, _OLD_CODES.get(code, ""), code.rpartition(".")[2]):
        shape: Shape | None = model.shape_for_error_code(name)  # type: ignore[arg-type] # the stubs say int
        if shape is not None:
            return str(shape.name)
    return None


def prefix_of(service_id: str) -> str:
    """Return the prefix of a service's error names: its id in Pascal case, as the Java SDK's generator writes it.

    Example:
        >>> [prefix_of(each) for each in ("DynamoDB", "SFN", "CloudWatch Logs", "S3 Control", "FSx", "SESv2")]
        ['DynamoDb', 'Sfn', 'CloudWatchLogs', 'S3Control', 'FSx', 'SesV2']
    """
    text = re.sub(r"[^A-Za-z0-9]+", " ", service_id)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-zA-Z0-9])", " ", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return "".join(word[0].upper() + word[1:].lower() for word in text.split())
