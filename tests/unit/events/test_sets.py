"""The algebra of value sets: and, or, not of sets are those of membership."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from steploom.events.predicates.numbers import ALL_NUMBERS, Interval, complement, intersect, unite
from steploom.events.predicates.strings import Affix, Term
from steploom.events.predicates.values import EVERYTHING, NOTHING, Values, of_value

_SCALARS = [None, True, False, 0, 1, 1.0, 1.5, 2, -3, "", "a", "ab", "aba", "ba", "b"]

_texts = st.sampled_from(["a", "b", "ab", "ba"])
_affixes = st.builds(Affix, st.sampled_from(["prefix", "suffix", "contains"]), _texts)
_bounds = st.sampled_from([-3, 0, 1, 1.5, 2])


@st.composite
def _atoms(draw):
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return of_value(draw(st.sampled_from(_SCALARS)))
    if kind == 1:
        return Values(strings=(Term(fits=frozenset({draw(_affixes)})),))
    if kind == 2:
        return Values(numbers=(Interval(low=draw(_bounds), low_open=draw(st.booleans())),))
    return Values(numbers=(Interval(high=draw(_bounds), high_open=draw(st.booleans())),))


_sets = st.recursive(
    _atoms(),
    lambda inner: st.one_of(
        st.tuples(st.just("and"), inner, inner),
        st.tuples(st.just("or"), inner, inner),
        st.tuples(st.just("not"), inner),
    ),
    max_leaves=6,
)


def _built(tree) -> Values:
    if isinstance(tree, Values):
        return tree
    operator, *parts = tree
    found = [_built(each) for each in parts]
    return found[0] & found[1] if operator == "and" else found[0] | found[1] if operator == "or" else ~found[0]


def _holds(tree, value) -> bool:
    if isinstance(tree, Values):
        return tree.contains(value)
    operator, *parts = tree
    found = [_holds(each, value) for each in parts]
    return all(found) if operator == "and" else any(found) if operator == "or" else not found[0]


@given(_sets)
def test_sets_combine_as_their_membership_does(tree):
    built = _built(tree)
    for value in _SCALARS:
        assert built.contains(value) is _holds(tree, value), value


def test_intervals_that_touch_become_one():
    below, above = Interval(high=3, high_open=True), Interval(low=3, low_open=False)
    assert unite((below,), (above,)) == ALL_NUMBERS
    assert unite((below,), (Interval(low=3),)) == (below, Interval(low=3))
    assert complement((below,)) == (above,)
    assert intersect((below,), (above,)) == ()


def test_everything_and_nothing():
    assert ~EVERYTHING == NOTHING
    assert NOTHING.empty
    assert (EVERYTHING - of_value("x")).contains("y")
    assert not (EVERYTHING - of_value("x")).contains("x")
