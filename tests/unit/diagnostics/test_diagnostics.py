"""Diagnostics: collected, ordered, rendered."""

from __future__ import annotations

import json
import linecache

import pytest

from steploom.diagnostics import CODES, Collector, Diagnostic, Severity, Span, render, render_github, render_json
from steploom.errors import CompileError


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "flow.py"
    path.write_text("async def w():\n\tfor x in y:\n        call(x,\n             1)\n")
    linecache.clearcache()
    return str(path)


def test_a_fault_shows_its_line_with_carets(file):
    span = Span(file, 1, 11, 1, 12)
    text = render([Diagnostic("SL101", "no", span, hint="write that")])
    assert text == (
        f"error[SL101]: no\n  --> {file}:1:11\n   |\n 1 | async def w():\n   |           ^\n  help: write that"
    )


def test_tabs_keep_the_carets_in_place(file):
    assert "\n   | \t^^^\n" in render([Diagnostic("SL101", "no", Span(file, 2, 2, 2, 5))]) + "\n"


def test_a_fault_over_several_lines_is_marked_to_the_end_of_the_first(file):
    text = render([Diagnostic("SL101", "no", Span(file, 3, 9, 4, 16))])
    assert text.splitlines()[-1] == "   |         ^^^^^^^"


def test_a_place_in_a_definition_needs_no_file():
    text = render([Diagnostic("SL402", "no such state", location="/States/A/Next", severity=Severity.WARNING)])
    assert text == "warning[SL402]: no such state\n  at /States/A/Next"


def test_a_file_that_is_gone_is_shown_without_excerpt():
    assert render([Diagnostic("SL101", "no", Span("gone.py", 3, 1, 3, 2))]) == "error[SL101]: no\n  --> gone.py:3:1"


def test_equal_faults_are_kept_once_and_sorted_by_place():
    found = Collector()
    found.error("SL101", "b", Span("f", 9, 1, 9, 2))
    found.error("SL101", "nowhere")
    found.warn("SL101", "a", Span("f", 2, 1, 2, 2))
    found.error("SL101", "b", Span("f", 9, 1, 9, 2))
    assert [each.message for each in found.sorted()] == ["a", "b", "nowhere"]


def test_warnings_do_not_fail():
    found = Collector()
    found.warn("SL101", "careful")
    assert not found.failed
    found.error("SL101", "no")
    assert found.failed


def test_json_has_every_field():
    (made,) = json.loads(render_json([Diagnostic("SL101", "no", Span("f", 1, 2, 3, 4), hint="h")]))
    assert made == {
        "code": "SL101",
        "severity": "error",
        "message": "no",
        "span": {"file": "f", "line": 1, "column": 2, "endLine": 3, "endColumn": 4},
        "location": None,
        "hint": "h",
    }


def test_github_commands_escape_line_ends():
    text = render_github([Diagnostic("SL101", "100%\nwrong", Span("f.py", 1, 2, 1, 3))])
    assert text == "::error file=f.py,line=1,col=2::SL101 100%25%0Awrong"


def test_errors_carry_their_diagnostics():
    error = CompileError([Diagnostic("SL101", "a"), Diagnostic("SL102", "b", Span("f", 1, 2, 1, 3))])
    assert [each.code for each in error.diagnostics] == ["SL101", "SL102"]
    assert str(error) == "SL101 a\nf:1:2: SL102 b"


def test_codes_are_sorted_and_well_formed():
    assert list(CODES) == sorted(CODES)
    assert all(id_ == code.id and len(id_) == 5 and id_[2:].isdigit() for id_, code in CODES.items())
