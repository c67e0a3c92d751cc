"""The map of an application's events as a picture: what is told, who reacts."""

from __future__ import annotations

from steploom.analysis.choreography import Choreography, EventKey, Reactor
from steploom.views.graph import GraphEdge, GraphModel, GraphNode, GraphScope

__all__ = ["choreography_graph"]

_OUTSIDE = "outside"
_SERVICES = {"workflow": "states", "handler": "lambda"}


def choreography_graph(choreography: Choreography) -> GraphModel:
    """Return the graph of a choreography: events, and the workflows and handlers that hear and tell them.

    Args:
        choreography: The map of an application's events.
    """
    titles = _titles(choreography)
    nodes = [_event(each, titles[each]) for each in choreography.events]
    nodes += [_reactor(each) for each in choreography.reactors]
    edges = [edge for each in choreography.reactors for edge in _edges(each, titles)]
    entered = {edge.target for edge in edges}
    firsts = [node for node in nodes if node.name not in entered]
    nodes.insert(
        0, GraphNode(f"/{_OUTSIDE}", _OUTSIDE, "Pass", label="other applications, people, clocks", service="http")
    )
    edges += [GraphEdge(_OUTSIDE, each.name, "next", "", "", "") for each in firsts]
    return GraphModel(GraphScope("", _OUTSIDE, tuple(nodes), tuple(edges)), f"Events of {choreography.name}")


def _titles(choreography: Choreography) -> dict[EventKey, str]:
    """A name for each event: its detail type, with the source where two have the same."""
    names = [each.detail_type for each in choreography.events]
    taken = {each.name for each in choreography.reactors}
    return {
        each: f"{each.detail_type} ({each.source})"
        if names.count(each.detail_type) > 1 or each.detail_type in taken
        else each.detail_type
        for each in choreography.events
    }


def _event(event: EventKey, title: str) -> GraphNode:
    return GraphNode(f"/events/{title}", title, "Pass", label=f"{event.source} on {event.bus}", service="events")


def _reactor(reactor: Reactor) -> GraphNode:
    label = reactor.kind if reactor.schedule is None else reactor.schedule
    return GraphNode(
        f"/{reactor.kind}s/{reactor.name}", reactor.name, "Task", label=label, service=_SERVICES[reactor.kind]
    )


def _edges(reactor: Reactor, titles: dict[EventKey, str]) -> list[GraphEdge]:
    found = [GraphEdge(reactor.name, titles[each], "next", "", "", "tells") for each in reactor.tells]
    if reactor.hears is not None:
        label = "some" if reactor.hears.is_conditional else ""
        found.append(
            GraphEdge(titles[reactor.hears.event], reactor.name, "choice" if label else "next", label, label, "hears")
        )
    return found
