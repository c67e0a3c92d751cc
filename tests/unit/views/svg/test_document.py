from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from steploom.engine import Failure, Success
from steploom.views import render_svg

LAMBDA = "arn:aws:states:::lambda:invoke"
SVG = "{http://www.w3.org/2000/svg}"


def classes(root, path):
    [found] = [each for each in root.iter(f"{SVG}g") if each.get("data-path") == path]
    return set(found.get("class").split())


@pytest.fixture
def machine():
    inner = {"StartAt": "item", "States": {"item": {"Type": "Task", "Resource": LAMBDA, "End": True}}}
    retry = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}]
    return {
        "each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": inner, "Next": "work"},
        "work": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Retry": retry,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "late"}],
            "Next": "done",
        },
        "done": {"Type": "Succeed"},
        "late": {"Type": "Wait", "Seconds": 5, "End": True},
    }


def test_a_definition(graph, machine):
    root = ET.fromstring(render_svg(graph(machine, Comment="Ship & bill")))  # noqa: S314 - our own text
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == ["steploom-title", "steploom-description"]
    assert root.find(f"{SVG}title").text == "Ship & bill"
    assert root.find(f"{SVG}desc").text == "5 states, starting at each."
    assert classes(root, "/States/work") == {"state", "task"}
    assert classes(root, "/States/each") == {"state", "map", "holder"}
    drawn = [each.get("class") for each in root.iter(f"{SVG}g") if each.get("class", "").startswith("edge")]
    assert sorted(drawn) == ["edge catch", "edge next", "edge next", "edge next", "edge next"]


def test_a_run_colours_it(graph, model, machine):
    answers = iter([Success(1), Success(2), Failure("Busy", ""), Failure("Broken", "")])
    run = model(machine, work=lambda _: next(answers))
    root = ET.fromstring(render_svg(graph(machine), run))  # noqa: S314 - our own text
    assert root.find(f"{SVG}desc").text == "5 states, starting at each. The run shown succeeded, 6 s."
    assert "succeeded" in classes(root, "/States/each")
    assert "caught" in classes(root, "/States/work")
    assert "idle" in classes(root, "/States/done")
    assert "succeeded" in classes(root, "/States/late")
    badges = [
        (each.get("class"), "".join(each.itertext()))
        for each in root.iter(f"{SVG}g")
        if "badge" in each.get("class", "")
    ]
    assert badges == [("badge visits", "2\N{MULTIPLICATION SIGN}"), ("badge tries", "↻ 2")]
    taken = [each.get("data-field") for each in root.iter(f"{SVG}g") if "taken" in each.get("class", "")]
    assert sorted(field for field in taken if field) == ["Catch[0]/Next", "End", "Next", "StartAt"]


def test_names_are_text(graph):
    name = "</text><script>alert(1)</script>&amp;\x00\ud800]]>"
    picture = render_svg(graph({name: {"Type": "Pass", "Comment": name, "End": True}}, Comment=name))
    picture.encode()
    root = ET.fromstring(picture)  # noqa: S314 - our own text
    assert not list(root.iter(f"{SVG}script"))
    assert root.find(f"{SVG}title").text == name.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def test_it_needs_nothing_else(graph, machine):
    picture = render_svg(graph(machine))
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import|<image|<use|\son\w+=", picture)
    assert "prefers-color-scheme: dark" in picture


def test_one_look_for_each_type(graph):
    made = {
        "Task": {"Resource": LAMBDA, "Next": "Pass"},
        "Pass": {"Next": "Wait"},
        "Wait": {"Seconds": 1, "Next": "Parallel"},
        "Parallel": {"Branches": [{"StartAt": "p", "States": {"p": {"Type": "Succeed"}}}], "Next": "Map"},
        "Map": {"ItemProcessor": {"StartAt": "m", "States": {"m": {"Type": "Succeed"}}}, "Next": "Choice"},
        "Choice": {"Choices": [{"Condition": "{% true %}", "Next": "Succeed"}], "Default": "Fail"},
        "Succeed": {},
        "Fail": {},
    }
    picture = render_svg(graph({kind: {"Type": kind, **fields} for kind, fields in made.items()}))
    icons = re.findall(r'class="state (\w+)[^"]*" data-path="/States/\w+".*?class="icon"[^>]* d="([^"]+)"', picture)
    assert [kind for kind, _ in icons] == [kind.lower() for kind in made]
    assert len({icon for _, icon in icons}) == len(made)
