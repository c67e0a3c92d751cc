"""The graph of a definition: what every picture is drawn from.

Input: a state machine in either query language, valid or not. Output: one frozen `GraphModel`, with the words that
people read already chosen. Must not: place anything, know a run, or shorten a name.
"""

from steploom.views.graph.build import build_graph
from steploom.views.graph.model import EdgeKind, GraphEdge, GraphModel, GraphNode, GraphScope, NodeType

__all__ = ["EdgeKind", "GraphEdge", "GraphModel", "GraphNode", "GraphScope", "NodeType", "build_graph"]
