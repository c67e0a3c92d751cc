from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import Field, create_model

from steploom.errors import DeclarationError
from steploom.events import Event, EventFilter, Meta, to_entry


class Placed(Event, source="shop.orders", version=3, bus="shop"):
    order_id: str
    total: float


META = Meta(version=3, correlation_id="cor", causation_id="exec", idempotency_key="key")


def test_a_class_knows_its_envelope():
    assert (Placed.event_source, Placed.event_version, Placed.event_bus) == ("shop.orders", 3, "shop")
    assert Placed.detail_type == "Placed"


def test_version_is_one_and_the_bus_the_applications_unless_said():
    class Plain(Event, source="a"):
        pass

    assert (Plain.event_version, Plain.event_bus) == (1, None)
    assert to_entry(Plain())["EventBusName"] == "default"


def test_a_subclass_inherits_source_and_bus_and_keeps_its_own_name():
    class Changed(Placed, version=4):
        reason: str

    assert (Changed.event_source, Changed.event_version, Changed.event_bus) == ("shop.orders", 4, "shop")
    assert Changed.detail_type == "Changed"


def test_an_entry_holds_the_flat_fields_and_the_meta_data():
    entry = to_entry(Placed(order_id="7", total=1.5), META)
    assert {key: entry[key] for key in ("Source", "DetailType", "EventBusName")} == {
        "Source": "shop.orders",
        "DetailType": "Placed",
        "EventBusName": "shop",
    }
    assert json.loads(entry["Detail"]) == {
        "order_id": "7",
        "total": 1.5,
        "_meta": {"version": 3, "correlation_id": "cor", "causation_id": "exec", "idempotency_key": "key"},
    }


def test_a_first_cause_gets_fresh_ids():
    first, second = (json.loads(to_entry(Placed(order_id="7", total=1))["Detail"])["_meta"] for _ in range(2))
    assert first["version"] == 3
    assert first["causation_id"] is None
    assert first["correlation_id"] != second["correlation_id"]
    assert first["idempotency_key"] != second["idempotency_key"]


def test_an_alias_is_the_name_on_the_wire():
    class Aliased(Event, source="a"):
        sent_by: str = Field(alias="from")

    assert json.loads(to_entry(Aliased.model_validate({"from": "x"}))["Detail"])["from"] == "x"


def test_fields_have_the_json_forms_of_the_contract():
    class Typed(Event, source="a"):
        wait: timedelta
        price: Decimal
        raw: bytes

    told = Typed(wait=timedelta(minutes=2), price=Decimal("9.90"), raw=b"\x00\xff")
    detail = json.loads(to_entry(told)["Detail"])
    assert (detail["wait"], detail["price"], detail["raw"]) == (120, "9.90", "AP8=")


def test_a_field_that_was_made_wrong_afterwards_is_told():
    told = Placed(order_id="7", total=1)
    told.total = "much"  # type: ignore[assignment]
    with pytest.raises(TypeError, match="Placed: total: expected number, got string"):
        to_entry(told)


def test_meta_data_of_another_version_is_refused():
    with pytest.raises(ValueError, match="version 1, Placed of 3"):
        to_entry(Placed(order_id="7", total=1), Meta(version=1, correlation_id="c", idempotency_key="k"))


def test_where_keeps_the_class_and_the_predicate():
    chosen = Placed.where(lambda e: e.total > 0)
    assert isinstance(chosen, EventFilter)
    assert chosen.event_type is Placed
    assert chosen.predicate(Placed(order_id="7", total=1)) is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "it does not say its source"),
        ({"source": ""}, "its source must be a text, not ''"),
        ({"source": 3}, "its source must be a text, not 3"),
        ({"source": "aws.s3"}, "a source that starts with 'aws.' is AWS's own"),
        ({"source": "a", "version": 0}, "its version must be a whole number from 1, not 0"),
        ({"source": "a", "version": True}, "its version must be a whole number from 1, not True"),
        ({"source": "a", "version": "2"}, "its version must be a whole number from 1, not '2'"),
        ({"source": "a", "bus": "my bus"}, "'my bus' is no name of an event bus"),
    ],
)
def test_a_wrong_class_line_is_refused(arguments, message):
    with pytest.raises(DeclarationError) as caught:
        create_model("Bad", __base__=Event, __cls_kwargs__=arguments)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("SL501", f"event Bad: {message}")
    assert diagnostic.hint


@pytest.mark.parametrize("name", ["event_source", "event_version", "event_bus", "detail_type", "where"])
def test_a_field_cannot_take_a_name_of_the_event_class(name):
    with pytest.raises(DeclarationError, match=f"the name '{name}' is taken by steploom.Event itself"):
        type("Bad", (Event,), {"__annotations__": {name: str}, "__module__": __name__}, source="a")


def test_the_reserved_field_is_refused_as_a_name_and_as_an_alias():
    with pytest.raises(DeclarationError, match="'_meta' is taken"):

        class Named(Event, source="a"):
            _meta: str

    with pytest.raises(DeclarationError, match="'_meta' is taken"):

        class Aliased(Event, source="a"):
            meta: str = Field(alias="_meta")


def test_the_fault_names_the_class_line():
    with pytest.raises(DeclarationError) as caught:

        class Lost(Event):
            pass

    span = caught.value.diagnostics[0].span
    assert span is not None
    assert span.file.endswith("test_model.py")
    assert span.column == 9


def test_the_package_loads_neither_matcher_nor_pydantic_until_asked():
    code = (
        "import sys, steploom.events\n"
        "assert not {'pydantic', 'steploom.events.matcher', 'steploom.events.model'} & set(sys.modules)\n"
        "from steploom.events import Event\n"
        "assert not {'steploom.events.matcher', 'steploom.events.pattern', 'boto3'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
