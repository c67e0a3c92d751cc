from __future__ import annotations

from enum import Enum

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from steploom.diagnostics import render
from steploom.errors import DeclarationError, DiagnosticError
from steploom.events import Event, pattern_of

LIMIT = 1_000
COUNTRIES = frozenset({"FR", "DE"})


class Status(Enum):
    OPEN = "open"
    PAID = "paid"


class Buyer(BaseModel):
    name: str
    since: int = Field(default=2020, alias="customer-since")


class Parcel(TypedDict):
    weight: float


class Bought(Event, source="shop"):
    total: float
    country: str
    status: Status
    tags: list[str]
    gift: bool
    note: str | None
    buyer: Buyer
    sender: Buyer | None = None
    channel: str = "web"
    parcel: Parcel


def _detail(predicate):
    return pattern_of(Bought.where(predicate)).get("detail")


def _faults(predicate):
    with pytest.raises(DeclarationError) as caught:
        pattern_of(Bought.where(predicate))
    return [each.message for each in caught.value.diagnostics]


def test_a_class_matches_by_source_and_detail_type():
    assert pattern_of(Bought) == {"source": ["shop"], "detail-type": ["Bought"]}


def test_conditions_on_several_fields_stand_side_by_side():
    assert pattern_of(Bought.where(lambda e: e.total > 0 and e.country in ("DE", "FR"))) == {
        "source": ["shop"],
        "detail-type": ["Bought"],
        "detail": {"total": [{"numeric": [">", 0]}], "country": ["DE", "FR"]},
    }


def test_numbers_use_interval_algebra():
    assert _detail(lambda e: 0 < e.total <= LIMIT) == {"total": [{"numeric": [">", 0, "<=", 1000]}]}
    assert _detail(lambda e: e.total > 0 and e.total > 5) == {"total": [{"numeric": [">", 5]}]}
    assert _detail(lambda e: not 0 <= e.total < 5) == {"total": [{"numeric": ["<", 0]}, {"numeric": [">=", 5]}]}
    assert _detail(lambda e: e.total == 3) == {"total": [3]}
    assert _detail(lambda e: e.total != 3) == {"total": [{"anything-but": 3}]}
    assert _detail(lambda e: e.total > LIMIT * 2) == {"total": [{"numeric": [">", 2000]}]}
    assert _detail(lambda e: e.total > 0 or e.total <= 0) is None


def test_texts():
    assert _detail(lambda e: e.country == "DE") == {"country": ["DE"]}
    assert _detail(lambda e: e.country not in ("DE", "FR")) == {"country": [{"anything-but": ["DE", "FR"]}]}
    assert _detail(lambda e: e.country in COUNTRIES) == {"country": ["DE", "FR"]}
    assert _detail(lambda e: e.country.startswith("D")) == {"country": [{"prefix": "D"}]}
    assert _detail(lambda e: e.country.startswith(("D", "F"))) == {"country": [{"prefix": "D"}, {"prefix": "F"}]}
    assert _detail(lambda e: not e.country.endswith("E")) == {"country": [{"anything-but": {"suffix": "E"}}]}
    assert _detail(lambda e: "*" in e.country) == {"country": [{"wildcard": "*\\**"}]}
    assert _detail(lambda e: e.country.startswith("ab") and e.country.endswith("bc")) == {
        "country": [{"wildcard": "ab*bc"}, "abc"]
    }
    assert _detail(lambda e: e.country in ("DE", "FR") and not e.country.startswith("D")) == {"country": ["FR"]}


def test_enums_bools_none_and_lists():
    assert _detail(lambda e: e.status == Status.PAID) == {"status": ["paid"]}
    assert _detail(lambda e: e.status != Status.PAID) == {"status": [{"anything-but": "paid"}]}
    assert _detail(lambda e: e.gift) == {"gift": [True]}
    assert _detail(lambda e: not e.gift) == {"gift": [False]}
    assert _detail(lambda e: e.note is None) == {"note": [None]}
    assert _detail(lambda e: e.note is not None) == {"note": [{"prefix": ""}]}
    assert _detail(lambda e: "gold" in e.tags) == {"tags": ["gold"]}


def test_a_missing_field_counts_as_its_default():
    assert _detail(lambda e: e.channel == "web") == {"channel": ["web", {"exists": False}]}
    assert _detail(lambda e: e.channel != "web") == {"channel": [{"anything-but": "web"}]}


def test_nested_fields_use_the_names_of_the_wire():
    assert _detail(lambda e: e.buyer.name == "Ada" and e.buyer.since < 2000) == {
        "buyer": {"name": ["Ada"], "customer-since": [{"numeric": ["<", 2000]}]}
    }


