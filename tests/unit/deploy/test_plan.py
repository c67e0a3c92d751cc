from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from lambdas.orders.activities import charge, reserve
from lambdas.orders.resources import ORDERS, RESERVATIONS, STOCK, TABLES
from lambdas.orders.workflow import fulfil
from steploom import activity, workflow
from steploom.deploy import App, Plan, Use, plan_of
from steploom.errors import DeclarationError, DiagnosticError
from steploom.events import Event, RetryPolicy


@activity(timeout=901)
def endless() -> None:
    """Take longer than Lambda lets it."""


@workflow
async def too_long() -> None:
    await endless()


@pytest.fixture(scope="module")
def plan() -> Plan:
    uses = {reserve: [Use(STOCK, "update_item"), Use(RESERVATIONS, "get_item", "put_item")]}
    return plan_of(App("orders", (fulfil,), tables=TABLES, uses=uses, environment={"STAGE": "test"}))


def test_each_activity_is_a_function(plan):
    assert [each.name for each in plan.functions] == [
        "reserve", "charge", "refund_by_key", "release", "print_label", "ask_manager",
    ]  # fmt: skip
    function = plan.functions[0]
    assert function.activity == "lambdas.orders.activities:reserve"
    assert function.handler == "steploom.runtime.entry.handler"
    assert function.environment == {
        "STAGE": "test",
        "STEPLOOM_ACTIVITY": "lambdas.orders.activities:reserve",
        "POWERTOOLS_METRICS_NAMESPACE": "orders",
        "POWERTOOLS_SERVICE_NAME": "orders-reserve",
    }
    assert (function.runtime, function.architecture, function.tracing) == ("python3.12", "arm64", True)


def test_a_function_outlives_its_states_timeout_and_a_callback_only_asks(plan):
    timeouts = {each.name: each.timeout for each in plan.functions}
    assert timeouts["reserve"] == 35
    assert timeouts["ask_manager"] == 60


def test_an_activity_longer_than_lambda_is_refused():
    with pytest.raises(DiagnosticError, match="SL701 activity 'endless' may take 901 s, Lambda ends it after 900 s"):
        plan_of(App("slow", (too_long,)))


def test_idempotent_activities_get_a_table(plan):
    by_name = {each.name: each for each in plan.functions}
    assert by_name["charge"].environment["STEPLOOM_IDEMPOTENCY_TABLE"] == "${table.idempotency.name}"
    assert "STEPLOOM_IDEMPOTENCY_TABLE" not in by_name["reserve"].environment
    table = plan.tables[-1]
    assert (table.name, table.key, table.expiry, table.physical_name) == ("idempotency", "id", "expiration", None)
    assert [each.physical_name for each in plan.tables[:-1]] == [each.name for each in TABLES]


def test_a_functions_role_holds_what_it_uses(plan):
    statements = {each.sid: each for each in plan.functions[0].role.statements}
    assert set(statements) == {"ReserveLogs", "ReserveTracing", "ReserveStock", "ReserveReservations"}
    assert statements["ReserveReservations"].actions == ("dynamodb:GetItem", "dynamodb:PutItem")
    assert statements["ReserveReservations"].resources == ("${table.reservations.arn}",)


def test_the_machines_role_has_a_statement_for_each_resource(plan):
    (machine,) = plan.machines
    statements = {each.sid: (each.actions, each.resources, each.serves) for each in machine.role.statements}
    assert statements["UndoRefundByKey"] == (
        ("lambda:InvokeFunction",),
        ("${function.refund_by_key.arn}",),
        ("undo refund_by_key",),
    )
    assert statements["EmitOrderFailedAndEmitOrderFulfilled"] == (
        ("events:PutEvents",),
        ("${bus.shop.arn}",),
        ("emit OrderFailed", "emit OrderFulfilled"),
    )
    assert statements["DynamodbPutItem"] == (("dynamodb:PutItem",), ("${table.orders.arn}",), ("dynamodb.put_item",))
    assert len(statements) == 10
    assert machine.role.trust_conditions["StringEquals"] == {"aws:SourceAccount": "${account}"}


def test_star_stands_only_where_a_reason_stands(plan):
    statements = [each for role in plan.roles for each in role.statements]
    assert all(("*" in each.resources) == (each.reason is not None) for each in statements)


def test_every_statement_serves_a_state_an_activity_or_a_concern(plan):
    (machine,) = plan.machines
    states = {*machine.definition.states, "print_label"}
    for each in machine.role.statements:
        assert set(each.serves) <= states or each.serves in {("logging",), ("tracing",)}


def test_every_placeholder_of_the_definition_has_a_value(plan):
    (machine,) = plan.machines
    assert machine.substitutions["charge_function"] == "${function.charge.arn}"
    assert machine.substitutions["shop_bus"] == "${bus.shop.name}"
    assert len(machine.substitutions) == 7


def test_the_rule_hands_over_the_detail_and_keeps_what_it_cannot_deliver(plan):
    (machine,) = plan.machines
    rule = machine.rule
    assert rule is not None
    assert (rule.name, rule.bus) == ("orders-fulfil", "${bus.shop.name}")
    assert rule.pattern["detail"] == {"total": [{"numeric": [">", 0]}], "country": ["DE", "FR"]}
    (target,) = rule.targets
    assert (target.arn, target.input_path, target.retry) == (
        "${machine.fulfil.arn}",
        "$.detail",
        RetryPolicy(185, 86_400),
    )
    assert target.dead_letter is not None
    assert target.dead_letter.queue_arn == "${queue.fulfil-dead-letters.arn}"
    (queue,) = plan.queues
    assert queue.name == "fulfil-dead-letters"
    assert queue.policy[0].conditions == {"ArnEquals": {"aws:SourceArn": "${rule.fulfil.arn}"}}
    assert machine.rule_role is not None
    assert machine.rule_role.statements[0].sid == "StartFulfil"


def test_the_default_bus_is_not_created():
    class Ping(Event, source="demo"):
        number: int

    @workflow(on=Ping)
    async def pong(ping: Ping) -> int:
        return ping.number

    plan = plan_of(App("games", (pong,)))
    assert plan.buses == ()
    assert plan.machines[0].rule is not None
    assert plan.machines[0].rule.bus == "default"
    assert [each.name for each in plan_of(App("games", (pong,), bus="arcade")).buses] == ["arcade"]


def test_a_plan_is_the_same_each_time(plan):
    uses = {reserve: [Use(STOCK, "update_item"), Use(RESERVATIONS, "get_item", "put_item")]}
    again = plan_of(App("orders", (fulfil,), tables=TABLES, uses=uses, environment={"STAGE": "test"}))
    assert again == plan
    assert replace(again, name="x") != plan


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: App("my app", ()), "'my app' is no name for an application"),
        (lambda: App("a", (fulfil, fulfil)), "application a has two workflows named 'fulfil'"),
        (lambda: App("a", (), tables=(ORDERS, ORDERS)), "application a has two tables named 'orders'"),
        (
            lambda: App("a", (), uses={charge: [Use(SimpleNamespace(name="x", key="y"), "get_item")]}),
            "charge uses table 'x', which the application lacks",
        ),
    ],
)
def test_what_an_app_cannot_mean_is_refused(make, message):
    with pytest.raises(DeclarationError, match=message) as caught:
        make()
    assert caught.value.diagnostics[0].code == "SL207"
