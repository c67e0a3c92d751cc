"""HTTP tasks: what is sent, what comes back, and what a connection adds."""

from __future__ import annotations

import json
import time

import pytest

from steploom.errors import Unsupported
from steploom.local import HttpResponse

URL = "https://shop.test/orders"


@pytest.fixture
def connect(cloud):
    """Creates a connection and returns its ARN."""

    def create(auth=None, kind="API_KEY", **more):
        parameters = auth or {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"}}
        made = cloud.client("events").create_connection(
            Name="shop", AuthorizationType=kind, AuthParameters={**parameters, **more}
        )
        return made["ConnectionArn"]

    return create


@pytest.fixture
def call(connect, run):
    """Runs a machine of one HTTP task and returns DescribeExecution's response."""

    def called(connection=None, state=None, **arguments):
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::http:invoke",
            "Parameters": {
                "ApiEndpoint": URL,
                "Method": "GET",
                "Authentication": {"ConnectionArn": connection or connect()},
                **arguments,
            },
            "End": True,
            **(state or {}),
        }
        return run({"call": task})

    return called


def test_a_handler_answers(cloud, call):
    cloud.http(URL, lambda request: {"method": request.method, "key": request.header("x-key")})
    result = json.loads(call()["output"])
    assert result["ResponseBody"] == {"method": "GET", "key": "secret"}
    assert (result["StatusCode"], result["StatusText"]) == (200, "OK")
    assert result["Headers"]["content-type"] == ["application/json"]
    (request,) = cloud.http_requests
    assert request.headers["User-Agent"] == "Amazon|StepFunctions|HttpInvoke|us-east-1"
    assert (request.headers["Range"], request.headers["Host"]) == ("bytes=0-262144", "shop.test")


def test_the_values_of_the_connection_win(cloud, call, connect):
    cloud.http(URL, lambda request: [request.query, request.json, request.header("Header-Param")], method="POST")
    added = {
        "BodyParameters": [{"Key": "BodyParam", "Value": "connection"}],
        "HeaderParameters": [{"Key": "Header-Param", "Value": "connection"}],
        "QueryStringParameters": [{"Key": "QueryParam", "Value": "connection"}],
    }
    told = call(
        connect(InvocationHttpParameters=added),
        Method="POST",
        Headers={"header-param": "task", "Request-Id": "r-1"},
        RequestBody={"Job": "Engineer", "BodyParam": "task"},
        QueryParameters={"QueryParam": "task", "limit": 3},
    )
    assert json.loads(told["output"])["ResponseBody"] == [
        {"QueryParam": ["connection"], "limit": ["3"]},
        {"Job": "Engineer", "BodyParam": "connection"},
        "connection",
    ]


def test_a_text_cannot_take_body_parameters(cloud, call, connect):
    cloud.http(URL, lambda _: None)
    added = {"BodyParameters": [{"Key": "a", "Value": "b"}]}
    told = call(connect(InvocationHttpParameters=added), Method="POST", RequestBody="text")
    assert told["error"] == "States.Runtime"
    assert "could not be used to start the Task" in told["cause"]


@pytest.mark.parametrize(
    ("arrays", "sent"),
    [
        ("INDICES", "a%5B0%5D=x&a%5B1%5D=y&m%5Bk%5D=1"),
        ("REPEAT", "a=x&a=y&m%5Bk%5D=1"),
        ("COMMAS", "a=x,y&m%5Bk%5D=1"),
        ("BRACKETS", "a%5B%5D=x&a%5B%5D=y&m%5Bk%5D=1"),
    ],
)
def test_a_body_is_sent_as_a_form(cloud, call, arrays, sent):
    cloud.http(URL, lambda request: request.body)
    options = {"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": arrays}}
    told = call(
        Method="POST",
        Headers={"Content-Type": "application/x-www-form-urlencoded"},
        RequestBody={"a": ["x", "y"], "m": {"k": 1}},
        Transform=options,
    )
    assert json.loads(told["output"])["ResponseBody"] == sent


def test_basic_and_oauth(cloud, call, connect):
    cloud.http(URL, lambda request: request.header("Authorization"))
    basic = {"BasicAuthParameters": {"Username": "me", "Password": "pw"}}
    told = call(connect(basic, "BASIC"))
    assert json.loads(told["output"])["ResponseBody"] == "Basic bWU6cHc="


def test_an_access_token_is_fetched_first(cloud, call, connect):
    cloud.http(URL, lambda request: request.header("Authorization"))
    cloud.http("https://login.test/token", lambda request: {"access_token": f"for {request.body.split('&')[1]}"})
    oauth = {
        "OAuthParameters": {
            "AuthorizationEndpoint": "https://login.test/token",
            "HttpMethod": "POST",
            "ClientParameters": {"ClientID": "me", "ClientSecret": "pw"},
        }
    }
    told = call(connect(oauth, "OAUTH_CLIENT_CREDENTIALS"))
    assert json.loads(told["output"])["ResponseBody"] == "Bearer for client_id=me"


