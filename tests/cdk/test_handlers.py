"""Event handlers as CloudFormation resources."""

from __future__ import annotations

import json

import pytest

from steploom.deploy import App
from tests.cdk.shop_handlers import note, tidy

pytestmark = pytest.mark.cdk

MODULE = "tests.cdk.shop_handlers"


@pytest.fixture(scope="module")
def template(cdk, tmp_path_factory) -> dict:
    from steploom_cdk import BUNDLE_CONTEXT, ServerlessStack

    app = cdk.App(context={BUNDLE_CONTEXT: "false"}, outdir=str(tmp_path_factory.mktemp("cdk.out")))
    ServerlessStack(app, "Shop", App("shop", (), handlers=(note, tidy), bus="shop"))
    found = json.loads(json.dumps(app.synth().get_stack_by_name("Shop").template))
    assert isinstance(found, dict)
    return found


def _of(template: dict, kind: str) -> list[dict]:
    return [each["Properties"] for each in template["Resources"].values() if each["Type"] == f"AWS::{kind}"]


def test_a_handler_has_all_that_it_needs(template):
    (rule,), (permission,) = _of(template, "Events::Rule"), _of(template, "Lambda::Permission")
    (later, _) = _of(template, "Lambda::EventInvokeConfig")
    functions = {
        each["Environment"]["Variables"].get("STEPLOOM_HANDLER"): each for each in _of(template, "Lambda::Function")
    }
    assert set(functions) == {f"{MODULE}:note", f"{MODULE}:tidy"}
    assert rule["EventPattern"] == {"source": ["shop"], "detail-type": ["Placed"]}
    (target,) = rule["Targets"]
    letters = functions[f"{MODULE}:note"]["DeadLetterConfig"]["TargetArn"]
    assert target["DeadLetterConfig"]["Arn"] == letters
    assert permission["Principal"] == "events.amazonaws.com"
    assert permission["SourceArn"]["Fn::GetAtt"][1] == "Arn"
    assert (later["MaximumRetryAttempts"], later["Qualifier"]) == (1, "$LATEST")
    assert len(_of(template, "SQS::Queue")) == len(_of(template, "SQS::QueuePolicy")) == 2
    assert len(_of(template, "Events::EventBus")) == 1


def test_a_schedule_has_its_role(template):
    (schedule,) = _of(template, "Scheduler::Schedule")
    assert schedule["ScheduleExpression"] == "rate(1 day)"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    services = [
        each["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"] for each in _of(template, "IAM::Role")
    ]
    assert sorted(services) == ["lambda.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"]


def test_cfn_lint_finds_nothing(template, lint):
    assert lint(template) == ""
