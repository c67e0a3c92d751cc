"""What can be said about JSONPath and intrinsic calls without a parser: how they begin, end and what they hold."""

from __future__ import annotations

import re

__all__ = ["is_path", "looks_dynamic", "looks_like_call", "reference_fault"]

#: `$`, `$$` or `$name`, then nothing, a member or an index.
_PATH = re.compile(r"\$(?:\$|[^\W\d]\w*)?(?:$|[.\[])")
#: AWS takes blanks after a call, and none before it.
_CALL = re.compile(r"States\.[A-Za-z0-9]+\(.*\)\s*", re.DOTALL)
_QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\\.""")
_MANY = re.compile(r"[*?@,:]|\.\.")


def is_path(text: str) -> bool:
    """Return whether `text` begins as a path does.

    Example:
        >>> is_path("$.order"), is_path("$$.Execution.Id"), is_path("$total"), is_path("$$23")
        (True, True, True, False)
    """
    return _PATH.match(text) is not None


def looks_like_call(text: str) -> bool:
    """Return whether `text` has the shape of a call of an intrinsic function."""
    return _CALL.fullmatch(text) is not None


def looks_dynamic(text: str) -> bool:
    """Return whether `text` would be evaluated if its key ended with `.$`."""
    return is_path(text) or looks_like_call(text)


def reference_fault(text: str) -> str | None:
    """Return what AWS says where `text` is no reference path: one that names at most one node.

    Example:
        >>> reference_fault("$.a['b,c'][0]"), reference_fault("$.a[*]")
        (None, 'Value is not a Reference Path')
    """
    if not text.startswith("$"):
        return "Value is not a Reference Path: Reference path didn't start with '$'"
    if not is_path(text) or _MANY.search(_QUOTED.sub("", text)):
        return "Value is not a Reference Path"
    return None
