"""The names of variables in the machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from steploom.compiler.roots import ROOTS

__all__ = ["LOCALS", "Variables"]

#: Names that a contract check binds around an expression of the workflow.
LOCALS = frozenset({"at", "el", "error_", "expect", "faults", "given", "member_key", "member_value"})

#: The built-in functions that generated expressions call; a variable of such a name would hide the function.
_USED = frozenset(
    {"abs", "append", "assert", "base64decode", "base64encode", "boolean", "ceil", "contains", "count"}
    | {"distinct", "each", "exists", "filter", "floor", "formatBase", "hash", "join", "keys"}
    | {"length", "lookup", "lowercase", "map", "match", "max", "merge", "min", "not"}
    | {"now", "number", "pad", "parse", "power", "random", "reduce", "replace", "reverse"}
    | {"round", "sift", "sort", "split", "sqrt", "states", "string", "substring", "substringAfter"}
    | {"substringBefore", "sum", "toMillis", "type", "uppercase", "uuid", "zip"}
)


#: Longest name of the compiler's own; AWS takes 80 characters, and a number may have to follow.
_OWN_LENGTH = 70


@dataclass
class Variables:
    """Gives each Python name its name in the machine.

    A name that a generated expression needs for something else gets an underscore at its end, and so does `states`,
    which is reserved. Names in Step Functions do not start with an underscore.
    """

    names: dict[str, str] = field(default_factory=dict)

    def name(self, python: str) -> str:
        """Return the variable's name without the dollar."""
        if python not in self.names:
            # Names of the compiler's own have blanks, and names of activities in them, which may have hyphens and be
            # long; a Python name may be the same without them.
            name = python.lstrip("_") or "value"
            if " " in python:
                name = re.sub(r"\W", "_", name)[:_OWN_LENGTH]
            name = name if name == python or " " in python else f"{name}_"
            while name in _USED or name in LOCALS or name in self.names.values():
                name += "_"
            self.names[python] = name
        return self.names[python]

    def text(self, python: str) -> str:
        """Return how the variable, or the root of that name, is read in JSONata."""
        return ROOTS[python] if python in ROOTS else f"${self.name(python)}"
