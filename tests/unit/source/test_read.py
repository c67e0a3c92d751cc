"""Reading functions where they stand."""

from __future__ import annotations

import ast
import functools
import sys
import types
from pathlib import Path

import pytest

from steploom.source import MISSING, SourceMissing, read_function, read_lambda

FIRST, SECOND = (lambda event: event.total > 1), (lambda event: event.total > 2)
NESTED = lambda limit: lambda event: event.total > limit  # noqa: E731
WIDE = "ü" and (lambda event: event.ü)


def decorate(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@decorate
@decorate
def decorated(value: int) -> int:
    return value


def outer():
    captured = 3

    def inner():
        return captured + undefined_anywhere  # noqa: F821

    return inner


def load(text: str, folder, name: str = "shown") -> types.ModuleType:
    path = folder / f"{name}.py"
    path.write_text(text)
    module = types.ModuleType(name)
    exec(compile(text, str(path), "exec"), module.__dict__)
    return module


def test_two_lambdas_on_one_line_are_told_apart():
    assert ast.unparse(read_lambda(FIRST).node.body) == "event.total > 1"
    assert ast.unparse(read_lambda(SECOND).node.body) == "event.total > 2"


def test_a_lambda_in_a_lambda_is_the_inner_one():
    assert ast.unparse(read_lambda(NESTED(5)).node.body) == "event.total > limit"
    assert read_lambda(NESTED(5)).names.resolve("limit") == 5


def test_columns_count_characters_not_bytes():
    span = read_lambda(WIDE).span(read_lambda(WIDE).node)
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[span.line - 1]
    assert line[span.column - 1 : span.end_column - 1] == "lambda event: event.ü"


def test_decorators_are_looked_through():
    source = read_function(decorated)
    assert source.node.name == "decorated"
    assert source.text(source.node.body[0]) == "return value"


def test_names_resolve_as_python_finds_them():
    names = read_function(outer()).names
    assert names.resolve("captured") == 3
    assert names.resolve("pytest") is pytest
    assert names.resolve("len") is len
    assert names.resolve("undefined_anywhere") is MISSING


def test_an_empty_cell_is_no_value():
    def early():
        return late

    assert read_function(early).names.resolve("late") is MISSING
    late = 1
    assert read_function(early).names.resolve("late") == late


def test_a_function_without_a_file_is_refused():
    namespace: dict = {}
    exec("def made(): pass", namespace)
    with pytest.raises(SourceMissing, match="SL100 the source of 'made' cannot be read"):
        read_function(namespace["made"])


def test_a_builtin_is_refused():
    with pytest.raises(SourceMissing, match="is not a Python function"):
        read_function(len)


def test_text_that_changed_since_the_import_is_noticed(tmp_path):
    module = load("def f():\n    return 1\n", tmp_path)
    (tmp_path / "shown.py").write_text("# a new first line\n\ndef f():\n    return 1\n")
    with pytest.raises(SourceMissing, match="has changed since it was imported"):
        read_function(module.f)


def test_text_that_no_longer_parses_is_noticed(tmp_path):
    module = load("def f():\n    return 1\n", tmp_path)
    (tmp_path / "shown.py").write_text("def f(:\n")
    with pytest.raises(SourceMissing, match="no longer parses"):
        read_function(module.f)


def test_the_path_is_shown_as_the_user_would_open_it(tmp_path, monkeypatch):
    module = load("def f():\n    return 1\n", tmp_path, "here")
    monkeypatch.chdir(tmp_path)
    assert read_function(module.f).file == "here.py"
    monkeypatch.chdir("/")
    assert read_function(module.f).file.endswith("here.py")


def test_a_multi_line_text_is_folded(tmp_path):
    module = load("def f(a):\n    return (a\n            +  1)\n", tmp_path)
    source = read_function(module.f)
    assert source.text(source.node.body[0].value) == "a + 1"
    span = source.span(source.node.body[0].value)
    assert (span.line, span.end_line) == (2, 3)


def test_modules_are_not_executed_again():
    before = set(sys.modules)
    read_function(decorated)
    assert set(sys.modules) == before
