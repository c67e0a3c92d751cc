"""From executions to hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steploom.analysis.coverage.model import Coverage, MachineCoverage, combine
from steploom.analysis.coverage.points import points_of, shape_of
from steploom.diagnostics import Span
from steploom.engine import Tally

if TYPE_CHECKING:
    from steploom.asl import StateMachine
    from steploom.compiler import CompiledWorkflow
    from steploom.engine import Execution

__all__ = ["Collector"]


@dataclass(eq=False)
class _Machine:
    """One compiled definition and what is known of it."""

    definition: StateMachine
    tally: Tally
    entered: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    name: str = ""


class Collector:
    """An observer of local clouds that counts what their executions hit.

    Example:
        Coverage without pytest::

            collector = Collector()
            with observing(collector), mock_cloud() as cloud:
                cloud.start(fulfil, {...}).finish()
            print(collector.coverage().count("state").percent)
    """

    def __init__(self) -> None:
        self._machines: dict[int, _Machine] = {}
        self._workflows: dict[str, tuple[str, Mapping[str, Span]]] = {}
        #: How many events of an execution are counted already, where it may go on.
        self._counted: dict[tuple[int, str], int] = {}

    def tally(self, definition: StateMachine) -> Tally:
        """Return what counts the choices of a machine that is compiled."""
        tally = Tally()
        self._machines[id(tally)] = _Machine(definition, tally)
        return tally

    def deployed(self, workflow: CompiledWorkflow) -> None:
        """Remember where the states of a workflow come from."""
        self._workflows[shape_of(workflow.definition)] = (workflow.name, workflow.source_map.states)

    def kept(self, name: str, definition: StateMachine) -> None:
        """Note a machine, which may never have run."""
        machine = _Machine(definition, Tally(), name=name)
        self._machines[id(machine.tally)] = machine

    def ended(self, execution: Execution) -> None:
        """Count what an execution did, from where it was counted last."""
        tally = execution.machine.tally
        machine = None if tally is None else self._machines.get(id(tally))
        if machine is None:
            return
        machine.name = machine.name or execution.options.machine_name.partition("/")[0]
        key, history = (id(tally), execution.arn), execution.history
        for entry in history[self._counted.pop(key, 0) :]:
            kind = entry[0]
            if kind.enters:
                machine.entered[entry[3]] += 1
            elif kind.name.endswith("StateExited"):
                machine.left[entry[3]] += 1
        if execution.status.value != "SUCCEEDED":
            self._counted[key] = len(history)

    def coverage(self) -> Coverage:
        """Return what was hit so far; machines of one shape are one."""
        # A machine without a name was compiled, and neither run nor kept.
        return combine(Coverage((self._covered(each),)) for each in self._machines.values() if each.name)

    def _covered(self, machine: _Machine) -> MachineCoverage:
        name, spans = self._workflows.get(shape_of(machine.definition), (machine.name, {}))
        hits = {path: count for path, count in _hits(machine) if count > 0}
        return MachineCoverage.of(name, machine.definition, hits, spans)


def _hits(machine: _Machine) -> Iterator[tuple[str, int]]:
    """Yield how often each point was hit."""
    chosen = machine.tally.chosen
    for point in points_of(machine.definition):
        if point.kind == "state":
            yield point.path, machine.entered[point.state]
            caught = sum(count for (name, way), count in chosen.items() if (name, way[:5]) == (point.state, "Catch"))
            yield f"{point.path}/Next", machine.left[point.state] - caught
        elif point.kind == "scope":
            yield point.path, machine.entered[point.target]
        else:
            yield point.path, chosen[point.state, point.field]
