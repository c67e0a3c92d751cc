"""`apigateway:invoke` against the APIs that moto keeps."""

from __future__ import annotations

import json
from itertools import count

import pytest

from steploom.errors import Unsupported

ECHO = "def handler(event, context):\n    return event\n"
PROXY = """
import json

def handler(event, context):
    return {
        "statusCode": 201,
        "headers": {"X-Made": "yes"},
        "body": json.dumps({name: event.get(name) for name in ("path", "pathParameters", "httpMethod", "body",
                                                               "queryStringParameters", "stageVariables")}),
    }
"""


@pytest.fixture
def api(cloud):
    """Creates a REST API of one method and returns its host."""

    def create(path="items", method="POST", replies=({"statusCode": "200"},), authorization="NONE", **integration):
        gateway = cloud.client("apigateway")
        made = gateway.create_rest_api(name="shop")["id"]
        parent = gateway.get_resources(restApiId=made)["items"][0]["id"]
        for part in path.split("/"):
            parent = gateway.create_resource(restApiId=made, parentId=parent, pathPart=part)["id"]
        where = {"restApiId": made, "resourceId": parent, "httpMethod": method}
        gateway.put_method(**where, authorizationType=authorization)
        gateway.put_integration(**where, **{"integrationHttpMethod": "POST", **integration})
        for reply in replies:
            gateway.put_method_response(**where, statusCode=reply["statusCode"])
            gateway.put_integration_response(**where, **reply)
        deployed = gateway.create_deployment(restApiId=made)["id"]
        gateway.create_stage(restApiId=made, deploymentId=deployed, stageName="dev", variables={"tier": "one"})
        return f"{made}.execute-api.us-east-1.amazonaws.com"

    return create


@pytest.fixture
def call(run):
    numbers = count()

    def called(host, **arguments):
        given = {"ApiEndpoint": host, "Method": "POST", "Stage": "dev", "Path": "items", **arguments}
        task = {"Type": "Task", "Resource": "arn:aws:states:::apigateway:invoke", "Parameters": given, "End": True}
        return run({"call": task}, name=f"machine-{next(numbers)}")

    return called


def uri(arn):
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"


def test_a_proxy_sees_the_request(api, call, function):
    host = api("orders/{id}", "ANY", type="AWS_PROXY", uri=uri(function(PROXY)))
    told = call(host, Path="/orders/7", Method="PUT", RequestBody={"n": 1}, QueryParameters={"tag": ["a", "b"]})
    result = json.loads(told["output"])
    assert (result["StatusCode"], result["StatusText"]) == (201, "Created")
    assert result["Headers"]["X-Made"] == ["yes"]
    assert result["ResponseBody"] == {
        "path": "/orders/7",
        "pathParameters": {"id": "7"},
        "httpMethod": "PUT",
        "body": '{"n":1}',
        "queryStringParameters": {"tag": "b"},
        "stageVariables": {"tier": "one"},
    }


@pytest.mark.parametrize(
    "source", ["def handler(event, context):\n    return 1\n", "def handler(event, context):\n    raise ValueError\n"]
)
def test_a_proxy_must_answer_well(api, call, function, source):
    told = call(api(type="AWS_PROXY", uri=uri(function(source))))
    assert (told["error"], told["cause"]) == ("ApiGateway.502", '{"message":"Internal server error"}')


def test_a_function_that_is_slow_for_a_gateway(api, call, function):
    slow = "import time\n\ndef handler(event, context):\n    time.sleep(30)\n"
    told = call(api(type="AWS_PROXY", uri=uri(function(slow))))
    assert (told["error"], told["cause"]) == ("ApiGateway.504", '{"message":"Endpoint request timed out"}')


def test_errors_of_a_function_choose_the_reply(api, call, function):
    replies = [{"statusCode": "200"}, {"statusCode": "409", "selectionPattern": "taken.*"}]
    source = "def handler(event, context):\n    raise RuntimeError('taken by ' + event['who'])\n"
    told = call(api(replies=replies, type="AWS", uri=uri(function(source))), RequestBody={"who": "me"})
    assert told["error"] == "ApiGateway.409"
    assert json.loads(told["cause"])["errorMessage"] == "taken by me"


def test_templates_are_filled(api, call, function):
    templates = {"application/json": '{"id": $input.json("$.order.id"), "by": "$context.httpMethod"}'}
    host = api(type="AWS", uri=uri(function(ECHO)), requestTemplates=templates)
    told = call(host, RequestBody={"order": {"id": 7}})
    assert json.loads(told["output"])["ResponseBody"] == {"id": 7, "by": "POST"}


