"""The error of a pattern that EventBridge refuses."""

from __future__ import annotations

from steploom.errors import ExpressionError

__all__ = ["InvalidPattern", "place_in"]

#: EventBridge shows at most this much of a pattern in an error.
_SHOWN = 500


class InvalidPattern(ExpressionError):
    """A pattern that EventBridge refuses, in its words.

    Args:
        reason: What follows `Reason:` in `InvalidEventPatternException`, without the place.
        source: The pattern's text; None where EventBridge names no place.
        position: Offset in the text where the fault was noticed, or None.
        repeats: How often the message names the place: twice where a list's fault is passed on.

    Example:
        >>> InvalidPattern("Filter is not an object", "[]", 1).service_message.splitlines()[1]
        ' at [Source: (String)"[]"; line: 1, column: 2]'
    """

    def __init__(
        self, reason: str, source: str | None = None, position: int | None = None, *, repeats: int = 1
    ) -> None:
        self.reason = reason
        self._source = source
        self._repeats = repeats
        super().__init__("pattern", reason, position)

    @property
    def service_message(self) -> str:
        """The whole message of `InvalidEventPatternException`."""
        place = (
            "" if self._source is None or self.position is None else "\n at " + place_in(self._source, self.position)
        )
        return f"Event pattern is not valid. Reason: {self.reason}{place * self._repeats}"


def place_in(source: str, position: int) -> str:
    """Return how EventBridge writes a place in a text: `[Source: (String)"…"; line: 1, column: 2]`."""
    before = source[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    cut = f"[truncated {len(source) - _SHOWN} chars]" if len(source) > _SHOWN else ""
    return f'[Source: (String)"{source[:_SHOWN]}"{cut}; line: {line}, column: {column}]'
