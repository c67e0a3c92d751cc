"""HTML: a definition and a run as one page that needs nothing else.

Input: a definition, and a history where there is one. Output: a page with a strict content security policy, its styles
and scripts allowed by their hashes, its data as JSON that is never run. Must not: load anything, or write a payload as
markup.
"""

from steploom.views.html.page import render_page

__all__ = ["render_page"]
