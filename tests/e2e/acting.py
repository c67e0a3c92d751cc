"""Workflows with awaits inside expressions, helpers, assignments; no test module, whose asserts pytest rewrites."""

# ruff: noqa: F841, N806, RET504, RUF059

from __future__ import annotations

from pydantic import BaseModel

from steploom import activity, gather, workflow


class Broken(Exception):
    pass


class Item(BaseModel):
    sku: str
    n: int = 1


@activity
def get(n: int) -> int:
    if n == 3:
        raise Broken("three")
    return n


@activity
def ok(n: int) -> bool:
    return n > 1


@activity
def names() -> list[str]:
    return ["a", "b"]


@activity
def note(text: str) -> None: ...


LIMIT = 7


async def helper(x: int, y: int = 2) -> int:
    """Doc."""
    if x == y:
        return 100
    try:
        z = await get(x)
        return z
    finally:
        await note(f"helped {x}")


def label(x: int) -> str:
    return f"label {x}"


def kind(x: int) -> str:
    if x > LIMIT:
        return "big"
    return "small"


@workflow
async def inexpr(n: int, d: dict[str, int]) -> str:
    if (await ok(n) and n != 2) or await ok(0):
        return f"{d['k']} {await get(n)} {d['j']}"
    x = await get(n) if n > 0 else await get(5)
    return f"x{x} {await get(await get(n))}"


@workflow
async def loop(n: int) -> int:
    i = 0
    while await ok(n) and i == 0:
        i = await get(n)
    await note("else")
    return i


@workflow
async def helped(n: int) -> list[str]:
    a = await helper(n)
    b = await helper(y=n, x=a)
    LIMIT_ = kind(b)

    def inner(q: int) -> str:
        return f"{q} {a}"

    async def closure(q: int) -> str:
        await note(f"in {q}")
        w = await get(q)
        return f"{w} {a}"

    both = await gather(closure(a), helper(b))
    many = await gather(*(closure(each) for each in [1, 2, 4]), limit=2)
    for each in many:
        await note(each)
    return [label(a), kind(n), LIMIT_, inner(b)]


@workflow
async def assigns(n: int, xs: list[int]) -> dict[str, int]:
    a = b = n
    c, d = xs
    (e, f), g = await gather(gather(get(1), get(2)), get(4))
    out: dict[str, int] = {}
    out["a"] = a
    out["b"] = b
    out["c"] = c
    out["e"] = e
    out["f"] = f
    h: int | None = None
    h = g
    del out["b"]
    del out["a"]
    assert n != 9, f"nine {n}"
    item = Item(sku="x")
    item.n = 5
    out["n"] = item.n
    if (y := await get(n)) == 1:
        out["y"] = y
    items: list[str] = []
    for x in xs:
        if x > 1:
            continue
        items.append("u")
    for s in items:
        await note(s)
    return out


@workflow
async def comps(n: int, xs: list[int]) -> list[str]:
    a = [await get(x) for x in xs]
    b = [f"{await get(x)} {n}" for x in a]
    return b
