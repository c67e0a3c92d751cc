"""Declared classes as source text: models, dataclasses, TypedDicts and events, each with fields of any type."""

from __future__ import annotations

from collections.abc import Callable

from tests.properties.choices import Choices, chance, pick, weighted
from tests.properties.kinds import STR, Kind, Member, kind

__all__ = ["PRELUDE", "declare", "declare_event"]

#: What every generated file begins with. The exception classes are the same in all of them, because a class that
#: derives from a builtin one is known to whoever asks that one for its subclasses.
PRELUDE = """\
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import NotRequired, TypedDict

from steploom import CompensationFailed, Event, InputError, ResultError, Retry, TaskToken
from steploom import activity, emit, gather, saga, sleep, workflow


class Broken(Exception):
    pass


class Lost(Broken):
    pass


class Gone(Lost):
    pass


class Odd(ValueError):
    pass


class Late(TimeoutError):
    pass


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Level(Enum):
    LOW = 1
    HIGH = 2


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"
"""

NAMES = ("name", "size", "code", "note", "items", "total", "flag", "kind", "inner", "type", "function", "null", "größe")
ALIASES = ("a b", "x-y", "it's", "$ref", "{%", "and", "a.b", "`tick`", 'say "hi"', "😀", " ", "back\\slash", "[0]")


def declare(choices: Choices, name: str, declared: list[Kind]) -> tuple[str, Kind]:
    """Return the source of a class, and the class as a type."""
    form = weighted(choices, [(6, "model"), (2, "dataclass"), (1, "typed dict")])
    members = _members(choices, declared)
    if form == "typed dict":
        return _typed_dict(choices, name, members)
    lines = [f"class {name}(BaseModel):" if form == "model" else f"@dataclass\nclass {name}:"]
    extra = weighted(choices, [(8, ""), (2, "forbid"), (1, "allow")]) if form == "model" else ""
    if extra:
        lines.append(f'    model_config = ConfigDict(extra="{extra}")')
    aliases = ALIASES[choices.below(len(ALIASES) - 4) :] if form == "model" and chance(choices, 8) else ()
    for place, member in enumerate(members):
        lines.append(_field(member, form, aliases[place] if aliases else None))
    return "\n".join(lines) + "\n", Kind(name, "model", members=members, made=not aliases)


def declare_event(
    choices: Choices, name: str, declared: list[Kind], wanted: Callable[[Kind], bool]
) -> tuple[str, Kind]:
    """Return the source of an event whose fields are of `wanted` types, and the event as a type."""
    members = tuple(
        each if wanted(each.kind) else Member(each.name, STR, None if each.default is None else "''")
        for each in _members(choices, declared)
    )
    lines = [f'class {name}(Event, source="tests"):', *(_field(each, "model", None) for each in members)]
    return "\n".join(lines) + "\n", Kind(name, "model", members=members, made=True)


def _members(choices: Choices, declared: list[Kind]) -> tuple[Member, ...]:
    count = 1 + choices.below(4)
    start = choices.below(len(NAMES))
    members: list[Member] = []
    for place in range(count):
        type_ = kind(choices, declared, depth=1)
        members.append(Member(NAMES[(start + place) % len(NAMES)], type_))
    cut = count - choices.below(count + 1) if chance(choices, 60) else count
    given = [
        member if place < cut else Member(member.name, member.kind, _default(choices, member.kind))
        for place, member in enumerate(members)
    ]
    # What has a default comes last, as dataclasses want it.
    return tuple(sorted(given, key=lambda member: member.default is not None))


def _default(choices: Choices, type_: Kind) -> str | None:
    if type_.family == "union" and type_.parts[-1].family == "none":
        return "None"
    if type_.family == "list" and "min_length" not in type_.text and not type_.text.startswith("tuple"):
        return "[]"
    return pick(choices, type_.constants) if type_.constants else None


def _field(member: Member, form: str, alias: str | None) -> str:
    text = f"    {member.name}: {member.kind.text}"
    default = f"default={member.default}" if member.default != "[]" else "default_factory=list"
    if alias is not None:
        return f"{text} = Field(alias={alias!r}{'' if member.default is None else ', ' + default})"
    if member.default is None:
        return text
    return f"{text} = field({default})" if form == "dataclass" else f"{text} = {member.default}"


def _typed_dict(choices: Choices, name: str, members: tuple[Member, ...]) -> tuple[str, Kind]:
    lines = [f"class {name}(TypedDict):"]
    for each in members:
        wrapped = f"NotRequired[{each.kind.text}]" if chance(choices, 30) else each.kind.text
        lines.append(f"    {each.name}: {wrapped}")
    return "\n".join(lines) + "\n", Kind(name, "typed dict")
