"""One canary for each private place of moto that we replace: it says what broke when moto changes."""

from __future__ import annotations

import inspect

import boto3
import moto.awslambda.models as moto_lambda
import moto.backend_index
import moto.events.models as moto_events
import moto.sqs.models as moto_sqs
import moto.stepfunctions.models as moto_states
import moto.stepfunctions.responses as moto_responses
import moto.stepfunctions.urls as moto_urls
import pytest
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import MockAWS
from moto.core.responses import BaseResponse

from steploom.local import mock_cloud
from steploom.local.hooks.patches import Patches, WrongMoto
from steploom.local.hooks.states import SYNC_HOST


def places():
    """What is replaced, as it is now."""
    return [
        moto_urls.url_paths["{0}/$"],
        BotocoreStubber.__dict__["process_request"],
        tuple(moto_urls.url_bases),
        len(moto.backend_index.backend_url_patterns),
        moto_states.stepfunctions_backends,
        moto_responses.get_backend,
        moto_lambda.LambdaFunction.__dict__["invoke"],
        moto_lambda.LambdaFunction.__dict__["_invoke_lambda"],
        moto_lambda.LambdaStorage.__dict__["put_function"],
        moto_events.EventsBackend.__dict__["put_events"],
        moto_events.EventsBackend.__dict__["put_targets"],
        moto_events.Rule.__dict__["send_to_targets"],
        moto_events.EventPattern.__dict__["load"],
        moto_sqs.Queue.__dict__["wait_for_messages"],
    ]


def test_a_cloud_replaces_every_place_and_puts_it_back():
    before = places()
    with mock_cloud():
        during = places()
    assert [ours is theirs for ours, theirs in zip(during, before, strict=True)] == [False] * len(before)
    assert places() == before


def test_a_failure_inside_puts_everything_back():
    before = places()
    with pytest.raises(ZeroDivisionError), mock_cloud():
        1 / 0  # noqa: B018 - the failure
    assert places() == before


def test_the_root_path_of_step_functions_is_a_dispatch_method():
    assert inspect.ismethod(moto_urls.url_paths["{0}/$"])
    assert list(moto_urls.url_paths) == ["{0}/$"]


def test_a_response_has_one_method_an_operation_and_finds_account_and_region():
    assert issubclass(moto_responses.StepFunctionResponse, BaseResponse)
    source = inspect.getsource(BaseResponse.call_action)
    assert "method_names_from_class(self.__class__)" in source
    assert "ServiceException" in source


def test_the_backends_of_step_functions_are_asked_by_global_name():
    assert "stepfunctions_backends[account][region]" in inspect.getsource(moto_responses.get_backend)
    source = inspect.getsource(moto_states.StateMachine)
    assert "stepfunctions_backends[account_id][region_name]" in source
    assert "sf_backend.create_state_machine(name, definition, role_arn, tags=tags)" in source


def test_urls_are_read_on_each_request():
    with mock_cloud():
        client = boto3.client("stepfunctions", region_name="eu-west-1")
        with pytest.raises(client.exceptions.StateMachineDoesNotExist):
            client.start_sync_execution(stateMachineArn="arn:aws:states:eu-west-1:123456789012:stateMachine:nobody")
        assert SYNC_HOST in moto_urls.url_bases


def test_a_function_of_moto_has_what_we_read():
    with mock_aws():
        function = moto_lambda.LambdaFunction(
            "123456789012",
            {"FunctionName": "f", "Code": {"ZipFile": b""}, "Role": "r", "Handler": "a.b", "Runtime": "python3.12"},
            "us-east-1",
        )
    assert function.function_arn == "arn:aws:lambda:us-east-1:123456789012:function:f"
    assert (function.handler, function.run_time, function.timeout, function.memory_size) == (
        "a.b",
        "python3.12",
        3,
        128,
    )
    assert (function.environment_vars, function.reserved_concurrency) == ({}, None)


def test_invoke_and_its_inner_method_keep_their_signatures():
    assert list(inspect.signature(moto_lambda.LambdaFunction.invoke).parameters) == [
        "self",
        "body",
        "request_headers",
        "response_headers",
    ]
    assert list(inspect.signature(moto_lambda.LambdaFunction._invoke_lambda).parameters) == ["self", "event"]
    storage = inspect.getsource(moto_lambda.LambdaStorage.put_function)
    assert 'self._functions[fn.function_name] = {"latest": fn, "versions": []}' in storage
    assert "self._arns[fn.function_arn] = fn" in storage


def test_put_events_and_rules_keep_their_signatures():
    assert list(inspect.signature(moto_events.EventsBackend.put_events).parameters) == ["self", "events"]
    assert list(inspect.signature(moto_events.EventsBackend.put_targets).parameters) == [
        "self",
        "name",
        "event_bus_arn",
        "targets",
    ]
    assert list(inspect.signature(moto_events.Rule.send_to_targets).parameters) == [
        "self",
        "original_event",
        "transform_input",
    ]
    assert list(inspect.signature(moto_events.EventPattern.load).parameters) == ["raw_pattern"]


def test_an_archive_is_a_rule_whose_target_is_the_service_itself():
    with mock_aws():
        backend = moto_events.events_backends["123456789012"]["us-east-1"]
        bus = backend.describe_event_bus("default")
        backend.create_archive("a", bus.arn, None, None, None)
        (rule,) = bus.rules.values()
    assert [each["Arn"] for each in rule.targets] == ["arn:aws:events:us-east-1:::"]


def test_classes_are_decorated_by_a_method_that_only_needs_a_callable_self():
    source = inspect.getsource(MockAWS._decorate_class)
    assert 'kwargs = {"reset": should_reset, "remove_data": should_remove_data}' in source
    assert "setattr(klass, attr, self(attr_value, **kwargs))" in source


def test_patches_refuse_places_that_are_not_there():
    class Thing:
        pass

    with pytest.raises(WrongMoto, match=r"Thing has no 'gone': install moto==5\.2"):
        Patches().attribute(Thing, "gone", 1)
    with pytest.raises(WrongMoto, match=r"there is no 'gone'"):
        Patches().item({"here": 1}, "gone", 1)


def test_patches_come_off_last_first():
    values = {"a": 1}
    patches = Patches()
    patches.item(values, "a", 2)
    patches.item(values, "a", 3)
    patches.missing_item(values, "b", 4)
    patches.missing_item(values, "a", 5)
    assert values == {"a": 3, "b": 4}
    patches.undo()
    assert values == {"a": 1}
