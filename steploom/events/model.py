"""Typed events: pydantic classes that know their source, version and bus."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, Unpack
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from steploom.diagnostics import Diagnostic
from steploom.dsl.exchange import event_json
from steploom.errors import DeclarationError
from steploom.events.place import declaration_span
from steploom.jsontext import JsonObject, compact

__all__ = ["META_FIELD", "Event", "EventFilter", "Meta", "to_entry"]

#: The key of `detail` that holds an event's `Meta`; no field may have its name.
META_FIELD = "_meta"

_LONGEST_DETAIL_TYPE = 128
_BUS_NAME = re.compile(r"[/.\-_A-Za-z0-9]{1,256}|arn:[^ ]+:event-bus/[/.\-_A-Za-z0-9]{1,256}")


class Meta(BaseModel, frozen=True):
    """What travels with every event, under `detail._meta`.

    Attributes:
        version: The version of the event class that wrote the detail.
        correlation_id: One id for everything that follows from one first cause.
        causation_id: What caused this event: an execution, another event; None for a first cause.
        idempotency_key: Equal for two deliveries of the same news.
    """

    version: int
    correlation_id: str
    causation_id: str | None = None
    idempotency_key: str


class Event(BaseModel):
    """A piece of news: a subclass declares its fields, and in the class line where it comes from.

    Class arguments:
        source: Who tells it (`shop.orders`). A subclass inherits it; a direct subclass must give it. Never `aws.…`.
        version: From 1; raise it when the fields change.
        bus: Name or ARN of the event bus; None for the application's bus, which is `default` unless it says else.
        detail_type: Its name on the bus, for events of other systems; the class's name when absent.
        is_ours: Whether applications may tell it; AWS alone tells its own. A subclass inherits it.
        Everything else is pydantic's configuration.

    Raises:
        DeclarationError: SL501, the class line or a field's name cannot mean anything.

    Example:
        >>> class OrderPlaced(Event, source="shop.orders", version=1):
        ...     order_id: str
        >>> OrderPlaced.event_source, OrderPlaced.detail_type, OrderPlaced(order_id="7").order_id
        ('shop.orders', 'OrderPlaced', '7')
    """

    #: `source` of the envelope.
    event_source: ClassVar[str]
    #: Version of the fields.
    event_version: ClassVar[int]
    #: Name or ARN of the bus, or None for the application's.
    event_bus: ClassVar[str | None]
    #: `detail-type` of the envelope: the class's name, unless it says else.
    detail_type: ClassVar[str]
    #: Whether applications may tell it; AWS alone tells its own events.
    is_ours: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        source: str | None = None,
        version: int | None = None,
        bus: str | None = None,
        detail_type: str | None = None,
        is_ours: bool | None = None,
        **config: Unpack[ConfigDict],
    ) -> None:
        super().__init_subclass__(**config)
        cls.is_ours = getattr(cls, "is_ours", True) if is_ours is None else is_ours
        cls.event_source = _checked_source(cls, getattr(cls, "event_source", None) if source is None else source)
        cls.event_version = _checked_version(cls, getattr(cls, "event_version", 1) if version is None else version)
        cls.event_bus = _checked_bus(cls, getattr(cls, "event_bus", None) if bus is None else bus)
        cls.detail_type = _checked_detail_type(cls, detail_type)
        _check_names(cls, set(inspect.get_annotations(cls)) | set(vars(cls)) - _OWN)

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: Any) -> None:
        """Check the aliases, which exist only once pydantic has read the fields."""
        aliases = {
            str(alias) for field in cls.model_fields.values() for alias in (field.alias, field.serialization_alias)
        }
        if META_FIELD in aliases:
            raise _fault(cls, _RESERVED, "choose another alias")

    @classmethod
    def where(cls, predicate: Callable[[Self], bool]) -> EventFilter:
        """Return the events of this class for which `predicate` holds.

        Args:
            predicate: A lambda over one event; it is read, never called, where it becomes an event pattern.
        """
        return EventFilter(cls, predicate)


#: What `__init_subclass__` and Python itself put into a class.
_OWN = {"event_source", "event_version", "event_bus", "detail_type", "is_ours"}
_TAKEN = _OWN | {"where", META_FIELD}
_RESERVED = f"the name {META_FIELD!r} is taken: it holds an event's meta data"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events of one class, as far as a predicate holds.

    Attributes:
        event_type: The class.
        predicate: A lambda over one event of that class.
    """

    event_type: type[Event]
    predicate: Callable[[Any], bool]


