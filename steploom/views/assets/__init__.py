"""Assets: the styles and scripts of pictures and pages, as files of the package.

Input: a file's name. Output: its text. Must not: load anything that is not in this folder.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["asset"]


@cache
def asset(name: str) -> str:
    """Return the text of a file in this folder.

    Args:
        name: Its name, `graph.css`.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return (files(__name__) / name).read_text(encoding="utf-8")
