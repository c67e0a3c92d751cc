"""Literals and paths of JSONata."""

from __future__ import annotations

import json
import re

from steploom.jsontext import Json

__all__ = ["literal", "member"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS = frozenset({"and", "or", "in", "true", "false", "null", "function"})


def literal(value: Json) -> str:
    r"""Return a JSON value as a JSONata literal; text in single quotes where it holds none.

    Example:
        >>> literal("it's"), literal(["a", 1, None])
        ('"it\'s"', "['a', 1, null]")
    """
    match value:
        case str():
            text = json.dumps(value, ensure_ascii=False)
            return text if "'" in value else "'" + text[1:-1].replace('\\"', '"') + "'"
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
        case _:
            return json.dumps(value)


def member(base: str, name: str) -> str:
    """Return the path to a member, quoted where it is no plain name.

    Example:
        >>> member("$order", "id"), member("$order", "a b"), member("$order", "a`b")
        ('$order.id', '$order.`a b`', "$lookup($order, 'a`b')")
    """
    if "`" in name:
        # A quoted name ends at the first backtick; there is no escape.
        return f"$lookup({base}, {literal(name)})"
    plain = _IDENTIFIER.fullmatch(name) and name not in _WORDS
    return f"{base}.{name}" if plain else f"{base}.`{name}`"
