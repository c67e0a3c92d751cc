"""npm's jsonata 2.0.6 beside ours: one process that answers case after case, and when two outcomes agree."""

from __future__ import annotations

import json
import math
import select
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from steploom.errors import ExpressionError
from steploom.expr import UNDEFINED, Environment, Limits
from steploom.expr.jsonata import MEMORY, STACK, TIMEOUT, Function, Program, compile_expression
from steploom.expr.jsonata.compiling.straight import straight_program
from steploom.expr.jsonata.facts import bound_names
from steploom.expr.jsonata.giving_up import GIVE_UP, UNUSUAL
from steploom.expr.jsonata.lowering import lower
from steploom.jsontext import Json
from tests.properties.jsonata.grammar import Case
from tests.properties.jsonata.pools import BINDINGS

__all__ = ["Outcome", "Peer", "compare", "ours", "package", "shown"]

_SCRIPT: Final = Path(__file__).with_name("peer.js")
#: 2026-09-15T13:36:42.245Z, as in the script.
_NOW: Final = 1_789_479_402.245
_STEPS: Final = 20_000
_SECONDS: Final = 3.0
#: Powers and roots of two libraries differ in the last bit.
_NEAR: Final = 5e-16
_LIMITS: Final = Limits(depth=600, steps=500_000, items=200_000, characters=1_000_000)
_OURS_ALONE: Final = frozenset((STACK, TIMEOUT, MEMORY))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation came to.

    Attributes:
        kind: `value`, `nothing`, `function` (one is in the value), `error`, `limit`, or `crash` (JavaScript's own).
        value: The JSON value, or None.
        code: The error's code.
        message: The error's text.
    """

    kind: str
    value: Json = None
    code: str = ""
    message: str = ""


def package() -> Path | None:
    """Return the folder of npm's jsonata, or None where it, or Node, or that version of it, is not there."""
    root = Path(__file__).parents[3] / "node_modules" / "jsonata"
    described = root / "package.json"
    if not described.is_file() or shutil.which("node") is None:
        return None
    return root if json.loads(described.read_text(encoding="utf-8"))["version"] == "2.0.6" else None


class Peer:
    """The process; a context manager.

    Args:
        folder: The folder of npm's jsonata.
    """

    def __init__(self, folder: Path) -> None:
        self._command = ["node", "--max-old-space-size=500", str(_SCRIPT), str(folder)]
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def outcome(self, case: Case) -> Outcome:
        """Return the outcome of a case; where jsonata-js does not come to an end, it is stopped: `limit`."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        data = {"value": case.data} if case.has_data else None
        work = {"text": case.text, "data": data, "bindings": BINDINGS, "steps": _STEPS}
        stdin.write(json.dumps(work) + "\n")
        stdin.flush()
        ready, _, _ = select.select([stdout], [], [], _SECONDS)
        line = stdout.readline() if ready else ""
        if not line:
            self.__exit__()
            self._start()
            return Outcome("limit")
        return _outcome(json.loads(line))


def _outcome(answer: dict[str, Any]) -> Outcome:
    if answer["kind"] == "error" and answer["code"] == "U1001":
        return Outcome("limit")
    return Outcome(**answer)


def ours(case: Case) -> Outcome:
    """Return our outcome."""
    try:
        program = compile_expression(case.text)
        data = case.data if case.has_data else UNDEFINED
        straight = _straight(program)
        value = program.evaluate(BINDINGS, Environment(lambda: _NOW, limits=_LIMITS), data)
    except ExpressionError as error:
        kind = "limit" if error.message in _OURS_ALONE else "error"
        return Outcome(kind, None, error.code, error.message)
    if straight is not GIVE_UP and not _same(straight, value):
        return Outcome("error", None, "straight-line code", f"{straight!r} for {value!r}")
    if isinstance(value, Function):
        return Outcome("function")
    return Outcome("nothing") if value is UNDEFINED else Outcome("value", json.loads(json.dumps(value)))


def _straight(program: Program) -> Json:
    """Return what the straight-line code of an expression makes, which evaluations get only after many others."""
    straight = straight_program(lower(program.ast), bound_names(program.ast))
    try:
        return GIVE_UP if straight is None else straight(BINDINGS, Environment(lambda: _NOW, limits=_LIMITS))
    except UNUSUAL:
        return GIVE_UP


def compare(mine: Outcome, theirs: Outcome) -> str:
    """Return how two outcomes compare: `same`, `limit`, `crash`, or `different` with what is.

    Where jsonata-js crashes with an error of JavaScript there is nothing to agree with.
    """
    if "limit" in (mine.kind, theirs.kind):
        return "limit"
    if theirs.kind == "crash":
        return "crash"
    if mine.kind != theirs.kind:
        return f"different: {mine.kind} for {theirs.kind}"
    if mine.kind == "error":
        if mine.code != theirs.code:
            return f"different: code {mine.code} for {theirs.code}"
        return "same" if _same_text(mine, theirs) else f"different: text of {mine.code}"
    return "same" if _same(mine.value, theirs.value) else "different: value"


def _same_text(mine: Outcome, theirs: Outcome) -> bool:
    """Return whether two errors say the same.

    jsonata-js shows the inside of a function as JSON, and forgets no name that a function was ever called by: where a
    function has no name in an expression, it says the one from an expression before.
    """
    if not mine.code or mine.message == theirs.message:
        return True
    return "_jsonata_" in theirs.message or any(each in mine.message for each in ('got: ""', "function undefined"))


def _same(one: Json, two: Json) -> bool:
    if isinstance(one, dict):
        if not isinstance(two, dict) or one.keys() != two.keys():
            return False
        # The order of the fields counts, too; but JavaScript puts names that are numbers first.
        is_ordered = list(one) == list(two) or any(map(str.isdecimal, one))
        return is_ordered and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, list):
        return isinstance(two, list) and len(one) == len(two) and all(map(_same, one, two))
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, int | float):
        return isinstance(two, int | float) and math.isclose(one, two, rel_tol=_NEAR)
    return bool(one == two)


def shown(outcome: Outcome) -> str:
    """Return an outcome for people."""
    fields = {key: value for key, value in asdict(outcome).items() if value not in ("", None)}
    return json.dumps(fields, ensure_ascii=False)
