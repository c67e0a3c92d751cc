"""Conditions inside arrays: the search finds what plain backtracking finds, in bounded time."""

from __future__ import annotations

import random

import pytest

from steploom.events.agreement import Condition, hold_together
from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern


def backtracked(conditions, fields, membership=()):
    """The definition: choose a value for one condition after the other, each agreeing with those before."""
    if not conditions:
        return True
    first, rest = conditions[0], conditions[1:]
    before = dict(membership)
    found = [
        (value, place)
        for value, place in fields.get(first.path, ())
        if all(before.get(array, index) == index for array, index in place.items())
    ]
    if not found and first.absent and backtracked(rest, fields, before.items()):
        return True
    return any(backtracked(rest, fields, {**before, **place}.items()) for value, place in found if first.holds(value))


def drawn(dice):
    """Some conditions, and values in a few arrays that hold each other."""
    conditions = [
        Condition(name, dice.choice(({1}.__contains__, {2}.__contains__)), absent=dice.random() < 0.3)
        for name in "abcd"[: dice.randint(1, 4)]
    ]
    chains = [(), (1,), (1, 2), (1, 3), (4,), (4, 5)]
    fields = {
        name: [
            (dice.choice((1, 2, 3)), {array: dice.randint(0, 1) for array in dice.choice(chains)})
            for _ in range(dice.randint(1, 4))
        ]
        for name in "abcd"
        if dice.random() < 0.9
    }
    return conditions, fields


def test_it_finds_what_backtracking_finds():
    dice = random.Random(4)
    answers = {True: 0, False: 0}
    for _ in range(4_000):
        conditions, fields = drawn(dice)
        expected = backtracked(conditions, fields)
        assert hold_together(conditions, fields) is expected, fields
        answers[expected] += 1
    assert min(answers.values()) > 400


def test_a_conflict_in_one_array_is_not_tried_again_for_every_element_of_the_others():
    tests = 0

    def holds(value):
        nonlocal tests
        tests += 1
        return value == 1

    conditions = [Condition(name, holds, absent=False) for name in ("a", "b", "c", "y", "z")]
    fields = {name: [(1, {array: index}) for index in range(200)] for array, name in enumerate("abc")}
    fields |= {"y": [(1, {9: 0})], "z": [(1, {9: 1})]}
    assert not hold_together(conditions, fields)  # 200 ** 3 combinations otherwise
    assert tests == 602


def test_many_conditions_need_no_deep_stack():
    pattern = {f"k{number}": {"v": [1]} for number in range(3_000)}
    event = {f"k{number}": [{"v": 0}, {"v": 1}] for number in range(3_000)}
    assert compile_pattern(pattern).matches(event)
    assert not compile_pattern(pattern).matches(event | {"k7": [{"v": 0}]})


@pytest.mark.parametrize("levels", [201, 5_000])
def test_a_pattern_that_nests_too_deeply_is_refused(levels):
    pattern: dict[str, object] = {"a": [1]}
    for _ in range(levels):
        pattern = {"a": pattern}
    for given in (pattern, '{"a":' * levels + "[1]" + "}" * levels):
        with pytest.raises(InvalidPattern, match="Rule is too complex - objects nest"):
            compile_pattern(given)
    assert compile_pattern('{"a":' * 200 + "[1]" + "}" * 200)