def to_entry(event: Event, meta: Meta | None = None) -> JsonObject:
    """Return the entry of a PutEvents request that tells `event`.

    Args:
        event: What to tell.
        meta: Its ids; None for a first cause, which gets fresh ones.

    Raises:
        TypeError: A field is not of its declared type, or the event is one of AWS's own.
        ValueError: `meta` was made for another version of the event.

    Example:
        >>> class Ping(Event, source="demo"):
        ...     number: int
        >>> to_entry(Ping(number=1), Meta(version=1, correlation_id="c", idempotency_key="k"))["Detail"]
        '{"number":1,"_meta":{"version":1,"correlation_id":"c","causation_id":null,"idempotency_key":"k"}}'
    """
    if not event.is_ours:
        raise TypeError(f"{event.detail_type} is an event of AWS, which nobody else can tell")
    if meta is None:
        meta = Meta(version=event.event_version, correlation_id=str(uuid4()), idempotency_key=str(uuid4()))
    if meta.version != event.event_version:
        raise ValueError(f"the meta data is of version {meta.version}, {event.detail_type} of {event.event_version}")
    detail = {**event_json(event), META_FIELD: meta.model_dump(mode="json")}
    return {
        "Source": event.event_source,
        "DetailType": event.detail_type,
        "Detail": compact(detail),
        "EventBusName": event.event_bus or "default",
    }


def _checked_source(cls: type[Event], source: object) -> str:
    if source is None:
        raise _fault(cls, "it does not say its source", f'write class {cls.__name__}(Event, source="…")')
    if not isinstance(source, str) or not source.strip():
        raise _fault(cls, f"its source must be a text, not {source!r}", 'write source="shop.orders"')
    if source.startswith("aws.") and cls.is_ours:
        raise _fault(
            cls,
            "a source that starts with 'aws.' is AWS's own",
            "choose a name of yours: shop.orders; AWS's events are in steploom.events.aws",
        )
    return source


def _checked_detail_type(cls: type[Event], given: object) -> str:
    if given is None:
        return cls.__name__
    if not isinstance(given, str) or not 1 <= len(given) <= _LONGEST_DETAIL_TYPE:
        raise _fault(cls, f"its detail type must be a text of 1 to {_LONGEST_DETAIL_TYPE} characters", "name the event")
    return given


def _checked_version(cls: type[Event], version: object) -> int:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _fault(cls, f"its version must be a whole number from 1, not {version!r}", "write version=1")
    return version


def _checked_bus(cls: type[Event], bus: object) -> str | None:
    if bus is None or (isinstance(bus, str) and _BUS_NAME.fullmatch(bus)):
        return bus
    raise _fault(cls, f"{bus!r} is no name of an event bus", "use letters, digits and . - _ /, or the bus's ARN")


def _check_names(cls: type[Event], names: set[str]) -> None:
    for name in sorted(names & _TAKEN):
        if name == META_FIELD:
            raise _fault(cls, _RESERVED, "choose another name")
        message = f"the name {name!r} is taken by steploom.Event itself"
        raise _fault(cls, message, f'rename the field; keep its JSON name with Field(alias="{name}")')


def _fault(cls: type[Event], message: str, hint: str) -> DeclarationError:
    return DeclarationError(
        [Diagnostic("SL501", f"event {cls.__name__}: {message}", declaration_span(cls.__name__), hint=hint)]
    )
