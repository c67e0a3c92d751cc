"""The index finds exactly the rules that the matcher finds one by one."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from steploom.events.index import RuleSet
from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern

_SHARED = Path(os.environ.get("STEPLOOM_SHARED") or Path(__file__).parents[5] / "shared")
_CASES = _SHARED / "conformance" / "events" / "ruler_cases.jsonl"
_TEXTS = ["a", "ab", "abc", "b", "ba", "", "10.0.0.1"]
_EXPRESSIONS = [
    {"prefix": "a"},
    {"prefix": "ab"},
    {"prefix": ""},
    {"suffix": "a"},
    {"suffix": "bc"},
    {"prefix": {"equals-ignore-case": "A"}},
    {"equals-ignore-case": "AB"},
    {"wildcard": "a*c"},
    {"numeric": [">", 0]},
    {"numeric": [">=", 1, "<", 3]},
    {"anything-but": ["a", "b"]},
    {"anything-but": {"prefix": "a"}},
    {"exists": True},
    {"exists": False},
    {"cidr": "10.0.0.0/8"},
    None,
    True,
    2,
    2.5,
]


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def pattern(self, depth: int = 2) -> dict:
        keys = self.chance.sample(["source", "detail-type", "k", "a.b", "tags", "detail"], self.chance.randint(1, 3))
        made = {key: self.pattern(depth - 1) if key == "detail" and depth else self.operators() for key in keys}
        if depth and self.chance.random() < 0.2:
            made["$or"] = [self.pattern(0), self.pattern(0)]
        return made

    def operators(self) -> list:
        texts = self.chance.sample(_TEXTS, self.chance.choice([0, 1, 1, 2, 5]))
        others = self.chance.sample(_EXPRESSIONS, self.chance.choice([0, 0, 0, 1, 2]))
        return texts + others or ["a"]

    def event(self, depth: int = 2) -> dict:
        keys = ["source", "detail-type", "k", "a.b", "a", "tags", "detail", "other"]
        return {key: self.value(depth) for key in self.chance.sample(keys, self.chance.randint(2, 7))}

    def value(self, depth: int) -> object:
        kind = self.chance.random()
        if depth and kind < 0.3:
            return self.event(depth - 1)
        if depth and kind < 0.35:
            return {"b": self.value(0)}
        if depth and kind < 0.45:
            return [self.value(depth - 1) for _ in range(self.chance.randint(0, 3))]
        return self.chance.choice([*_TEXTS, 0, 1, 2, 2.5, None, True, False])


@pytest.mark.parametrize("seed", range(20))
def test_the_index_agrees_with_the_matcher(seed):
    maker = _Maker(seed)
    patterns = {f"r{number}": maker.pattern() for number in range(60)}
    rules = RuleSet(patterns)
    gone = maker.chance.sample(sorted(patterns), 15)
    for name in gone:
        rules.remove(name)
    matchers = {name: compile_pattern(each) for name, each in patterns.items() if name not in gone}
    found = 0
    for _ in range(80):
        event = maker.event()
        expected = [name for name, matcher in matchers.items() if matcher.matches(event)]
        assert rules.matching(event) == expected, (event, patterns)
        found += len(expected)
    assert found > 20


@pytest.mark.skipif(not _CASES.is_file(), reason="the conformance data is not beside the project")
def test_all_recorded_rules_together_match_as_each_alone():
    cases = [json.loads(line) for line in _CASES.read_text().splitlines()]
    texts = dict.fromkeys(case.get("rule_text") or json.dumps(case["rule"]) for case in cases)
    matchers = {}
    for text in texts:
        try:
            matchers[text] = compile_pattern(text)
        except InvalidPattern:
            continue
    rules = RuleSet({text: text for text in matchers})
    assert len(rules) > 300
    events = {json.dumps(case.get("event")): case["event"] for case in cases if isinstance(case.get("event"), dict)}
    for event in list(events.values())[:200]:
        assert rules.matching(event) == [text for text, matcher in matchers.items() if matcher.matches(event)]


def test_a_replaced_rule_stands_behind_the_others():
    rules = RuleSet({"one": {"source": ["a"]}, "two": {"source": ["a"]}})
    rules.add("one", {"source": [{"prefix": "a"}]})
    assert rules.matching({"source": "a"}) == ["two", "one"]
    assert rules.matching({"source": "ab"}) == ["one"]


def test_a_refused_replacement_leaves_the_rule_as_it_was():
    rules = RuleSet({"one": {"source": ["a"]}})
    with pytest.raises(InvalidPattern):
        rules.add("one", {"source": "a"})
    assert rules.matching({"source": "a"}) == ["one"]


def test_rules_that_come_and_go_leave_no_trace():
    rules = RuleSet({"stays": {"source": ["a"]}})
    for number in range(500):
        rules.add("guest", {"source": [f"s{number}"]})
    rules.remove("guest")
    assert len(rules) == 1
    assert "guest" not in rules
    assert rules.matching({"source": "a"}) == ["stays"]
    assert rules.matching({"source": "s499"}) == []


def test_many_texts_in_many_fields_do_not_multiply():
    wide = {f"f{number}": [f"v{each}" for each in range(40)] for number in range(8)}
    rules = RuleSet({"wide": wide})
    assert rules.matching({key: values[-1] for key, values in wide.items()}) == ["wide"]
    assert rules.matching({key: "v0" if key != "f7" else "other" for key in wide}) == []
