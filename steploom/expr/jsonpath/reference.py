"""Reference Paths: the paths that fields such as `ResultPath` and `ItemsPath` may hold.

Input: a parsed path. Output: what keeps it from naming a single place, or nothing. Must not: read data.
"""

from __future__ import annotations

from typing import assert_never

from steploom.expr.jsonpath.nodes import (
    Filter,
    FromEnd,
    Index,
    Indexes,
    Name,
    Names,
    ParsedPath,
    Scan,
    Segment,
    Slice,
    Wildcard,
)

__all__ = ["reference_fault"]


def reference_fault(path: ParsedPath) -> str:
    """Return why `path` is no Reference Path, or an empty text if it is one.

    Example:
        >>> from steploom.expr.jsonpath.parser import parse_path
        >>> reference_fault(parse_path("$.a['b c'][0]")), reference_fault(parse_path("$.a[*]"))
        ('', 'a Reference Path names one place, so it has no *')
    """
    for segment in path.segments:
        operator = _operator(segment)
        if operator:
            return f"a Reference Path names one place, so it has no {operator}"
    return ""


def _operator(segment: Segment) -> str:
    match segment:
        case Name() | Index():
            return ""
        case Names() | Indexes():
            return "commas"
        case Slice():
            return "slices"
        case Wildcard():
            return "*"
        case Scan():
            return ".."
        case Filter():
            return "filters"
        case FromEnd():
            return "@"
        case _:
            assert_never(segment)
