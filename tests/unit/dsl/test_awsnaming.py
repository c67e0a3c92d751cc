"""The SDK's names against those that the reference lists, and against every service of botocore."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.dsl.awsnaming import sdk_action, sdk_error, sdk_member, sdk_moment, sdk_prefix, sdk_service
from steploom.local.tasks.naming import boto_service, operation_name, service_model
from steploom.local.tasks.requests import boto_arguments
from steploom.local.tasks.responses import SDK, result_of

#: Section 6.4 of the reference, from the developer guide.
PREFIXES = """
AccessAnalyzer Acm AcmPca ApiGateway ApiGatewayV2 AppSync Athena AutoScaling B2Bi Batch Bedrock BedrockRuntime
Billingconductor CloudFormation CloudFront CloudHsm CloudWatch CloudWatchLogs Codeartifact CodeBuild
CodestarNotifications CognitoIdentityProvider CostExplorer DataBrew DocDb DynamoDb DynamoDbStreams Ec2 Ecr Ecs Efs Eks
ElastiCache Emr EmrServerless EventBridge FinspaceData Firehose Forecastquery FSx Glue Iam Identitystore Imagebuilder
IoTAnalytics Ivschat Kinesis Kms Lambda MTurk OpenSearch Pipes Rds RdsData RedshiftData Rekognition Resiliencehub
Route53 S3 S3Control S3Tables SageMaker Savingsplans Scheduler Schemas SecretsManager ServiceDiscovery Ses SesV2 Sfn
Sns Sqs Ssm Sso SsoOidc Sts Textract Translate Wafv2
"""
#: Services that AWS has closed, and botocore has no more.
CLOSED = frozenset({"FinspaceData", "IoTAnalytics"})


def _loader() -> Any:
    import botocore.loaders

    return botocore.loaders.create_loader()


SERVICES = sorted(_loader().list_available_services("service-2"))


@pytest.mark.parametrize("prefix", PREFIXES.split())
def test_prefixes_of_the_guide(prefix: str) -> None:
    name = boto_service(prefix.lower())
    model = None if name is None else service_model(name)
    assert (None if model is None else sdk_prefix(str(model.service_id))) == (None if prefix in CLOSED else prefix)


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("ResourceNotFoundException", "ResourceNotFoundException"),
        ("QueueDoesNotExist", "QueueDoesNotExistException"),
        ("DBClusterNotFoundFault", "DbClusterNotFoundException"),
        ("EC2ThrottledException", "Ec2ThrottledException"),
        ("BucketAlreadyExists", "BucketAlreadyExistsException"),
    ],
)
def test_errors(shape: str, name: str) -> None:
    assert sdk_error(shape) == name


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("bucket", "Bucket"),
        ("KMSKeyId", "KmsKeyId"),
        ("SSEKMSKeyId", "SsekmsKeyId"),
        ("VpcId", "VpcId"),
        ("MD5OfMessageBody", "Md5OfMessageBody"),
        ("BOOL", "Bool"),
        ("NULL", "Nul"),
        ("S", "S"),
        ("IPv6Addresses", "IPv6Addresses"),
    ],
)
def test_members(member: str, name: str) -> None:
    assert sdk_member(member) == name


def test_moments_in_other_zones_and_with_small_fractions() -> None:
    assert sdk_moment(datetime.fromisoformat("2026-01-01T01:00:00+01:00")) == "2026-01-01T00:00:00Z"
    assert sdk_moment(datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000001Z"


def _sample(shape: Shape, depth: int = 0) -> Any:
    """A value as boto3 takes it, every member set, nested a few levels deep."""
    if isinstance(shape, StructureShape):
        members = {} if depth > 2 else dict(shape.members)
        return {name: _sample(each, depth + 1) for name, each in members.items()}
    if isinstance(shape, ListShape):
        return [] if depth > 2 else [_sample(shape.member, depth + 1)]
    if isinstance(shape, MapShape):
        return {} if depth > 2 else {"key": _sample(shape.value, depth + 1)}
    plain = {"blob": b"raw", "boolean": True, "timestamp": datetime(2026, 1, 1, tzinfo=UTC)}
    if shape.type_name in plain:
        return plain[shape.type_name]
    return 1 if shape.type_name in ("integer", "long") else 1.5 if shape.type_name in ("float", "double") else "text"


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {name for name in value if name != "key"} | {name for each in value.values() for name in _names(each)}
    return {name for each in value for name in _names(each)} if isinstance(value, list) else set()


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_of_every_service(service: str) -> None:
    """Names lead back to what they came from, requests and responses go both ways without loss."""
    model = service_model(service)
    assert model is not None
    name = sdk_service(str(model.service_id))
    assert re.fullmatch("[a-z0-9]+", name)
    # Two models of botocore have one id.
    assert boto_service(name) == ("pinpoint-sms-voice" if service == "sms-voice" else service)
    for operation in model.operation_names:
        assert operation_name(model, sdk_action(operation)) == operation
    for operation in model.operation_names:
        described = model.operation_model(operation)
        if described.output_shape is None or described.input_shape is None:
            continue
        told = result_of(described.output_shape, _sample(described.output_shape), SDK)
        assert all(each[:1] == each[:1].upper() for each in _names(told) if each[:1].isascii())
        asked = _sample(described.input_shape)
        assert (
            boto_arguments(described.input_shape, result_of(described.input_shape, asked, SDK)).keys() == asked.keys()
        )
