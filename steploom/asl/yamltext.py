"""YAML text as JSON values, by the rules of YAML 1.2's core schema.

PyYAML's own loaders follow YAML 1.1, where `2016-03-14T01:59:00Z` is a date and `NO` is false; a definition means text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from steploom.jsontext import Json, JsonObject

__all__ = ["YamlError", "compose", "parse_yaml", "scalar"]

_FastLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: The fast parser recurses in C without a guard, so that it gets only what cannot nest deeper than this.
_SAFE_OPENINGS = 1_000

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
#: What a node has that no tag is written at.
_UNTAGGED = frozenset(f"tag:yaml.org,2002:{each}" for each in ("str", "seq", "map"))
#: More values than a definition of the largest size has without aliases.
_NODES = 600_000
#: Digits of a number that Python still turns into an integer.
_DIGITS = 4_000


class YamlError(Exception):
    """Text that is no YAML, or YAML that is no JSON value.

    Args:
        message: What is wrong.
        line: Line from 1.
        column: Column from 1.
        hint: What to write instead.
    """

    def __init__(self, message: str, line: int, column: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


def parse_yaml(text: str) -> Json:
    r"""Return the value of the one document in `text`.

    Raises:
        YamlError: The text is no YAML, a key stands twice, or a value has no JSON form.

    Example:
        >>> parse_yaml("Country: NO\nAt: 2016-03-14T01:59:00Z\nTries: 3")
        {'Country': 'NO', 'At': '2016-03-14T01:59:00Z', 'Tries': 3}
    """
    node = compose(text)
    return None if node is None else _Reader()(node, ())


def compose(text: str) -> Node | None:
    """Return the node tree of the one document in `text`.

    Raises:
        YamlError: The text is no YAML.
    """
    openings = text.count("[") + text.count("{") + text.count("- ") + text.count("? ")
    loader = _FastLoader if openings <= _SAFE_OPENINGS else yaml.BaseLoader
    try:
        node: Node | None = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        raise YamlError(f"The text is no YAML: {error.problem or error.context}", *place) from error
    except yaml.YAMLError as error:
        raise YamlError(f"The text is no YAML: {error}", 1, 1) from error
    return node


@dataclass(slots=True)
class _Reader:
    """Turns nodes into values; counts them, for aliases of aliases grow without measure."""

    read: int = 0

    def __call__(self, node: Node, inside: tuple[Node, ...]) -> Json:
        self.read += 1
        if self.read > _NODES:
            raise _wrong(node, "The aliases of this text stand for too many values", "Write them out")
        if any(node is each for each in inside):
            raise _wrong(node, "An alias stands inside what it names", "Write the value out")
        if node.tag not in _UNTAGGED:
            hint = "Tags such as !Sub and !GetAtt are resolved when the template is deployed; write the value here"
            raise _wrong(node, f"The tag {node.tag} has no meaning in a definition", hint)
        match node:
            case ScalarNode():
                return scalar(node)
            case SequenceNode():
                return [self(each, (*inside, node)) for each in node.value]
            case MappingNode():
                return self._mapping(node, (*inside, node))
            case _:
                raise _wrong(node, "This node is neither text, list nor object")

    def _mapping(self, node: MappingNode, inside: tuple[Node, ...]) -> JsonObject:
        found: JsonObject = {}
        merged: JsonObject = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise _wrong(key, "A key must be text")
            if key.value == "<<" and not key.style:
                merged |= self._merged(value, inside)
            elif key.value in found:
                raise _wrong(key, f"Duplicate field '{key.value}'", "Keep one of them")
            else:
                found[key.value] = self(value, inside)
        return {**found, **{name: each for name, each in merged.items() if name not in found}}

    def _merged(self, node: Node, inside: tuple[Node, ...]) -> JsonObject:
        """What a merge key brings; of several objects the first one wins."""
        value = self(node, inside)
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(each, dict) for each in parts):
            raise _wrong(node, "A merge key takes an object or a list of objects")
        found: JsonObject = {}
        for each in reversed(parts):
            found |= each
        return found


def scalar(node: ScalarNode) -> Json:
    """Return the value of a scalar: quoted and block text is text, plain text follows the core schema."""
    word: str = node.value
    # A plain scalar has no style in one of PyYAML's parsers and an empty one in the other.
    if node.style:
        return word
    if word in _NULL:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _INTEGER.fullmatch(word):
        if len(word) > _DIGITS:
            raise _wrong(node, "This number is out of range")
        return int(word)
    if _FLOAT.fullmatch(word):
        value = float(word)
        if math.isinf(value):
            raise _wrong(node, "This number is out of range")
        return value
    return word


def _wrong(node: Node, message: str, hint: str | None = None) -> YamlError:
    mark = node.start_mark
    return YamlError(message, mark.line + 1, mark.column + 1, hint)
