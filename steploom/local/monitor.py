"""One thread at a time inside the cloud, and none while a user's code runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

__all__ = ["Monitor"]


class Monitor:
    """A re-entrant lock that its holder can lay down for a while.

    A handler may start threads that call the cloud, and wait for them: whoever runs a handler lays the lock down, or
    those threads would wait for ever.

    Example:
        >>> monitor = Monitor()
        >>> with monitor, monitor:
        ...     with monitor.laid_down():
        ...         monitor.held
        ...     monitor.held
        False
        True
    """

    def __init__(self) -> None:
        self._free = threading.Condition(threading.Lock())
        self._owner: int | None = None
        self._depth = 0

    @property
    def held(self) -> bool:
        """Whether the calling thread holds the lock."""
        return self._owner == threading.get_ident()

    def __enter__(self) -> None:
        self._take(1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._free:
            self._depth -= 1
            if self._depth == 0:
                self._owner = None
                self._free.notify()

    @contextmanager
    def laid_down(self) -> Iterator[None]:
        """Run a block without the lock, however often the calling thread holds it."""
        if not self.held:
            yield
            return
        with self._free:
            depth, self._depth, self._owner = self._depth, 0, None
            self._free.notify()
        try:
            yield
        finally:
            self._take(depth)

    def _take(self, depth: int) -> None:
        with self._free:
            while self._owner not in (None, threading.get_ident()):
                self._free.wait()
            self._owner = threading.get_ident()
            self._depth += depth
