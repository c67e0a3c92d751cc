"""Diagnostics: what is wrong with a user's input, where, and what to write instead.

Input: codes, messages and places found anywhere in the toolkit. Output: collected diagnostics, rendered as text
with carets, as JSON, or as GitHub annotations. Must not: decide what is wrong, or import anything of ours.
"""

from steploom.diagnostics.codes import CODES, Code, code
from steploom.diagnostics.collect import Collector
from steploom.diagnostics.model import Diagnostic, Severity, Span
from steploom.diagnostics.render import render, render_github, render_json
from steploom.diagnostics.shown import shown_path

__all__ = [
    "CODES",
    "Code",
    "Collector",
    "Diagnostic",
    "Severity",
    "Span",
    "code",
    "render",
    "render_github",
    "render_json",
    "shown_path",
]