def test_an_object_is_there_when_what_it_must_hold_is_there():
    assert _detail(lambda e: e.sender is None) == {"sender": {"name": [{"exists": False}]}}
    assert _detail(lambda e: e.sender is not None) == {"sender": {"name": [{"exists": True}]}}


def test_a_default_in_an_object_that_may_be_missing_counts_only_with_its_object():
    assert _detail(lambda e: e.sender.since == 2020) == {
        "$or": [
            {"sender": {"customer-since": [2020]}},
            {"sender": {"customer-since": [{"exists": False}], "name": [{"exists": True}]}},
        ]
    }


def test_or_over_fields_shares_what_both_sides_ask():
    assert _detail(lambda e: e.gift and (e.country == "DE" or e.total > 9)) == {
        "gift": [True],
        "$or": [{"country": ["DE"]}, {"total": [{"numeric": [">", 9]}]}],
    }


def test_or_over_one_field_is_a_list():
    assert _detail(lambda e: e.country == "DE" or e.country.startswith("F")) == {"country": ["DE", {"prefix": "F"}]}


def test_a_choice_is_an_or():
    assert _detail(lambda e: e.total > 5 if e.gift else e.total > 9) == {
        "$or": [
            {"gift": [True], "total": [{"numeric": [">", 5]}]},
            {"gift": [False], "total": [{"numeric": [">", 9]}]},
        ]
    }


def test_names_are_taken_from_around_the_lambda():
    lowest = 7
    assert _detail(lambda e: e.total >= lowest) == {"total": [{"numeric": [">=", 7]}]}


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        (lambda e: len(e.tags) > 3, "EventBridge cannot say len(e.tags)"),
        (lambda e: e.total > e.buyer.since, "EventBridge cannot compare two fields of an event"),
        (lambda e: e.country > "D", "EventBridge cannot order texts"),
        (lambda e: e.country.lower() == "de", "EventBridge cannot say e.country.lower()"),
        (lambda e: "x" not in e.tags, "EventBridge cannot say that no element of the list tags is 'x'"),
        (
            lambda e: "x" in e.tags and "y" in e.tags,
            "two elements of the list tags cannot be asked for in one pattern",
        ),
        (lambda e: e.tags[0] == "x", "EventBridge cannot say e.tags[0]"),
        (lambda e: e.tags == [], "EventBridge compares the elements of the list tags, not the list"),
        (lambda e: e.price > 3, "the event has no field 'price'"),
        (lambda e: e.buyer.age > 3, "buyer has no field 'age'"),
        (lambda e: e.parcel.weight > 3, "parcel has no field 'weight'"),
        (lambda e: e.total == True, "total is a number, and in Python True equals a number"),  # noqa: E712
        (lambda e: e.status == "paid", "status is a Status, which never equals 'paid' in Python"),
        (lambda e: e.note != "a" and e.note is not None, None),
        (lambda e: e.total > 0 and e.total < 0, "the condition is never true"),
        (lambda e: e.total > UNKNOWN, "UNKNOWN is not known here"),  # noqa: F821
        (lambda e: e.total is LIMIT, "`is` compares objects, an event holds values"),
        (lambda e: e.buyer == 3, "buyer is of a type that a pattern cannot compare"),
    ],
)
def test_what_a_pattern_cannot_say_is_refused(predicate, message):
    faults = _faults(predicate)
    assert len(faults) == 1
    assert message is None or faults == [message]


def test_the_reason_of_a_refusal_tells_what_eventbridge_does():
    assert _faults(lambda e: e.note != "a" and e.note is not None) == [
        "what note must not be can only be said with anything-but, which lets null pass"
    ]
    assert _faults(lambda e: e.total < 12345678901234567891) == [
        "EventBridge refuses the pattern of this condition: Cannot compare number : 12345678901234567891"
    ]


def test_all_faults_are_told_with_their_places():
    with pytest.raises(DeclarationError) as caught:
        pattern_of(Bought.where(lambda e: e.country > "D" and e.tags[0] == "x"))
    shown = render(caught.value.diagnostics)
    assert shown.count("error[SL502]") == 2
    assert "^" * len('e.country > "D"') in shown
    assert "help: compare the beginning" in shown


def test_a_function_is_no_predicate_of_a_pattern():
    def large(event):
        return event.total > 3

    with pytest.raises(DiagnosticError, match="SL100"):
        pattern_of(Bought.where(large))
