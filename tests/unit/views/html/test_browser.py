"""Pages in a real browser: its scripts run under its own policy, and text stays text."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from steploom.asl import load
from steploom.diagnostics import Span
from steploom.engine import Failure, Success
from steploom.views import render_page

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--virtual-time-budget=4000",
)
LAMBDA = "arn:aws:states:::lambda:invoke"
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><b>&amp;"


class Page(HTMLParser):
    """What the browser made of a page: its elements, and the text by the id of the element around it."""

    void = frozenset({"meta", "img", "br", "input", "link", "path", "rect", "circle"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str | None] = []
        self.text: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.stack.append(dict(attrs).get("id"))

    def handle_endtag(self, tag):
        if tag not in self.void and self.stack:
            self.stack.pop()

    def handle_data(self, data):
        for name in filter(None, self.stack):
            self.text[name] = self.text.get(name, "") + data

    @property
    def sign(self) -> dict[str, str | None]:
        return next(attributes for tag, attributes in self.tags if tag == "html")

    def classes(self, name: str) -> int:
        return sum(name in (attributes.get("class") or "").split() for _, attributes in self.tags)


@pytest.fixture
def browse(tmp_path):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")

    def show(page: str, place: str = "") -> Page:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"{file.as_uri()}{place}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
        return Page(done.stdout)

    return show


def machine(states, **fields):
    return load({"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states, **fields})


@pytest.fixture
def states():
    inner = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    return {
        "wait": {"Type": "Wait", "Seconds": 86_400, "Next": "each"},
        "each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": inner, "Next": "work"},
        "work": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}],
            "End": True,
        },
    }


def test_a_failed_run(browse, record, states):
    answers = iter([Failure("Busy", "queue"), Failure("Declined", "no money")])
    history = record(states, {"order": 4711}, work=lambda _: next(answers))
    page = browse(
        render_page(machine(states), title="shop", history=history, spans={"work": Span("flow.py", 3, 1, 3, 9)})
    )
    assert page.sign.get("data-ready") == "4"
    assert "data-violation" not in page.sign
    assert page.text["status"] == "✗ FAILED"
    assert page.text["failure"] == "Declined: no money in work at flow.py:3:1"
    panel = page.text["details"]
    for words in ("work", "flow.py:3:1", "Declined", "no money", "Attempts", "after 1 s", "Busy", "Definition"):
        assert words in panel
    assert page.classes("chosen") == 2, "the state in the picture, its visit in the timeline"
    timeline = page.text["view-Timeline"]
    assert re.findall(r"(wait|each|item \[\d\]|work)", timeline) == ["wait", "each", "item [0]", "item [1]", "work"]
    assert "1 d" in timeline


def test_events_and_states_by_address(browse, record, states):
    history = record(states, work=lambda _: Success(1))
    text = render_page(machine(states), title="shop", history=history)
    events = browse(text, "#Events")
    assert events.text["view-Events"].startswith(f"{len(history)} events")
    assert "MapIterationStarted" in events.text["view-Events"]
    inner = browse(text, "#/States/each/ItemProcessor/States/item")
    assert "Visit 2 of 2" in inner.text["details"]
    assert "each, item 1" in inner.text["details"]


def test_a_definition_without_a_run(browse, states):
    page = browse(render_page(machine(states, Comment="what it is for"), title="shop"))
    assert page.sign.get("data-ready") == "4"
    assert "data-violation" not in page.sign
    assert "what it is for" in page.text["details"]
    assert "view-States" in page.text
    assert "view-Timeline" not in page.text


def test_hostile_text_stays_text(browse, record):
    states = {HOSTILE: {"Type": "Task", "Resource": LAMBDA, "Comment": HOSTILE, "End": True}}
    history = record(states, {HOSTILE: HOSTILE}, work=lambda _: Failure(HOSTILE, HOSTILE))
    page = browse(
        render_page(
            machine(states, Comment=HOSTILE), title=HOSTILE, history=history, spans={HOSTILE: Span(HOSTILE, 1, 1, 1, 1)}
        )
    )
    assert page.sign.get("data-ready") == "1"
    assert "data-violation" not in page.sign
    assert [tag for tag, _ in page.tags if tag == "img"] == []
    assert [tag for tag, _ in page.tags].count("script") == 2
    assert page.text["details"].count("</script><img src=x") >= 4


def test_thousands_of_events_are_shown_bit_by_bit(browse, record):
    inner = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    states = {"each": {"Type": "Map", "Items": list(range(1500)), "ItemProcessor": inner, "End": True}}
    page = browse(render_page(machine(states), title="many", history=record(states)))
    assert page.sign.get("data-ready") == "2"
    assert page.text["view-Timeline"].endswith("Show 400 more of 1101")
