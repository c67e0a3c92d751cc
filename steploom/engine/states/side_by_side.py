"""What Parallel and Map share: frames that run side by side under one state, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from steploom.engine.failure import DATA_LIMIT, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.node import Node, Step
from steploom.jsontext import Json

__all__ = ["Place", "SideBySide", "abort_inside", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """One step of the way to a frame.

    Attributes:
        state: The Parallel or Map state.
        index: Which branch or iteration.
        of_map: Whether it is an iteration.
    """

    state: str
    index: int
    of_map: bool


class SideBySide:
    """One attempt of a Parallel or Map state: the suspension of the outer frame, the parent of the inner ones.

    Args:
        outer: The frame that is in the state.
        size: How many inner frames there will be.
        resume: What the outer frame does with the list of results.
    """

    __slots__ = ("_left", "_outer", "_results", "_resume", "_running", "_stopped")

    #: Whether the inner frames are iterations, not branches.
    of_map: ClassVar[bool] = False

    def __init__(self, outer: Frame, size: int, resume: Callable[[list[Json]], Step]) -> None:
        self._outer = outer
        self._resume = resume
        self._results: list[Json] = [None] * size
        self._left = size
        self._running: dict[int, Frame] = {}
        self._stopped: list[Frame] = []

    @property
    def outer(self) -> Frame:
        """The frame that is in the state."""
        return self._outer

    def begin(self, frame: Frame) -> None:
        """Run an inner frame, after what is due already."""
        self._running[frame.index] = frame
        self._outer.execution.host.scheduler.call_soon(frame.start)

    def done(self, frame: Frame) -> None:
        """Keep the result of an inner frame; the last one ends the attempt."""
        del self._running[frame.index]
        self._results[frame.index] = frame.value
        self._left -= 1
        self.left(frame)
        if self._left == 0:
            self._outer.resume(self._resume(self._results))

    def left(self, frame: Frame) -> None:
        """Show that an inner frame ended well."""
        raise AssertionError(frame)

    def failed(self, frame: Frame, failure: StateFailure) -> None:
        """End the attempt because an inner frame failed: its siblings are aborted."""
        outer = self._outer
        outer.previous = frame.previous
        running, self._running = self._running, {}
        self._stopped = [running[index] for index in sorted(running)]
        if failure.error != DATA_LIMIT:
            outer.broken = self  # AWS: after too much data, everything runs again
        running.pop(frame.index)
        self.aborted(frame, failing=True)
        for index in sorted(running):
            self.aborted(running[index], failing=False)
        outer.resume(_raise(failure))

    def aborted(self, frame: Frame, *, failing: bool) -> None:
        """Show that an inner frame is cut short; `failing` where it is the one that failed."""
        raise AssertionError(frame, failing)

    def cancel(self) -> None:
        """Stop every inner frame, without a trace in the history."""
        self._stopped, self._running = self.inner(), {}
        self._outer.broken = self
        for frame in self._stopped:
            frame.stop()

    def redrive(self) -> Node | None:
        """Run on the inner frames that did not end well."""
        outer = self._outer
        outer.suspension = self
        frames, self._stopped = self._stopped, []
        for frame in frames:
            self._running[frame.index] = frame
            frame.redrive(outer.previous)
        return None

    def inner(self) -> list[Frame]:
        """Return the frames that run, by index."""
        return [self._running[index] for index in sorted(self._running)]


def place_of(frame: Frame) -> tuple[Place, ...]:
    """Return the Parallel and Map states around a frame, outermost first; empty for the machine itself."""
    found: list[Place] = []
    while isinstance(frame.parent, SideBySide):
        outer = frame.parent.outer
        found.append(Place(outer.state.name, frame.index, frame.parent.of_map))
        frame = outer
    return tuple(reversed(found))


def abort_inside(frame: Frame, previous: int, *, failing: bool = False) -> None:
    """Show that the state of a frame is cut short, and those inside it, and stop the frame.

    Args:
        frame: A branch or iteration that began.
        previous: Id of the failing event: all that is cut short points there.
        failing: It is the frame that failed; a state with an event for its own failure shows nothing more.
    """
    execution = frame.execution
    state = frame.state
    if state.aborted is not None and frame.entered and not (failing and state.shows_failure):
        execution.history.append((state.aborted, previous, execution.host.clock.now))
    if isinstance(frame.suspension, SideBySide):
        for inner in frame.suspension.inner():
            abort_inside(inner, previous)
    frame.stop()


def _raise(failure: StateFailure) -> Step:
    def step(_: Frame) -> None:
        raise failure

    return step
