"""Sets of strings as unions of terms: some strings, or all that begin, end and contain so and not so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

__all__ = [
    "ALL_STRINGS",
    "NO_STRINGS",
    "Affix",
    "Strings",
    "Term",
    "complement",
    "contains",
    "intersect",
    "just",
    "unite",
]


@dataclass(frozen=True, slots=True, order=True)
class Affix:
    """A condition on a string: that it begins, ends or contains `text`, which is not empty."""

    kind: Literal["prefix", "suffix", "contains"]
    text: str

    def fits(self, value: str) -> bool:
        """Return whether `value` satisfies it."""
        if self.kind == "prefix":
            return value.startswith(self.text)
        return value.endswith(self.text) if self.kind == "suffix" else self.text in value


@dataclass(frozen=True, slots=True)
class Term:
    """Strings that satisfy all of it.

    Attributes:
        only: None, or the very strings it is about; then the rest is empty.
        fits: What each string satisfies.
        misses: What no string satisfies.
        not_in: Strings that are left out.
    """

    only: frozenset[str] | None = None
    fits: frozenset[Affix] = frozenset()
    misses: frozenset[Affix] = frozenset()
    not_in: frozenset[str] = frozenset()

    def holds(self, value: str) -> bool:
        """Return whether `value` is one of them."""
        if self.only is not None:
            return value in self.only
        fit = all(each.fits(value) for each in self.fits)
        return fit and value not in self.not_in and not any(each.fits(value) for each in self.misses)


#: A union of terms.
Strings: TypeAlias = tuple[Term, ...]

NO_STRINGS: Strings = ()
ALL_STRINGS: Strings = (Term(),)


def just(values: Iterable[str]) -> Strings:
    """Return the set of these strings."""
    found = frozenset(values)
    return (Term(only=found),) if found else NO_STRINGS


def contains(strings: Strings, value: str) -> bool:
    """Return whether `value` is in the set."""
    return any(each.holds(value) for each in strings)


def intersect(one: Strings, other: Strings) -> Strings:
    """Return the strings of both.

    Example:
        >>> intersect(just(["ab", "b"]), (Term(fits=frozenset({Affix("prefix", "a")})),)) == just(["ab"])
        True
    """
    return _tidy(_both(left, right) for left, right in product(one, other))


def unite(one: Strings, other: Strings) -> Strings:
    """Return the strings of either."""
    return _tidy((*one, *other))


def complement(strings: Strings) -> Strings:
    """Return all other strings."""
    found = ALL_STRINGS
    for each in strings:
        found = intersect(found, _opposite(each))
    return found


def _both(one: Term, other: Term) -> Term:
    if one.only is not None:
        return Term(only=frozenset(value for value in one.only if other.holds(value)))
    if other.only is not None:
        return _both(other, one)
    return Term(fits=one.fits | other.fits, misses=one.misses | other.misses, not_in=one.not_in | other.not_in)


def _opposite(term: Term) -> Strings:
    if term.only is not None:
        return (Term(not_in=term.only),)
    left = (Term(misses=frozenset({each})) for each in sorted(term.fits))
    right = (Term(fits=frozenset({each})) for each in sorted(term.misses))
    return _tidy((*left, *right, *just(term.not_in)))


def _tidy(terms: Iterable[Term]) -> Strings:
    """Without empty and doubled terms; listed strings are one term, and need not be left out anywhere."""
    listed: frozenset[str] = frozenset()
    others: dict[Term, None] = {}
    for each in terms:
        if each.only is not None:
            listed |= each.only
        elif not _contradicts(each):
            others[each] = None
    if Term() in others:
        return ALL_STRINGS
    kept = tuple(dict.fromkeys(_put_back(each, listed) for each in others))
    if Term() in kept:
        return ALL_STRINGS
    listed = frozenset(value for value in listed if not any(each.holds(value) for each in kept))
    return (*just(listed), *kept)


def _put_back(term: Term, listed: frozenset[str]) -> Term:
    return Term(fits=term.fits, misses=term.misses, not_in=term.not_in - listed)


def _contradicts(term: Term) -> bool:
    """Whether no string can satisfy the term, as far as that is plain to see."""
    for one, other in product(term.fits, repeat=2):
        if one.kind == other.kind and one.kind != "contains" and not (one.fits(other.text) or other.fits(one.text)):
            return True
    return any(miss.fits(fit.text) and miss.kind in {fit.kind, "contains"} for fit in term.fits for miss in term.misses)
