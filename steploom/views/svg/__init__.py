"""SVG: a graph as a picture that stands alone, or as part of a page.

Input: a `GraphModel`, and a run where there is one. Output: SVG text with its own styles, for light and dark screens.
Must not: place anything, load anything, or run a script.
"""

from steploom.views.svg.document import render_svg
from steploom.views.svg.drawing import draw
from steploom.views.svg.look import Look, NodeLook

__all__ = ["Look", "NodeLook", "draw", "render_svg"]
