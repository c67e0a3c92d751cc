from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import uuid4

import pytest
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    RootModel,
    StringConstraints,
    computed_field,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic import dataclasses as pydantic_dataclasses
from pydantic.alias_generators import to_camel

from steploom import Event
from steploom.dsl.contract import (
    NO_DEFAULT,
    Bounds,
    FieldShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    StrShape,
    UnionShape,
    build,
    dump,
    faults,
    shape_of,
)
from steploom.errors import DeclarationError

T = TypeVar("T")


class Line(BaseModel):
    sku: str = Field(min_length=1, max_length=20)
    quantity: int = Field(default=1, ge=1, multiple_of=1)
    price: Annotated[float, Field(gt=0)] | None = None


class Page(BaseModel, Generic[T]):
    items: list[T]


class Card(BaseModel):
    type_: Literal["card"] = Field("card", alias="type")
    number: str


class Transfer(BaseModel):
    type_: Literal["transfer"] = Field("transfer", alias="type")
    iban: str


class Payment(BaseModel):
    method: Card | Transfer = Field(discriminator="type_")


class Placed(Event, source="shop.test"):
    model_config = ConfigDict(extra="forbid")

    order_id: str


def model(shape: object) -> ModelShape:
    assert isinstance(shape, ModelShape)
    return shape


def test_fields_carry_constraints_and_defaults() -> None:
    assert shape_of(Line) == ModelShape(
        "Line",
        (
            FieldShape("sku", StrShape(1, 20), required=True, default=NO_DEFAULT, attribute="sku"),
            FieldShape(
                "quantity", IntShape(Bounds(ge=1, multiple_of=1)), required=False, default=1, attribute="quantity"
            ),
            FieldShape(
                "price",
                UnionShape((FloatShape(Bounds(gt=0)), NoneShape())),
                required=False,
                default=None,
                attribute="price",
            ),
        ),
        python=Line,
    )


def test_a_constraint_on_an_optional_field_holds_for_the_value() -> None:
    class Maybe(BaseModel):
        count: int | None = Field(None, ge=1)

    assert model(shape_of(Maybe)).fields[0].shape == UnionShape((IntShape(Bounds(ge=1)), NoneShape()))


def test_aliases_are_the_keys() -> None:
    class Order(BaseModel):
        model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

        order_id: str
        total: float = Field(alias="sum")

    assert [(each.name, each.attribute) for each in model(shape_of(Order)).fields] == [
        ("orderId", "order_id"),
        ("sum", "total"),
    ]
    built = build(Order, {"orderId": "o-1", "sum": 2})
    assert built == Order(orderId="o-1", sum=2.0)
    assert dump(Order, built) == {"orderId": "o-1", "sum": 2.0}


def test_a_generic_model_takes_its_argument() -> None:
    assert model(shape_of(Page[Line])).fields[0].shape == ListShape(shape_of(Line))


def test_string_constraints_and_patterns() -> None:
    class Code(BaseModel):
        code: Annotated[str, StringConstraints(min_length=2, pattern=r"^[A-Z]+$")]

    shape = model(shape_of(Code)).fields[0].shape
    assert shape == StrShape(2, None, r"^[A-Z]+$", r"^[A-Z]+(?![\s\S])")


def test_a_declared_discriminator_is_the_tag_by_its_alias() -> None:
    union = model(shape_of(Payment)).fields[0].shape

    assert isinstance(union, UnionShape)
    assert union.tag == "type"
    assert model(union.options[0]).fields[0].shape == LiteralShape(("card",))


def test_metadata_of_an_event_is_never_a_fault() -> None:
    shape = shape_of(Placed)

    assert model(shape).allowed == ("_meta",)
    assert faults(shape, {"order_id": "o-1", "_meta": {"version": 1}}) == []
    assert [str(each) for each in faults(shape, {"order_id": "o-1", "meta": 1})] == ["meta: not allowed"]
    assert build(shape, {"order_id": "o-1", "_meta": {"version": 1}}) == Placed(order_id="o-1")


def test_computed_fields_leave_and_never_enter() -> None:
    class Box(BaseModel):
        model_config = ConfigDict(extra="forbid")

        width: int

        @computed_field  # type: ignore[prop-decorator]
        @property
        def area(self) -> int:
            return self.width * self.width

    dumped = dump(Box, Box(width=3))
    assert dumped == {"width": 3, "area": 9}
    assert build(Box, dumped) == Box(width=3)
    assert build(Box, {"width": 4, "area": 9}).area == 16


def test_building_runs_no_validation_and_keeps_what_was_given() -> None:
    built = build(Line, {"sku": "a"})

    assert built == Line(sku="a")
    assert built.model_fields_set == {"sku"}


def test_private_attributes_are_there() -> None:
    class Counter(BaseModel):
        start: int
        _seen: list[int] = PrivateAttr(default_factory=list)

    assert build(Counter, {"start": 1})._seen == []


