"""Arrays: joining, order, distinct items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from steploom.expr.jsonata.callables import Function, apply
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.giving_up import GIVE_UP, MANY, UNUSUAL
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import Sequence, append
from steploom.expr.jsonata.values import deep_equal, is_array_of, merge_sort, utf16_key
from steploom.expr.jsonata.weight import weigh
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]


def _append(run: Run, first: Json, second: Json) -> Json:
    result = append(first, second)
    if isinstance(result, list):
        run.hold_items(len(result))
        run.spend(len(result) // 8)
    return result


def _reverse(_run: Run, items: list[Json]) -> list[Json]:
    return items[::-1] if len(items) > 1 else items


def _shuffle(run: Run, items: list[Json]) -> list[Json]:
    if len(items) <= 1:
        return items
    result = list(items)
    run.environment.random.shuffle(result)
    return result


def _zip(_run: Run, *arrays: Json) -> list[Json]:
    if not all(isinstance(each, list) for each in arrays):
        return []
    return [list(each) for each in zip(*arrays, strict=False)]


def _sort(run: Run, items: list[Json], comparator: Json) -> list[Json]:
    if len(items) <= 1:
        return items
    run.spend(len(items))
    if comparator is not UNDEFINED:
        return merge_sort(list(items), _swaps(run, comparator, len(items)))
    if is_array_of(items, numbers=True):
        return sorted(items)
    if is_array_of(items, numbers=False):
        return sorted(items) if all(map(str.isascii, items)) else sorted(items, key=utf16_key)
    raise Fault("D3070", index=1)


def _swaps(run: Run, comparator: Function, count: int) -> Callable[[Json, Json], bool]:
    straight = comparator.straight() if comparator.straight is not None and count >= MANY else None

    def asks(one: Json, two: Json) -> bool:
        return _js_truth(apply(comparator, [one, two], None, run))

    def asks_straight(one: Json, two: Json) -> bool:
        run.spend(1)
        try:
            answer = straight(run, one, two, UNDEFINED) if straight is not None else GIVE_UP
        except UNUSUAL:
            answer = GIVE_UP
        return asks(one, two) if answer is GIVE_UP else _js_truth(answer)

    return asks if straight is None else asks_straight


def _js_truth(value: Json) -> bool:
    """Return what JavaScript's own `if` thinks, which the comparator's answer goes to."""
    if value is UNDEFINED or value is None:
        return False
    if isinstance(value, str | bool | int | float):
        return bool(value) and value == value  # noqa: PLR0124 - NaN is false
    return True


def _distinct(run: Run, items: Json) -> Json:
    if not isinstance(items, list) or len(items) <= 1:
        return items
    run.spend(len(items))
    weigh(items)
    result: list[Json] = Sequence() if isinstance(items, Sequence) else []
    seen: dict[int, list[Json]] = {}
    for item in items:
        alike = seen.setdefault(_fingerprint(item), [])
        if not any(deep_equal(item, each) for each in alike):
            alike.append(item)
            result.append(item)
    return result


def _fingerprint(value: Json) -> int:
    """Return a hash that equal values share: what stands in it is not kept."""
    if isinstance(value, list):
        return hash((list, tuple(map(_fingerprint, value))))
    if type(value) is dict:
        return hash((dict, frozenset((key, _fingerprint(each)) for key, each in value.items())))
    if type(value) in (int, float):
        return hash(float(value))
    return hash((type(value), value))


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("append", "<xx:a>", _append, total=True),
    define("reverse", "<a:a>", _reverse),
    define("shuffle", "<a:a>", _shuffle),
    define("zip", "<a+>", _zip, arity=0, total=True),
    define("sort", "<af?:a>", _sort),
    define("distinct", "<x:x>", _distinct),
)