def test_templates_with_directives_are_refused(api, call, function):
    templates = {"application/json": "#set($x = 1) {}"}
    with pytest.raises(Unsupported, match="SL412"):
        call(api(type="AWS", uri=uri(function(ECHO)), requestTemplates=templates))


def test_a_mock_integration(api, call):
    replies = [
        {"statusCode": "200"},
        {"statusCode": "404", "selectionPattern": "404", "responseTemplates": {"application/json": '{"no": "such"}'}},
    ]
    host = api(replies=replies, type="MOCK", requestTemplates={"application/json": '{"statusCode": 404}'})
    told = call(host)
    assert (told["error"], told["cause"]) == ("ApiGateway.404", '{"no": "such"}')


def test_an_integration_by_http_reaches_a_handler(cloud, api, call):
    cloud.http("https://back.test/items", lambda request: {"got": request.json})
    told = call(api(type="HTTP_PROXY", uri="https://back.test/items"), RequestBody={"a": 1})
    assert json.loads(told["output"])["ResponseBody"] == {"got": {"a": 1}}


def test_signed_methods_want_a_role(api, call, function):
    host = api(type="AWS", uri=uri(function(ECHO)), authorization="AWS_IAM")
    assert call(host)["error"] == "ApiGateway.403"
    told = call(host, AuthType="IAM_ROLE", RequestBody=[1])
    assert json.loads(told["output"])["ResponseBody"] == [1]


def test_authorizers_are_refused(api, call, function):
    with pytest.raises(Unsupported, match="authorizer"):
        call(api(type="AWS", uri=uri(function(ECHO)), authorization="CUSTOM"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"Headers": {"a": "text"}},
        {"QueryParameters": {"a": "text"}},
        {"Method": "CONNECT"},
        {"Unknown": 1},
    ],
)
def test_parameters_are_checked(api, call, function, wrong):
    told = call(api(type="AWS", uri=uri(function(ECHO))), **wrong)
    assert told["error"] == "States.Runtime"


def test_no_such_stage_and_no_such_api(api, call, function):
    host = api(type="AWS", uri=uri(function(ECHO)))
    assert json.loads(call(host, Stage="prod")["cause"]) == {"message": "Forbidden"}
    assert call("none.execute-api.us-east-1.amazonaws.com")["error"] == "ApiGateway.403"


def test_an_api_of_the_newer_kind(cloud, call, function):
    gateway = cloud.client("apigatewayv2")
    source = "def handler(event, context):\n    return [event[k] for k in ('routeKey', 'rawPath', 'version', 'body')]\n"
    made = gateway.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
    target = gateway.create_integration(
        ApiId=made, IntegrationType="AWS_PROXY", IntegrationUri=function(source), PayloadFormatVersion="2.0"
    )["IntegrationId"]
    gateway.create_route(ApiId=made, RouteKey="POST /orders/{id}", Target=f"integrations/{target}")
    gateway.create_stage(ApiId=made, StageName="$default")
    host = f"{made}.execute-api.us-east-1.amazonaws.com"
    told = call(host, Stage=None, Path="orders/7", RequestBody={"a": 1})
    assert json.loads(told["output"])["ResponseBody"] == ["POST /orders/{id}", "/orders/7", "2.0", '{"a":1}']
    assert call(host, Stage=None, Path="nowhere")["error"] == "ApiGateway.404"


def test_a_handler_may_stand_for_an_api(cloud, call):
    cloud.http("https://other.execute-api.us-east-1.amazonaws.com/dev/items", lambda request: {"here": request.method})
    told = call("other.execute-api.us-east-1.amazonaws.com")
    assert json.loads(told["output"])["ResponseBody"] == {"here": "POST"}


def test_a_token_travels_in_a_header(cloud, sfn, machine, api, function):
    host = api(type="AWS", uri=uri(function(ECHO)))
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::apigateway:invoke.waitForTaskToken",
        "Parameters": {
            "ApiEndpoint": host,
            "Method": "POST",
            "Stage": "dev",
            "Path": "items",
            "Headers": {"TaskToken.$": "States.Array($$.Task.Token)"},
        },
        "End": True,
    }
    started = sfn.start_execution(stateMachineArn=machine({"call": task}))
    cloud.run_until_idle()
    (waiting,) = cloud.pending
    sfn.send_task_success(taskToken=waiting.token, output='"done"')
    assert sfn.describe_execution(executionArn=started["executionArn"])["output"] == '"done"'
