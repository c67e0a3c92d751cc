"""The nodes of the IR: closed sets of frozen dataclasses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Expr, Sleep
from steploom.diagnostics import Span

__all__ = [
    "Block",
    "BlockId",
    "Branch",
    "BranchEffect",
    "Catch",
    "Effect",
    "Fail",
    "Guard",
    "GuardHandler",
    "Jump",
    "Let",
    "MapEffect",
    "Raise",
    "Region",
    "Return",
    "Step",
    "Terminator",
    "Work",
    "inner_regions",
    "works",
]

BlockId: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Let:
    """A pure binding: costs nothing where it can ride on a neighbour."""

    name: str
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class MapEffect:
    """Run `body` for each item; `item` names the item inside."""

    target: str | None
    items: Expr
    item: str
    body: Region
    limit: int | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class BranchEffect:
    """Run all bodies side by side; the results bind to `targets`, or as one list to `whole`."""

    targets: tuple[str, ...] | None
    whole: str | None
    bodies: tuple[Region, ...]
    span: Span


Work: TypeAlias = CallActivity | CallWorkflow | AwsTask | Emit | Sleep | MapEffect | BranchEffect


@dataclass(frozen=True, slots=True)
class Catch:
    """Where an effect goes when it fails with one of `errors`; the error binds to `variable`."""

    errors: tuple[str, ...]
    variable: str
    target: BlockId


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that happens outside: one state.

    Attributes:
        work: What happens.
        undo: Whether it is a compensation.
        catches: Where errors lead; filled by a pass.
        raises: What the state's own expressions (its arguments, and the value that the region returns when it has
            ended) may raise; filled by a pass, which leaves `Checked` nodes nowhere else.
    """

    work: Work
    undo: bool = False
    catches: tuple[Catch, ...] = ()
    raises: tuple[type[Exception], ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return self.work.span


Step: TypeAlias = Let | Effect


@dataclass(frozen=True, slots=True)
class Jump:
    """Go on at `target`."""

    target: BlockId


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on at `then` when `test` holds, else at `other`."""

    test: Expr
    then: BlockId
    other: BlockId
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    """End the region with `value`."""

    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Raise:
    """Raise `error`; where it goes is decided by the block's guard, once, by a pass."""

    error: Expr
    cls: type[BaseException] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Fail:
    """End the region with `error`: a raise that nobody in the region catches. `name` where the class is known."""

    error: Expr
    name: str | None
    span: Span


Terminator: TypeAlias = Jump | Branch | Return | Raise | Fail


@dataclass(frozen=True, slots=True)
class GuardHandler:
    """One `except` of a guard; `classes` empty: every error."""

    classes: tuple[type[BaseException], ...]
    variable: str
    target: BlockId


@dataclass(frozen=True, slots=True)
class Guard:
    """The handlers around a block, innermost first by way of `outer`."""

    handlers: tuple[GuardHandler, ...]
    outer: Guard | None


@dataclass(frozen=True, slots=True)
class Block:
    """Steps without a jump, and how they end."""

    id: BlockId
    steps: tuple[Step, ...]
    end: Terminator
    guard: Guard | None = None

    def successors(self) -> Iterator[BlockId]:
        """The blocks that may come next, the ordinary way first."""
        match self.end:
            case Jump(target=target):
                yield target
            case Branch(then=then, other=other):
                yield then
                yield other
            case Return() | Raise() | Fail():
                pass
        for step in self.steps:
            if isinstance(step, Effect):
                for catch in step.catches:
                    yield catch.target


@dataclass(frozen=True, slots=True)
class Region:
    """A graph with one entry: a workflow, or the body that a Map or Parallel runs."""

    entry: BlockId
    blocks: Mapping[BlockId, Block]


def inner_regions(work: Work) -> tuple[Region, ...]:
    """Return the regions that an effect runs."""
    match work:
        case MapEffect(body=body):
            return (body,)
        case BranchEffect(bodies=bodies):
            return bodies
        case _:
            return ()


def works(region: Region) -> Iterator[Work]:
    """Yield what happens in `region`, and inside what happens."""
    for block in region.blocks.values():
        for step in block.steps:
            if isinstance(step, Effect):
                yield step.work
                for inner in inner_regions(step.work):
                    yield from works(inner)
