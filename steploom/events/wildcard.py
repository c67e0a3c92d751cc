"""Wildcards: reading, matching, and how complex EventBridge lets one be."""

from __future__ import annotations

from steploom.events.invalid import InvalidPattern

__all__ = ["check_complexity", "matches_wildcard", "wildcard_parts"]

_TOO_COMPLEX = (
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a "
    "wildcard character"
)
#: How many places of one wildcard one input may have reached at once. EventBridge does not publish its bound; this one
#: lies between what it was seen to accept (8: `/Users/*/dir/dir/dir/dir/dir/doc.txt`) and to refuse
#: (13: `*:*:*:*:*:event-bus/*`).
_MOST_PLACES = 10
#: Give up searching for the worst input after so many sets of prefixes.
_MOST_SETS = 5_000


def wildcard_parts(text: str) -> tuple[str, ...]:
    r"""Return the literal parts between the stars of a wildcard; one part means no star.

    Raises:
        ValueError: Consecutive stars or a wrong escape, in EventBridge's words. Positions count UTF-8 bytes and the
            opening quote.

    Example:
        >>> wildcard_parts("a*b"), wildcard_parts(r"\*"), wildcard_parts("*")
        (('a', 'b'), ('*',), ('', ''))
    """
    parts = [""]
    at = 0
    while at < len(text):
        char, following = text[at], text[at + 1 : at + 2]
        if char == "*":
            if following == "*":
                raise ValueError(f"Consecutive wildcard characters at pos {_position(text, at)}")
            parts.append("")
        elif char == "\\":
            if following not in {"*", "\\"}:
                raise ValueError(f"Invalid escape character at pos {_position(text, at)}")
            parts[-1] += following
            at += 1
        else:
            parts[-1] += char
        at += 1
    return tuple(parts)


def matches_wildcard(parts: tuple[str, ...], value: str) -> bool:
    """Return whether the whole of `value` fits: every part in order, the first and last at the ends.

    Example:
        >>> matches_wildcard(("a", "b", "c"), "aXbYc"), matches_wildcard(("a", "a"), "a")
        (True, False)
    """
    if len(parts) == 1:
        return value == parts[0]
    first, *middle, last = parts
    if len(value) < len(first) + len(last) or not value.startswith(first) or not value.endswith(last):
        return False
    at, end = len(first), len(value) - len(last)
    for part in middle:
        found = value.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def check_complexity(parts: tuple[str, ...]) -> None:
    """Refuse a wildcard of which one input can reach too many places at once.

    Raises:
        InvalidPattern: In EventBridge's words, which name no place.
    """
    if _most_places(parts) > _MOST_PLACES:
        raise InvalidPattern(_TOO_COMPLEX)


def _most_places(parts: tuple[str, ...]) -> int:
    """Return the largest number of places of the wildcard that one input can have reached at the same time."""
    places = [place for index, part in enumerate(parts) for place in (["*"] if index else []) + list(part)]
    stars = _stars(parts)
    start = frozenset(_closed({0}, stars))
    seen, todo, most = {start}, [start], len(start)
    alphabet = {place for at, place in enumerate(places) if at not in stars} | {"\0"}
    while todo and len(seen) < _MOST_SETS and most <= _MOST_PLACES:
        current = todo.pop()
        for char in alphabet:
            reached = {at for at in current if at in stars}
            reached |= {at + 1 for at in current if at < len(places) and at not in stars and places[at] == char}
            following = frozenset(_closed(reached, stars))
            if following not in seen:
                seen.add(following)
                todo.append(following)
                most = max(most, len(following))
    return most


def _stars(parts: tuple[str, ...]) -> set[int]:
    found, at = set(), 0
    for part in parts[:-1]:
        at += len(part)
        found.add(at)
        at += 1
    return found


def _closed(places: set[int], stars: set[int]) -> set[int]:
    """A star may stand for nothing: who reached it has passed it, too."""
    return places | {at + 1 for at in places if at in stars}


def _position(text: str, at: int) -> int:
    return len(text[:at].encode()) + 1
