from __future__ import annotations

import pytest

from steploom.errors import DeclarationError
from steploom.events import DeadLetter, Event, RetryPolicy, Rule, Target, rule_for


class Ping(Event, source="demo"):
    number: int


class Pong(Event, source="demo", bus="games"):
    number: int


def test_a_rule_is_made_for_an_event():
    target = Target("machine", "arn:aws:states:…", input_path="$.detail", dead_letter=DeadLetter("arn:aws:sqs:…"))
    rule = rule_for(Ping.where(lambda e: e.number > 3), "pings", target, bus="shop")
    assert rule.bus == "shop"
    assert rule.pattern["detail"] == {"number": [{"numeric": [">", 3]}]}
    assert rule.targets == (target,)
    assert target.retry == RetryPolicy(185, 86_400)


def test_an_events_own_bus_wins_and_default_is_the_last_resort():
    assert rule_for(Pong, "pongs", bus="shop").bus == "games"
    assert rule_for(Ping, "pings").bus == "default"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RetryPolicy(attempts=186), "attempts must be from 0 to 185, not 186"),
        (lambda: RetryPolicy(age=59), "age must be from 60 to 86400 seconds, not 59"),
        (lambda: Target("a b", "arn"), "'a b' is no id of a target"),
        (lambda: Target("a", "arn", input="1", input_path="$"), "Only one of Input, InputPath, or InputTransformer"),
        (lambda: Rule("", "default", {}, ()), "'' is no name of a rule"),
        (lambda: Rule("r", "default", {}, tuple(Target(str(n), "arn") for n in range(6))), "6 targets, EventBridge"),
        (lambda: Rule("r", "default", {}, (Target("a", "x"), Target("a", "y"))), "two targets of one id"),
    ],
)
def test_what_eventbridge_would_refuse_is_refused(make, message):
    with pytest.raises(DeclarationError, match=message) as caught:
        make()
    assert caught.value.diagnostics[0].code == "SL207"
