"""What a definition reads: every path in it, and what stands at its end.

Nothing is evaluated: fields, templates, intrinsic calls and JSONata expressions are searched for paths. Whatever
follows a name is noted under every tail of the path, for a result may be put anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["Demand", "demands_of", "maps_whole_input"]

_PATH: Final = re.compile(r"\$+(?:[A-Za-z_]\w*)?(?:\.[\w-]+|\['[^']*'\]|\[[^\]]*\]|\.\.|\.\*)*")
_STEP: Final = re.compile(r"\.([\w-]+)|\['([^']*)'\]|(\[[^\]]*\]|\.\*)")
_CHAIN: Final = re.compile(r"\$?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\]]*\])*")
_CALL: Final = re.compile(r"States\.(\w+)\(\s*(\$[^,()]*)")
_LITERAL: Final = re.compile(r"([\w.]+)\s*(?:!?=|in)\s*(?:\"([^\"]*)\"|'([^']*)'|(\d+(?:\.\d+)?))")

#: What the first argument of an intrinsic function must be.
_WANTED: Final = {
    "StringToJson": "json",
    "StringSplit": "string",
    "Base64Encode": "string",
    "Base64Decode": "base64",
    "ArrayLength": "array",
    "ArrayGetItem": "array",
    "ArrayContains": "array",
    "ArrayUnique": "array",
    "ArrayPartition": "array",
    "MathAdd": "number",
    "ArrayRange": "number",
    "JsonMerge": "object",
}
_FIELDS: Final = {
    "ItemsPath": "array",
    "Items": "array",
    "TimestampPath": "timestamp",
    "Timestamp": "timestamp",
}
_NUMBERS: Final = re.compile(r"(Seconds|MaxConcurrency|Count|Percentage|MaxItems\w*|MaxInputBytesPerBatch)(Path)?$")


@dataclass
class Demand:
    """What is read at one place.

    Attributes:
        members: What is read inside it, by name.
        kinds: What it is used as.
        constants: What it is compared with.
        many: Whether it is read as a list.
    """

    members: dict[str, Demand] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    constants: list[Any] = field(default_factory=list)
    many: bool = False


def demands_of(definition: Any) -> Demand:
    """Return what a definition reads, all of it under one root."""
    root = Demand()
    for steps, kind, constant in _reads(definition, ""):
        for start in range(len(steps)):
            _note(root, steps[start:], kind, constant)
    return root


def maps_whole_input(value: Any) -> bool:
    """Return whether a Map takes its input as its items."""
    if isinstance(value, list):
        return any(map(maps_whole_input, value))
    if not isinstance(value, dict):
        return False
    named = ("ItemsPath", "Items", "ItemReader")
    if value.get("Type") == "Map" and value.get("ItemsPath", "$") == "$" and not any(map(value.get, named[1:])):
        return True
    return any(map(maps_whole_input, value.values()))


def _note(root: Demand, steps: list[str], kind: str, constant: Any) -> None:
    place = root
    for step in steps:
        if step == "[]":
            place.many = True
        else:
            place = place.members.setdefault(step, Demand())
    if kind:
        place.kinds.add(kind)
    if constant is not None:
        place.constants.append(constant)


def _reads(value: Any, key: str) -> Iterator[tuple[list[str], str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("Variable"), str):
            yield from _comparison(value)
        for name, each in value.items():
            yield from _reads(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _reads(each, key)
    elif isinstance(value, str):
        yield from _text(value, key)


def _comparison(rule: dict[str, Any]) -> Iterator[tuple[list[str], str, Any]]:
    steps = _steps(rule["Variable"])
    for name, operand in rule.items():
        for family in ("String", "Numeric", "Boolean", "Timestamp"):
            if name.startswith(family):
                constant = operand if not name.endswith("Path") else None
                yield steps, family.lower(), constant
        if name in ("IsNumeric", "IsString", "IsBoolean", "IsTimestamp", "IsNull"):
            yield steps, {"IsNumeric": "numeric", "IsNull": "null"}.get(name, name[2:].lower()), None


def _text(text: str, key: str) -> Iterator[tuple[list[str], str, Any]]:
    kind = _FIELDS.get(key) or ("number" if _NUMBERS.search(key) else "")
    if text.startswith("{%"):
        for chain in _CHAIN.finditer(text):
            yield _steps("$." + chain[0].lstrip("$")), kind, None
        for found in _LITERAL.finditer(text):
            constant = float(found[4]) if found[4] else found[2] or found[3]
            yield _steps("$." + found[1]), "", constant
        return
    for name, argument in _CALL.findall(text):
        yield _steps(argument), _WANTED.get(name, ""), None
    if text.startswith(("$", "States.")):
        for path in _PATH.finditer(text):
            yield _steps(path[0]), kind if text.startswith("$") else "", None


def _steps(path: str) -> list[str]:
    return [dotted or quoted or "[]" for dotted, quoted, _ in _STEP.findall(path)]
