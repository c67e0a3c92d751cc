"""One program examined: do Python and the machine agree?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from steploom.errors import CompileError, DefinitionError, DiagnosticError
from tests.properties.choices import Choices
from tests.properties.loading import load_source
from tests.properties.programs import Program, program
from tests.properties.running import differences, run_compiled, run_native

__all__ = ["Verdict", "examine", "examined"]


@dataclass(frozen=True)
class Verdict:
    """What came of a program.

    Attributes:
        kind: `same`, `refused` (with a diagnostic), `differs`, or `crash`.
        details: The diagnostics, the differences, or the exception.
        status: How the run ended as Python.
    """

    kind: str
    details: tuple[str, ...] = ()
    status: str = ""

    @property
    def bad(self) -> bool:
        """Whether it shows a fault of steploom."""
        return self.kind in ("differs", "crash")

    @property
    def key(self) -> str:
        """What is alike among findings that probably have one reason."""
        parts = [re.sub(r"[0-9]+.*|:.*", "", each).strip() for each in self.details]
        return " ".join([self.kind, *dict.fromkeys(parts)])


def examine(made: Program) -> Verdict:
    """Run a program both ways and say what came of it."""
    try:
        module = load_source(made.source)
        compiled = run_compiled(made, module)
    except DefinitionError as error:
        return Verdict("crash", (f"DefinitionError: {error}",))
    except DiagnosticError as error:
        kind = "refused" if isinstance(error, CompileError) or error.diagnostics else "crash"
        return Verdict(kind, tuple(str(each) for each in error.diagnostics))
    except Exception as error:  # noqa: BLE001 - whatever the compiler or the engine raises is a finding
        return Verdict("crash", (f"{type(error).__name__}: {error}",))
    try:
        native = run_native(made, module)
    except Exception as error:  # noqa: BLE001 - and whatever native raises
        return Verdict("crash", (f"native {type(error).__name__}: {error}",))
    found = differences(native, compiled)
    return Verdict("differs" if found else "same", tuple(found), native.status)


def examined(choices: Choices) -> tuple[Program | None, Verdict]:
    """Make a program and examine it."""
    try:
        made = program(choices)
    except DiagnosticError as error:
        return None, Verdict("refused", tuple(str(each) for each in error.diagnostics))
    return made, examine(made)
