"""Layout: a graph gets its places, layer by layer (Sugiyama), with lines at right angles.

Input: a `GraphModel`. Output: a `Layout`, the same for the same graph. Must not: draw, know a run, or a font beyond
how wide its letters are. Each step of a scope is a file, in the order in which `flat` calls them.
"""

from steploom.views.layout.model import Box, Layout, Mark, PlacedEdge, PlacedLabel, PlacedNode, PlacedScope, Point
from steploom.views.layout.nested import lay_out

__all__ = ["Box", "Layout", "Mark", "PlacedEdge", "PlacedLabel", "PlacedNode", "PlacedScope", "Point", "lay_out"]
