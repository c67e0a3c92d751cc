"""Points of coverage in a few words."""

from __future__ import annotations

from steploom.analysis.coverage import Count, MachineCoverage, Point
from steploom.asl import ChoiceState, StateMachine
from steploom.asl.scopes import located_states
from steploom.views.graph.conditions import condition_text
from steploom.views.graph.words import clip

__all__ = ["conditions", "label", "percent", "place"]

_LONG = 60
#: So many errors of a catcher or retrier are named.
_SHOWN = 2


def conditions(definition: StateMachine) -> dict[str, str]:
    """Return the condition of every rule, by its path."""
    return {
        f"{path}/Choices[{index}]": condition_text(rule)
        for path, _, state in located_states(definition)
        if isinstance(state, ChoiceState)
        for index, rule in enumerate(state.choices)
    }


def label(point: Point, known: dict[str, str], length: int = _LONG) -> str:
    """Return what a point is; empty for a state, whose name says it.

    Args:
        point: The point.
        known: The conditions of the machine's rules.
        length: At which length a condition is cut.
    """
    match point.kind:
        case "state":
            return ""
        case "rule":
            rule = "default" if point.field == "Default" else f"if {clip(known.get(point.path, ''), length)}"
            return f"{rule} → {point.target}"
        case "catcher":
            return f"catch {_errors(point)} → {point.target}"
        case "retrier":
            return f"retry {_errors(point)}"
        case "scope":
            number = point.field.partition("[")[2].rstrip("]")
            return f"branch {int(number) + 1}" if number else "each item"


def _errors(point: Point) -> str:
    more = f", and {len(point.errors) - _SHOWN} more" if len(point.errors) > _SHOWN else ""
    return ", ".join(point.errors[:_SHOWN]) + more


def place(machine: MachineCoverage, point: Point) -> str:
    """Return where a point is written: file and line of a workflow, file of a definition, or nothing."""
    span = machine.spans.get(point.state)
    return f"{span.file}:{span.line}" if span is not None else machine.file


def percent(count: Count) -> str:
    """Return a share that shows 100 and 0 only where they are exact.

    Example:
        >>> percent(Count(999, 1000)), percent(Count(1, 1000)), percent(Count(1, 3)), percent(Count(2, 2))
        ('99%', '1%', '33%', '100%')
    """
    if count.hit in (0, count.total):
        return f"{count.percent:.0f}%"
    return f"{min(99, max(1, round(count.percent)))}%"
