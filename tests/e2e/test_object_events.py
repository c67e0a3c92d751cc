"""Events of S3 reach rules, handlers and workflows, once the bucket tells them."""

from __future__ import annotations

import json

import boto3

from steploom import on
from steploom.events.aws import ObjectCreated, ObjectDeleted
from steploom.local import mock_cloud

SEEN: list[tuple[str, ...]] = []


@on(ObjectCreated.where(lambda e: e.bucket.name == "uploads" and e.object.key.endswith(".csv")))
def created(event: ObjectCreated) -> None:
    SEEN.append(("created", event.object.key, str(event.object.size)))


@on(ObjectDeleted)
def deleted(event: ObjectDeleted) -> None:
    SEEN.append(("deleted", event.object.key))


def test_objects_that_come_and_go_are_told():
    SEEN.clear()
    with mock_cloud() as cloud:
        s3 = boto3.client("s3", region_name="us-east-1")
        for name in ("uploads", "quiet"):
            s3.create_bucket(Bucket=name)
        s3.put_bucket_notification_configuration(
            Bucket="uploads", NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
        cloud.deploy(created)
        cloud.deploy(deleted)
        for bucket, key in (("uploads", "a.csv"), ("uploads", "b.txt"), ("quiet", "c.csv")):
            s3.put_object(Bucket=bucket, Key=key, Body=b"id\n1\n")
        s3.put_object_tagging(Bucket="uploads", Key="b.txt", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        s3.delete_object(Bucket="uploads", Key="a.csv")
        cloud.run_until_idle()
        assert SEEN == [("created", "a.csv", "5"), ("deleted", "a.csv")]
        told = [each for each in cloud.events if each.source == "aws.s3"]
        assert [(each.detail_type, each.detail["object"]["key"]) for each in told] == [
            ("Object Created", "a.csv"),
            ("Object Created", "b.txt"),
            ("Object Tags Added", "b.txt"),
            ("Object Deleted", "a.csv"),
        ]
        assert told[0].event["resources"] == ["arn:aws:s3:::uploads"]
        assert json.loads(told[0].entry["Detail"])["reason"] == "PutObject"
