"""Names of services and operations: Step Functions uses those of the AWS SDK for Java, boto3 has its own (6.4)."""

from __future__ import annotations

from functools import cache, lru_cache

import botocore.loaders
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel, Shape

from steploom.dsl.awsnaming import sdk_action

__all__ = ["boto_service", "error_shape", "operation_name", "service_model"]

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
    "directoryservicedata": "ds-data",
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
    return _operations(model.service_name).get(action)


@lru_cache(maxsize=64)
def _operations(service: str) -> dict[str, str]:
    model = service_model(service)
    return {} if model is None else {sdk_action(name): name for name in model.operation_names}


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