def test_a_status_is_an_error(cloud, call):
    cloud.http(URL, lambda _: HttpResponse(429, {"message": "slow down"}))
    told = call()
    assert (told["error"], told["cause"]) == ("States.Http.StatusCode.429", '{"message":"slow down"}')


def test_an_answer_takes_a_minute_at_most(cloud, call):
    cloud.http(URL, lambda _: time.sleep(61))
    before = cloud.now()
    assert call(state={"TimeoutSeconds": 300})["error"] == "States.Http.Socket"
    assert (cloud.now() - before).total_seconds() == 60


def test_a_connection_can_fail(cloud, call):
    def broken(_):
        raise ConnectionResetError("reset by peer")

    cloud.http(URL, broken)
    told = call()
    assert (told["error"], told["cause"]) == ("States.Http.Socket", "reset by peer")


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "audio/mpeg"])
def test_what_is_no_text_ends_the_execution(cloud, call, kind):
    cloud.http(URL, lambda _: HttpResponse(200, b"\xff\x00", {"Content-Type": kind}))
    assert call(state={"Retry": [{"ErrorEquals": ["States.ALL"]}]})["error"] == "States.Runtime"
    assert len(cloud.http_requests) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"Headers": {"Authorization": "mine"}},
        {"Headers": {"x-amz-date": "now"}},
        {"Headers": "text"},
        {"ApiEndpoint": "http://shop.test/orders"},
        {"Method": "FETCH"},
        {"Transform": {"RequestBodyEncoding": "XML"}},
        {"Unknown": 1},
    ],
)
def test_parameters_are_checked(cloud, call, wrong):
    cloud.http(URL, lambda _: None)
    assert call(**wrong)["error"] == "States.Runtime"
    assert cloud.http_requests == []


def test_an_unknown_connection_is_an_error_that_can_be_caught(call):
    told = call("arn:aws:events:us-east-1:123456789012:connection/none/0")
    assert told["error"] == "Events.ConnectionResource.ResourceNotFound"


def test_nothing_is_sent_to_the_network(call):
    with pytest.raises(Unsupported, match=r"SL412.*cloud\.http"):
        call()


def test_parts_of_the_path_are_named(cloud, call):
    cloud.http("https://shop.test/orders/{id}/*", lambda request: request.params)
    told = call(ApiEndpoint="https://shop.test/orders/a%20b/lines/7")
    assert json.loads(told["output"])["ResponseBody"] == {"id": "a b"}


@pytest.mark.parametrize("secrets", [False, True])
def test_test_state_shows_what_was_sent_and_answered(cloud, sfn, connect, secrets):
    cloud.http(URL, lambda _: HttpResponse(201, {"id": 7}, {"X-Made": ["a", "b"]}), method="POST")
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::http:invoke",
        "Parameters": {
            "ApiEndpoint": URL,
            "Method": "POST",
            "InvocationConfig": {"ConnectionArn": connect()},
            "RequestBody": {"sku": "tea"},
        },
        "End": True,
    }

    def probe(level):
        role = "arn:aws:iam::123456789012:role/r"
        request = {"definition": json.dumps(state), "roleArn": role, "inspectionLevel": level, "revealSecrets": secrets}
        return sfn.test_state(**request)["inspectionData"]

    shown = probe("TRACE")
    request = shown["request"]
    assert (request["protocol"], request["method"], request["url"]) == ("https", "POST", URL)
    assert request["body"] == '{"sku":"tea"}'
    assert request["headers"].startswith("[Host: shop.test, Range: bytes=0-262144, ")
    assert ("X-Key: secret" in request["headers"]) == secrets
    assert shown["response"] == {
        "protocol": "https",
        "statusCode": "201",
        "statusMessage": "Created",
        "headers": "[X-Made: a, b]",
        "body": '{"id":7}',
    }
    assert not {"request", "response"} & probe("DEBUG").keys()


def test_test_state_shows_the_answer_that_failed(cloud, sfn, connect):
    cloud.http(URL, lambda _: HttpResponse(404, "no such order"))
    parameters = {"ApiEndpoint": URL, "Method": "GET", "InvocationConfig": {"ConnectionArn": connect()}}
    state = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": parameters, "End": True}
    role = "arn:aws:iam::123456789012:role/r"
    told = sfn.test_state(definition=json.dumps(state), roleArn=role, inspectionLevel="TRACE")
    assert (told["status"], told["error"]) == ("FAILED", "States.Http.StatusCode.404")
    assert (told["inspectionData"]["response"]["statusCode"], told["inspectionData"]["response"]["body"]) == (
        "404",
        "no such order",
    )
