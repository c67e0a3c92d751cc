from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from steploom.asl import load
from steploom.diagnostics import Span
from steploom.engine import Failure, Success
from steploom.views import render_page

LAMBDA = "arn:aws:states:::lambda:invoke"
STATES = {
    "work": {
        "Type": "Task",
        "Resource": LAMBDA,
        "Assign": {"kept": "{% $states.result %}"},
        "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "no"}],
        "End": True,
    },
    "no": {"Type": "Fail", "Error": "Refused", "Cause": "{% $states.input.Cause %}"},
}


class Elements(HTMLParser):
    """All start tags with their attributes, and the text of script and style elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.cdata_elem:
            self.blocks.append(data)


def machine(states=None, **fields):
    states = states or STATES
    return load({"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states, **fields})


def data_of(page):
    [text] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(text)


@pytest.fixture
def failed(record):
    answers = iter(
        [Failure("Busy", "queue"), Failure("Declined", '{"errorMessage":"no money","errorType":"Declined"}')]
    )
    return record(STATES, {"order": 1}, work=lambda _: next(answers))


def test_the_policy_allows_its_own_blocks_and_nothing_else(failed):
    elements = Elements(render_page(machine(), title="t", history=failed))
    [policy] = [each["content"] for tag, each in elements.tags if each.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    style, _, script = elements.blocks
    assert rules.pop("default-src") == "'none'"
    for name, block in (("style-src", style), ("script-src", script)):
        assert rules.pop(name) == f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"
    assert rules == {
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_nothing_is_loaded_and_nothing_inline_would_be_refused(failed):
    page = render_page(machine(), title="t", history=failed)
    elements = Elements(page)
    for tag, attributes in elements.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset")], tag
        assert tag not in ("link", "img", "iframe", "object", "embed", "image", "use"), tag
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", page)
    assert not re.search(r"https?://|url\(|@import", page.replace("http://www.w3.org/2000/svg", ""))


def test_the_data_of_a_run(failed):
    spans = {"work": Span("shop/flow.py", 7, 5, 7, 20)}
    data = data_of(render_page(machine(Comment="what for"), title="t", history=failed, spans=spans))
    text = data["texts"].__getitem__
    assert (data["title"], data["comment"]) == ("t", "what for")
    assert [(each["path"], each["type"], each["place"]) for each in data["states"]] == [
        ("/States/work", "Task", "shop/flow.py:7:5"),
        ("/States/no", "Fail", None),
    ]
    assert data["states"][1]["definition"] == STATES["no"]
    run = data["run"]
    assert (run["status"], run["seconds"], run["error"], run["message"]) == ("FAILED", 1.0, "Refused", "no money")
    work, no = run["visits"]
    assert (work["status"], work["path"], work["error"], work["message"]) == (
        "caught",
        "/States/work",
        "Declined",
        "no money",
    )
    assert [(each["started"], each["error"], each["failed"]) for each in work["tries"]] == [
        (0.0, "Busy", True),
        (1.0, "Declined", True),
    ]
    assert json.loads(text(work["input"])) == {"order": 1}
    assert text(work["output"]) == text(no["input"])
    assert work["output"] == no["input"], "one text is kept once"
    assert run["origin"] == 1
    assert [(event["id"], event["visit"]) for event in run["events"]][:3] == [(1, None), (2, 0), (3, 0)]


def test_a_page_without_a_run():
    page = render_page(machine(), title="t")
    assert data_of(page)["run"] is None
    assert '<body data-kind="definition"' in page


def test_iterations_know_where_they_ran(record):
    inner = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    states = {"each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": inner, "End": True}}
    visits = data_of(render_page(machine(states), title="t", history=record(states)))["run"]["visits"]
    assert [(each["name"], each["owner"], each["depth"], each["run"], each["index"]) for each in visits] == [
        ("each", None, 0, "machine", 0),
        ("item", 0, 1, "iteration", 0),
        ("item", 0, 1, "iteration", 1),
    ]


def test_hostile_text_stays_text(record):
    name = "</script><img src=x onerror=alert(1)>{{script}}\u2028"
    states = {name: {"Type": "Task", "Resource": LAMBDA, "Comment": name, "End": True}}
    page = render_page(
        machine(states, Comment=name),
        title=name,
        history=record(states, {name: name}, work=lambda _: Success({name: name})),
        spans={name: Span(name, 1, 1, 1, 1)},
    )
    elements = Elements(page)
    assert [tag for tag, _ in elements.tags].count("script") == 2
    assert "img" not in [tag for tag, _ in elements.tags]
    assert data_of(page)["states"][0]["name"] == name
    page.encode()


def test_a_lone_surrogate_can_be_written(record):
    states = {"a": {"Type": "Pass", "Comment": "\ud800", "End": True}}
    render_page(machine(states), title="\udfff", history=record({"a": {"Type": "Pass", "End": True}})).encode()
