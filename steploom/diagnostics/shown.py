"""How a message names a file."""

from __future__ import annotations

import os

__all__ = ["shown_path"]


def shown_path(path: str) -> str:
    """Return `path` as a user would type it: relative where it lies below the current folder.

    Example:
        >>> import os
        >>> shown_path(os.path.abspath("orders/workflow.py")).replace(os.sep, "/")
        'orders/workflow.py'
        >>> shown_path("<stdin>")
        '<stdin>'
    """
    if path.startswith("<"):
        return path
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if relative.startswith(os.pardir) else relative
