"""Declared types as source text: every family that the contract knows, with constants that the text may use."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.properties.choices import Choices, chance, pick, weighted

__all__ = ["ANY", "BOOL", "FLOAT", "INT", "NONE", "STR", "Kind", "Member", "kind", "listed", "scalar", "writable"]


@dataclass(frozen=True, slots=True)
class Member:
    """A field of an object: its name in Python, its type, and its default as source text."""

    name: str
    kind: Kind
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A declared type.

    Attributes:
        text: The annotation.
        family: What it is at heart: `str`, `int`, `list`, `model`, …
        parts: Of a list its item, of a dict its value, of a tuple or union all of them.
        members: Of an object its fields.
        constants: Expressions of this type that need nothing around them.
        made: Whether its constructor may be called with the fields by name.
    """

    text: str
    family: str
    parts: tuple[Kind, ...] = ()
    members: tuple[Member, ...] = field(default=(), repr=False)
    constants: tuple[str, ...] = ()
    made: bool = False


TEXTS = ("", "a", "ab", "DE", "abc", "0", "12", "null", "True", "it's", 'say "hi"', "{% 1 %}", "{%", "%}", "a\\b")
TEXTS += ("new\nline", "\t", "😀", "ü", "e\u0301", "\u2028", "$x", "a/b", "a: b; c", "ResultError: y", "&", "x" * 30)
TEXTS += (
    '{"errorMessage": "x"}',
    '{"errorMessage":"inner","errorType":"Broken"}',
    "\u0000",
    "States.ALL",
    "\u00a0",
    "DE\n",
    "DE\u2028",
)

NUMBERS = (0, 1, -1, 2, 3, 5, 9, 10, 1.5, -0.5, 0.1, 3.0, 2**31, 2**53 - 1, 1 - 2**53, 1e21, 1e-5, 123456789.125)


def _texts(*values: object) -> tuple[str, ...]:
    return tuple(map(repr, values))


STR = Kind("str", "str", constants=_texts(*TEXTS))
INT = Kind("int", "int", constants=_texts(*(each for each in NUMBERS if isinstance(each, int))))
FLOAT = Kind("float", "float", constants=_texts(*NUMBERS[:12], 1e-5))
BOOL = Kind("bool", "bool", constants=("False", "True"))
NONE = Kind("None", "none", constants=("None",))
ANY = Kind("Any", "any", constants=("None", "'a'", "3", "True"))

_STRINGS = (
    STR,
    Kind("Annotated[str, Field(min_length=1)]", "str", constants=_texts("a", "ab", "{%")),
    Kind("Annotated[str, Field(max_length=2)]", "str", constants=_texts("", "ab", "😀")),
    Kind("Annotated[str, Field(min_length=2, max_length=3)]", "str", constants=_texts("ab", "abc")),
    Kind("Annotated[str, Field(pattern='^[A-Z]{2}$')]", "str", constants=_texts("DE")),
    Kind(r"Annotated[str, Field(pattern=r'\d|/')]", "str", constants=_texts("12", "a/b")),
)
_INTEGERS = (
    INT,
    Kind("Annotated[int, Field(ge=0)]", "int", constants=_texts(0, 1, 5)),
    Kind("Annotated[int, Field(gt=0, lt=10)]", "int", constants=_texts(1, 9)),
    Kind("Annotated[int, Field(le=3)]", "int", constants=_texts(0, -1, 3)),
    Kind("Annotated[int, Field(multiple_of=5)]", "int", constants=_texts(0, 5, -5)),
)
_FLOATS = (
    FLOAT,
    Kind("Annotated[float, Field(ge=0)]", "float", constants=_texts(0, 0.1, 3.0)),
    Kind("Annotated[float, Field(gt=0.5, le=1.5)]", "float", constants=_texts(1, 1.5)),
)
_LITERALS = (
    Kind("Literal['a', 'b']", "literal", constants=_texts("a", "b")),
    Kind("Literal['DE']", "literal", constants=_texts("DE")),
    Kind("Literal[1, 2, 3]", "literal", constants=_texts(1, 2, 3)),
    Kind("Literal['a', 1, True, None]", "literal", constants=_texts("a", 1, True, None)),
    Kind("Literal[True]", "literal", constants=_texts(True)),
    Kind("Literal['it\\'s', 'say \"hi\"', '{%']", "literal", constants=_texts("it's", 'say "hi"', "{%")),
)
_ENUMS = (
    Kind("Color", "enum", constants=("Color.RED", "Color.BLUE")),
    Kind("Level", "enum", constants=("Level.LOW", "Level.HIGH")),
    Kind("Mood", "enum", constants=("Mood.GOOD", "Mood.BAD")),
)
_TEXTUAL = tuple(Kind(each, each) for each in ("datetime", "date", "timedelta", "Decimal", "UUID", "bytes"))


def scalar(choices: Choices) -> Kind:
    """Return a type without parts."""
    group = weighted(
        choices,
        [(30, _STRINGS), (20, _INTEGERS), (10, _FLOATS), (15, (BOOL,)), (10, _LITERALS), (7, _ENUMS), (5, _TEXTUAL)],
    )
    return pick(choices, group)


def listed(item: Kind, constraint: str = "") -> Kind:
    """Return a list of `item`."""
    text = f"list[{item.text}]"
    return Kind(f"Annotated[{text}, Field({constraint})]" if constraint else text, "list", (item,))


def optional(inner: Kind) -> Kind:
    """Return `inner | None`."""
    return Kind(f"{inner.text} | None", "union", (inner, NONE))


def kind(choices: Choices, declared: list[Kind], depth: int = 2) -> Kind:
    """Return a type; `declared` are the classes that it may name."""
    made = weighted(choices, [(50, "scalar"), (14, "model"), (14, "list"), (10, "optional"), (6, "dict"), (6, "more")])
    if made == "model" and declared:
        return pick(choices, declared)
    if depth == 0 or made in ("scalar", "model"):
        return scalar(choices)
    inner = kind(choices, declared, depth - 1)
    match made:
        case "list":
            constraint = pick(choices, ("min_length=1", "max_length=2")) if chance(choices, 20) else ""
            return listed(inner, constraint)
        case "optional":
            return inner if inner.family in ("union", "none", "any") else optional(inner)
        case "dict":
            return Kind(f"dict[str, {inner.text}]", "dict", (inner,))
        case _:
            return _more(choices, inner, declared, depth)


def _more(choices: Choices, inner: Kind, declared: list[Kind], depth: int) -> Kind:
    match pick(choices, ("tuple", "variadic", "union", "any", "bare")):
        case "tuple":
            other = kind(choices, declared, depth - 1)
            return Kind(f"tuple[{inner.text}, {other.text}]", "tuple", (inner, other))
        case "variadic":
            return Kind(f"tuple[{inner.text}, ...]", "list", (inner,))
        case "union":
            other = kind(choices, declared, depth - 1)
            return Kind(f"{inner.text} | {other.text}", "union", (inner, other))
        case "any":
            return ANY
        case _:
            return pick(choices, (Kind("list", "list", (ANY,)), Kind("dict", "dict", (ANY,)), NONE))


def writable(type_: Kind) -> bool:
    """Return whether some expression of this type needs nothing around it."""
    match type_.family:
        case "union":
            return any(map(writable, type_.parts))
        case "list":
            return not type_.text.startswith("tuple") and ("min_length" not in type_.text or writable(type_.parts[0]))
        case "dict":
            return True
        case "model":
            return type_.made and all(each.default is not None or writable(each.kind) for each in type_.members)
        case _:
            return bool(type_.constants)
