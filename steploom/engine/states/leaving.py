"""What leaving a state means for every type: output, variables, the event, the way on."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.engine.dataflow import Assign, Leave
from steploom.engine.failure import DATA_LIMIT, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import Kind
from steploom.engine.quota import check
from steploom.engine.variables import with_assigned
from steploom.jsontext import Json

__all__ = ["Exit", "assign"]


def assign(frame: Frame, assigned: Mapping[str, Json], name: str) -> None:
    """Let the frame's variables be what they are and `assigned`, within the quotas of one `Assign` and of all.

    Raises:
        StateFailure: `States.DataLimitExceeded`.
    """
    merged = with_assigned(frame.variables, assigned)
    if merged is None:
        raise StateFailure(
            DATA_LIMIT,
            f"The state/task '{name}' assigned variables with a size exceeding the maximum number of bytes"
            " service limit.",
        )
    frame.variables = merged


class Exit:
    """One way out of a state: how its output and variables are made, and the event that shows it.

    Args:
        name: The state's name.
        kind: The event.
        leave: Makes the output; None where the result is the output.
        assign: Makes the variables, or None.
        measured: Results come within the quota already.
    """

    __slots__ = ("_assign", "_kind", "_leave", "_measured", "_name")

    def __init__(
        self, name: str, kind: Kind, leave: Leave | None, assign: Assign | None, *, measured: bool = False
    ) -> None:
        self._name = name
        self._kind = kind
        self._leave = leave
        self._assign = assign
        self._measured = measured

    def take(self, frame: Frame, result: Json) -> None:
        """Leave the state: `frame.value`, its raw input, becomes its output.

        Both the output and the variables are made from what held at entry.

        Raises:
            Fault: A field cannot be evaluated.
            StateFailure: The output is too large.
        """
        raw = frame.value
        assigned = None if self._assign is None else self._assign(frame, raw, result)
        output = result if self._leave is None else self._leave(frame, raw, result)
        if output is not raw and not (self._measured and output is result):
            check(output, self._name)
        if assigned is not None:
            assign(frame, assigned, self._name)
        execution = frame.execution
        history = execution.history
        history.append((self._kind, frame.previous, execution.clock.now, self._name, output, assigned))
        frame.previous = len(history)
        frame.value = output
