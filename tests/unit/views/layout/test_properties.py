"""What must hold for every picture, whatever the machine: real ones, generated ones, large ones."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from steploom.asl import load
from steploom.errors import DefinitionError
from steploom.views import build_graph
from steploom.views.layout import Box, Layout, PlacedEdge, PlacedScope, lay_out

_LAMBDA = "arn:aws:states:::lambda:invoke"


def overlap(one: Box, other: Box, margin: float = 0.5) -> bool:
    across = one.x + margin < other.right and other.x + margin < one.right
    return across and one.y + margin < other.bottom and other.y + margin < one.bottom


def inside(inner: Box, outer: Box, margin: float = 0.5) -> bool:
    left_and_top = inner.x > outer.x - margin and inner.y > outer.y - margin
    return left_and_top and inner.right < outer.right + margin and inner.bottom < outer.bottom + margin


def stretches(edge: PlacedEdge) -> list[Box]:
    """The straight parts of a line, as flat boxes."""
    return [Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2)) for (x1, y1), (x2, y2) in pairwise(edge.points)]


def through(flat: Box, box: Box, margin: float = 0.6) -> bool:
    across = flat.x < box.right - margin and box.x + margin < flat.right
    return across and flat.y < box.bottom - margin and box.y + margin < flat.bottom


def check(layout: Layout) -> None:
    for scope in layout.scopes():
        check_boxes(scope)
        check_lines(scope)
        for node in scope.nodes:
            for inner in node.scopes:
                assert inside(inner.box, node.box), node.node.path
            for one, other in combinations(node.scopes, 2):
                assert not overlap(one.box, other.box), node.node.path


def check_boxes(scope: PlacedScope) -> None:
    boxes = [node.box for node in scope.nodes] + [mark.box for mark in scope.marks]
    boxes += [edge.label.box for edge in scope.edges if edge.label is not None]
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other), (one, other)
    for box in boxes:
        assert inside(box, scope.box)


def check_lines(scope: PlacedScope) -> None:
    boxes = [node.box for node in scope.nodes] + [mark.box for mark in scope.marks]
    tops = {node.node.name: node.box for node in scope.nodes}
    for edge in scope.edges:
        for flat in stretches(edge):
            assert flat.width < 0.5 or flat.height < 0.5, "only right angles"
            assert inside(flat, scope.box)
            assert not any(through(flat, box) for box in boxes), (edge.edge, flat)
        if edge.edge.source:
            x, y = edge.points[0]
            box = tops[edge.edge.source]
            beside = edge.edge.kind == "catch" and abs(x - box.right) < 0.2 and box.y < y < box.bottom
            assert beside or (box.x < x < box.right and abs(y - box.bottom) < 0.2), edge.edge
        if edge.edge.target:
            x, y = edge.points[-1]
            box = tops[edge.edge.target]
            assert box.x < x < box.right
            assert abs(y - box.y) < 0.2
    for words in scope.edges:
        if words.label is None:
            continue
        for edge in scope.edges:
            shared = edge is words or (edge.edge.source, edge.edge.target) == (words.edge.source, words.edge.target)
            if not shared or words.edge.kind == "catch":
                assert not any(through(flat, words.label.box) for flat in stretches(edge)), (words.edge, edge.edge)


def check_apart(scope: PlacedScope) -> None:
    """Lines into different states, or of different kinds, cross but never lie on each other."""
    for one, other in combinations(scope.edges, 2):
        caught = (one.edge.kind == "catch", other.edge.kind == "catch")
        if one.edge.target == other.edge.target and caught[0] == caught[1]:
            continue
        for flat in stretches(one):
            for beside in stretches(other):
                width = min(flat.x + flat.width, beside.right) - max(flat.x, beside.x)
                height = min(flat.bottom, beside.bottom) - max(flat.y, beside.y)
                assert width < 3 or height < -3, (one.edge, other.edge)
                assert height < 3 or width < -3, (one.edge, other.edge)


def complete(layout: Layout, definition: Any) -> None:
    graph = build_graph(load(definition))
    assert sorted(node.node.path for node in layout.nodes()) == sorted(node.path for node in graph.nodes())
    for placed, scope in zip(layout.scopes(), graph.scopes(), strict=True):
        drawn = [edge.edge for edge in placed.edges if edge.edge.source and edge.edge.target]
        assert sorted(map(repr, drawn)) == sorted(map(repr, scope.edges))
        assert any(edge.drawn for edge in placed.edges) or not scope.edges


def definitions(shared: Path) -> Iterator[tuple[str, Any]]:
    with (shared / "conformance" / "asl" / "real.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            try:
                load(case["definition"])
            except DefinitionError:
                continue
            yield case["id"], case["definition"]


def test_real_machines(shared):
    count = 0
    for name, definition in definitions(shared):
        layout = lay_out(build_graph(load(definition)))
        complete(layout, definition)
        try:
            check(layout)
            for scope in layout.scopes():
                check_apart(scope)
        except AssertionError as fault:
            raise AssertionError(f"{name}: {fault}") from fault
        assert layout == lay_out(build_graph(load(definition)))
        count += 1
    assert count > 250


def state(draw: st.DrawFn, names: list[str], depth: int) -> dict[str, Any]:
    target = st.sampled_from(names)
    kind = draw(st.sampled_from(["Pass", "Task", "Choice", "Fail", "Succeed", "Wait", "Parallel", "Map"]))
    ahead = draw(st.one_of(st.just({"End": True}), st.builds(lambda name: {"Next": name}, target)))
    catchers = [
        {"ErrorEquals": [draw(st.sampled_from(["States.ALL", "CardDeclined", "A.VeryLongErrorNameIndeed" * 3]))],
         "Next": draw(target)}
        for _ in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    match kind:
        case "Task":
            return {"Type": kind, "Resource": _LAMBDA, **ahead, "Catch": catchers}
        case "Choice":
            rules = [
                {"Condition": f"{{% $number > {'1' * draw(st.integers(1, 40))} %}}", "Next": draw(target)}
                for _ in range(draw(st.integers(1, 5)))
            ]
            return {"Type": kind, "Choices": rules, "Default": draw(target)}
        case "Wait":
            return {"Type": kind, "Seconds": 5, **ahead}
        case "Parallel" | "Map" if depth < 2:
            inner = [machine(draw, depth + 1) for _ in range(draw(st.integers(1, 3)) if kind == "Parallel" else 1)]
            held = {"Branches": inner} if kind == "Parallel" else {"ItemProcessor": inner[0]}
            return {"Type": kind, **held, **ahead, "Catch": catchers}
        case "Fail" | "Succeed":
            return {"Type": kind}
        case _:
            return {"Type": "Pass", **ahead}


def machine(draw: st.DrawFn, depth: int = 0) -> dict[str, Any]:
    names = [
        f"s{index}" + draw(st.sampled_from(["", " with a name of several words that goes on", "X" * 60]))
        for index in range(draw(st.integers(1, 9 if depth == 0 else 3)))
    ]
    return {"StartAt": names[0], "States": {name: state(draw, names, depth) for name in names}}


machines = st.composite(machine)()


@given(machines)
@settings(max_examples=50, deadline=None)
def test_generated_machines(definition):
    layout = lay_out(build_graph(load({"QueryLanguage": "JSONata", **definition})))
    complete(layout, definition)
    check(layout)


def chain(length: int) -> dict[str, Any]:
    return {
        f"s{index}": {"Type": "Task", "Resource": _LAMBDA, "Next": f"s{index + 1}"} for index in range(length - 1)
    } | {f"s{length - 1}": {"Type": "Succeed"}}


def large_chain() -> dict[str, Any]:
    states = chain(500)
    for index in range(499):
        states[f"s{index}"]["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "failed"}]
    return states | {"failed": {"Type": "Fail"}}


def large_tangle() -> dict[str, Any]:
    states = chain(500)
    for index in range(498):
        rules = [{"Condition": "{% $x %}", "Next": f"s{(index * step + 7) % 500}"} for step in (37, 91)]
        states[f"s{index}"] = {"Type": "Choice", "Choices": rules, "Default": f"s{index + 1}"}
    return states


def test_five_hundred_states_take_less_than_a_second():
    for states in (large_chain(), large_tangle()):
        graph = build_graph(load({"StartAt": "s0", "States": states}))
        began = time.process_time()
        layout = lay_out(graph)
        assert time.process_time() - began < 2, "well under a second on an idle machine"
        assert sum(1 for _ in layout.nodes()) == len(states)


def test_a_large_tangle_is_drawn_right():
    states = large_tangle()
    kept = {name: states[name] for name in list(states)[:60]}
    text = json.dumps(kept)
    for index in range(60, 500):
        text = text.replace(f'"s{index}"', '"s59"')
    layout = lay_out(build_graph(load({"StartAt": "s0", "States": json.loads(text)})))
    check(layout)
