from __future__ import annotations

import pytest

from steploom.views.layout import lay_out
from steploom.views.layout.measure import fit, text_width, wrap

LAMBDA = "arn:aws:states:::lambda:invoke"


def boxes(layout):
    return {node.node.name: node.box for node in layout.nodes()}


def edge(layout, source, field):
    [found] = [
        each
        for scope in layout.scopes()
        for each in scope.edges
        if (each.edge.source, each.edge.field) == (source, field)
    ]
    return found


def task(**fields):
    return {"Type": "Task", "Resource": LAMBDA, **fields}


def test_a_chain_is_one_straight_column(graph):
    layout = lay_out(graph({"a": task(Next="a much longer name"), "a much longer name": task(End=True)}))
    found = boxes(layout)
    middles = {box.x + box.width / 2 for box in found.values()}
    assert len(middles) == 1
    assert found["a"].bottom < found["a much longer name"].y
    assert len(edge(layout, "a", "Next").points) == 2
    assert [mark.kind for mark in layout.root.marks] == ["start", "end"]


def test_a_polling_loop_stays_straight_and_returns_at_the_side(graph):
    layout = lay_out(
        graph(
            {
                "start": task(Next="wait"),
                "wait": {"Type": "Wait", "Seconds": 5, "Next": "look"},
                "look": task(Next="done?"),
                "done?": {
                    "Type": "Choice",
                    "Choices": [{"Condition": "{% $states.input.done %}", "Next": "end"}],
                    "Default": "wait",
                },
                "end": {"Type": "Succeed"},
            }
        )
    )
    found = boxes(layout)
    assert len({round(box.x + box.width / 2) for box in found.values()}) == 1
    back = edge(layout, "done?", "Default")
    assert back.points[-1][1] == found["wait"].y
    lane = max(x for x, _ in back.points)
    assert lane > max(found[name].right for name in ("wait", "look", "done?"))


def test_handlers_stand_right_and_their_lines_join(graph):
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "undo"}]
    layout = lay_out(
        graph(
            {
                "one": task(Catch=caught, Next="two"),
                "two": task(Catch=caught, Next="three"),
                "three": task(Catch=caught, End=True),
                "undo": task(End=True),
            }
        )
    )
    found = boxes(layout)
    assert found["undo"].x > found["three"].x + found["three"].width / 2
    lines = [edge(layout, name, "Catch[0]/Next") for name in ("one", "two", "three")]
    assert {line.points[-1] for line in lines} == {lines[0].points[-1]}
    assert all(line.points[0][0] == found[line.edge.source].right for line in lines)
    assert lines[0].drawn == lines[0].points
    assert lines[1].drawn != lines[1].points
    assert lines[1].drawn[0] == lines[1].points[0]


def test_catchers_with_one_target_are_one_line_with_both_words(graph):
    caught = [{"ErrorEquals": ["Late"], "Next": "b"}, {"ErrorEquals": ["Broken"], "Next": "b"}]
    layout = lay_out(graph({"a": task(Catch=caught, Next="b"), "b": {"Type": "Succeed"}}))
    first, second = edge(layout, "a", "Catch[0]/Next"), edge(layout, "a", "Catch[1]/Next")
    assert first.points == second.points
    assert (first.label.text, first.label.full, second.label, second.drawn) == (
        "Late, Broken",
        "Late, Broken",
        None,
        (),
    )


def test_many_branches_go_on_in_a_new_row(graph):
    branch = {"StartAt": "s", "States": {"s": {"Type": "Pass", "End": True}}}
    branches = [{"StartAt": f"s{index}", "States": {f"s{index}": branch["States"]["s"]}} for index in range(24)]
    layout = lay_out(graph({"all": {"Type": "Parallel", "Branches": branches, "End": True}}))
    [parallel] = layout.root.nodes
    assert len({scope.box.y for scope in parallel.scopes}) == 3
    assert layout.width < 1700


def test_a_state_that_leads_to_itself(graph):
    layout = lay_out(graph({"a": task(Catch=[{"ErrorEquals": ["Busy"], "Next": "a"}], End=True)}))
    box = boxes(layout)["a"]
    way = edge(layout, "a", "Catch[0]/Next").points
    assert way[0][0] == box.right
    assert way[-1][1] == box.y
    assert max(x for x, _ in way) > box.right


def test_one_state_and_a_missing_one(graph):
    layout = lay_out(graph({"a": {"Type": "Pass", "Next": "gone"}}))
    assert [node.node.type for node in layout.nodes()] == ["Pass", "Missing"]


@pytest.mark.parametrize(("text", "lines"), [("short", 1), ("two words that need a second line", 2), ("x" * 500, 2)])
def test_names_are_broken_and_cut_to_their_width(text, lines):
    done = wrap(text, 150, 13, lines=2, bold=True)
    assert len(done) == lines
    assert all(text_width(line, 13, bold=True) <= 150 for line in done)
    assert (done[-1][-1] == "…") == (len(text) == 500)


def test_letters_of_all_scripts_have_a_width():
    assert text_width("日本", 10) > text_width("ab", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert fit("i" * 1000, 50, 10).endswith("…")


def test_empty_names_are_drawn(graph):
    assert lay_out(graph({"": {"Type": "Pass", "End": True}})).root.nodes[0].lines == ("(no name)",)
