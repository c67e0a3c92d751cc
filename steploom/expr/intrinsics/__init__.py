"""The intrinsic functions of the JSONPath language: parsed and checked once, compiled to closures.

Input: the text of a call (`States.Format('{}', $.name)`). Output: an `Intrinsic` with `evaluate`.
Must not: know fields or states; take time or randomness from elsewhere than the environment.
parser → nodes → compiler, which looks the functions up in the catalogue (one family a file).
"""

from __future__ import annotations

from steploom.expr.intrinsics.compiler import Intrinsic, compile_intrinsic
from steploom.expr.intrinsics.errors import IntrinsicError, IntrinsicSyntaxError

__all__ = ["Intrinsic", "IntrinsicError", "IntrinsicSyntaxError", "compile_intrinsic"]
