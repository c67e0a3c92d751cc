"""Names, literals, variables, retriers."""

from __future__ import annotations

import random

import pytest

from lambdas.orders.workflow import fulfil
from steploom.compiler import CompileOptions, SourceMap, compile_workflow
from steploom.compiler.emit.jsonata import write
from steploom.compiler.emit.literals import literal, member
from steploom.compiler.emit.names import StateNames
from steploom.compiler.emit.retries import activity_retries
from steploom.compiler.emit.variables import Variables
from steploom.compiler.hir import ERROR, ErrorText, Var
from steploom.compiler.passes.names import error_names
from steploom.diagnostics import Span
from steploom.dsl import Retry
from steploom.dsl.contract import StrShape
from steploom.errors import ResultError
from steploom.expr.environment import Environment
from steploom.expr.jsonata import compile_expression


class Declined(Exception):
    pass


class Expired(Declined):
    pass


TEXTS = ("", "a", "it's", 'say "no"', "line\nbreak\ttab", "ü €😀", "{% x %}", "\u2028", "both ' and \" and \\")
DATA = ([1, "a", None], {"a b": [True, {"c": -1.5}]}, 0, 1e21, -0.001, False, None, [])


@pytest.mark.parametrize("value", [*TEXTS, *DATA])
def test_literals_read_back(value):
    environment = Environment(now=lambda: 0.0, random=random.Random(0))
    assert compile_expression(literal(value)).evaluate({}, environment) == value


def test_members_are_quoted_where_they_must_be():
    assert member("$a", "b_1") == "$a.b_1"
    assert member("$a", "b c") == "$a.`b c`"
    assert member("$a", "in") == "$a.`in`"
    assert member("$a", "b`c") == "$lookup($a, 'b`c')"


def test_state_names_are_unique_short_and_on_one_line():
    names = StateNames()
    long = "x" * 100
    assert names.take("a\n  b") == "a b"
    assert names.take("a b") == "a b (2)"
    assert names.take(long) == "x" * 79 + "…"
    assert names.take(long) == "x" * 75 + "… (2)"
    assert names.take("") == "state"


def test_variables_do_not_hide_what_generated_expressions_call():
    variables = Variables()
    assert variables.text("count") == "$count_"
    assert variables.text("count_") == "$count__"
    assert variables.text("_private") == "$private_"
    assert variables.text("states") == "$states_"
    assert variables.text("error") == "$error"
    assert variables.text("count") == "$count_"


def test_error_names_hold_the_application_s_subclasses():
    assert error_names([Declined]) == ("Declined", "Expired")
    assert error_names([Declined, Exception]) == ("States.ALL",)
    assert set(error_names([TimeoutError])) >= {"TimeoutError", "States.Timeout", "States.HeartbeatTimeout"}


def test_error_names_leave_other_people_s_subclasses_out():
    names = error_names([ValueError])
    assert {"ValueError", "UnicodeDecodeError", "JSONDecodeError"} <= set(names)
    assert "ValidationError" not in names


def test_attempts_count_all_calls():
    (own, service) = activity_retries((Retry(Declined, attempts=4, interval=2),), undo=False, checks_input=False)
    assert (own.error_equals, own.max_attempts, own.interval_seconds) == (("Declined", "Expired"), 3, 2)
    assert "Lambda.TooManyRequestsException" in service.error_equals


def test_a_retrier_for_everything_comes_last_and_never_repeats_a_bad_input():
    retriers = activity_retries((Retry(attempts=2),), undo=False, checks_input=True)
    assert [each.error_equals[0] for each in retriers] == [
        "States.QueryEvaluationError",
        "Lambda.ClientExecutionTimeoutException",
        "States.ALL",
    ]
    assert retriers[0].max_attempts == 0


def test_an_undo_is_retried_unless_it_says_how_itself():
    assert [each.error_equals[0] for each in activity_retries((), undo=True, checks_input=False)][-1] == "States.ALL"
    own = activity_retries((Retry(attempts=7),), undo=True, checks_input=False)
    assert [each.max_attempts for each in own if each.error_equals == ("States.ALL",)] == [6]


def test_a_bad_answer_is_retried_by_a_retrier_for_result_errors():
    retries = (Retry(ResultError), Retry(Declined))
    retriers = activity_retries(retries, undo=False, checks_input=False, checks_answer=True)
    assert [each.error_equals for each in retriers[:2]] == [
        ("ResultError", "States.QueryEvaluationError"),
        ("Declined", "Expired"),
    ]


def test_names_of_functions_and_buses_can_be_placeholders():
    options = CompileOptions(function_name=lambda each: f"${{{each.name}}}", bus_name=lambda _: "${bus}")
    states = compile_workflow(fulfil, options).definition.states
    assert states["charge"].arguments["FunctionName"] == "${charge}"
    assert states["emit OrderFulfilled"].arguments["Entries"][0]["EventBusName"] == "${bus}"


def test_the_source_map_names_the_line_of_each_state(root):
    compiled = compile_workflow(fulfil)
    assert set(compiled.source_map.states) >= set(compiled.definition.states)
    lines = (root / "lambdas/orders/workflow.py").read_text().splitlines()
    span = compiled.source_map.states["charge"]
    assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == "charge(order.order_id, order.total)"
    assert SourceMap.from_json(compiled.source_map.to_json()) == compiled.source_map


def test_what_is_used_is_listed():
    compiled = compile_workflow(fulfil)
    assert {each.name for each in compiled.activities} == {
        "reserve",
        "charge",
        "ask_manager",
        "refund_by_key",
        "release",
        "print_label",
    }
    assert {each.__name__ for each in compiled.events} == {"OrderFailed", "OrderFulfilled"}
    assert [(each.state, each.service, each.operation) for each in compiled.calls] == [
        ("dynamodb.put_item", "dynamodb", "put_item")
    ]


def test_the_cause_of_a_function_may_hold_any_line_break():
    value = Var("failure", type=ERROR, span=Span("w.py", 1, 1, 1, 2))
    text = write(ErrorText(value, type=StrShape(), span=value.span), Variables())
    cause = '{"errorMessage":"a\u2028b\\nc","errorType":"Broken"}'
    environment = Environment(now=lambda: 0.0, random=random.Random(0))
    read = compile_expression(text).evaluate({"failure": {"Error": "Broken", "Cause": cause}}, environment)
    assert read == "a\u2028b\nc"
