from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment, Limits
from steploom.expr.jsonata import compile_expression
from steploom.jsontext import Json

#: 2026-09-15T13:36:42.245Z
NOW = 1_789_479_402.245


@pytest.fixture
def evaluate() -> Callable[..., Json]:
    """Evaluate a text: the input as second argument, variables by keyword."""

    def evaluate(text: str, input: Json = UNDEFINED, *, limits: Limits | None = None, **variables: Json) -> Json:  # noqa: A002
        environment = Environment(lambda: NOW, random.Random(7), limits or Limits())
        return compile_expression(text).evaluate(variables, environment, input)

    return evaluate


@pytest.fixture
def fault(evaluate: Callable[..., Json]) -> Callable[..., str]:
    """Return the text of the error that an expression must raise."""

    def fault(text: str, input: Json = UNDEFINED, **variables: Json) -> str:  # noqa: A002
        with pytest.raises(ExpressionError) as caught:
            evaluate(text, input, **variables)
        return str(caught.value)

    return fault
