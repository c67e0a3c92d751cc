"""Intrinsic functions for text: `States.Format` with its templates, and `States.StringSplit`."""

from __future__ import annotations

from typing import TypeAlias

from steploom.expr.intrinsics.errors import CallFault
from steploom.expr.intrinsics.functions import Function, Kind
from steploom.expr.javatext import java_text
from steploom.jsontext import Json

__all__ = ["FORMAT", "FUNCTIONS", "Template", "fill", "parse_template"]

FORMAT = "States.Format"

#: The texts around the `{}` of a template: one more than there are `{}`.
Template: TypeAlias = tuple[str, ...]


def parse_template(text: str, *, literal: bool) -> Template:
    r"""Return the texts around the `{}` of a template.

    Args:
        text: The template; a literal with the backslashes it is written with.
        literal: It stands in the expression itself: a backslash escapes any character. Otherwise it is data, where a
            backslash escapes braces only.

    Raises:
        CallFault: A brace stands alone. AWS's text for the opening one is reported by a public project.

    Example:
        >>> parse_template(r"\{{}\} is {}", literal=True)
        ('{', '} is ', '')
    """
    parts: list[str] = []
    current = ""
    position = 0
    while position < len(text):
        char = text[position]
        following = text[position + 1 : position + 2]
        position += 1
        if char == "\\" and following and (literal or following in "{}"):
            current += following
            position += 1
        elif char == "{" and following == "}":
            parts.append(current)
            current = ""
            position += 1
        elif char in "{}":
            raise _unmatched(char)
        else:
            current += char
    return (*parts, current)


def _unmatched(brace: str) -> CallFault:
    other = "}" if brace == "{" else "{"
    reason = f"Invalid template in {FORMAT}: matching '{other}' not found for '{brace}'."
    return CallFault(rf"a brace that belongs to the text is written \{brace}", reason)


def fill(template: Template, values: tuple[Json, ...]) -> str:
    """Return the template's text with a value in the place of each `{}`.

    Raises:
        CallFault: There are more or fewer values than places.

    Example:
        >>> fill(("", " costs ", ""), ("tea", 2.5))
        'tea costs 2.5'
    """
    places = len(template) - 1
    if places != len(values):
        reason = f"Invalid arguments in {FORMAT}: number of arguments do not match the occurrences of {{}}."
        raise CallFault(f"the template has {places} {{}}, but {len(values)} values follow", reason)
    texts = [template[0]]
    for value, text in zip(values, template[1:], strict=True):
        texts += (java_text(value), text)
    return "".join(texts)


def _format(template: str, *values: Json) -> Json:
    return fill(parse_template(template, literal=False), values)


def _split(text: str, delimiters: str) -> Json:
    """Split at any character of `delimiters`; empty pieces are dropped (recorded on AWS)."""
    if not delimiters:
        return [text] if text else []
    one = delimiters[0]
    return [piece for piece in text.translate(dict.fromkeys(map(ord, delimiters), one)).split(one) if piece]


FUNCTIONS = (
    Function(FORMAT, (Kind.TEXT,), _format, rest=Kind.ANY),
    Function("States.StringSplit", (Kind.TEXT, Kind.TEXT), _split),
)
