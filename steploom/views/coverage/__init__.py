"""Coverage for people: a table for terminals, pages with coloured pictures for browsers.

Input: a `Coverage`. Output: lines of text, or pages that need nothing else. Must not: count anything, run a script, or
load from anywhere.
"""

from __future__ import annotations

from steploom.views.coverage.pages import render_coverage
from steploom.views.coverage.table import coverage_table

__all__ = ["coverage_table", "render_coverage"]
