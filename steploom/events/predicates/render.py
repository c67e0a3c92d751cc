"""A condition on one field → the operators of a pattern, one of which must hold."""

from __future__ import annotations

import math
from collections.abc import Callable

from steploom.events.addresses import address_of
from steploom.events.predicates import numbers as nums
from steploom.events.predicates.fields import Field
from steploom.events.predicates.formula import Condition
from steploom.events.predicates.strings import Affix, Term
from steploom.events.predicates.values import Values
from steploom.jsontext import Json

__all__ = ["Inexpressible", "operators_of"]


class Inexpressible(Exception):
    """A condition for which EventBridge has no operators; the text says why."""


def operators_of(field: Field, condition: Condition) -> list[Json]:
    """Return what stands in the pattern's array for a field.

    Raises:
        Inexpressible: EventBridge has no operators for it.
    """
    values = condition.values
    absent: list[Json] = [{"exists": False}] if condition.missing else []
    if not field.is_list and not values.empty and (field.domain - values).empty:
        # Everything but missing; a field that may be missing is never asked for everything and missing.
        return [{"exists": True}]
    others = _without_strings(field.domain - values)
    anything_but = _anything_but_numbers(field, values)
    if anything_but is not None:
        return [anything_but, *absent]
    found: list[Json] = []
    open_found = False
    for term in values.strings:
        operators, is_open = _term(term)
        if is_open and not others.empty:
            raise Inexpressible(_open_fault(field, others))
        found += operators
        open_found = open_found or is_open
    # What is no text passes an open term already.
    return [*found, *([] if open_found else _listed(values)), *absent]


def _listed(values: Values) -> list[Json]:
    ranges = [_interval(each) for each in values.numbers]
    if values.numbers == nums.ALL_NUMBERS:
        ranges = [{"numeric": ["<", 0]}, {"numeric": [">=", 0]}]
    return [*ranges, *sorted(values.booleans), *([None] if values.null else [])]


def _without_strings(values: Values) -> Values:
    return Values(values.null, values.booleans, values.numbers)


def _open_fault(field: Field, others: Values) -> str:
    what = "null" if others.null else "values that are no text"
    return f"what {field.name} must not be can only be said with anything-but, which lets {what} pass"


def _anything_but_numbers(field: Field, values: Values) -> Json | None:
    """`anything-but` some numbers, where all else that the field can hold may pass."""
    rest = field.domain - values
    points = [each.low for each in rest.numbers if each.low == each.high]
    if not points or len(points) != len(rest.numbers) or rest.null or rest.booleans or rest.strings:
        return None
    return {"anything-but": points[0] if len(points) == 1 else points}


def _interval(interval: nums.Interval) -> Json:
    if interval.low == interval.high:
        return interval.low
    found: list[Json] = []
    if interval.low != -math.inf:
        found += [">" if interval.low_open else ">=", interval.low]
    if interval.high != math.inf:
        found += ["<" if interval.high_open else "<=", interval.high]
    return {"numeric": found}


def _term(term: Term) -> tuple[list[Json], bool]:
    """The operators of one term, and whether they let every value pass that is no text."""
    if term.only is not None:
        return [_literal(value) for value in sorted(term.only)], False
    if not term.fits:
        return _but(term)
    prefixes = [each.text for each in term.fits if each.kind == "prefix"]
    suffixes = [each.text for each in term.fits if each.kind == "suffix"]
    prefix, suffix = max(prefixes, key=len, default=""), max(suffixes, key=len, default="")
    parts = {each.text for each in term.fits if each.kind == "contains"}
    parts = {each for each in parts if each not in prefix and each not in suffix}
    parts = {each for each in parts if not any(each != other and each in other for other in parts)}
    if any(_can_meet(each, prefix, suffix, parts) for each in term.misses) or _left_out(term):
        raise Inexpressible("a text that must begin, end or contain so and not be something else needs two operators")
    if not parts:
        return _ends(prefix, suffix), False
    if prefix or suffix or len(parts) > 1:
        raise Inexpressible("a text that must contain one thing and fit another needs two operators")
    return [{"wildcard": f"*{_escaped(parts.pop())}*"}], False


def _left_out(term: Term) -> bool:
    return any(all(fit.fits(value) for fit in term.fits) for value in term.not_in)


def _can_meet(miss: Affix, prefix: str, suffix: str, parts: set[str]) -> bool:
    """Whether a text that fits can still satisfy what it must miss."""
    if miss.kind == "prefix" and prefix:
        return miss.text.startswith(prefix) or prefix.startswith(miss.text)
    if miss.kind == "suffix" and suffix:
        return miss.text.endswith(suffix) or suffix.endswith(miss.text)
    return bool(prefix or suffix or parts)


def _ends(prefix: str, suffix: str) -> list[Json]:
    if not suffix:
        return [{"prefix": prefix}]
    if not prefix:
        return [{"suffix": suffix}]
    # A text shorter than both ends together has them overlap.
    longest = min(len(prefix), len(suffix))
    shared = [size for size in range(1, longest + 1) if prefix.endswith(suffix[:size])]
    overlapping = sorted({prefix + suffix[size:] for size in shared} | _within(prefix, suffix))
    return [{"wildcard": f"{_escaped(prefix)}*{_escaped(suffix)}"}, *(_literal(each) for each in overlapping)]


def _within(prefix: str, suffix: str) -> set[str]:
    """One end that is the other one's end, too: `abc` begins with `abc` and ends with `c`."""
    found = {prefix} if prefix.endswith(suffix) else set()
    return found | ({suffix} if suffix.startswith(prefix) else set())


def _but(term: Term) -> tuple[list[Json], bool]:
    if not term.misses and not term.not_in:
        return [{"prefix": ""}], False
    kinds = {each.kind for each in term.misses}
    texts = sorted({each.text for each in term.misses})
    if not kinds:
        return [{"anything-but": _one_or_more(sorted(term.not_in))}], True
    if not term.not_in and len(kinds) == 1 and kinds != {"contains"}:
        return [{"anything-but": {kinds.pop(): _one_or_more(texts)}}], True
    wildcards = [_wildcard(each) for each in sorted(term.misses)] + [_escaped(each) for each in sorted(term.not_in)]
    return [{"anything-but": {"wildcard": _one_or_more(wildcards)}}], True


def _one_or_more(texts: list[str]) -> Json:
    return texts[0] if len(texts) == 1 else texts


def _wildcard(affix: Affix) -> str:
    forms: dict[str, Callable[[str], str]] = {
        "prefix": lambda text: f"{text}*",
        "suffix": lambda text: f"*{text}",
        "contains": lambda text: f"*{text}*",
    }
    return forms[affix.kind](_escaped(affix.text))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*")


def _literal(text: str) -> Json:
    # As a plain string an IP address would also fit its other spellings.
    return text if address_of(text) is None else {"wildcard": _escaped(text)}
