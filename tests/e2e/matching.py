"""Patterns, loops over whatever can be iterated, changes of values: workflows that are run both ways."""

# ruff: noqa: B905, F841, PERF402

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from steploom import activity, gather, workflow


class Card(BaseModel):
    kind: Literal["card"] = "card"
    number: str


class Cash(BaseModel):
    kind: Literal["cash"] = "cash"
    amount: float


class Order(BaseModel):
    pay: Card | Cash
    size: Literal["s", "m", "l"]
    tags: list[str]
    prices: dict[str, float]
    note: str | None = None


@activity
def note(text: str) -> None: ...
@activity
def get(n: int) -> int:
    return n


@workflow
async def classes(order: Order) -> str:
    match order.pay:
        case Card(number=n) if n != "0":
            await note(f"card {n}")
            return n
        case Card():
            return "zero"
        case Cash(amount=a):
            return f"cash {bool(a)}"


@workflow
async def literals(order: Order) -> str:
    match order.size:
        case "s" | "m":
            r = "small"
        case "l":
            r = "large"
    return r


@workflow
async def sequences(order: Order) -> str:
    match order.tags:
        case []:
            return "none"
        case [one]:
            return f"one {one}"
        case ["x", *rest]:
            return f"x and {len(rest)}"
        case [first, *_, last]:
            return f"{first}..{last}"
    return "never"


@workflow
async def mappings(order: Order) -> str:
    match order.prices:
        case {"tea": tea, "mug": 2}:
            return f"tea {bool(tea)}"
        case {"tea": _}:
            return "only tea"
        case _:
            return "no tea"


@workflow
async def narrowing(order: Order) -> str:
    if order.note is None:
        return "none"
    await note(order.note)
    return order.note.upper()


@workflow
async def loops(order: Order) -> list[str]:
    out: list[str] = []
    for k, v in order.prices.items():
        await note(k)
        if v > 1:
            out.append(k)
    for k in order.prices:
        out.append(k)
    for t, p in zip(order.tags, order.prices.values()):
        out.append(f"{t}{bool(p)}")
        await note(t)
    total = 0
    for t in sorted(order.tags):
        total += len(t)
        await get(total)
    many = await gather(*(get(len(t)) for t in order.tags if t != "x"))
    pairs = await gather(*(get(a) for t in order.tags for a in range(len(t))))
    named = await gather(*(note(k) for k, v in order.prices.items()))
    d = {k: await get(len(k)) for k in order.tags}
    return out


@workflow
async def starred(order: Order) -> list[str]:
    a, *b = order.tags
    *c, d = b
    e, *f, g = [a, d, *c]
    (h, i), *j = [(a, d), (d, a)]
    return [a, d, e, *f, g, h, i, str(len(j))]


@workflow
async def changes(order: Order) -> dict[str, float]:
    d: dict[str, float] = {}
    for k, v in order.prices.items():
        if k in d:
            continue
        d[k] = v * 2
        d[k] += 1
    x = 1
    x += len(d)
    s = ""
    for t in order.tags:
        s += t
    d[s] = x
    d.pop("tea", None)
    more = list(order.tags)
    more.extend(["b", "a"])
    more.sort()
    more.reverse()
    d.update({"n": 2.5})
    for t in more:
        await note(t)
    order.size = "l"
    order.tags = [*order.tags, "z"]
    await note(order.tags[-1])
    return d
