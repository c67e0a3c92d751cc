"""What AWS recorded for Pass states, intrinsic functions and Choice rules of the JSONPath language.

The cases are definitions with inputs and outputs; this test evaluates their templates, paths and rules without an
engine. It covers the states that need nothing else: Pass, Choice, Succeed and Fail.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from steploom.expr.comparison import compile_comparison
from steploom.expr.environment import Environment
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.jsonpath import PathError, compile_path, write
from steploom.expr.jsonpath.texts import invalid_path
from steploom.expr.template import TemplateError, compile_template
from steploom.expr.view import View

_ROOT = Path(__file__).resolve().parents[3]
_SHARED = Path(os.environ.get("STEPLOOM_SHARED", _ROOT.parent / "shared"))
_SUITES = ("intrinsic_functions.", "choice_operators.", "base.test_base", "scenarios.", "context_object.", "assign.")
_TYPES = {"Pass", "Choice", "Succeed", "Fail"}
_FIELDS = {
    *("Type", "Comment", "Next", "End", "Default", "Choices", "Error", "Cause", "ErrorPath", "CausePath"),
    *("InputPath", "OutputPath", "ResultPath", "Parameters", "Result", "Assign"),
}


def _cases() -> Iterator[dict[str, Any]]:
    folder = _SHARED / "conformance" / "sfn"
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        if file.name.startswith(_SUITES):
            for line in file.read_text(encoding="utf-8").splitlines():
                case = json.loads(line)
                if _fits(case):
                    yield case


def _fits(case: dict[str, Any]) -> bool:
    definition = case.get("definition")
    if case["kind"] not in ("execution", "execution_error") or not isinstance(definition, dict):
        return False
    states = definition["States"].values()
    languages = {definition.get("QueryLanguage"), *(state.get("QueryLanguage") for state in states)}
    return (
        "JSONata" not in languages
        and all(state["Type"] in _TYPES and set(state) <= _FIELDS for state in states)
        and set(case["needs"]) <= {"random"}
    )


_CASES = list(_cases())


class _Run:
    """Walks one case's states as section 2.1 of the reference orders their fields."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.states = case["definition"]["States"]
        self.variables: dict[str, Any] = {}
        self.environment = Environment(random=random.Random(1))
        name = case.get("state_machine_name", "machine")
        self.context = {
            "Execution": {
                "Id": f"arn:aws:states:us-east-1:111111111111:execution:{name}:run",
                "Input": self.input,
                "Name": "run",
                "RoleArn": "role",
                "StartTime": "t",
                "RedriveCount": 0,
            },
            "StateMachine": {"Id": f"arn:aws:states:us-east-1:111111111111:stateMachine:{name}", "Name": name},
        }

    @property
    def input(self) -> Any:
        return json.loads(self.case["input_text"]) if "input_text" in self.case else self.case.get("input", {})

    def view(self, value: Any, name: str) -> View:
        context = {**self.context, "State": {"Name": name, "EnteredTime": "t"}}
        return View(value, lambda: context, self.variables)

    def output(self) -> Any:
        value = self.input
        name = self.case["definition"]["StartAt"]
        while True:
            state = self.states[name]
            if state["Type"] == "Fail":
                raise _Failed(self.text(state, "Error", value, name), self.text(state, "Cause", value, name))
            value, name = self.step(state, value, name)
            if name is None:
                return value

    def text(self, state: dict[str, Any], field: str, value: Any, name: str) -> Any:
        path = state.get(f"{field}Path")
        if path is None:
            return state.get(field)
        if path.startswith("$"):
            return compile_path(path).read(self.view(value, name))
        return compile_intrinsic(path).evaluate(self.view(value, name), self.environment)

    def step(self, state: dict[str, Any], raw: Any, name: str) -> tuple[Any, str | None]:
        value = self.field(state, "InputPath", raw, name)
        following = state.get("Next")
        assign = state.get("Assign")
        if state["Type"] == "Choice":
            following = state.get("Default")
            for rule in state["Choices"]:
                if compile_comparison(rule)(self.view(value, name)):
                    following, assign = rule["Next"], rule.get("Assign")
                    break
        elif state["Type"] == "Pass":
            result = value
            if "Parameters" in state:
                result = compile_template(state["Parameters"])(self.view(value, name), self.environment)
            value = state.get("Result", result)
        assigned = compile_template(assign or {})(self.view(value, name), self.environment)
        if state["Type"] == "Pass" and "ResultPath" in state:
            path = state["ResultPath"]
            value = raw if path is None else write(raw, path, value)
        value = self.field(state, "OutputPath", value, name)
        self.variables = {**self.variables, **assigned}
        return value, following

    def field(self, state: dict[str, Any], field: str, value: Any, name: str) -> Any:
        path = state.get(field, "$")
        return {} if path is None else compile_path(path).read(self.view(value, name))


class _Failed(Exception):
    def __init__(self, error: Any, cause: Any) -> None:
        self.error, self.cause = error, cause
        super().__init__(error, cause)


class _Alike:
    """Compares, where the recording's placeholders stand for any value, or any text within text."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.tokens = [token for token in case.get("placeholders", ()) if token]
        self.split = re.compile("|".join(map(re.escape, sorted(self.tokens, key=len, reverse=True))) or r"\Z\A")

    def __call__(self, actual: Any, expected: Any) -> bool:
        match expected:
            case dict():
                same = isinstance(actual, dict) and actual.keys() == expected.keys()
                return same and all(self(actual[key], value) for key, value in expected.items())
            case list():
                same = isinstance(actual, list) and len(actual) == len(expected)
                return same and all(map(self, actual, expected))
            case str() if expected in self.tokens:
                return True
            case str() if self.split.search(expected):
                pattern = ".*".join(map(re.escape, self.split.split(expected)))
                return isinstance(actual, str) and re.fullmatch(pattern, actual, re.DOTALL) is not None
            case _:
                return bool(type(actual) is type(expected) and actual == expected) or _number(actual, expected)


def _number(actual: Any, expected: Any) -> bool:
    kinds = {type(actual), type(expected)}
    return kinds == {int, float} and actual == expected


@pytest.mark.skipif(not _CASES, reason="the recorded cases (STEPLOOM_SHARED) are not there")
def test_enough_cases_are_read():
    suites = {case["id"].split(".")[0] for case in _CASES}
    assert suites >= {"intrinsic_functions", "choice_operators", "base"}
    assert len(_CASES) > 400


@pytest.mark.parametrize("case", [case for case in _CASES if case["kind"] == "execution"], ids=lambda case: case["id"])
def test_a_recorded_success(case: dict[str, Any]):
    expected = case["expect"]["output"]
    if isinstance(expected, str):
        expected = json.loads(expected)
    assert _Alike(case)(_Run(case).output(), expected)


@pytest.mark.parametrize(
    "case", [case for case in _CASES if case["kind"] == "execution_error"], ids=lambda case: case["id"]
)
def test_a_recorded_failure(case: dict[str, Any]):
    expected = case["expect"]
    with pytest.raises((_Failed, PathError)) as caught:
        _Run(case).output()
    error = caught.value
    if isinstance(error, _Failed):
        assert (error.error, error.cause) == (expected.get("error"), expected.get("cause"))
    else:
        text = error.message if isinstance(error, TemplateError) else invalid_path(error)
        prefix, _, reason = expected["cause"].partition("). ")
        assert expected["error"] == "States.Runtime"
        assert prefix.startswith("An error occurred while executing the state")
        assert _Alike(case)(text, reason)
