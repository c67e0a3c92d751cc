"""Evaluate calls."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from steploom.expr.environment import Environment
from steploom.expr.intrinsics import IntrinsicError, compile_intrinsic
from steploom.expr.view import View


@pytest.fixture
def call() -> Callable[..., Any]:
    """The value of a call on an input."""

    def evaluate(text: str, value: Any = None, **variables: Any) -> Any:
        view = View(value, lambda: {"Execution": {"Name": "run"}}, variables)
        return compile_intrinsic(text).evaluate(view, Environment(random=random.Random(7)))

    return evaluate


@pytest.fixture
def failure(call) -> Callable[..., tuple[str, str]]:
    """AWS's reason and our hint of a call that fails."""

    def fail(text: str, value: Any = None) -> tuple[str, str]:
        with pytest.raises(IntrinsicError) as caught:
            call(text, value)
        error = caught.value
        assert error.code == "intrinsic"
        assert error.message == f"The function '{text}' had the following error: {error.reason}"
        return error.reason, error.hint

    return fail
