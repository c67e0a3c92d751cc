"""One picture for each type of state, and for services that people know by sight.

Drawn in a square of 24 pixels with a line of two, no fill.
"""

from __future__ import annotations

from steploom.views.graph import GraphNode

__all__ = ["icon"]

_TYPES = {
    "Task": "M13 3 5 14h6l-1 7 8-11h-6z",
    "Choice": "M12 3v5M12 8l-6 6v7M12 8l6 6v7",
    "Wait": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2.5",
    "Pass": "M4 12h15M13 6l6 6-6 6",
    "Succeed": "M5 12.5 10 17.5 19 7",
    "Fail": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "Parallel": "M6 4v15M3 16l3 3 3-3M18 4v15M15 16l3 3 3-3M12 4v11",
    "Map": "M17 2.5l4 3.5-4 3.5M3 11V9a3 3 0 0 1 3-3h15M7 21.5 3 18l4-3.5M21 13v2a3 3 0 0 1-3 3H3",
    "Missing": "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8M12 17.6v.2",
}
_CYLINDER = (
    "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3z"
    "M5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"
)
_WAVES = (
    "M12 10.5v3M8 16.5a6.4 6.4 0 0 1 0-9M16 7.5a6.4 6.4 0 0 1 0 9"
    "M5 19.5a10.6 10.6 0 0 1 0-15M19 4.5a10.6 10.6 0 0 1 0 15"
)
_LETTER = "M3 6h18v12.5H3zM3 7.5l9 6 9-6"
_GLOBE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 12h17M12 3c3.4 3 3.4 15 0 18M12 3c-3.4 3-3.4 15 0 18"
_BUCKET = "M4 6.5 6 20h12l2-13.5M4 6.5C4 5 7.6 4 12 4s8 1 8 2.5S16.4 9 12 9 4 8 4 6.5z"
_SERVICES = {
    "lambda": "M7 4h2.6l6.6 16H19M11.4 9.5 6 20",
    "dynamodb": _CYLINDER,
    "rds": _CYLINDER,
    "events": _WAVES,
    "eventbridge": _WAVES,
    "sns": _LETTER,
    "sqs": _LETTER,
    "http": _GLOBE,
    "apigateway": _GLOBE,
    "s3": _BUCKET,
    "states": "M8 3.5h8v5.5H8zM8 15h8v5.5H8zM12 9v6",
    "sfn": "M8 3.5h8v5.5H8zM8 15h8v5.5H8zM12 9v6",
}


def icon(node: GraphNode) -> str:
    """Return the path data of the picture for a state."""
    return _SERVICES.get(node.service) or _TYPES[node.type]
