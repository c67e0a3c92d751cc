from __future__ import annotations

import asyncio
import inspect
import typing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pytest

from steploom.dsl import Activity, OutsideWorkflow, Retry, TaskToken, activity
from steploom.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Iterator


@activity
def charge(order_id: str, amount: float = 1.5) -> dict[str, float]:
    """Take the money."""
    return {order_id: amount}


@activity(timeout=timedelta(hours=24), heartbeat=60)
def ask(token: TaskToken, question: str) -> bool:
    return bool(token.value and question)


def refused(declare, *arguments, **options) -> str:
    """Return the rendered fault of a wrong declaration."""
    with pytest.raises(DeclarationError) as caught:
        (activity(**options) if options else activity)(declare, *arguments)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.span is not None
    assert diagnostic.span.file.endswith("tests/unit/dsl/test_activities.py")
    text = Path(diagnostic.span.file).read_text().splitlines()[diagnostic.span.line - 1]
    assert f"def {declare.__name__}" in text[diagnostic.span.column - 1 : diagnostic.span.end_column - 1]
    return f"{diagnostic.code} {diagnostic.message}"


def test_bare():
    assert isinstance(charge, Activity)
    assert (charge.name, charge.is_callback, charge.token_parameter) == ("charge", False, None)
    assert charge.options.retry == ()
    assert charge.options.timeout is None
    assert charge.__doc__ == "Take the money."
    assert repr(charge) == "<activity charge>"


def test_types_are_resolved():
    assert charge.parameter_types == {"order_id": str, "amount": float}
    assert charge.return_type == dict[str, float]


def test_options():
    flaky, rest = Retry(ConnectionError, attempts=5), Retry()

    @activity(name="charge-card", retry=[flaky, rest], timeout=30, idempotent_by="order.id")
    def declared(order: dict[str, str]) -> None: ...

    assert declared.name == "charge-card"
    assert declared.options.retry == (flaky, rest)
    assert declared.options.timeout == 30.0
    assert declared.options.idempotent_by == "order.id"


def test_one_retry_stands_for_a_list_of_one():
    @activity(retry=Retry(OSError))
    def declared() -> None: ...

    assert declared.options.retry == (Retry(OSError),)


def test_a_token_makes_a_callback_and_is_not_the_callers():
    assert ask.is_callback
    assert ask.token_parameter == "token"
    assert list(ask.signature.parameters) == ["question"]
    assert ask.parameter_types == {"question": str}
    assert inspect.signature(ask) == ask.signature
    assert (ask.options.timeout, ask.options.heartbeat) == (86_400.0, 60.0)


def test_a_token_in_annotated_is_a_token():
    @activity
    def declared(token: Annotated[TaskToken, "of the manager"]) -> None: ...

    assert declared.is_callback


def test_a_token_known_to_the_type_checker_only_is_a_token():
    def declared(token) -> None: ...

    declared.__annotations__ = {"token": "tokens.TaskToken", "return": "Later"}
    assert activity(declared).is_callback


def test_local_calls_plainly():
    assert charge.local("a", amount=2.0) == {"a": 2.0}
    assert charge.function("a") == {"a": 1.5}
    assert ask.local("sure?") is True


def test_types_of_an_enclosing_function_are_found():
    class Order:
        pass

    @activity
    def declared(order: Order) -> list[Order]: ...

    assert declared.parameter_types == {"order": Order}
    assert declared.return_type == list[Order]


def test_outside_of_a_workflow():
    message = r"charge\(\.\.\.\) is a step of a workflow, and none is running here; write charge\.local\(\.\.\.\)"
    with pytest.raises(OutsideWorkflow, match=message):
        charge("a")


def test_a_type_that_exists_for_the_type_checker_only():
    @activity
    def declared(items: Iterator[str]) -> None: ...

    with pytest.raises(DeclarationError, match="SL201 the types of 'declared' cannot be read") as caught:
        _ = declared.parameter_types
    assert "TYPE_CHECKING" in caught.value.diagnostics[0].hint


def test_a_parameter_without_type():
    def declared(order_id: str, amount) -> None: ...

    assert refused(declared) == "SL201 parameter 'amount' of activity 'declared' has no type"


def test_no_result_type():
    def declared(order_id: str): ...

    assert refused(declared) == "SL201 activity 'declared' does not say what it returns"


@pytest.mark.parametrize("annotation", [Any, object, "Any", "typing.Any", "object", inspect.Parameter.empty])
def test_a_first_parameter_that_could_be_a_token(annotation):
    def declared(first, second: int) -> None: ...

    declared.__globals__.setdefault("typing", typing)
    if annotation is not inspect.Parameter.empty:
        declared.__annotations__["first"] = annotation
    assert refused(declared).startswith("SL204 the first parameter of activity 'declared' must say whether")


def test_a_second_token():
    def declared(token: TaskToken, other: TaskToken) -> None: ...

    assert refused(declared) == ("SL205 TaskToken stands at the wrong place: parameter 'other' of activity 'declared'")


def test_a_token_that_may_be_missing():
    def declared(token: TaskToken | None, order_id: str) -> None: ...

    assert refused(declared).startswith("SL205 TaskToken stands at the wrong place: parameter 'token'")


def test_a_token_as_result():
    def declared(order_id: str) -> list[TaskToken]: ...

    assert refused(declared).startswith("SL205 TaskToken stands at the wrong place: its result")


def test_a_token_by_keyword():
    def declared(*, token: TaskToken) -> None: ...

    assert refused(declared).startswith("SL205 the token 'token' of activity 'declared' must be positional")


def test_any_number_of_arguments():
    def declared(order_id: str, *rest: str) -> None: ...

    assert refused(declared) == (
        "SL210 activity 'declared' takes *rest: 'str', but its input is an object keyed by name"
    )


def test_an_async_function():
    async def declared() -> None: ...

    assert refused(declared) == "SL211 activity 'declared' is asynchronous or a generator"


def test_no_function():
    with pytest.raises(DeclarationError, match="SL211 an activity is a function, not <class 'int'>"):
        activity(int)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"timeout": 0.5},
            "SL207 timeout of activity 'declared': it must be whole seconds from 1 to 99999999, not 0.5",
        ),
        ({"timeout": timedelta(0)}, "SL207 timeout of activity 'declared': it must be whole seconds from 1"),
        ({"timeout": "3"}, "SL207 timeout of activity 'declared': a duration is a number of seconds or a timedelta"),
        ({"timeout": True}, "SL207 timeout of activity 'declared': a duration is a number of seconds or a timedelta"),
        ({"heartbeat": 30, "timeout": 30}, "SL207 heartbeat of activity 'declared' must be less than its timeout"),
        ({"name": "charge card"}, "SL207 'charge card' is no name for a Lambda function"),
        ({"name": "a" * 65}, f"SL207 '{'a' * 65}' is no name for a Lambda function"),
        ({"idempotent_by": "id"}, "SL207 idempotent_by='id' of activity 'declared' starts with none of its parameters"),
        ({"retry": ConnectionError}, "SL207 retry of activity 'declared' must be a Retry or a list of them"),
        (
            {"retry": [Retry(), Retry(OSError)]},
            "SL207 a Retry of activity 'declared' that matches every exception hides the ones after it",
        ),
    ],
)
def test_wrong_options(options, message):
    def declared(order_id: str) -> None: ...

    assert refused(declared, **options).startswith(message)


def test_an_unhandled_step_is_no_coroutine_of_asyncio_by_itself():
    async def main() -> None:
        await charge("a")

    with pytest.raises(OutsideWorkflow):
        asyncio.run(main())
