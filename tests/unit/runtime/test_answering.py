from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from pydantic import BaseModel

from steploom import TaskToken
from steploom.errors import DeclarationError, ResultError
from steploom.runtime import answering, complete, fail


class Approval(BaseModel):
    granted: bool
    reason: str = ""


@dataclass
class StepFunctions:
    """Keeps what was sent to Step Functions."""

    sent: list[dict[str, str]] = field(default_factory=list)

    def send_task_success(self, **arguments: str) -> None:
        self.sent.append(arguments)

    def send_task_failure(self, **arguments: str) -> None:
        self.sent.append(arguments)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> StepFunctions:
    made = StepFunctions()
    monkeypatch.setattr(answering, "_client", lambda: made)
    return made


@pytest.mark.parametrize(
    ("result", "output"),
    [
        (Approval(granted=True), '{"granted":true,"reason":""}'),
        ({"granted": False, "reason": "ü"}, '{"granted":false,"reason":"ü"}'),
        (None, "null"),
        (7, "7"),
        (Decimal("9.90"), '"9.90"'),
    ],
)
def test_completing_sends_the_json_form(service: StepFunctions, result: object, output: str) -> None:
    complete(TaskToken("AQ"), result)
    assert service.sent == [{"taskToken": "AQ", "output": output}]


def test_a_tokens_text_serves_too(service: StepFunctions) -> None:
    complete("AQ", True)
    assert service.sent == [{"taskToken": "AQ", "output": "true"}]


def test_a_result_without_json_form_is_not_sent(service: StepFunctions) -> None:
    with pytest.raises(ResultError, match="price: Decimal has no JSON form"):
        complete("AQ", {"price": Decimal(1)})
    with pytest.raises(DeclarationError, match="SL202 set: set has no JSON form"):
        complete("AQ", {1, 2})
    assert service.sent == []


@pytest.mark.parametrize(
    ("error", "cause", "expected"),
    [
        (ValueError("too late"), "", ("ValueError", "too late")),
        (ValueError("too late"), "the office is closed", ("ValueError", "the office is closed")),
        ("Refused", "no", ("Refused", "no")),
        ("Refused", "", ("Refused", "")),
        ("E" * 300, "c" * 40_000, ("E" * 256, "c" * 32_768)),
    ],
)
def test_failing_sends_error_and_cause(
    service: StepFunctions, error: BaseException | str, cause: str, expected: tuple[str, str]
) -> None:
    fail(TaskToken("AQ"), error, cause)
    assert service.sent == [{"taskToken": "AQ", "error": expected[0], "cause": expected[1]}]
