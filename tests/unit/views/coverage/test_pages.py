from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from steploom.analysis.coverage import Coverage, MachineCoverage
from steploom.asl import load
from steploom.diagnostics import Span
from steploom.views import render_coverage
from steploom.views.coverage.picture import heat

LAMBDA = "arn:aws:states:::lambda:invoke"
HOSTILE = "</style></script><img src=x onerror=alert(1)>"


def machine(name="work", **fields):
    return load(
        {
            "QueryLanguage": "JSONata",
            "StartAt": name,
            "States": {
                name: {
                    "Type": "Task",
                    "Resource": LAMBDA,
                    "Catch": [{"ErrorEquals": ["A"], "Next": "bad"}, {"ErrorEquals": ["B"], "Next": "bad"}],
                    "Next": "end",
                    **fields,
                },
                "bad": {"Type": "Fail"},
                "end": {"Type": "Succeed"},
            },
        }
    )


HITS = {"/States/work": 3, "/States/work/Next": 2, "/States/work/Catch[1]": 1, "/States/end": 2, "/States/bad": 1}


def test_heat():
    made = heat(MachineCoverage.of("m", machine(), HITS))
    assert {path: (each.status, each.visits) for path, each in made.nodes.items()} == {
        "/States/work": ("partly", 3),
        "/States/bad": ("hit", 1),
        "/States/end": ("hit", 2),
    }
    assert ("/States/work", "Catch[1]/Next") in made.edges
    assert ("/States/work", "Catch[0]/Next") not in made.edges
    assert ("", "StartAt") in made.edges
    assert heat(MachineCoverage.of("m", machine())).edges == frozenset()


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_pages_load_nothing_and_run_nothing():
    pages = render_coverage(
        Coverage((MachineCoverage.of("m", machine(), HITS, {"work": Span("flow.py", 3, 1, 3, 2)}),))
    )
    assert list(pages) == ["index.html", "m.html"]
    for page in pages.values():
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
        digest = b64encode(sha256(style.encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page
        tags = Tags(page).found
        assert not [tag for tag, _ in tags if tag in ("script", "img", "link", "iframe", "object", "form")]
        assert not [attrs for _, attrs in tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
        links = [attrs["href"] for tag, attrs in tags if tag == "a"]
        assert all(re.fullmatch(r"#state-\d+|[\w-]+\.html", link) for link in links)
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in links if link[0] == "#"} <= set(ids)
    assert "flow.py:3" in pages["m.html"]
    assert "catch A → bad" in pages["m.html"]


def test_hostile_text_stays_text():
    pages = render_coverage(Coverage((MachineCoverage.of(HOSTILE, machine(HOSTILE), {}, file=HOSTILE),)), HOSTILE)
    for page in pages.values():
        assert "<img" not in page
        assert "onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("name", ["index", "INDEX", "../../etc/passwd", "", "ü", "a b", "a/b"])
def test_names_of_files_are_safe_and_unique(name):
    twice = Coverage((MachineCoverage.of(name, machine()), MachineCoverage.of(name, machine())))
    files = list(render_coverage(twice))
    assert len({each.lower() for each in files}) == 3
    assert all(re.fullmatch(r"[\w-]+\.html", each, re.ASCII) for each in files)


def test_all_hit_is_said():
    whole = load({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
    page = render_coverage(Coverage((MachineCoverage.of("m", whole, {"/States/A": 1}),)))["m.html"]
    assert "Nothing: every state and every way out of it was run." in page
    assert "<b>100%</b>" in page
