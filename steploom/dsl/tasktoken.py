"""The token by which the answer to a callback finds its step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

__all__ = ["TaskToken"]


@final
@dataclass(frozen=True, slots=True)
class TaskToken:
    """What a callback activity hands to whoever will answer.

    An activity whose first parameter is a `TaskToken` is a callback: its function sends the token out, its return
    value is ignored, and the step waits until somebody answers with the token. Callers omit it. It is no `str`, so
    that a type checker tells a token from any other text; write `token.value` where the text is wanted.

    Attributes:
        value: The token's text, at most 2,048 characters.

    Example:
        >>> TaskToken("AQC4…").value
        'AQC4…'
    """

    value: str