def test_extra_keys_are_kept_where_they_are_allowed() -> None:
    class Open(BaseModel):
        model_config = ConfigDict(extra="allow")

        a: int

    built = build(Open, {"a": 1, "b": [2]})
    assert built.b == [2]
    assert dump(Open, built) == {"a": 1, "b": [2]}


def test_extra_keys_are_dropped_by_default() -> None:
    assert dump(Line, build(Line, {"sku": "a", "colour": "red"})) == {"sku": "a", "quantity": 1, "price": None}


def test_frozen_models_can_be_built() -> None:
    class Point(BaseModel):
        model_config = ConfigDict(frozen=True)

        x: int

    assert build(Point, {"x": 1}) == Point(x=1)


def test_pydantic_dataclasses_are_read_like_models() -> None:
    @pydantic_dataclasses.dataclass
    class Point:
        x: Annotated[int, Field(ge=0)]
        tags: list[str] = Field(default_factory=list)

    shape = model(shape_of(Point))
    assert [each.name for each in shape.fields] == ["x", "tags"]
    assert shape.fields[0].shape == IntShape(Bounds(ge=0))
    built = build(Point, {"x": 2})
    assert (built.x, built.tags) == (2, [])
    assert dump(Point, built) == {"x": 2, "tags": []}


def refused(owner: Any) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        shape_of(owner)
    return [str(each) for each in caught.value.diagnostics]


def test_code_of_a_users_own_is_refused() -> None:
    class Checked(BaseModel):
        a: int
        b: Annotated[int, AfterValidator(abs)] = 0
        c: Annotated[int, PlainSerializer(str)] = 0

        @field_validator("a")
        @classmethod
        def even(cls, value: int) -> int:
            return value

        @model_validator(mode="after")
        def consistent(self) -> Checked:
            return self

        @field_serializer("a")
        def shown(self, value: int) -> int:
            return value

        def model_post_init(self, _: object, /) -> None:
            self.a += 1

    assert refused(Checked) == [
        "SL203 Checked: the validator Checked.even runs code of its own",
        "SL203 Checked: the validator Checked.consistent runs code of its own",
        "SL203 Checked: the serializer Checked.shown runs code of its own",
        "SL203 Checked: Checked.model_post_init runs code of its own",
        "SL203 Checked.b: AfterValidator runs code of its own",
        "SL203 Checked.c: PlainSerializer runs code of its own",
    ]


def test_an_inherited_validator_is_refused_too() -> None:
    class Base(BaseModel):
        a: int

        @field_validator("a")
        @classmethod
        def even(cls, value: int) -> int:
            return value

    class Derived(Base):
        b: int

    assert refused(Derived) == ["SL203 Derived: the validator Derived.even runs code of its own"]


def field_of(annotation: Any, **options: Any) -> Callable[[], type[BaseModel]]:
    def make() -> type[BaseModel]:
        return type(
            "M", (BaseModel,), {"__annotations__": {"x": annotation}, "x": Field(**options), "__module__": __name__}
        )

    return make


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (field_of(str, pattern=r"(?i)a"), "M.x: the pattern /(?i)a/ cannot be checked"),
        (field_of(int, default_factory=lambda: uuid4().int), "its default factory may give another value each time"),
        (field_of(int, default_factory=lambda data: data["y"]), "its default factory reads other fields"),
        (field_of(int, exclude=True), "a field with exclude=True is lost"),
        (field_of(int, validation_alias="a", serialization_alias="b"), "read and written under different names"),
        (field_of(int, validation_alias=AliasChoices("a", "b")), "read and written under different names"),
        (field_of(timedelta, ge=timedelta(1)), "cannot be checked on a timedelta"),
        (field_of(Annotated[str, StringConstraints(strip_whitespace=True)]), "strip_whitespace=True cannot be checked"),
        (field_of(dict[str, int], min_length=1), "min_length=1 cannot be checked on a dict"),
    ],
)
def test_a_constraint_that_no_contract_can_check_is_refused(make: Callable[[], type[BaseModel]], text: str) -> None:
    found = refused(make())

    assert len(found) == 1
    assert found[0].startswith("SL209 M.x: ")
    assert text in found[0]


def test_settings_that_change_values_are_refused() -> None:
    class Stripped(BaseModel):
        model_config = ConfigDict(str_strip_whitespace=True)

        a: str

    assert refused(Stripped) == ["SL209 Stripped: the setting str_strip_whitespace of Stripped changes values"]


def test_a_root_model_is_refused() -> None:
    class Numbers(RootModel[list[int]]):
        pass

    assert refused(Numbers) == ["SL202 Numbers: Numbers is a RootModel"]


def test_settings_that_change_nothing_here_are_well() -> None:
    class Strict(BaseModel):
        model_config = ConfigDict(strict=True, title="S")

        a: int = Field(strict=True, description="how many", title="A", examples=[1])
        b: float = Field(allow_inf_nan=False)

    assert [each.shape for each in model(shape_of(Strict)).fields] == [IntShape(), FloatShape()]
