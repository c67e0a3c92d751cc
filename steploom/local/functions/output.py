"""What a function writes."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

__all__ = ["captured"]


class _Switch(io.TextIOBase):
    """A stream that stays the same: loggers keep the one they saw first, so it must outlive a call."""

    def __init__(self) -> None:
        self.targets: list[TextIO] = []

    def write(self, text: str) -> int:
        return self._target.write(text)

    def flush(self) -> None:
        self._target.flush()

    def writable(self) -> bool:
        return True

    @property
    def _target(self) -> TextIO:
        if self.targets:
            return self.targets[-1]
        now = sys.stdout
        return now if now is not self and now is not None else sys.__stdout__ or io.StringIO()


_SWITCH = _Switch()


@contextmanager
def captured() -> Iterator[io.StringIO]:
    """Collect what is printed in this block, by loggers of earlier blocks as well.

    Example:
        >>> with captured() as log:
        ...     print("hello", end="!")
        >>> log.getvalue()
        'hello!'
    """
    log = io.StringIO()
    streams = sys.stdout, sys.stderr
    _SWITCH.targets.append(log)
    sys.stdout = sys.stderr = _SWITCH
    try:
        yield log
    finally:
        sys.stdout, sys.stderr = streams
        _SWITCH.targets.remove(log)
