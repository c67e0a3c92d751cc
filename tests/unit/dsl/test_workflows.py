from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from steploom.dsl import OutsideWorkflow, TaskToken, Workflow, workflow
from steploom.errors import DeclarationError
from steploom.events import Event


class Placed(Event, source="shop"):
    order_id: str


@workflow
async def double(number: int, factor: int = 2) -> int:
    """Multiply."""
    return number * factor


def refused(declared, **options) -> str:
    with pytest.raises(DeclarationError) as caught:
        (workflow(**options) if options else workflow)(declared)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.span is not None
    assert diagnostic.span.file.endswith("tests/unit/dsl/test_workflows.py")
    return f"{diagnostic.code} {diagnostic.message}"


def test_bare():
    assert isinstance(double, Workflow)
    assert double.name == "double"
    assert double.options.on is None
    assert double.options.timeout is None
    assert list(double.signature.parameters) == ["number", "factor"]
    assert double.parameter_types == {"number": int, "factor": int}
    assert double.return_type is int
    assert double.__doc__ == "Multiply."
    assert repr(double) == "<workflow double>"


def test_options():
    selection = Placed.where(lambda e: e.order_id != "")

    @workflow(on=selection, timeout=timedelta(days=3), name="fulfil-order")
    async def declared(order: Placed) -> None: ...

    assert declared.name == "fulfil-order"
    assert declared.options.on is selection
    assert declared.options.timeout == 3 * 86_400


def test_on_an_event_class():
    @workflow(on=Placed)
    async def declared(order: Placed) -> None: ...

    assert declared.options.on is Placed


def test_outside_of_a_workflow():
    with pytest.raises(OutsideWorkflow, match=r"write double\.native\(\.\.\.\) to run the workflow as Python"):
        double(1)


def test_inside_of_a_workflow():
    @workflow
    async def outer(number: int) -> int:
        return await double(number)

    assert outer.native(3) == 6


def test_inside_of_a_workflow_with_a_wrong_argument():
    @workflow
    async def outer(number: str) -> int:
        return await double(number)  # type: ignore[arg-type]

    assert outer.native.run("x").error_name == "InputError"


def test_not_async():
    def declared() -> None: ...

    assert refused(declared) == "SL107 workflow 'declared' is no async function"


def test_no_function():
    with pytest.raises(DeclarationError, match="SL107 a workflow is an async function, not 3"):
        workflow(3)  # type: ignore[call-overload]


def test_no_types():
    async def declared(order): ...

    assert refused(declared) == "SL201 parameter 'order' of workflow 'declared' has no type"


def test_no_result_type():
    async def declared(): ...

    assert refused(declared) == "SL201 workflow 'declared' does not say what it returns"


def test_a_token():
    async def declared(token: TaskToken) -> None: ...

    assert refused(declared) == "SL205 TaskToken stands at the wrong place: 'token' of workflow 'declared'"


def test_any_number_of_arguments():
    async def declared(**rest: str) -> None: ...

    assert refused(declared).startswith("SL210 workflow 'declared' takes **rest")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"timeout": 1.5}, "SL207 timeout of workflow 'declared': it must be whole seconds from 1"),
        ({"name": "a/b"}, "SL207 'a/b' is no name for a state machine"),
        ({"on": "OrderPlaced"}, "SL207 on='OrderPlaced' of workflow 'declared' is no event"),
        ({"on": Event}, "SL207 on=<class 'steploom.events.model.Event'> of workflow 'declared' is no event"),
        ({"on": SimpleNamespace(event_type=int)}, "SL207 on=namespace(event_type=<class 'int'>) of workflow"),
    ],
)
def test_wrong_options(options, message):
    async def declared() -> None: ...

    assert refused(declared, **options).startswith(message)
